"""Turns and ship rules where it is hard: long queues, splits and mergers that wait, parcels that must not go alone."""

import contextlib
import time
from datetime import timedelta

from company import (
    NOW,
    PREFIX,
    counts,
    differences,
    line_ids,
    open_company,
    order,
    place,
    place_and_source,
    receive,
    relay,
    run_sql,
    site,
    state,
)
from django.db import transaction

from db.floor import hand_over, lists, pack_all, short, stage, stage_all, take, walk_and_sort, wave
from db.office import LATER, edit, homes, merge, reserve, split
from packhorse.catalog import operations as catalog
from packhorse.errors import Refusal
from packhorse.inventory import operations as inventory
from packhorse.placing import operations as placing
from packhorse.placing.rules import NewLine
from packhorse.shipping import operations as shipping
from packhorse.shipping import queries as shipments
from packhorse.sourcing import operations as sourcing
from packhorse.sourcing import queries as served


def test_an_order_that_is_held_before_it_was_decided_can_be_split(db):
    open_company()
    order_id = place_and_source("A", {"MUG": 4}, awaiting_payment=True)
    split(order_id, {line_ids(order_id)[0]: 1})
    assert (served.waiting([order_id]), differences()) == ({}, {})


def test_what_is_split_off_keeps_its_turn(db):
    open_company(stocked={})
    first = place_and_source("1", {"MUG": 2})
    second = place_and_source("2", {"MUG": 2}, now=NOW + timedelta(days=1))
    child = split(first, {line_ids(first)[0]: 1}, now=NOW + timedelta(days=2))
    receive("BRS", "A1", "MUG", 2, now=NOW + timedelta(days=3))
    relay(NOW + timedelta(days=3))
    assert (state(first), state(child), state(second)) == ("sourced", "sourced", "backordered")


def test_what_is_merged_keeps_its_turn(db):
    open_company(stocked={"BRS": {"A2": ("BOOK", 1)}})
    old = place_and_source("1", {"MUG": 1})
    second = place_and_source("2", {"MUG": 1}, city="York", now=NOW + timedelta(days=1))
    new = place_and_source("3", {"BOOK": 1}, now=NOW + timedelta(days=2))
    merge(new, old, now=NOW + timedelta(days=2))
    receive("BRS", "A1", "MUG", 1, now=NOW + timedelta(days=3))
    relay(NOW + timedelta(days=3))
    assert (state(new), state(second)) == ("sourced", "backordered")


def test_a_together_order_of_which_nothing_was_found_goes_elsewhere(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 2)}, "LDS": {"A1": ("MUG", 2)}})
    order_id = place_and_source("1", {"MUG": 2}, ship_rule="together")
    (made,) = wave("BRS")
    take(made)
    (task,) = lists.tasks(made)
    short(task, 0)
    relay()
    assert (state(order_id), homes(order_id)) == ("sourced", {site("LDS")})


def test_together_orders_of_two_warehouses_are_not_merged_into_one_that_leaves_apart(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 2)}, "LDS": {"A2": ("BOOK", 2)}})
    first = place_and_source("1", {"MUG": 1}, ship_rule="together")
    second = place_and_source("2", {"BOOK": 1}, ship_rule="together")
    try:
        merge(first, second)
    except Refusal:
        return
    open_now = [r for r in served.of_order(first) if r.state == "open"]
    assert len({r.warehouse_id for r in open_now}) <= 1, "leaves from two warehouses"


def test_an_order_that_is_to_leave_together_after_all_does_not_leave_from_two_warehouses(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 2)}, "LDS": {"A1": ("BOOK", 2)}})
    order_id = place_and_source("1", {"MUG": 1, "BOOK": 1})
    edit(order_id, ship_rule="together")
    open_now = {r.warehouse_id for r in served.of_order(order_id) if r.state == "open"}
    assert len(open_now) <= 1, "both parts are on the floor and will leave apart"


def test_parcels_of_a_together_order_leave_at_once(db):
    open_company()
    order_id = place_and_source("1", {"DESK": 2}, ship_rule="together")
    walk_and_sort("BRS")
    parcels = pack_all("BRS")
    assert len(parcels) == 2
    stage(parcels[0])
    hand_over()
    gone = run_sql("SELECT count(*) FROM shipping_shipment WHERE state = 'handed_over'")[0][0]
    assert (gone, state(order_id)) in ((0, "sourced"), (2, "shipped"))


def test_what_is_added_to_a_together_order_leaves_with_the_rest(db):
    open_company()
    order_id = place_and_source("1", {"MUG": 1}, ship_rule="together")
    walk_and_sort("BRS")
    pack_all("BRS")
    edit(order_id, add=(NewLine("BOOK", 1, 500),))
    assert state(order_id) == "sourced"
    with contextlib.suppress(Refusal):
        stage_all("BRS")
        hand_over()
    assert counts(order_id)[0][3] == 0, "the mug has left, the book is not even picked"


