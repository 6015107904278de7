"""Rules in shadow: each batch is decided by them as well, and nothing is served otherwise."""

import pytest
from company import NOW, differences, open_company, place_and_source, run_sql, site
from machine import Api

from db.test_chosen import client_of
from db.test_policies import NOT_BRS, WHO, draft, live
from db.test_steering import sites
from packhorse.placing.rules import order_number
from packhorse.sourcing import operations, queries
from packhorse.sourcing.operations import shadow
from packhorse.web import keys


def in_shadow(*rules):
    version = draft(*rules)
    operations.try_policy(version=version, **WHO)
    return version


def test_rules_in_shadow_change_nothing_and_are_compared(db):
    open_company()
    version = in_shadow(NOT_BRS)
    order_id = place_and_source("1")
    assert sites(order_id) == ["BRS"]
    same = place_and_source("2", city="York")
    assert sites(same) == ["LDS"]
    (day,) = queries.shadow_days(version)
    assert (day.day, day.orders, day.otherwise) == (NOW.date(), 2, 1)
    assert day.shadow_km > day.live_km
    assert (day.live_missing, day.shadow_missing, day.live_splits, day.shadow_splits) == (0, 0, 0, 0)
    assert 0 < day.live_cost <= day.shadow_cost
    assert queries.shadow_examples(version) == [order_id]
    assert differences() == {}


def test_what_shadow_would_leave_waiting_is_told_and_what_waits_by_both_is_not(db):
    open_company()
    version = in_shadow(NOT_BRS)
    place_and_source("1", {"DESK": 1})
    (day,) = queries.shadow_days(version)
    assert (day.otherwise, day.live_missing, day.shadow_missing, day.shadow_cost) == (1, 0, 1, 0)
    place_and_source("2", {"DESK": 99_000}, city="Bath")
    operations.source_waiting(now=NOW)
    operations.source_waiting(now=NOW)
    (day,) = queries.shadow_days(version)
    assert day.orders == 2  # what waited by both was not counted again


def test_a_preference_is_compared_by_what_is_spent(db):
    open_company()
    live({"kind": "prefer", "warehouses": ["BRS"], "minor": -9000})
    version = in_shadow()
    place_and_source("1")
    (day,) = queries.shadow_days(version)
    assert (day.otherwise, day.live_cost) == (0, day.shadow_cost)


def test_shadow_gives_way_when_it_goes_live(db):
    open_company()
    version = in_shadow(NOT_BRS)
    operations.go_live(version=version, **WHO)
    assert sites(place_and_source("1")) == ["LDS"]
    assert queries.shadow_days(version) == []


@pytest.mark.parametrize("broken", ["decide", "statement"])
def test_a_failure_in_shadow_does_not_touch_what_is_served(db, monkeypatch, broken):
    open_company()
    version = in_shadow(NOT_BRS)

    def fail(*args, **more):
        if broken == "statement":
            run_sql("select no_such_column")
        raise ZeroDivisionError

    monkeypatch.setattr(shadow, "compare", fail)
    order_id = place_and_source("1")
    assert (sites(order_id), queries.shadow_days(version)) == (["BRS"], [])
    assert site("BRS") and differences() == {}


def test_figures_by_page_and_json(db):
    open_company()
    version = in_shadow(NOT_BRS)
    number = order_number(place_and_source("1"))
    page = client_of("manager").get(f"/sourcing-rules/{version}").content.decode()
    assert f'href="/orders/{number}"' in page and "beside what was live" in page
    api = Api(keys.add_key(name="boss", role="manager", now=NOW))
    status, told, _ = api("GET", f"/sourcing/rules/{version}/figures")
    assert (status, told["examples"], told["days"][0]["otherwise"]) == (200, [number], 1)
    assert api("GET", "/sourcing/rules/9/figures")[0] == 404
