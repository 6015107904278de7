"""The floor's page: which lists wait to be sorted."""

import re
from datetime import timedelta

import pytest
from company import NOW, cancel, open_company, place_and_source, product, receive, relay, scan
from django.contrib.auth.models import User
from django.test import Client

from db.floor import bin_code, put, sort, take, walk, wave
from packhorse.inventory import operations as inventory
from packhorse.picking import queries as lists
from packhorse.web import context
from packhorse.web.logins import add_user


@pytest.fixture
def floor(db):
    """Return a call that reads the list ids that wait to be sorted, in the page's order, and the page."""
    open_company(slots=40, stocked={"BRS": {"A1": ("MUG", 400), "A2": ("BOOK", 400)}}, capacity=1000)
    add_user(name="ada", password="correct horse battery staple", role="picker")
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="ada"))

    def read(site="BRS"):
        answer = client.get("/floor", {"warehouse": site})
        assert answer.status_code == 200
        page = answer.content.decode()
        return [int(each) for each in re.findall(r'href="/sort/(\d+)"', page)], page

    return read


def walked(name, **lines):
    place_and_source(name, lines)
    (list_id,) = walk("BRS")
    return list_id


def test_every_list_that_is_not_sorted_is_shown_oldest_first(floor):
    made = [walked(f"{nth}", MUG=1) for nth in range(12)]
    assert floor()[0] == made
    assert floor("LDS")[0] == []
    sort(made[3])
    assert floor()[0] == made[:3] + made[4:]


def test_a_list_is_shown_until_its_last_item_lies_in_a_slot(floor):
    list_id = walked("1", MUG=1, BOOK=1)
    put(list_id, "MUG")
    relay()
    assert floor()[0] == [list_id]
    put(list_id, "BOOK")
    assert floor()[0] == []  # before anybody is told, too
    relay()
    found, page = floor()
    assert found == [] and "Nothing to sort." in page


def test_goods_of_a_cancelled_order_go_back_and_are_not_to_be_sorted(floor):
    place_and_source("1", {"MUG": 1})
    order_id = place_and_source("2", {"BOOK": 1})
    (list_id,) = walk("BRS")
    cancel(order_id)
    relay()
    assert floor()[0] == [list_id]
    put(list_id, "MUG")
    assert floor()[0] == []


def test_when_there_are_more_than_the_page_shows_it_says_so(floor, monkeypatch):
    monkeypatch.setattr(context, "TO_SORT", 2)
    made = [walked(f"{nth}", MUG=1) for nth in range(3)]
    found, page = floor()
    assert found == made[:2] and "And more" in page
    sort(made[0])
    found, page = floor()
    assert found == made[1:] and "And more" not in page


def test_the_picker_is_told_which_lot_to_take(db):
    open_company(stocked={})
    add_user(name="ada", password="correct horse battery staple", role="picker")
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="ada"))
    day = NOW.date() + timedelta(days=9)
    lot = inventory.know_lot(product_id=product("MUG").id, code="SOON", expires_on=day, now=NOW)
    receive("BRS", "A1", "MUG", 2, lot_id=lot)
    receive("BRS", "A1", "MUG", 2)
    place_and_source("1", {"MUG": 2})
    (list_id,) = wave("BRS")
    take(list_id, actor="ada")
    (task,) = lists.tasks(list_id)
    scan_of = {"task": task.id, "scan": str(scan()), "code": "a1"}  # typed, as it is written on the page
    page = client.post(f"/pick/{list_id}/scan", scan_of).content.decode()
    assert f'name="bin" value="{bin_code(task)}"' in page
    assert "of lot <strong>SOON</strong>, good to 2024-05-24" in page
