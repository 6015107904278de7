"""Carts: who has carts takes lists with one, lays goods into its totes, and finds it free when all is sorted."""

import pytest
from company import NOW, differences, open_company, place_and_source, relay, run_sql, scan, site

from db.floor import PICKER, begin, bin_code, fulfillment, item_code, pack_all, pick, take, wave
from packhorse.errors import Refusal
from packhorse.picking import operations
from packhorse.picking import queries as lists
from packhorse.picking.rules import Setup, list_number
from packhorse.sorting import queries as walls


def clustered(**floor):
    """The company, where each order has totes of its own."""
    open_company()
    operations.set_floor(warehouse="BRS", setup=Setup(**floor))


def add(code="C1", totes=4, **more):
    return operations.add_cart(warehouse_id=site("BRS"), code=code, totes=totes, actor="lead", **more)


def start(list_id, cart, actor=PICKER):
    operations.start_list(list_id=list_id, cart_code=cart, now=NOW, actor=actor)


def refused(code, work):
    with pytest.raises(Refusal) as refusal:
        work()
    assert refusal.value.code == code, refusal.value
    return refusal.value


def pick_whole(list_id):
    for task in lists.tasks(list_id):
        pick_into(task, task.tote)
    relay()


@pytest.fixture
def house(db):
    """Bristol, with two orders on one list and a cart of four totes."""
    clustered()
    place_and_source("1", {"MUG": 1})
    place_and_source("2", {"MUG": 2})
    add()
    return wave("BRS", at_wall=False)[0]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"code": ""}, "BAD_CODE"),
        ({"code": "a b"}, "BAD_CODE"),
        ({"code": "é"}, "BAD_CODE"),
        ({"code": "x" * 21}, "BAD_CODE"),
        ({"barcode": "x" * 37}, "BAD_CODE"),
        ({"totes": 0}, "BAD_TOTES"),
        ({"totes": 61}, "BAD_TOTES"),
        ({}, "CART_THERE"),
        ({"code": "C2", "barcode": "CART-BRS-C1"}, "BARCODE_TAKEN"),
        ({"code": "C2", "barcode": "BRS-A1"}, "BARCODE_TAKEN"),
        ({"code": "C2", "barcode": "MUG"}, "BARCODE_TAKEN"),
    ],
)
def test_what_is_no_cart_is_refused(house, wrong, code):
    refused(code, lambda: add(**wrong))
    assert [row.code for row in lists.carts(site("BRS"))] == ["C1"]


def test_a_warehouse_without_carts_asks_for_none(db):
    clustered()
    place_and_source("1", {"MUG": 1})
    (list_id,) = wave("BRS", at_wall=False)
    refused("UNKNOWN_CART", lambda: start(list_id, "C1"))
    take(list_id)
    assert lists.cart_of(list_id) is None


def test_a_list_is_taken_with_a_cart(house):
    assert "Scan the cart" in refused("CART_WANTED", lambda: take(house)).text
    refused("UNKNOWN_CART", lambda: start(house, "C9"))
    start(house, "CART-BRS-C1")
    assert lists.cart_of(house).code == "C1"
    assert lists.carts(site("BRS"))[0].busy


def test_a_cart_with_too_few_totes_is_refused(house):
    add("S", totes=1)
    assert "needs 2" in refused("CART_TOO_SMALL", lambda: start(house, "S")).text
    assert lists.pick_list(house).state == "open"


def test_who_asks_with_a_small_cart_is_given_the_most_urgent_list_that_fits_on_it(house):
    add("S", totes=1)
    ask = {"warehouse_id": site("BRS"), "now": NOW, "actor": PICKER}
    assert "needs 2" in refused("CART_TOO_SMALL", lambda: operations.next_list(**ask, cart_code="S")).text
    place_and_source("3", {"MUG": 1})
    (small,) = wave("BRS", at_wall=False)
    assert lists.pick_list(house).due_at <= lists.pick_list(small).due_at
    refused("UNKNOWN_CART", lambda: operations.next_list(**ask, cart_code="X"))
    assert operations.next_list(**ask, cart_code="CART-BRS-S") == small
    assert operations.next_list(**ask | {"actor": "other"}, cart_code="C1") == house


def test_no_list_needs_more_totes_than_the_largest_cart(db):
    clustered()
    add(totes=1)
    add("C2", totes=2)
    orders = [place_and_source(f"{nth}", {"MUG": 1, "BOOK": 1}) for nth in range(5)]
    made = wave("BRS", at_wall=False)
    assert sorted(max(task.tote for task in lists.tasks(each)) for each in made) == [1, 2, 2]
    assert {task.order_id for each in made for task in lists.tasks(each)} == set(orders)


