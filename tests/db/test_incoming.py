"""What comes is told before buying, and to those who wait in their turn."""

from datetime import date, timedelta

import pytest
from company import NOW, differences, open_company, place_and_source, product, relay, run_sql
from django.contrib.auth.models import User
from django.test import Client
from machine import Api

from db.dock import DAY, announce, book, buy, close, leave, send, transfer
from db.office import BATH
from packhorse.catalog.operations import set_dates
from packhorse.sourcing import queries as sourcing
from packhorse.web import keys
from packhorse.web.logins import add_user

LATER = date(2024, 6, 1)


@pytest.fixture(autouse=True)
def company(db):
    open_company()


def asked(sku, units):
    (row,) = sourcing.availability({product(sku).id: units}, where=BATH, service="standard", now=NOW)
    return row.expected_on, [(each.expected_on, each.units) for each in row.incoming]


def expected(order_id):
    return sourcing.waiting([order_id])[order_id].expected_on


def test_the_first_delivery_that_is_enough_says_when(db):
    announce({"DESK": 2}, code="BRS")
    buy({"DESK": 5}, code="BRS", expected_on=LATER)
    assert asked("DESK", 3) == (None, [(DAY, 2), (LATER, 5)])  # three are there
    assert asked("DESK", 5)[0] == DAY
    assert asked("DESK", 6)[0] == LATER
    assert asked("DESK", 11)[0] is None


def test_those_who_wait_come_first(db):
    first = place_and_source("1", {"DESK": 5})
    second = place_and_source("2", {"DESK": 4})
    assert (expected(first), expected(second)) == (None, None)
    announce({"DESK": 2}, code="BRS")
    buy({"DESK": 5}, code="BRS", expected_on=LATER)
    relay()
    assert (expected(first), expected(second)) == (DAY, LATER)
    assert asked("DESK", 1) == (LATER, [(LATER, 1)])
    assert asked("DESK", 2)[0] is None
    urgent = place_and_source("3", {"DESK": 1}, priority="urgent")
    assert expected(urgent) == DAY
    assert differences() == {}


def test_what_a_person_says_wins(db):
    announce({"DESK": 9}, code="BRS")
    set_dates(sku="DESK", released_on=None, expected_on=LATER, now=NOW, actor="agent")
    assert asked("DESK", 5)[0] == LATER
    set_dates(sku="DESK", released_on=LATER, expected_on=None, now=NOW, actor="agent")
    assert asked("DESK", 5)[0] == LATER


def test_a_transfer_in_transit_is_incoming_once(db):
    delivery = transfer({"PAINT": 4}, to="BRS")
    assert asked("PAINT", 99)[1] == []
    send(delivery, "PAINT", 4, "B1")
    leave(delivery)
    assert asked("PAINT", 99)[1] == [(DAY, 4)]
    book(delivery, "PAINT", 3)
    close(delivery, reason="leaked")
    assert (asked("PAINT", 99)[1], differences()) == ([], {})


def test_an_overdue_delivery_is_counted_on_for_no_day(db):
    announce({"DESK": 9}, code="BRS", expected_on=date(2024, 5, 1))
    assert asked("DESK", 5) == (None, [(date(2024, 5, 1), 9)])


def test_goods_that_come_serve_those_who_wait(db):
    order_id = place_and_source("1", {"DESK": 5})
    delivery = announce({"DESK": 2}, code="BRS")
    relay()
    book(delivery, "DESK", 2)
    relay()
    assert sourcing.waiting([order_id]) == {}
    assert run_sql("SELECT count(*) FROM sourcing_waitingorder") == [(0,)]
    assert differences() == {}


def test_the_api_and_the_products_page_show_it(db):
    soon = date.today() + timedelta(days=9)
    number = f"DL{announce({'DESK': 9}, code='BRS', expected_on=soon) + 1_000_000}"
    api = Api(keys.add_key(name="shop", role="agent", now=NOW))
    body = {"address": {"country": "GB", "city": "Bath"}, "lines": [{"sku": "DESK", "quantity": 5}]}
    (row,) = api("POST", "/availability", body)[1]["lines"]
    assert row["expected_on"] == str(soon)
    assert row["incoming"] == [{"expected_on": str(soon), "warehouse": "BRS", "quantity": 9}]
    add_user(name="agent", password="correct horse battery staple", role="agent")
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="agent"))
    page = client.get("/stock/DESK").content.decode()
    assert (f"/deliveries/{number}" in page, "9 to Bristol" in page) == (True, True)
