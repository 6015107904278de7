"""What a move costs is said before it is done, and afterwards, by the same numbers."""

from datetime import date

import pytest
from company import NOW, open_company, place_and_source, receive, run_sql, site

from db.test_chosen import client_of
from db.test_policies import live
from db.test_steering import say
from packhorse.placing.rules import order_number
from packhorse.sourcing import queries
from packhorse.web.steering import Asked, foresee


@pytest.mark.parametrize("lines", [{"MUG": 2, "BOOK": 1}, {"DESK": 1, "PAINT": 1}, {"DESK": 2, "PAINT": 9}])
def test_a_move_costs_what_its_explanation_says(db, lines):
    open_company()
    receive("LIL", "B1", "DESK", 2)
    live({"kind": "prefer", "warehouses": ["LIL"], "minor": 70, "km_minor": 3}, weights={"balance": 40, "split": 60})
    run_sql(
        "INSERT INTO inbound_velocity (warehouse_id, product_id, units)"
        " SELECT s.id, p.id, 90 FROM network_warehouse s, catalog_product p"
    )
    order_id = place_and_source("1", lines)
    before = queries.way_now(order_id, now=NOW)
    assert before.total_minor == queries.explanations(order_id)[0].cost_minor
    (seen,) = foresee(order_id, Asked("move", "LIL", "BRS", why="x"), now=NOW)
    alone = {row.warehouse: row.way for row in queries.ways(order_id, now=NOW)}
    say(order_id, "move", "LIL", from_warehouse="BRS")
    told = queries.explanations(order_id)[0]
    assert (seen.then.total_minor, seen.then.worth_minor > 0) == (told.cost_minor, True)
    assert told.method == "moved by a person" and queries.way_now(order_id, now=NOW) == seen.then
    sent = {part.warehouse: part for part in seen.then.parts}
    served = [each for each in told.candidates if each.given]
    assert {site(code) for code in sent} == {each.warehouse_id for each in served}
    for each in served:
        (part,) = (part for code, part in sent.items() if site(code) == each.warehouse_id)
        assert (part.km, part.units) == (each.km, each.given)
        if each.given == each.fills_units:
            assert (part.freight_minor, part.handling_minor) == (each.freight, each.handling)
    if set(sent) == {"LIL"} and not seen.then.lacking:
        assert alone["LIL"] == seen.then


def test_a_move_to_where_the_day_is_full_says_when_it_leaves_and_keeps_to_it(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 9)}, "LDS": {"A1": ("MUG", 9)}}, capacity=1)
    ids = [place_and_source(str(nth)) for nth in range(4)]
    # Each takes the next day, in Bristol and in Leeds by turns.
    moved = ids[1]
    (seen,) = foresee(moved, Asked("move", "BRS", "LDS", why="x"), now=NOW)
    now, then = (way.parts[0] for way in (seen.now, seen.then))
    assert (now.warehouse, now.leaves_on, now.full) == ("LDS", date(2024, 5, 15), False)
    assert (then.warehouse, then.leaves_on, then.full, then.promised_on) == (
        "BRS",
        date(2024, 5, 17),
        True,
        date(2024, 5, 21),
    )
    assert seen.then.worth_minor > 0  # it comes later than from Leeds
    say(moved, "move", "BRS", from_warehouse="LDS")
    row = queries.of_order(moved)[-1]
    assert (row.ship_by.date(), row.promised_on) == (then.leaves_on, then.promised_on)
    assert queries.explanations(moved)[0].cost_minor == seen.then.total_minor
    loads = "SELECT count(*) FROM sourcing_fulfillmentorder WHERE state <> 'cancelled' GROUP BY ship_by, warehouse_id"
    days = run_sql(loads)
    assert set(days) == {(1,)}
    page = client_of("agent").get(f"/orders/{order_number(moved)}/ways").content.decode()
    assert ", leaves " in page
