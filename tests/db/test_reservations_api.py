"""Reservations over HTTP: reserve, extend, give back, and the order that takes one up."""

import pytest
from company import NOW, open_company, relay, run_sql
from django.utils import timezone
from machine import Api

from packhorse.placing import operations as placing
from packhorse.web import keys


@pytest.fixture
def api(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 5)}})
    return Api(keys.add_key(name="shop", role="agent", now=NOW))


def wish(units=2, **more):
    return {"channel": "web", "checkout": "c-1", "lines": [{"sku": "MUG", "quantity": units}], **more}


def test_a_machine_reserves_reads_extends_and_gives_back(api):
    status, answer, _ = api("POST", "/reservations", wish(minutes=30), key="k")
    assert (status, answer["state"], answer["lines"]) == (
        201,
        "active",
        [{"sku": "MUG", "warehouse": "BRS", "quantity": 2, "held": 2}],
    )
    assert api("POST", "/reservations", wish(minutes=30), key="k")[1] == answer  # once
    number = answer["number"]
    status, longer, _ = api("POST", f"/reservations/{number}/extend", {"minutes": 60})
    assert status == 200
    assert longer["expires_at"] > answer["expires_at"]
    assert api("DELETE", f"/reservations/{number}")[1]["state"] == "released"
    assert api("GET", f"/reservations/{number}")[1]["lines"][0]["held"] == 0
    status, refused, _ = api("POST", f"/reservations/{number}/extend", {"minutes": 60})
    assert (status, refused["code"]) == (409, "RESERVATION_OVER")


def test_a_machine_asks_what_its_checkout_could_have(api):
    api("POST", "/reservations", wish(5))
    asked = {"address": {"country": "GB", "city": "Bath"}, "lines": [{"sku": "MUG", "quantity": 5}]}
    assert api("POST", "/availability", asked)[1]["complete"] is False
    mine = api("POST", "/availability", {**asked, "channel": "web", "checkout": "c-1"})[1]
    assert (mine["complete"], mine["lines"][0]["available"]) == (True, 5)


def test_an_order_over_http_takes_up_its_reservation(api):
    api("POST", "/reservations", wish(5))
    _, placed, _ = api.place(lines={"MUG": 5}, checkout="c-1")
    relay(timezone.now())
    assert api("GET", f"/orders/{placed['number']}")[1]["state"] == "sourced"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (wish(6), 409, "OUT_OF_STOCK"),
        (wish(channel="nowhere"), 422, "UNKNOWN_CHANNEL"),
        (wish(lines=[{"sku": "NONE"}]), 422, "UNKNOWN_PRODUCT"),
        (wish(address={"country": "GB", "city": "Nowhereville"}), 422, "UNKNOWN_PLACE"),
        (wish(minutes=0), 422, "INVALID"),
        (wish(lines=[]), 422, "INVALID"),
    ],
)
def test_wrong_reservations_are_refused_in_words(api, body, status, code):
    found, answer, _ = api("POST", "/reservations", body)
    assert (found, answer["code"]) == (status, code)
    assert run_sql("SELECT count(*) FROM inventory_reservation") == [(0,)]


def test_a_key_for_one_channel_sees_no_other_channels_reservations(api):
    number = api("POST", "/reservations", wish())[1]["number"]
    placing.open_channel(code="other", name="Other", currency="GBP")
    other = Api(keys.add_key(name="other", role="agent", channel="other", now=NOW))
    assert other("GET", f"/reservations/{number}")[0] == 404
    assert other("POST", "/reservations", wish())[0] == 403
    assert api("GET", "/reservations/RV1999999")[0] == 404
