"""Who is served first, what leaves whole, and what may not leave yet."""

from datetime import date, timedelta

import pytest
from company import (
    NOW,
    counts,
    differences,
    line_ids,
    open_company,
    place,
    place_and_source,
    receive,
    relay,
    run_sql,
    site,
    state,
)
from orderfiles import COLUMNS, order_file, row

from db.floor import bring_to
from db.office import edit
from packhorse.catalog import operations as catalog
from packhorse.errors import Refusal
from packhorse.packing import queries as packing
from packhorse.placing import operations as placing
from packhorse.placing import queries as orders
from packhorse.placing.rules import NewLine
from packhorse.shipping import operations as shipping
from packhorse.sorting import queries as sorting
from packhorse.sourcing import operations, queries

LATER = NOW + timedelta(hours=1)


def sites(order_id):
    return sorted(row.warehouse_id for row in queries.of_order(order_id) if row.state != "cancelled")


def states(order_id):
    return [row.state for row in queries.of_order(order_id)]


def test_first_come_first_served_on_arrival(db):
    open_company(stocked={})
    first, second = (place_and_source(nth, {"MUG": 2}, now=NOW + timedelta(minutes=int(nth))) for nth in ("1", "2"))
    receive("BRS", "A1", "MUG", 2, now=LATER)
    relay(LATER)
    assert (state(first), state(second)) == ("sourced", "backordered")


def test_unless_priority_says_otherwise(db):
    open_company(stocked={})
    first = place_and_source("1", {"MUG": 2})
    urgent = place_and_source("2", {"MUG": 2}, priority="urgent", now=NOW + timedelta(minutes=1))
    receive("BRS", "A1", "MUG", 2, now=LATER)
    relay(LATER)
    assert (state(first), state(urgent)) == ("backordered", "sourced")
    assert differences() == {}


def test_a_priority_given_later_counts(db):
    open_company(stocked={})
    first, second = place_and_source("1", {"MUG": 2}), place_and_source("2", {"MUG": 2})
    edit(second, priority="high")
    edit(first, priority="low")
    receive("BRS", "A1", "MUG", 2)
    relay()
    assert (state(first), state(second)) == ("backordered", "sourced")


def test_a_new_order_does_not_pass_by_those_who_wait_though_it_is_decided_first(db):
    open_company(stocked={})
    waiting = place_and_source("1", {"MUG": 2})
    receive("BRS", "A1", "MUG", 2)
    new = place("2", {"MUG": 2})
    operations.source([new], now=NOW)  # before the news of the goods is told
    relay()
    assert (state(waiting), state(new)) == ("sourced", "backordered")
    assert differences() == {}


def test_an_order_that_leaves_complete_takes_nothing_until_it_can_have_all(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 5)}})
    order_id = place_and_source("1", {"MUG": 2, "BOOK": 1}, ship_rule="complete")
    assert (state(order_id), sites(order_id)) == ("backordered", [])
    receive("LDS", "A1", "BOOK", 1)
    relay()
    assert (state(order_id), len(sites(order_id))) == ("sourced", 2)
    assert differences() == {}


def test_an_order_that_leaves_together_waits_for_one_warehouse_that_has_it_all(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 5)}, "LDS": {"A1": ("BOOK", 5)}})
    order_id = place_and_source("1", {"MUG": 2, "BOOK": 1}, ship_rule="together")
    assert sites(order_id) == []
    why = {c.warehouse_id: c.excluded for c in queries.explanations(order_id)[0].candidates}
    assert why[site("BRS")] == "cannot send all of it together"
    receive("LDS", "A2", "MUG", 2)
    relay()
    assert (state(order_id), sites(order_id)) == ("sourced", [site("LDS")])


def test_more_for_an_order_that_leaves_together_comes_from_the_same_warehouse(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 5)}, "LDS": {"A1": ("BOOK", 5)}})
    order_id = place_and_source("1", {"MUG": 2}, ship_rule="together")
    edit(order_id, add=(NewLine("BOOK", 1, 500),))
    assert (states(order_id), counts(order_id)[1][2]) == (["on_hold"], 0)  # off the floor until the book is there
    receive("BRS", "A2", "BOOK", 1)
    relay()
    assert (set(sites(order_id)), set(states(order_id))) == ({site("BRS")}, {"open"})
    assert differences() == {}


