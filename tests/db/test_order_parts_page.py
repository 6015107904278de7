"""The order's and the product's page: turn, ship rule, split, merge, days, reservations."""

import re
from datetime import timedelta

import pytest
from company import NOW, differences, line_ids, open_company, place_and_source, product, relay, run_sql, state
from django.contrib.auth.models import User
from django.test import Client

from packhorse.inventory import queries as stock
from packhorse.placing import queries as orders
from packhorse.placing.rules import order_number
from packhorse.sourcing import operations as sourcing
from packhorse.sourcing import queries as served
from packhorse.web.logins import add_user


@pytest.fixture
def office(db):
    open_company()
    add_user(name="ada", password="correct horse battery staple", role="agent")
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="ada"))
    return client


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_an_order_is_split_on_its_page_and_the_two_know_each_other(office):
    order_id = place_and_source("A", {"MUG": 3, "BOOK": 1})
    number, mug = order_number(order_id), line_ids(order_id)[0]
    answer = office.post(f"/orders/{number}/split", {f"units-{mug}": "1", f"units-{mug + 1}": ""}, follow=True)
    assert f"Split off from {number}" in text(answer) and "This is the new order." in text(answer)
    child = order_number(orders.detail(order_id).splits[0])
    assert child in text(office.get(f"/orders/{number}"))
    assert differences() == {}


def test_orders_are_merged_on_a_page_that_offers_them(office):
    first, second, third = (
        place_and_source(nth, {"MUG": 1}, city=city) for nth, city in (("A", "Bath"), ("B", "Bath"), ("C", "York"))
    )
    number, other = order_number(first), order_number(second)
    for each in (first, second, third):
        set_email(each)
    offered = office.get(f"/orders/{number}").content.decode()
    assert (f'value="{other}"' in offered, f'value="{order_number(third)}"' in offered) == (True, False)
    relay()
    answer = office.post(f"/orders/{number}/merge", {"other": [other]}, follow=True)
    assert "Merged into this order" in text(answer)
    assert (state(second), f"its lines are in {number}" in text(office.get(f"/orders/{other}"))) == ("merged", True)


def set_email(order_id):
    run_sql("UPDATE placing_orderaddress SET email = 'ada@example.com' WHERE order_id = %s", order_id)


def test_turn_and_ship_rule_are_changed_on_the_page(office):
    order_id = place_and_source("A", {"MUG": 1})
    number = order_number(order_id)
    office.post(f"/orders/{number}/terms", {"priority": "urgent", "ship_rule": "together"})
    detail = orders.detail(order_id)
    assert (detail.priority, detail.ship_rule) == ("urgent", "together")
    assert office.post(f"/orders/{number}/terms", {"priority": "soon"}).status_code == 422


@pytest.mark.parametrize(
    ("path", "form", "status"),
    [
        ("/orders/{number}/split", {"units-1": "x"}, 422),
        ("/orders/{number}/split", {"units-x": "1"}, 422),
        ("/orders/{number}/split", {"units-99999999": "1"}, 404),
        ("/orders/{number}/split", {}, 422),
        ("/orders/PH1999999/split", {}, 404),
        ("/orders/{number}/merge", {}, 422),
        ("/orders/{number}/merge", {"other": "PH1999999"}, 404),
        ("/orders/{number}/merge", {"other": "\x00"}, 422),
        ("/stock/MUG/dates", {"released_on": "soon"}, 422),
        ("/stock/NONE/dates", {}, 404),
        ("/stock/MUG/release", {"reservation": "RV1000099"}, 404),
        ("/stock/MUG/release", {"reservation": "x"}, 404),
    ],
)
def test_wrong_forms_are_refused_and_nothing_changes(office, path, form, status):
    order_id = place_and_source("A", {"MUG": 3})
    answer = office.post(path.format(number=order_number(order_id)), form)
    assert answer.status_code == status
    assert (orders.detail(order_id).splits, product("MUG").released_on, differences()) == ((), None, {})


def test_the_days_of_a_product_are_kept_and_shown(office):
    office.post("/stock/MUG/dates", {"released_on": "2031-01-02", "expected_on": ""})
    assert product("MUG").released_on.isoformat() == "2031-01-02"
    assert 'value="2031-01-02"' in office.get("/stock/MUG").content.decode()
    order_id = place_and_source("A", {"MUG": 1})
    assert "wait" in text(office.get(f"/orders/{order_number(order_id)}"))
    assert served.waiting([order_id])[order_id].expected_on.isoformat() == "2031-01-02"


def test_a_reservation_is_shown_and_given_free(office):
    where = served.Where("GB", 51.38, -2.36)
    until = NOW + timedelta(minutes=15)
    made = sourcing.reserve(
        {product("MUG").id: 2}, channel="web", checkout="cart-7", where=where, expires_at=until, now=NOW
    )
    number = stock.reservation(made).number
    assert "2 for web cart-7" in text(office.get("/stock/MUG"))
    assert "Nothing is reserved" in text(office.post("/stock/MUG/release", {"reservation": number}, follow=True))
    assert office.post("/stock/MUG/release", {"reservation": number}).status_code == 409
