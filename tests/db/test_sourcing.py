"""Which warehouse serves which order, why, by when, and who waits for what."""

from datetime import UTC, date, datetime, timedelta

import pytest
from company import (
    NOW,
    counts,
    differences,
    kinds,
    level,
    open_company,
    place,
    place_and_source,
    receive,
    relay,
    run_sql,
    site,
    state,
    waiting,
)

from db.floor import at_once, bring_to
from packhorse.sourcing import operations, queries

THURSDAY, FRIDAY, MONDAY = (date(2024, 5, day) for day in (16, 17, 20))


def codes():
    return {site(code): code for code in ("LDS", "BRS", "LIL")}


def served_by(order_id):
    return [codes()[row.warehouse_id] for row in queries.of_order(order_id) if row.state != "cancelled"]


def reasons(order_id):
    """{warehouse: (lines it fills, units it fills, why it was excluded)} of the newest decision."""
    newest = queries.explanations(order_id)[0]
    return {codes()[c.warehouse_id]: (c.fills_lines, c.fills_units, c.excluded) for c in newest.candidates}


@pytest.mark.parametrize(("city", "code"), [("Bath", "BRS"), ("York", "LDS"), ("Lens", "LIL")])
def test_the_nearest_warehouse_that_has_all_of_it_serves(db, city, code):
    open_company()
    order_id = place_and_source("1", {"MUG": 2, "BOOK": 1}, city=city)
    assert served_by(order_id) == [code]
    assert state(order_id) == "sourced"
    assert kinds(order_id) == ["OrderPlaced", "OrderSourced"]


def test_a_far_warehouse_that_has_all_of_it_is_taken_before_two_near_ones(db):
    open_company()
    order_id = place_and_source("1", {"LAMP": 1, "BOOK": 1}, city="Lens")
    assert served_by(order_id) == ["BRS"]
    assert reasons(order_id)["LIL"] == (1, 1, "")


def test_an_order_is_split_when_nobody_has_all_of_it(db):
    open_company()
    order_id = place_and_source("1", {"DESK": 1, "PAINT": 1})
    assert sorted(served_by(order_id)) == ["BRS", "LDS"]
    assert (level("DESK", "BRS"), level("PAINT", "LDS")) == ((3, 1), (8, 1))
    assert kinds(order_id).count("OrderSourced") == 2
    assert differences() == {}


def test_a_line_is_split_over_warehouses_when_it_must_and_the_fullest_gives_first(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 3)}, "LDS": {"A1": ("MUG", 5)}, "LIL": {"A1": ("MUG", 1)}})
    order_id = place_and_source("1", {"MUG": 8})
    assert served_by(order_id) == ["LDS", "BRS"]
    assert [level("MUG", code)[1] for code in ("BRS", "LDS", "LIL")] == [3, 5, 0]


def test_two_lines_of_one_product_share_its_stock(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 3)}})
    order_id = place_and_source("1", [("MUG", 2), ("MUG", 2)])
    assert counts(order_id) == [(2, 0, 2, 0, 0), (2, 0, 1, 0, 0)]
    assert state(order_id) == "backordered"
    assert differences() == {}


def test_every_candidate_is_kept_with_its_facts_or_the_rule_that_excluded_it(db):
    open_company()
    run_sql("UPDATE network_warehouse SET latitude = NULL WHERE code = 'LIL'")
    order_id = place_and_source("1", {"PAINT": 1}, city="York")
    assert reasons(order_id) == {
        "LDS": (1, 1, ""),
        "BRS": (0, 0, "cannot store these goods"),
        "LIL": (0, 0, "warehouse has no coordinates"),
    }
    (decision,) = queries.explanations(order_id)
    assert (decision.at, decision.missing_units, bool(decision.method)) == (NOW, 0, True)
    assert [c.km is None for c in decision.candidates].count(True) == 1
    assert 30 < min(c.km for c in decision.candidates if c.km is not None) < 40  # York to Leeds


