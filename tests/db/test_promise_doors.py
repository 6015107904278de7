"""The promise where people and machines see it: order, tracking, availability, and promised and actual."""

from datetime import timedelta

import pytest
from company import NOW, open_company, place_and_source, run_sql
from django.test import Client
from machine import Api

from db.floor import deliver, ship
from db.test_chosen import client_of
from packhorse.placing.rules import order_number
from packhorse.shipping import queries as shipping
from packhorse.sourcing import operations as sourcing
from packhorse.web import keys


@pytest.fixture
def api(db):
    open_company()
    return Api(keys.add_key(name="shop", role="agent", now=NOW))


def promised_twice():
    order_id = place_and_source()
    run_sql("UPDATE network_warehouse SET handling_days = 3")
    sourcing.promise_again([order_id], now=NOW + timedelta(hours=8))
    return order_id


def late_ones(count):
    for number in range(count):
        place_and_source(f"late {number}", {"IRON": 1})  # nobody else has it
        (parcel_id,) = ship("BRS")
        deliver(parcel_id, hours=24 * (6 + number))


def test_the_order_shows_its_promise_with_its_chance_and_what_was_told_first(api):
    number = order_number(promised_twice())
    page = client_of("agent").get(f"/orders/{number}").content.decode()
    assert "Promised Mon 20 May 2024" in page and "chance 95.0\xa0%" in page
    assert "The customer was told Fri 17 May 2024 first." in page and "Each promise" in page
    _, answer, _ = api("GET", f"/orders/{number}/promise")
    assert (answer["promised_on"], answer["first_promised_on"], answer["chance"]) == ("2024-05-20", "2024-05-17", 950)
    assert [row["promised_on"] for row in answer["made"]] == ["2024-05-17", "2024-05-20"] and not answer["waits"]


def test_an_order_that_waits_is_promised_nothing_yet(api):
    number = order_number(place_and_source("1", {"PAINT": 99}, ship_rule="complete"))
    _, answer, _ = api("GET", f"/orders/{number}/promise")
    assert (answer["promised_on"], answer["waits"], answer["made"]) == (None, True, [])
    assert "data-promise" not in client_of("agent").get(f"/orders/{number}").content.decode()
    assert api("GET", "/orders/PH9999999/promise")[0] == 404


def test_the_customer_sees_the_day_that_was_told_and_no_chance(api):
    order_id = promised_twice()
    ship("BRS")
    (row,) = shipping.of_order(order_id)
    page = Client(headers={"host": "localhost"}).get(f"/t/{row.token}").content.decode()
    assert "data-promised>Friday 17 May 2024" in page and "chance" not in page.lower()


def test_availability_tells_the_day_with_its_chance(api):
    asked = {"address": {"country": "GB", "city": "Bath"}, "lines": [{"sku": "MUG", "quantity": 1}]}
    _, answer, _ = api("POST", "/availability", asked)
    (part,) = answer["lines"][0]["parts"]
    assert (part["chance"], part["promised_on"] is not None) == (950, True)


def test_promised_and_actual_on_the_page(api):
    late_ones(2)
    run_sql("UPDATE shipping_keptfigure SET day = current_date")
    page = client_of("agent").get("/promises?days=28&warehouse=BRS").content.decode()
    assert 'data-figure="delivered">2<' in page and 'data-figure="kept">0.0\xa0%' in page
    assert "95 to 100 %" in page and "Albion Post" in page and "Bristol (BRS)" in page
    assert page.count("/orders/PH") == 2
    assert client_of("manager").get("/promises?warehouse=LDS").content.decode().count("No parcel was delivered") == 4


def test_promised_and_actual_by_api_and_the_late_ones_page_by_page(api):
    late_ones(3)
    status, answer, _ = api("GET", "/promises?since=2024-05-01&until=2024-05-31&warehouse=BRS&channel=web")
    assert (status, answer["total"]["late"], answer["total"]["kept"], answer["wanted"]) == (200, 3, 0, 900)
    assert [row["key"] for row in answer["week"]] == ["2024-05-20"]
    assert {row["key"] for row in answer["service"]} <= {"ERX/standard", "ALB/standard"}
    assert sum(row["delivered"] for row in answer["said"]) == 3
    _, first, _ = api("GET", "/promises/late?limit=2")
    _, second, _ = api("GET", f"/promises/late?limit=2&after={first['next']}")
    found = [row["delivered_at"] for row in (*first["parcels"], *second["parcels"])]
    assert len(found) == 3 and found == sorted(found, reverse=True) and second["next"] is None


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/promises?since=2024-06-01&until=2024-05-01", 422, "WRONG_PERIOD"),
        ("/promises?since=2000-06-01&until=2024-05-01", 422, "WRONG_PERIOD"),
        ("/promises?until=0001-01-01", 422, "WRONG_PERIOD"),
        ("/promises?since=soon", 422, "INVALID"),
        ("/promises?warehouse=XXX", 404, "NOT_FOUND"),
        ("/promises/late?after=yesterday", 422, "WRONG_PAGE"),
        ("/promises/late?limit=0", 422, "INVALID"),
    ],
)
def test_what_cannot_be_asked_is_refused(api, path, status, code):
    answer = api("GET", path)
    assert (answer[0], answer[1]["code"]) == (status, code)


def test_pages_refuse_what_cannot_be_asked(api):
    agent = client_of("agent")
    assert agent.get("/promises?days=7").status_code == 422
    assert agent.get("/promises?before=nonsense").status_code == 200
    assert client_of("picker").get("/promises").status_code == 403
