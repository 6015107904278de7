"""The control tower: every figure belongs to the day or the state its label names."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from company import NOW, open_company, place, place_and_source, relay, run_sql
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from db.floor import deliver, ship, walk
from packhorse.placing import operations as placing
from packhorse.web import summary
from packhorse.web.logins import add_user


@pytest.fixture
def office(db):
    open_company()
    add_user(name="ada", password="correct horse battery staple", role="manager")
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="ada"))
    return client


def dated(order_id, at):
    """Date an order as those were that came in before placing refused another age's."""
    run_sql("UPDATE placing_order SET placed_at = %s WHERE id = %s", at, order_id)


def figures(client, **asked):
    """{figure: what the page shows} and the page."""
    answer = client.get("/tower", asked)
    page = answer.content.decode()
    assert answer.status_code == 200, page
    return dict(re.findall(r'data-figure="([\w-]+)">([^<]*)<', page)), " ".join(page.split())


def test_an_order_dated_far_ahead_does_not_blank_the_tower(office):
    now = timezone.now()
    place("1", now=now, placed_at=now)
    dated(place("2", now=now, placed_at=now), now + timedelta(days=400))
    dated(place("3", now=now, placed_at=now), datetime(9999, 12, 31, 12, tzinfo=UTC))
    shown, page = figures(office)
    assert (shown["orders"], shown["done-taken-in"], shown["open-placed"]) == ("1", "3", "3")
    assert "Orders placed today" in page and "9999" not in page


def test_only_orders_dated_ahead_leave_today_empty(office):
    dated(place("1"), datetime(9999, 12, 31, 12, tzinfo=UTC))
    shown, page = figures(office)
    assert (shown["orders"], shown["open-placed"]) == ("0", "1")
    assert "Orders placed today" in page


def test_orders_of_earlier_days_are_taken_in_today_and_open(office):
    now = timezone.now()
    place("old", now=now - timedelta(days=3), placed_at=now - timedelta(days=3))
    place("late", now=now, placed_at=now - timedelta(days=2))
    place_and_source("new", now=now, placed_at=now)
    shown, _ = figures(office)
    assert (shown["orders"], shown["done-taken-in"]) == ("1", "2")
    # The relay told sourcing of all three.
    assert (shown["open-placed"], shown["open-sourced"]) == ("0", "3")
    waiting = place("waits", {"PAINT": 50}, now=now, placed_at=now - timedelta(days=1))
    place("next", now=now, placed_at=now)
    shown, _ = figures(office)
    assert (shown["open-placed"], shown["done-taken-in"], shown["backorders"]) == ("2", "4", "0")
    relay(now)
    shown, _ = figures(office)
    assert (shown["open-backordered"], shown["open-placed"], shown["backorders"]) == ("1", "0", "0")
    assert waiting


def test_held_orders_are_counted_as_held_and_nowhere_else(office):
    now = timezone.now()
    place("1", now=now, placed_at=now)
    order_id = place("2", now=now, placed_at=now)
    placing.hold(order_id=order_id, kind="MANUAL", reason="look at it", now=now, actor="ada")
    shown, _ = figures(office)
    assert (shown["open-placed"], shown["open-held"]) == ("1", "1")


def test_a_day_without_orders_shows_the_newest_before_it_and_says_so(office):
    place_and_source("1", {"MUG": 2})
    place("2", placed_at=NOW - timedelta(days=1))
    shown, page = figures(office)
    assert shown["orders"] == "1"
    assert "No order has come in today" in page and "Orders placed on Wed 15 May 2024" in page


def test_the_figures_of_a_day_are_the_summarys_and_leave_other_days_out(office):
    placed = [place_and_source("1", {"MUG": 2}), place_and_source("2", {"PAINT": 50})]
    before = place_and_source("3", {"MUG": 1}, placed_at=NOW - timedelta(days=1))
    for parcel_id in ship("BRS"):
        deliver(parcel_id, hours=24)
    shown, _ = figures(office, day=f"{NOW:%Y-%m-%d}")
    told = summary.of_day(NOW.date())
    assert len(placed) == told.orders == int(shown["orders"]) == 2
    assert told.parcels == int(shown["parcels"]) == int(shown["delivered"]) == told.handed_over == 1
    assert told.waiting_orders == int(shown["backorders"]) == 1
    assert shown["freight"] == f"£{told.shipping_cost_minor / 100:.2f}" != "£0.00"
    # Done on the day counts orders of any day, and what was delivered on the next is not among it.
    assert (shown["done-taken-in"], shown["done-packed"], shown["done-handed-over"]) == ("3", "2", "2")
    assert (shown["done-picked"], shown["done-units"], shown["done-delivered"]) == ("2", "3", "0")
    shown, _ = figures(office, day=f"{NOW + timedelta(days=1):%Y-%m-%d}")
    assert (shown["orders"], shown["done-picked"], shown["done-delivered"]) == ("0", "0", "2")
    shown, _ = figures(office, day=f"{NOW - timedelta(days=1):%Y-%m-%d}")
    assert (shown["orders"], shown["delivered"], shown["done-delivered"]) == ("1", "1", "0")
    assert before not in placed


@pytest.mark.parametrize("day", ["yesterday", "9999-12-31", "2024-02-30", "\x00"])
def test_a_day_that_is_none_or_still_to_come_is_refused(office, day):
    place("1")
    assert office.get("/tower", {"day": day}).status_code == 422


def test_the_page_goes_on_asking_for_the_day_that_was_chosen(office):
    place("1")
    _, page = figures(office, day="2024-05-15")
    assert 'hx-get="/tower?day=2024-05-15"' in page
    _, page = figures(office)
    assert 'hx-get="/tower"' in page


def test_the_walks_of_a_day_are_those_that_served_its_orders(db):
    open_company()
    place_and_source("1", {"MUG": 1})
    walk("BRS")
    first = summary.of_day(NOW.date())
    place_and_source("2", {"BOOK": 1}, placed_at=NOW - timedelta(days=1))
    walk("BRS")
    assert first.walked_m > 0
    assert summary.of_day(NOW.date()) == first
    assert summary.of_day((NOW - timedelta(days=1)).date()).walked_m > 0


WORK_OF_A_DAY = {
    "picking_picktask": "at",
    "packing_parcel": "packed_at",
    "shipping_shipment": "handed_over_at",
    "shipping_shipment ": "delivered_at",
}


@pytest.mark.parametrize(("table", "column"), WORK_OF_A_DAY.items())
def test_what_was_done_on_a_day_is_found_by_an_index(db, table, column):
    """The tower asks every five seconds: it must not read all that was ever done."""
    run_sql("SET LOCAL enable_seqscan = off")
    plan = run_sql(f"EXPLAIN SELECT count(*) FROM {table} WHERE {column} >= now() AND {column} < now() + '1 day'")
    assert any(f"Index Cond: (({column} >= now())" in line for (line,) in plan), plan
