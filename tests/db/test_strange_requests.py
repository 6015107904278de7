"""What no scanner and no browser of ours sends is refused in words, never an error of ours."""

import pytest
from company import open_company, place, place_and_source, product, relay, scan
from django.contrib.auth.models import User
from django.test import Client

from db.floor import PICKER, bin_code, bring_to, fulfillment, take, wave
from packhorse.packing import queries as parcels
from packhorse.picking import queries as lists
from packhorse.placing.rules import order_number
from packhorse.web.logins import add_user

DIGITS = "9" * 5000


@pytest.fixture
def house(db):
    open_company()
    add_user(name=PICKER, password="correct horse battery staple", role="manager")
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username=PICKER))
    return client


@pytest.mark.parametrize("path", ["/t/%00", "/t/a%00b", "/stock/%00", "/stock/MUG%00", "/orders/%00", "/pack/%00"])
def test_an_address_with_a_nul_is_not_there(house, path):
    assert house.get(path).status_code == 404


def test_a_customers_link_with_a_nul_is_not_there_for_strangers_too(db):
    assert Client(headers={"host": "localhost"}).get("/t/%00").status_code == 404


@pytest.mark.parametrize("number", [DIGITS, "9" * 20, "-1", "²", "x\x00", ""])
@pytest.mark.parametrize("name", ["found", "quantity"])
def test_a_number_at_a_bin_that_is_none_is_refused_and_nothing_changes(house, name, number):
    place_and_source("1", {"MUG": 2})
    (list_id,) = wave("BRS")
    take(list_id)
    (task,) = lists.tasks(list_id)
    sent = {"task": task.id, "scan": str(scan()), "bin": bin_code(task), "code": product("MUG").barcode}
    answer = house.post(f"/pick/{list_id}/scan", sent | {name: number})
    assert answer.status_code == 422
    assert lists.tasks(list_id) == [task]


@pytest.mark.parametrize("field", ["task", "scan", "bin", "code"])
@pytest.mark.parametrize("value", [DIGITS, "\x00", "MUG\x00", "9" * 30])
def test_a_strange_scan_of_a_bin_is_refused(house, field, value):
    place_and_source("1", {"MUG": 2})
    (list_id,) = wave("BRS")
    take(list_id)
    (task,) = lists.tasks(list_id)
    sent = {"task": task.id, "scan": str(scan()), "bin": bin_code(task), "code": product("MUG").barcode, "quantity": 1}
    assert house.post(f"/pick/{list_id}/scan", sent | {field: value}).status_code in (404, 409, 422)
    assert lists.tasks(list_id) == [task]


@pytest.mark.parametrize("value", [DIGITS, "\x00", "-5", "x"])
def test_strange_scans_at_wall_bench_and_lanes_are_refused(house, value):
    order_id = place("1", {"MUG": 1})
    (list_id,) = bring_to(order_id, "picked")
    assert house.post(f"/sort/{list_id}", {"scan": str(scan()), "code": value}).status_code == 422
    assert house.post("/pack", {"code": value}).status_code == 422
    for field in ("sscc", "lane", "carrier"):
        sent = {"sscc": "1", field: value}
        assert house.post("/ship", sent).status_code in (200, 422, 404), field
        assert house.post("/ship/close", sent).status_code in (409, 422), field
    cancelled = house.post(f"/orders/{order_number(order_id)}/cancel", {"line": value, "units": value})
    assert cancelled.status_code == 422
    house.post("/set-aside", {"id": value})


@pytest.mark.parametrize("value", [DIGITS, "\x00", "-5", "x"])
def test_strange_scans_of_a_parcel_are_refused(house, value):
    order_id = place("1", {"MUG": 1})
    bring_to(order_id, "packed")
    relay()
    (parcel,) = parcels.of_fulfillments([fulfillment(order_id).id])
    for sent in ({"grams": value}, {"scan": str(scan()), "code": "MUG", "quantity": value}, {"scan": value}):
        assert house.post(f"/pack/{parcel.sscc}", sent).status_code in (409, 422), sent
    assert parcels.of_fulfillments([fulfillment(order_id).id]) == [parcel]
