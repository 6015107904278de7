"""Orders whose goods come on several lists, that are sent in parts, or that need no slot at all."""

import pytest
from company import (
    NOW,
    PREFIX,
    cancel,
    differences,
    kinds,
    open_company,
    relay,
    run_sql,
    site,
)

from db.floor import (
    at_once,
    close,
    fill,
    fulfillment,
    hand_over,
    pack_all,
    put,
    sort,
    stage_all,
)
from db.sorters import TWO, of_kind, pick_all, picked, refused, send_part, spread, walled
from packhorse.errors import Refusal
from packhorse.packing import operations as packing
from packhorse.packing import queries as parcels
from packhorse.picking.rules import list_number
from packhorse.sorting import queries
from packhorse.sourcing import queries as sourcing


def test_a_slot_waits_until_every_list_brought_its_goods_and_says_whose_is_missing(db):
    open_company()
    order_id, first, second = spread(TWO)
    pick_all(first)
    placed = put(first, "MUG")
    assert placed.order_complete is False
    (missing,) = queries.missing_of(fulfillment(order_id).id)
    assert (missing.sku, missing.list_id, missing.task_state, missing.picker) == ("BOOK", second, "open", "picker")
    pick_all(second)
    assert queries.missing_of(fulfillment(order_id).id)[0].task_state == "picked"
    assert put(second, "BOOK").order_complete
    relay()
    assert fulfillment(order_id).state == "sorted"
    assert differences() == {}


@pytest.mark.parametrize("kind", ["single", "cluster"])
def test_orders_spread_over_lists_come_to_the_wall_whatever_the_kind(db, kind):
    open_company()
    order_id, first, second = spread(TWO)
    run_sql(f"UPDATE picking_picklist SET kind = '{kind}'")
    pick_all(first)
    pick_all(second)
    assert [row.kind for row in queries.at_bench(site("BRS"))] != []  # the lamp's order is on one list
    assert fulfillment(order_id).id not in {row.fulfillment_id for row in queries.at_bench(site("BRS"))}
    put(first, "MUG")
    assert put(second, "BOOK").order_complete


def test_a_part_is_sent_and_the_rest_follows_in_a_parcel_of_its_own(db):
    open_company()
    order_id, first, second = spread({"MUG": 2, "BOOK": 1})
    pick_all(first)
    put(first, "MUG")
    slot = queries.slot_of(fulfillment(order_id).id)
    rest_id = send_part(slot.id)
    relay()
    mine, rest = sourcing.of_order(order_id)
    assert (mine.state, rest.id, rest.state) == ("sorted", rest_id, "picking")
    assert differences() == {}
    assert refused(send_part, slot.id) == "NOT_FILLING"
    pack_all("BRS")
    pick_all(second)
    assert put(second, "BOOK").order_complete
    relay()
    pack_all("BRS")
    stage_all("BRS")
    hand_over("BRS")
    assert [row.state for row in sourcing.of_order(order_id)] == ["shipped", "shipped"]
    assert len(parcels.of_order(order_id)) == 2
    assert differences() == {}


def test_the_rest_of_a_part_may_lie_in_the_totes_already(db):
    open_company()
    (order_id,), list_id = picked({"MUG": 1, "BOOK": 1})
    put(list_id, "MUG")
    send_part(queries.slot_of(fulfillment(order_id).id).id)
    relay()
    assert [row.state for row in sourcing.of_order(order_id)] == ["sorted", "picked"]
    assert put(list_id, "BOOK").order_complete
    relay()
    assert [row.state for row in sourcing.of_order(order_id)] == ["sorted", "sorted"]
    assert differences() == {}


def test_what_is_to_leave_whole_or_was_half_laid_in_is_not_sent_in_part(db):
    open_company(slots=0)
    walled(single=True)
    (order_id,), list_id = picked({"MUG": 2, "BOOK": 1})
    put(list_id, "MUG")
    slot = queries.slot_of(fulfillment(order_id).id)
    assert refused(send_part, slot.id) == "HALF_A_PICK"
    put(list_id, "MUG")
    run_sql("UPDATE placing_order SET ship_rule = 'complete'")
    assert refused(send_part, slot.id) == "LEAVES_WHOLE"
    run_sql("UPDATE placing_order SET ship_rule = 'as_available'")
    put(list_id, "BOOK")
    assert refused(send_part, slot.id) == "NOT_FILLING"
    assert refused(send_part, 0) == "NOT_FOUND"


