"""Carriers go there, but none has a price, or takes goods so heavy or so long: that is said, and nothing promised."""

import pytest
from company import NOW, kinds, line_ids, open_company, place, place_and_source, product, relay, run_sql, site

from packhorse.errors import Refusal
from packhorse.sourcing import operations, queries
from packhorse.sourcing.queries import Where, availability

LIGHT = "DELETE FROM carriers_rate WHERE max_weight_g = 40000"  # 5 kg at most
SHORT = "UPDATE carriers_service SET max_length_mm = 600"
ABROAD = "DELETE FROM carriers_rate WHERE zone = 'ABROAD'"


@pytest.fixture
def opened(db):
    open_company()


def desk(order_id):
    row = queries.waiting([order_id])[order_id]
    return row.queue, row.code, row.reason


def explained(order_id, code="BRS"):
    found = queries.explanations(order_id)[-1]
    return next(each.excluded for each in found.candidates if each.warehouse_id == site(code))


@pytest.mark.parametrize(
    ("change", "sku", "words"),
    [
        (LIGHT, "DESK", "DESK: no carrier takes 15.0 kg from {} to GB"),
        (LIGHT, "IRON", "IRON: no carrier takes 11.0 kg from {} to GB"),
        (SHORT, "DESK", "DESK: no carrier takes 1200 mm from {} to GB"),
    ],
)
def test_a_unit_that_no_carrier_takes_stands_on_the_desk_and_the_rest_goes_on(opened, change, sku, words):
    run_sql(change)
    bad, good = place("1", {sku: 1}), place("2", {"MUG": 2, "BOOK": 1})
    relay()
    assert desk(bad) == ("unfillable", "NO_CARRIER_TAKES_IT", words.format("any warehouse"))
    assert explained(bad) == words.format("there")
    assert (len(queries.of_order(good)), queries.of_order(bad)) == (1, [])
    wanted = {product(sku).id: 1, product("MUG").id: 1}
    heavy, light = availability(wanted, where=Where("GB", 51.38, -2.36), service="standard", now=NOW)
    assert (heavy.available, heavy.parts, light.available > 0) == (0, (), True)


def test_units_that_fit_singly_go_as_several_parcels(opened):
    run_sql(LIGHT)
    order_id = place_and_source("1", {"LAMP": 5, "BOOK": 5})  # 6.5 kg and more
    (row,) = queries.of_order(order_id)
    assert row.promised_on


def test_only_the_warehouse_whose_carriers_take_it_not_is_excluded(opened):
    run_sql("UPDATE carriers_rate SET max_weight_g = 10000 WHERE max_weight_g = 40000 AND zone = 'ABROAD'")
    order_id = place_and_source("1", {"IRON": 1})
    assert explained(order_id, "LIL") == "IRON: no carrier takes 11.0 kg from there to GB"
    assert [row.warehouse_id for row in queries.of_order(order_id)] == [site("BRS")]


def test_a_zone_without_prices_is_the_reason_on_the_desk(opened):
    run_sql(ABROAD)
    bad, good = place("1", {"MUG": 1}, city="Lens"), place("2")
    run_sql("UPDATE carriers_zone SET zone = 'ABROAD' WHERE origin_country = 'FR'")
    relay()
    assert desk(bad) == ("unfillable", "NO_PRICE", "no carrier has a price from any warehouse to FR at this distance")
    assert explained(bad) == "no carrier has a price from there to FR at this distance"
    assert len(queries.of_order(good)) == 1


def test_goods_that_lie_beyond_the_last_distance_are_in_the_wrong_place(opened):
    run_sql("UPDATE carriers_zone SET max_km = 50")
    order_id = place_and_source("1", {"DESK": 1}, city="York")  # Leeds is near, and has none
    text = "BRS has 3, but no carrier has a price from there to GB at this distance"
    assert desk(order_id) == ("unfillable", "WRONG_PLACE", text)


def test_nobody_steers_an_order_into_a_hole(opened):
    order_id = place_and_source("1", {"MUG": 1})
    run_sql("UPDATE carriers_zone SET max_km = 50")
    before = kinds(order_id)
    for act, more in ((operations.pin, {}), (operations.move_fulfillment, {"from_id": site("BRS")})):
        with pytest.raises(Refusal) as refused:
            act(order_id=order_id, warehouse_id=site("LDS"), why="x", now=NOW, actor="boss", **more)
        assert refused.value.code == "NO_PRICE"
    assert (kinds(order_id), len(line_ids(order_id))) == (before, 1)
