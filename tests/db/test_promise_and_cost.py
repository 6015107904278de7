"""What an order costs and the day it is promised are of one service, for the parcel that it will probably be."""

from datetime import date, timedelta

import pytest
from company import NOW, open_company, place_and_source, product, relay, run_sql, site

from db.floor import bring_to
from packhorse.carriers import operations as carriers
from packhorse.carriers import queries as carrier_reads
from packhorse.carriers.rules import NewCarrier, NewHoliday, NewService, NewZone
from packhorse.errors import Refusal
from packhorse.shipping import queries as shipping
from packhorse.sourcing import operations, queries
from packhorse.sourcing.queries import Where, availability

BATH = Where("GB", 51.38, -2.36)
THURSDAY, FRIDAY = date(2024, 5, 16), date(2024, 5, 17)
TWO = {"BRS": {"A1": ("MUG", 9)}, "LDS": {"A1": ("MUG", 9)}}
RAPID = "(SELECT s.id FROM carriers_service s JOIN carriers_carrier c ON c.id = s.carrier_id WHERE c.code = 'ERX')"


def small_and_cheap(limit):
    """Make EuroRapid, which takes one day, the cheapest, with a limit."""
    run_sql(f"UPDATE carriers_rate SET price_minor = 100 WHERE service_id IN {RAPID}")
    run_sql(f"UPDATE carriers_service SET {limit} WHERE id IN {RAPID}")


def candidates(order_id):
    (found,) = queries.explanations(order_id)
    codes = {site(code): code for code in ("BRS", "LDS", "LIL")}
    return {codes[each.warehouse_id]: each for each in found.candidates}


@pytest.mark.parametrize("limit", ["max_weight_g = 2000", "max_length_mm = 600"])
def test_a_service_that_does_not_take_the_goods_is_not_promised_by(db, limit):
    open_company()
    small_and_cheap(limit)
    for sku, day, carrier in (("BOOK", THURSDAY, "EuroRapid"), ("DESK", FRIDAY, "Albion Post")):
        (asked,) = availability({product(sku).id: 1}, where=BATH, service="standard", now=NOW)
        order_id = place_and_source(sku, {sku: 1})
        (row,) = queries.of_order(order_id)
        (way,) = queries.way_now(order_id, now=NOW).parts
        assert [asked.parts[0].promised_on, row.promised_on, way.promised_on] == [day] * 3
        operations.promise_again([order_id], now=NOW)
        assert queries.of_order(order_id)[0].promised_on == day
        bring_to(order_id, "packed")
        relay()
        (label,) = shipping.of_order(order_id)
        assert (label.carrier, label.expected_on, label.promised_on) == (carrier, day, day)
        assert candidates(order_id)["BRS"].freight == label.price_minor


def test_what_our_own_parcels_took_from_there_is_a_cost_as_well_as_a_promise(db):
    open_company(stocked=TWO)
    (cheap,) = [row.id for row in carrier_reads.services() if (row.carrier, row.code) == ("ALB", "standard")]
    carriers.learn({(cheap, site("BRS"), "HOME", 4): 500}, now=NOW)
    order_id = place_and_source()
    found = candidates(order_id)
    assert (found["LDS"].given > 0, found["BRS"].late, found["LDS"].late) == (True, 4 * 30, 0)  # Tuesday, not Friday
    assert queries.of_order(order_id)[0].promised_on == FRIDAY


def test_work_that_is_overdue_puts_off_what_comes_new_in_the_cost_too(db):
    open_company(stocked=TWO, capacity=3)
    for number in "123":
        place_and_source(number)
    run_sql("UPDATE sourcing_fulfillmentorder SET ship_by = %s", NOW - timedelta(days=1))
    found = candidates(place_and_source("4"))
    assert (found["LDS"].given > 0, found["BRS"].late) == (True, 3 * 30)  # Friday it leaves, on Monday it is there


def test_days_on_which_nobody_comes_or_delivers_are_days_later(db):
    open_company(stocked=TWO)
    carriers.keep_holidays([NewHoliday("GB", FRIDAY, "Fair")], now=NOW)
    run_sql("UPDATE network_warehouse SET handling_days = 1 WHERE code = 'BRS'")
    found = candidates(place_and_source("1"))
    assert (found["BRS"].late, found["LDS"].late) == (30, 0)  # Tuesday, and Monday
    for carrier in ("ALB", "ERX"):
        carriers.set_service_days(carrier=carrier, service="standard", pickup=[5], delivery=[1, 2, 3, 4, 5], now=NOW)
    assert candidates(place_and_source("2"))["BRS"].late == 0  # both go with Friday's


def test_prices_in_another_currency_are_refused_whole(db):
    open_company()
    before = carrier_reads.rate_book()
    zones, services = (NewZone("GB", "GB", None, "A"),), (NewService("standard", "S", 5000, 9000, 900, ()),)
    new = [
        NewCarrier(code, code, "XX", currency, zones, services) for code, currency in (("NEW", "GBP"), ("ALB", "USD"))
    ]
    with pytest.raises(Refusal) as refused:
        carriers.keep_carriers(new)
    assert refused.value.code == "OTHER_CURRENCY" and "Carrier ALB has its prices in USD" in refused.value.text
    assert carrier_reads.rate_book() == before
