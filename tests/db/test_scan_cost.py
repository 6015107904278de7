"""A scan asks the database few things: pickers scan all day, many at once."""

import pytest
from company import open_company, place_and_source, product
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from db.floor import PICKER, bin_code, scan, take, wave
from packhorse.picking import queries as lists
from packhorse.web.logins import add_user


@pytest.fixture
def picker(db):
    open_company()
    add_user(name=PICKER, password="correct horse battery staple", role="picker")
    client = Client(headers={"host": "localhost", "HX-Request": "true"})
    client.force_login(User.objects.get(username=PICKER))
    return client


@pytest.fixture
def stops(picker):
    """Return the list that the picker took, and its two stops."""
    place_and_source("1", {"MUG": 2, "BOOK": 1})
    (list_id,) = wave("BRS")
    take(list_id)
    return list_id, lists.tasks(list_id)


def form(task, **more):
    return {"task": task.id, "scan": str(scan()), "quantity": task.quantity, "code": bin_code(task), "bin": ""} | more


def test_the_scan_of_the_right_bin_asks_three_things_and_locks_nothing(picker, stops, asked):
    list_id, (first, _) = stops
    sent = form(first)
    with CaptureQueriesContext(connection) as orm:
        answer = picker.post(f"/pick/{list_id}/scan", sent)
    assert answer.status_code == 200 and "Right bin" in answer.content.decode()
    assert asked == ["web/session", "web/person", "picking/stop"]
    assert not orm.captured_queries


def test_the_scan_of_an_item_asks_nine_things(picker, stops, asked):
    list_id, (first, second) = stops
    item = product("MUG" if first.quantity == 2 else "BOOK").barcode
    sent = form(first, code=item, bin=bin_code(first))
    asked.clear()
    with CaptureQueriesContext(connection) as orm:
        answer = picker.post(f"/pick/{list_id}/scan", sent)
    assert answer.status_code == 200
    assert len(asked) == 9
    assert [each["sql"].split()[0] for each in orm.captured_queries] == ["SAVEPOINT", "RELEASE"]
    assert bin_code(second) in answer.content.decode()


@pytest.mark.parametrize("wrong", ["other bin", "other stop", "other picker"])
def test_a_bin_that_is_not_the_stops_is_refused_in_words(picker, stops, wrong):
    list_id, (first, second) = stops
    if wrong == "other picker":
        add_user(name="bob", password="correct horse battery staple", role="picker")
        picker.force_login(User.objects.get(username="bob"))
    task = second if wrong == "other stop" else first
    answer = picker.post(f"/pick/{list_id}/scan", form(task, code=bin_code(second if wrong == "other bin" else first)))
    assert (answer.status_code, "Right bin" in answer.content.decode()) in ((422, False), (409, False))