def test_goods_that_lie_where_they_must_not_are_not_sold_from_there(db):
    open_company(stocked={"BRS": {"A1": ("PAINT", 5)}})
    order_id = place_and_source("1", {"PAINT": 1})
    assert reasons(order_id)["BRS"][2] == "cannot store these goods"
    assert reasons(order_id)["LDS"][2] == "none of the goods in stock"
    assert state(order_id) == "backordered"


def test_an_address_without_coordinates_waits_and_says_why(db):
    open_company()
    order_id = place("1")
    run_sql("UPDATE placing_orderaddress SET latitude = NULL")
    relay()
    assert {why for _, _, why in reasons(order_id).values()} == {"address has no coordinates"}
    assert state(order_id) == "backordered"


def test_a_warehouse_takes_no_more_a_day_than_it_can_and_the_rest_leaves_later(db):
    open_company(capacity=2)
    ids = [place(f"{nth}") for nth in range(9)]
    relay()
    # Neither the day of work after nor the one after that is worth what it costs to send it from abroad.
    assert [leaves(each) for each in ids] == [
        *[("BRS", 15, FRIDAY)] * 2,
        *[("LDS", 15, FRIDAY)] * 2,
        *[("BRS", 16, MONDAY)] * 2,
        *[("LDS", 16, MONDAY)] * 2,
        ("BRS", 17, date(2024, 5, 21)),
    ]
    assert {why for each in ids for _, _, why in reasons(each).values()} == {""}
    assert leaves(place_and_source("x")) == ("BRS", 17, date(2024, 5, 21))
    nobody_else = place_and_source("desk", {"DESK": 1})
    assert leaves(nobody_else) == ("BRS", 20, date(2024, 5, 22))


def test_days_that_are_full_for_long_exclude_a_warehouse(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 50)}}, capacity=1)
    ids = [place(f"{nth}") for nth in range(11)]
    relay()
    assert [served_by(each) for each in ids] == [["BRS"]] * 10 + [[]]
    assert reasons(ids[10])["BRS"] == (0, 0, "no room in the next 10 days of work")
    run_sql("UPDATE sourcing_fulfillmentorder SET state = 'shipped' WHERE order_id = %s", ids[0])
    operations.source_waiting(now=NOW + timedelta(days=1))
    assert served_by(ids[10]) == ["BRS"]


def leaves(order_id):
    """The warehouse, the day in May on which it leaves, and the promised day."""
    (row,) = [row for row in queries.of_order(order_id) if row.state != "cancelled"]
    return codes()[row.warehouse_id], row.ship_by.day, row.promised_on


def test_who_waits_for_goods_is_served_when_they_come_the_oldest_first(db):
    open_company(stocked={})
    ids = [place_and_source(f"{nth}", {"MUG": 2}, now=NOW + timedelta(minutes=nth)) for nth in range(3)]
    assert waiting() == 3
    assert all(kinds(each) == ["OrderPlaced", "OrderBackordered"] for each in ids)
    receive("LIL", "A1", "MUG", 5)
    relay()
    assert [state(each) for each in ids] == ["sourced", "sourced", "backordered"]
    assert counts(ids[2]) == [(2, 0, 1, 0, 0)]
    assert waiting() == 1
    assert differences() == {}


def test_a_part_that_is_there_is_sourced_and_the_rest_waits(db):
    open_company()
    order_id = place_and_source("1", {"PAINT": 10})
    assert counts(order_id) == [(10, 0, 8, 0, 0)]
    assert (state(order_id), waiting()) == ("backordered", 1)
    assert queries.explanations(order_id)[0].missing_units == 2
    receive("LDS", "B2", "PAINT", 2)
    relay()
    assert (state(order_id), waiting()) == ("sourced", 0)
    assert differences() == {}