def test_a_new_order_is_not_decided_with_a_thousand_that_cannot_be_served(own_db):
    """Each new order of a product that is there decides (and writes) a thousand waiting ones anew."""
    open_company(stocked={"BRS": {"A1": ("MUG", 500)}}, capacity=100_000)
    many = [order(f"W{nth}", {"MUG": 1, "BOOK": 1}, ship_rule="complete") for nth in range(1000)]
    placing.place(many, now=NOW, actor="channel")
    relay()

    def writes():
        ((found,),) = run_sql(
            "SELECT n_tup_upd + n_tup_ins FROM pg_stat_xact_user_tables WHERE relname = 'sourcing_waitingorder'"
        )
        return found

    order_id = place("N", {"MUG": 1})
    with transaction.atomic():
        before, start = writes(), time.perf_counter()
        sourcing.source([order_id], now=NOW)
        took, written = time.perf_counter() - start, writes() - before
    assert written < 10, f"{written} rows of the queue written, {took:.2f} s for one new order"


def test_one_of_a_queue_longer_than_a_thousand_is_not_passed_by(db):
    """A thousand that cannot be served stand ahead of it: a new order gets what it waits for."""
    open_company(stocked={}, capacity=100_000)
    many = [order(f"W{nth}", {"MUG": 1, "BOOK": 1}, ship_rule="complete") for nth in range(1000)]
    placing.place(many, now=NOW, actor="channel")
    relay()
    waiting = place_and_source("1", {"MUG": 1}, now=NOW + timedelta(hours=1))
    receive("BRS", "A1", "MUG", 1)
    new = place("2", {"MUG": 1}, now=NOW + timedelta(hours=2))
    sourcing.source([new], now=NOW + timedelta(hours=2))  # before the news of the goods is told
    relay(NOW + timedelta(hours=2))
    assert (state(waiting), state(new)) == ("sourced", "backordered")


def test_a_complete_order_does_not_leave_in_part_when_a_picker_misses_something(db):
    """Bristol's part is handed over while Leeds' part is still on a list; then Leeds finds nothing."""
    open_company(stocked={"BRS": {"A1": ("MUG", 1)}, "LDS": {"A2": ("BOOK", 1)}})
    order_id = place_and_source("1", {"MUG": 1, "BOOK": 1}, ship_rule="complete")
    walk_and_sort("BRS")
    pack_all("BRS")
    stage_all("BRS")
    hand_over()
    (made,) = wave("LDS")
    take(made)
    short(lists.tasks(made)[0], 0)
    relay()
    assert not (state(order_id) == "backordered" and counts(order_id)[0][3]), "half of it has left, the rest waits"


def test_a_complete_order_that_is_short_in_news_under_way_is_not_handed_over(db):
    """The shortage is known to stock; placing has not heard of it yet."""
    open_company(stocked={"BRS": {"A1": ("MUG", 1), "A2": ("BOOK", 1)}})
    order_id = place("1", {"MUG": 1}, ship_rule="complete")
    relay()
    walk_and_sort("BRS")
    pack_all("BRS")
    edit(order_id, add=(NewLine("BOOK", 1, 500),))
    stage_all("BRS")
    (made,) = wave("BRS")
    take(made)
    short(lists.tasks(made)[0], 0)  # not relayed
    for warehouse, carrier, _ in shipments.staged():
        shipping.close_manifest(warehouse_id=warehouse, carrier_id=carrier, gs1_prefix=PREFIX, now=NOW, actor="loader")
    relay()
    assert counts(order_id)[0][3] == 0


def test_a_product_that_becomes_a_pre_order_does_not_leave_before_its_day(db):
    open_company()
    order_id = place_and_source("1", {"MUG": 1})
    catalog.set_dates(sku="MUG", released_on=NOW.date() + timedelta(days=30), expected_on=None, now=NOW, actor="agent")
    relay()
    assert [r.state for r in served.of_order(order_id) if r.state != "cancelled"] != ["open"]


def test_a_reservation_that_frees_one_mug_does_not_decide_the_whole_queue(db):
    """Every cart that ends decides (and writes) all orders that lack the product, servable or not."""
    open_company(stocked={"BRS": {"A1": ("MUG", 500)}}, capacity=100_000)
    many = [order(f"W{nth}", {"MUG": 1, "BOOK": 1}, ship_rule="complete") for nth in range(1000)]
    placing.place(many, now=NOW, actor="channel")
    relay()
    reserve({"MUG": 1})
    question = "SELECT n_tup_upd FROM pg_stat_xact_user_tables WHERE relname = 'sourcing_waitingorder'"
    ((before,),) = run_sql(question)
    inventory.expire(now=LATER)
    relay(LATER)
    ((after,),) = run_sql(question)
    assert after - before < 10, f"{after - before} rows of the queue written for one mug"
