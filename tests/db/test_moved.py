"""An order whose address is changed is served from the warehouse that is right now, as long as nobody picks it."""

from dataclasses import replace

import pytest
from company import NOW, counts, differences, level, open_company, order, place_and_source, relay, run_sql, site, state

from db.floor import bring_to, ship, wave
from packhorse.placing import operations as placing
from packhorse.placing import queries as orders
from packhorse.placing.rules import Edit
from packhorse.sourcing import queries


def send_to(order_id, city, **more):
    address = replace(order(city=city).address, **more)
    placing.edit(order_id=order_id, wanted=Edit(address=address), now=NOW, actor="agent")
    relay()


def sites(order_id):
    return sorted(row.warehouse_id for row in queries.of_order(order_id) if row.state != "cancelled")


def test_it_leaves_from_the_nearest_and_the_stock_of_the_other_is_free(db):
    open_company()
    order_id = place_and_source("1", {"MUG": 2})
    send_to(order_id, "York")
    assert (sites(order_id), state(order_id), counts(order_id)[0][2]) == ([site("LDS")], "sourced", 2)
    assert (level("MUG", "BRS")[1], level("MUG", "LDS")[1]) == (0, 2)
    assert len(queries.explanations(order_id)) == 2
    assert differences() == {}
    ship("LDS")
    assert (state(order_id), differences()) == ("shipped", {})


def test_it_stays_where_it_is_when_it_would_be_served_from_there_anyhow(db):
    open_company()
    order_id = place_and_source("1", {"MUG": 2})
    before = [row.id for row in queries.of_order(order_id)]
    send_to(order_id, "Bath", line1="9 Low Street")
    assert [row.id for row in queries.of_order(order_id)] == before


@pytest.mark.parametrize("stage", ["released", "picked", "packed"])
def test_it_stays_where_it_is_once_a_picker_is_sent(db, stage):
    open_company()
    order_id = place_and_source("1", {"MUG": 2})
    bring_to(order_id, stage)
    send_to(order_id, "York")
    assert (sites(order_id), level("MUG", "BRS")[1]) == ([site("BRS")], 2)
    assert differences() == {}


def test_it_stays_where_it_is_when_the_nearer_one_has_not_all_of_it(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 5)}, "LDS": {"A1": ("MUG", 1)}})
    order_id = place_and_source("1", {"MUG": 2})
    send_to(order_id, "York")
    assert (sites(order_id), differences()) == ([site("BRS")], {})


def test_an_order_on_hold_moves_and_stays_on_hold(db):
    open_company()
    order_id = place_and_source("1", {"MUG": 2})
    placing.hold(order_id=order_id, kind="MANUAL", reason="look", now=NOW, actor="agent")
    relay()
    send_to(order_id, "York")
    assert [row.state for row in queries.of_order(order_id) if row.state != "cancelled"] == ["on_hold"]
    placing.release(order_id=order_id, kind="MANUAL", now=NOW, actor="agent")
    relay()
    assert (sites(order_id), len(wave("LDS"))) == ([site("LDS")], 1)
    assert (orders.held([order_id]), differences()) == (set(), {})


def test_a_full_warehouse_does_not_lose_its_own_order_by_a_new_street(db):
    open_company(capacity=1)
    order_id = place_and_source("1", {"MUG": 2})
    send_to(order_id, "Bath", line1="9 Low Street")
    assert (sites(order_id), state(order_id)) == ([site("BRS")], "sourced")


@pytest.mark.parametrize(("city", "code"), [("Cork", "NO_CARRIER"), ("Lens", "NO_PRICE")])
def test_what_no_carrier_takes_to_the_new_address_is_taken_back_and_stands_on_the_desk(db, city, code):
    open_company()
    order_id = place_and_source("1", {"MUG": 2})
    run_sql("UPDATE carriers_zone SET max_km = 50, zone = 'HOME'")
    run_sql("DELETE FROM carriers_zone WHERE origin_country <> 'GB'")
    send_to(order_id, city)
    row = queries.waiting([order_id])[order_id]
    assert (row.queue, row.code, row.units) == ("unfillable", code, 2)
    assert (sites(order_id), level("MUG", "BRS")[1], state(order_id)) == ([], 0, "backordered")
    assert len(queries.explanations(order_id)) == 2
    assert differences() == {}
    send_to(order_id, "Bath")
    assert (sites(order_id), queries.waiting([order_id]), state(order_id)) == ([site("BRS")], {}, "sourced")


def test_only_what_no_carrier_takes_there_is_served_from_elsewhere(db):
    open_company()
    order_id = place_and_source("1", {"MUG": 2})
    run_sql("DELETE FROM carriers_zone WHERE origin_country = 'GB' AND dest_country = 'FR'")
    send_to(order_id, "Lens")
    assert (sites(order_id), queries.waiting([order_id])) == ([site("LIL")], {})


def test_what_a_picker_has_stays_and_the_order_is_held_until_the_address_is_right(db):
    open_company()
    order_id = place_and_source("1", {"MUG": 2})
    bring_to(order_id, "released")
    send_to(order_id, "Cork")
    (hold,) = orders.holds([order_id])
    text = "BRS has it on a pick list or further on, and no carrier takes it from there"
    assert (hold.kind, hold.reason) == ("INCORRECT_ADDRESS", text)
    assert (sites(order_id), queries.waiting([order_id])) == ([site("BRS")], {})
    send_to(order_id, "Bath")
    assert (orders.held([order_id]), sites(order_id), differences()) == (set(), [site("BRS")], {})
