"""Promised and actual: each delivery is judged once, by the day its customer was told."""

from datetime import date, timedelta

import pytest
from company import NOW, open_company, place_and_source, relay, run_sql, site

from db.floor import deliver, ship
from packhorse.carriers import queries as carriers
from packhorse.carriers.operations import learn
from packhorse.shipping import operations, queries
from packhorse.shipping.queries import kept as figures
from packhorse.sourcing import operations as sourcing

MAY = date(2024, 5, 1), date(2024, 5, 31)
THURSDAY = date(2024, 5, 16)


def delivered(number="1", *, hours, before=lambda order_id: None):
    """An order that Bristol sends at ten in the morning, at the door so many hours later: its parcel's id."""
    order_id = place_and_source(number, service="express")  # promised for the next day
    before(order_id)
    (parcel_id,) = ship("BRS")
    deliver(parcel_id, hours=hours)
    return parcel_id


def total(**more):
    (row,) = figures.kept(*MAY, **more)["all"]
    return row.delivered, row.early, row.on_time, row.late, row.days_late


def judged():
    return run_sql("SELECT transit_days, days_late FROM shipping_shipment ORDER BY id")


def test_a_delivery_is_judged_and_teaches_how_long_parcels_take(db):
    open_company()
    for number, hours in (("1", 8), ("2", 24), ("3", 24), ("4", 24 * 6)):
        delivered(number, hours=hours)
    assert judged() == [(0, -1), (1, 0), (1, 0), (4, 5)]
    assert total() == (4, 1, 2, 1, 5)
    assert {(row.days, row.milli) for row in carriers.transit()} == {(0, 1000), (1, 2000), (4, 1000)}
    assert {(row.warehouse_id, row.zone) for row in carriers.transit()} == {(site("BRS"), "HOME")}


def test_each_parcel_counts_once_however_often_it_is_told(db):
    open_company()
    parcel_id = delivered(hours=24)
    for _ in range(2):
        operations.judge([parcel_id], now=NOW)
        relay()
    assert total() == (1, 0, 1, 0, 0)
    assert [row.milli for row in carriers.transit()] == [1000]


def test_what_is_under_way_is_not_judged(db):
    open_company()
    place_and_source()
    operations.judge(ship("BRS"), now=NOW)
    assert judged() == [(None, None)]
    assert figures.kept(*MAY)["all"] == []


def test_the_first_promise_counts(db):
    open_company()

    def later(order_id):
        run_sql("UPDATE network_warehouse SET handling_days = 3")
        sourcing.promise_again([order_id], now=NOW + timedelta(hours=8))

    delivered(hours=48, before=later)
    assert run_sql("SELECT first_promised_on, promised_on, days_late FROM shipping_shipment") == [
        (THURSDAY, date(2024, 5, 17), 1)
    ]


def test_figures_are_put_together_by_week_warehouse_service_channel_and_chance(db):
    open_company()
    delivered("1", hours=24)
    delivered("2", hours=24 * 6)
    found = figures.kept(*MAY)
    assert [(row.key, row.on_time, row.late) for row in found["week"]] == [
        (date(2024, 5, 20), 0, 1),
        (date(2024, 5, 13), 1, 0),
    ]
    assert [(row.key, row.kept, row.said) for row in found["warehouse"]] == [(site("BRS"), 500, 950)]
    assert [row.key for row in found["channel"]] == ["web"]
    assert [(row.key, row.promised, row.kept, row.said) for row in found["said"]] == [(950, 2, 500, 950)]
    assert len(found["service"]) == 1
    assert total(warehouse_id=site("BRS"), channel="web") == (2, 0, 1, 1, 5)
    assert figures.kept(*MAY, warehouse_id=site("LDS"))["all"] == []
    assert figures.kept(*MAY, channel="shop")["week"] == []
    assert figures.kept(date(2024, 6, 1), date(2024, 6, 30))["all"] == []


def test_late_parcels_are_listed_page_by_page(db):
    open_company()
    for number, hours in (("1", 48), ("2", 24), ("3", 48), ("4", 144)):
        delivered(number, hours=hours)
    whole = figures.late(limit=10)
    assert len(whole) == 3 and [row.days_late > 1 for row in whole] == [True, False, False]
    seen, before = [], None
    while page := figures.late(before=before, limit=1):
        seen += page
        before = page[-1].delivered_at, page[-1].id
    assert seen == whole


def test_what_was_promised_no_day_is_delivered_and_neither_late_nor_on_time(db):
    open_company()
    delivered(
        hours=24,
        before=lambda order_id: run_sql(
            "UPDATE sourcing_fulfillmentorder SET first_promised_on = NULL, promised_on = NULL, first_chance = NULL"
        ),
    )
    assert total() == (1, 0, 0, 0, 0)
    (row,) = figures.kept(*MAY)["all"]
    assert (row.kept, row.said, figures.kept(*MAY)["said"]) == (None, None, [])


@pytest.mark.parametrize(("late", "carrier"), [(0, "Albion Post"), (100, "EuroRapid")])
def test_the_label_is_bought_of_who_keeps_the_promise_by_our_own_measure(db, late, carrier):
    """Albion was promised by, the cheapest; when a hundred of its parcels were late, EuroRapid keeps the day."""
    open_company()
    cheap = next(row.id for row in carriers.services() if (row.carrier, row.code) == ("ALB", "standard"))
    order_id = place_and_source()
    if late:
        learn({(cheap, site("BRS"), "HOME", 4): late}, now=NOW)
    ship("BRS")
    (row,) = queries.of_order(order_id)
    assert (row.carrier, row.promised_on) == (carrier, date(2024, 5, 17))