def test_sourcing_twice_does_no_harm(db):
    open_company()
    order_id = place_and_source("1", {"MUG": 2})
    operations.source([order_id, order_id], now=NOW)
    relay()
    assert level("MUG", "BRS") == (10, 2)
    assert len(queries.explanations(order_id)) == 1


def test_two_who_source_the_same_orders_at_once_serve_each_once(own_db):
    open_company()
    ids = [place(f"{nth}", {"BOOK": 2}) for nth in range(8)]
    assert at_once(4, lambda nth: operations.source(ids[:: 1 - nth % 2 * 2], now=NOW)) == [None] * 4
    relay()
    assert sum(level("BOOK", code)[1] for code in ("BRS", "LDS", "LIL")) == 16
    assert differences() == {}


def at(day, hour, minute=0):
    return datetime(2024, 5, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "leaves", "promised"),
    [
        (at(15, 15, 59), at(15, 16), date(2024, 5, 17)),  # Wednesday, a minute to five in Bristol
        (at(15, 16), at(16, 16), date(2024, 5, 20)),  # five o'clock: tomorrow
        (at(16, 17), at(17, 16), date(2024, 5, 21)),  # leaves on Friday, arrives on Tuesday
        (at(17, 17), at(20, 16), date(2024, 5, 22)),  # after Friday's cut-off
        (at(18, 9), at(20, 16), date(2024, 5, 22)),  # on Saturday
    ],
)
def test_the_promise_counts_cut_off_workdays_and_transit(db, now, leaves, promised):
    open_company()
    (row,) = queries.of_order(place_and_source("1", now=now))
    assert (row.ship_by, row.promised_on) == (leaves, promised)


def test_the_promise_follows_the_service_that_was_asked_for_and_the_distance(db):
    open_company()
    run_sql(
        "UPDATE carriers_rate SET transit_days = transit_days + 2 WHERE service_id IN "
        "(SELECT id FROM carriers_service WHERE code = 'standard')"
    )
    promised = {
        (service, city): queries.of_order(
            place_and_source(f"{service} {city}", {"DESK": 1}, service=service, city=city)
        )[0].promised_on
        for service, city in (("standard", "Bath"), ("express", "Bath"), ("economy", "Bath"))
    }
    assert promised["standard", "Bath"] == date(2024, 5, 21)
    assert promised["express", "Bath"] == date(2024, 5, 16)
    assert promised["economy", "Bath"] == date(2024, 5, 21)  # nobody offers it: the cheapest of all
    (abroad,) = queries.of_order(place_and_source("abroad", {"IRON": 1}, city="Lens"))
    assert abroad.promised_on == date(2024, 5, 23)


def test_where_no_carrier_goes_no_warehouse_sends_goods(db):
    open_company()
    order_id = place_and_source("nowhere", {"IRON": 1}, city="Cork")
    assert (queries.of_order(order_id), state(order_id)) == ([], "backordered")
    reasons = {each.excluded for each in queries.explanations(order_id)[0].candidates}
    assert reasons == {"no carrier goes from there to IE"}


def test_a_fulfillment_order_follows_the_floor_and_never_goes_back(db):
    open_company()
    order_id = place("1", {"MUG": 1, "BOOK": 1})
    bring_to(order_id, "sorted")
    (row,) = queries.of_order(order_id)
    operations.advance([row.id], state="picking", now=NOW)
    assert queries.of_order(order_id)[0].state == "sorted"
    operations.advance([row.id], state="delivered", now=NOW)
    operations.advance([row.id], state="cancelled", now=NOW)
    assert queries.of_order(order_id)[0].state == "delivered"


def test_what_must_leave_soon_is_told_before_it_is_late(db):
    open_company()
    (row,) = queries.of_order(place_and_source("1", {"MUG": 1}))
    asked = {hours: [each.id for each in queries.to_leave(row.ship_by + timedelta(hours=hours))] for hours in (-1, 1)}
    assert asked == {-1: [], 1: [row.id]}