def test_what_leaves_complete_is_not_handed_over_while_some_of_it_waits(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 5)}})
    order_id = place("1", {"MUG": 2}, ship_rule="complete")
    bring_to(order_id, "labelled")
    edit(order_id, add=(NewLine("BOOK", 1, 500),))
    (parcel,) = packing.of_order(order_id)
    lane = sorting.lanes(site("BRS"))[0]
    with pytest.raises(Refusal) as refused:
        shipping.stage(sscc=parcel.sscc, lane_barcode=lane.barcode, now=NOW, actor="loader")
    assert refused.value.code == "ORDER_ON_HOLD"
    assert orders.stopped([order_id]) == {order_id: "leaves only when all of it is there, and it waits for goods"}
    edit(order_id, ship_rule="as_available")
    assert orders.stopped([order_id]) == {}


def test_an_order_that_may_leave_in_parts_after_all_gets_what_is_there(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 5)}})
    order_id = place_and_source("1", {"MUG": 2, "BOOK": 1}, ship_rule="complete")
    edit(order_id, ship_rule="as_available")
    assert (counts(order_id)[0][2], sites(order_id)) == (2, [site("BRS")])
    assert differences() == {}


def test_a_file_with_unknown_terms_is_refused_in_its_row(db):
    open_company()
    content = order_file(row("A", "MUG", 1, priority="now"), columns=[*COLUMNS, "priority"])
    report = placing.import_orders(content, channel="web", now=NOW, actor="agent")
    assert [(error.line, error.column) for error in report.errors] == [(2, "priority")]


@pytest.mark.parametrize("change", [{"ship_rule": "sometimes"}, {"priority": "now"}])
def test_unknown_terms_are_refused(db, change):
    open_company()
    order_id = place("1", {"MUG": 1})
    with pytest.raises(Refusal) as refused:
        edit(order_id, **change)
    assert refused.value.code == "WRONG_EDIT"


def test_a_pre_order_waits_for_its_day_though_the_goods_are_there(db):
    open_company()
    day = NOW.date() + timedelta(days=7)
    catalog.set_dates(sku="MUG", released_on=day, expected_on=None, now=NOW, actor="agent")
    early = place_and_source("1", {"MUG": 1, "BOOK": 1})
    later = place_and_source("2", {"MUG": 1})
    assert (counts(early)[0][2], counts(early)[1][2], state(later)) == (0, 1, "backordered")
    assert {row.expected_on for row in queries.waiting([early, later]).values()} == {day}
    operations.source_waiting(now=NOW + timedelta(days=7))
    relay(NOW + timedelta(days=7))
    assert (state(early), state(later), differences()) == ("sourced", "sourced", {})


def test_a_backorder_has_the_day_on_which_goods_are_expected(db):
    open_company(stocked={})
    order_id = place_and_source("1", {"MUG": 1, "BOOK": 1})
    assert queries.waiting([order_id])[order_id].expected_on is None
    for sku, day in (("MUG", 20), ("BOOK", 25)):
        catalog.set_dates(sku=sku, released_on=None, expected_on=date(2024, 5, day), now=NOW, actor="agent")
    relay()
    assert queries.waiting([order_id])[order_id].expected_on == date(2024, 5, 25)
    with pytest.raises(Refusal):
        catalog.set_dates(sku="NONE", released_on=None, expected_on=None, now=NOW, actor="agent")


def test_the_same_order_sent_again_with_other_terms_is_another_order(db):
    open_company()
    from company import order

    first = place("1", {"MUG": 1})
    (same,) = placing.place([order("1", {"MUG": 1}, checkout="c")], now=NOW, actor="channel")
    (other,) = placing.place([order("1", {"MUG": 1}, ship_rule="complete")], now=NOW, actor="channel")
    assert ((same.order_id, same.other), (other.order_id, other.other)) == ((first, False), (first, True))
    assert line_ids(first) and run_sql("SELECT count(*) FROM placing_order") == [(1,)]