def test_a_cluster_lists_totes_go_to_the_bench_and_not_to_the_wall(db):
    open_company()
    ids, (list_id,) = of_kind("cluster", TWO, {"LAMP": 1})
    assert [fulfillment(each).state for each in ids] == ["sorted", "sorted"]
    assert [kinds(each).count("OrderSorted") for each in ids] == [1, 1]
    assert refused(put, list_id, "MUG") == "PAST_THE_WALL"
    assert queries.lists_to_sort(site("BRS"), limit=5) == []
    number = list_number(list_id)
    assert queries.by_tote(site("BRS"), f"{number}-1") == fulfillment(ids[0]).id
    assert queries.by_tote(site("BRS"), f"{number.lower()}-2") == fulfillment(ids[1]).id
    assert [queries.by_tote(site("BRS"), code) for code in (f"{number}-3", number, "x", "PL9-1")] == [None] * 4
    pack_all("BRS")
    assert queries.at_bench(site("BRS")) == []
    stage_all("BRS")
    hand_over("BRS")
    assert [fulfillment(each).state for each in ids] == ["shipped", "shipped"]
    assert differences() == {}


def begin_single(list_id, sku):
    return packing.begin_single(list_id=list_id, item_code=sku, gs1_prefix=PREFIX, now=NOW, actor="packer")


def test_an_item_of_a_list_of_single_units_opens_the_next_order_that_wants_it(db):
    open_company()
    ids, (list_id,) = of_kind("single", {"MUG": 1}, {"BOOK": 1}, {"MUG": 1})
    assert queries.singles_left(site("BRS"), list_number(list_id)) == (list_id, 3)
    assert refused(begin_single, list_id, "LAMP") == "SURPLUS_ITEM"
    assert refused(begin_single, list_id, "nonsense") == "UNKNOWN_ITEM"
    opened = [begin_single(list_id, "MUG")[0] for _ in range(3)]
    assert opened[0] != opened[1] and opened[2] == opened[0]  # begun and left alone: it is opened again
    assert parcels.by_id(opened)[opened[0]].order_id == ids[0]
    for parcel_id in opened[:2]:
        fill(parcel_id)
        close(parcel_id)
    relay()
    assert refused(begin_single, list_id, "MUG") == "SURPLUS_ITEM"
    cancel(ids[1])
    relay()
    assert queries.singles_left(site("BRS"), list_number(list_id)) is None
    assert differences() == {}


def test_packers_of_one_list_of_single_units_never_open_the_same_order(own_db):
    open_company()
    _, (list_id,) = of_kind("single", *[{"MUG": 1}] * 4)
    answers = at_once(4, lambda nth: begin_single(list_id, "MUG"))
    assert len({each[0] for each in answers}) == 4


def test_the_last_goods_of_two_lists_at_once_complete_the_slot(own_db):
    open_company()
    order_id, first, second = spread({"MUG": 1, "BOOK": 1, "IRON": 1})
    pick_all(first)
    pick_all(second)
    put(first, "IRON")
    work = [(first, "MUG"), (second, "BOOK")]
    answers = at_once(2, lambda nth: put(*work[nth]))
    assert sorted(each.order_complete for each in answers) == [False, True]
    relay()
    assert kinds(order_id).count("OrderSorted") == 1
    assert differences() == {}


def test_a_part_and_a_put_at_once_lose_nothing(own_db):
    open_company()
    (order_id,), list_id = picked({"MUG": 1, "BOOK": 1, "IRON": 1})
    put(list_id, "MUG")
    slot = queries.slot_of(fulfillment(order_id).id)
    work = [lambda: send_part(slot.id), lambda: put(list_id, "BOOK"), lambda: put(list_id, "IRON")]
    answers = at_once(3, lambda nth: work[nth]())
    assert all(isinstance(each, Refusal) or not isinstance(each, Exception) for each in answers), answers
    relay()
    if any(isinstance(each, Refusal) for each in answers[1:]):
        sort(list_id)
    relay()
    assert {row.state for row in sourcing.of_order(order_id)} == {"sorted"}
    assert differences() == {}
