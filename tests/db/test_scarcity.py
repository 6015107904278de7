"""Scarcity: what sells somewhere before more comes is measured once, and costs what a manager says it is worth."""

from datetime import timedelta

import pytest
from company import NOW, open_company, place_and_source, product, run_sql, site

from db.dock import DAY, announce, buy
from db.test_chosen import client_of
from db.test_policies import live
from packhorse.catalog.operations import set_dates
from packhorse.placing.rules import order_number
from packhorse.sourcing import operations, queries

WEIGHT = {"balance": 100}


@pytest.fixture(autouse=True)
def company(db):
    open_company()
    sells("BRS", "DESK", 120)


def sells(code, sku, units):
    """So many were picked in 60 days, as it was last measured."""
    run_sql(
        "INSERT INTO inbound_velocity (units, product_id, warehouse_id) VALUES (%s, %s, %s)",
        units,
        product(sku).id,
        site(code),
    )


def soon(sku="DESK", code="BRS"):
    pk = product(sku).id
    return queries.live(NOW, [pk]).soon.get((pk, site(code)))


def test_what_is_wanted_until_more_comes_is_what_sells_until_the_first_day_that_is_known():
    live(weights=WEIGHT)
    assert soon() == pytest.approx(28)  # two a day, for two weeks: nobody knows when more comes
    announce({"DESK": 2}, code="LDS", expected_on=NOW.date() + timedelta(days=1))
    assert soon() == pytest.approx(28)  # elsewhere
    buy({"DESK": 5}, code="BRS", expected_on=NOW.date() + timedelta(days=30))
    assert soon() == pytest.approx(60)
    announce({"DESK": 2}, code="BRS", expected_on=NOW.date() + timedelta(days=10))
    assert soon() == pytest.approx(20)
    set_dates(sku="DESK", released_on=None, expected_on=NOW.date() + timedelta(days=5), now=NOW, actor="buyer")
    assert soon() == pytest.approx(10)
    set_dates(sku="DESK", released_on=None, expected_on=DAY - timedelta(days=99), now=NOW, actor="buyer")
    assert soon() == pytest.approx(20)  # a day that is past says nothing
    assert soon("PAINT") is None


def test_without_a_weight_nothing_is_asked_for_and_nothing_costs_more():
    assert soon() is None
    order_id = place_and_source("1", {"DESK": 1})
    assert not any(c.scarce for c in queries.explanations(order_id)[0].candidates)
    live()
    assert soon() is None


def test_the_last_units_cost_more_and_the_decision_shows_it_as_a_part_of_its_own():
    live(weights=WEIGHT)
    order_id = place_and_source("1", {"DESK": 1})
    told = queries.explanations(order_id)[0]
    (brs,) = [c for c in told.candidates if c.given]
    assert (brs.warehouse_id, brs.scarce) == (site("BRS"), 100)
    assert told.cost_minor == brs.total == brs.freight + brs.handling + brs.late + brs.asked + 100
    page = client_of("agent").get(f"/orders/{order_number(order_id)}").content.decode()
    assert "Scarcity</th>" in page and "£1.00" in page


def test_in_shadow_it_is_tried_and_what_is_spent_is_counted_without_it():
    version = operations.draft_policy(name="x", note="", weights=WEIGHT, rules=[], now=NOW, actor="boss")
    operations.try_policy(version=version, now=NOW, actor="boss")
    place_and_source("1", {"DESK": 1})
    (day,) = queries.shadow_days(version)
    assert (day.orders, day.live_cost) == (1, day.shadow_cost)