def test_an_order_that_fills_more_totes_than_the_largest_cart_comes_on_several_lists(db):
    clustered(tote_mm3=100 * 90 * 90)  # a mug
    add(totes=2)
    order_id = place_and_source("1", {"MUG": 2, "BOOK": 1})
    made = wave("BRS", at_wall=False)
    assert len(made) == 2 and {task.order_id for each in made for task in lists.tasks(each)} == {order_id}
    assert max(task.tote for each in made for task in lists.tasks(each)) <= 2
    for each in made:
        start(each, "C1")
        pick_whole(each)
        operations.free_cart(warehouse_id=site("BRS"), code="C1", now=NOW, actor="lead")
    assert differences() == {}


def test_a_cart_carries_one_list_until_all_on_it_is_packed(house):
    start(house, "C1")
    place_and_source("3", {"BOOK": 1})
    (other,) = wave("BRS", at_wall=False)
    assert "PL" in refused("CART_TAKEN", lambda: start(other, "C1")).text
    pick_whole(house)
    refused("CART_TAKEN", lambda: start(other, "C1"))
    pack_all("BRS")
    assert not lists.carts(site("BRS"))[0].busy
    start(other, "C1")
    assert (lists.cart_of(other).code, lists.cart_of(house)) == ("C1", None)


def test_the_lead_says_that_a_cart_is_empty(house):
    start(house, "C1")
    free = {"warehouse_id": site("BRS"), "code": "C1", "now": NOW, "actor": "lead"}
    refused("CART_AT_WORK", lambda: operations.free_cart(**free))
    for task in lists.tasks(house):
        pick_into(task, task.tote)
    operations.free_cart(**free)
    assert not lists.carts(site("BRS"))[0].busy
    refused("NOT_FOUND", lambda: operations.free_cart(**free | {"code": "C9"}))


def pick_into(task, tote):
    return operations.pick(
        task_id=task.id,
        bin_code=bin_code(task),
        item_code=item_code(task),
        quantity=task.quantity,
        tote_code=f"CART-BRS-C1-{tote}" if tote else "",
        scan_id=scan(),
        now=NOW,
        actor=PICKER,
    )


def test_goods_go_into_their_own_tote(house):
    start(house, "C1")
    first, second = lists.tasks(house)
    assert (first.tote, second.tote) == (1, 2)
    refused("TOTE_WANTED", lambda: pick_into(first, None))
    assert "Lay it into tote 1" in refused("WRONG_TOTE", lambda: pick_into(first, 2)).text
    assert pick_into(first, 1).tote == 1
    pick_into(second, 2)
    assert differences() == {}


def test_the_only_tote_need_not_be_scanned_but_must_be_the_right_one(db):
    clustered()
    place_and_source("1", {"MUG": 1, "BOOK": 1})
    add()
    (list_id,) = wave("BRS", at_wall=False)
    start(list_id, "C1")
    task = lists.tasks(list_id)[0]
    refused("WRONG_TOTE", lambda: pick_into(task, 2))
    assert pick(task).units == 1


def test_a_carts_tote_opens_its_order_at_the_bench(house):
    start(house, "C1")
    pick_whole(house)
    brs, number = site("BRS"), list_number(house)
    mine = [row.fulfillment_id for row in walls.at_bench(brs)]
    assert [walls.by_tote(brs, f"CART-BRS-C1-{nth}") for nth in (1, 2)] == mine
    assert walls.at_bench(brs)[1].codes == (f"{number}-2", "CART-BRS-C1-2")
    strange = ("CART-BRS-C1-3", "CART-BRS-C1-5", "CART-BRS-C1-0", "CART-BRS-C1-x", "CART-BRS-C1", "CART-BRS-C9-1", "-1")
    assert [walls.by_tote(brs, code) for code in strange] == [None] * len(strange)
    assert walls.by_tote(site("LDS"), "CART-BRS-C1-1") is None
    begin(mine[0])
    pack_all("BRS")
    assert walls.by_tote(brs, "CART-BRS-C1-1") is None


def test_an_order_in_several_totes_is_opened_by_each_of_them(db):
    clustered()
    order_id = place_and_source("1", {"MUG": 1, "BOOK": 1})
    add()
    (list_id,) = wave("BRS", at_wall=False)
    run_sql(f"UPDATE picking_picktask SET tote = sequence WHERE pick_list_id = {list_id}")
    start(list_id, "C1")
    pick_whole(list_id)
    mine = fulfillment(order_id).id
    assert [walls.by_tote(site("BRS"), f"CART-BRS-C1-{nth}") for nth in (1, 2, 3)] == [mine, mine, None]


def test_any_tote_of_a_cart_opens_its_list_of_single_units(house):
    run_sql("UPDATE picking_picklist SET kind = 'single'")
    start(house, "C1")
    pick_whole(house)
    assert walls.singles_left(site("BRS"), "CART-BRS-C1-1") == (house, 2)
    assert walls.singles_left(site("BRS"), "CART-BRS-C9-1") is None
