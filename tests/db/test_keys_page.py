"""The page of keys: a secret shown once, a key taken away for good, and the day it was last used."""

import re
from datetime import timedelta

import pytest
from company import NOW, open_company, run_sql
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from db.test_chosen import client_of
from packhorse.web import keys


@pytest.fixture
def boss(db):
    open_company()
    keys._known.clear()
    return client_of("manager")


def make(client, **sent):
    return client.post("/keys", {"name": "web shop", "role": "agent", "channel": "web"} | sent)


def secret_of(answer):
    return re.findall(r'value="(phk_[\w-]+)"', answer.content.decode())


def ask(secret):
    return Client(headers={"host": "localhost"}).get("/api/v1/orders", headers={"authorization": f"Bearer {secret}"})


def test_a_key_is_made_its_secret_is_shown_once_and_it_works(boss):
    answer = make(boss)
    (secret,) = secret_of(answer)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert ask(secret).status_code == 200
    again = boss.get("/keys").content.decode()
    assert secret not in again and secret[:12] in again
    assert run_sql("SELECT count(*) FROM web_apikey WHERE digest = %s OR prefix = %s", secret, secret) == [(0,)]


def test_a_key_is_revoked_only_when_it_was_sure(boss):
    (secret,) = secret_of(make(boss))
    asked = boss.post("/keys", {"revoke": "web shop"})
    assert (asked.status_code, b"cannot be taken back" in asked.content) == (200, True)
    assert ask(secret).status_code == 200
    assert boss.post("/keys", {"revoke": "web shop", "sure": "1"})["Location"] == "/keys"
    assert ask(secret).status_code == 401
    assert secret[:12] not in boss.get("/keys").content.decode()
    for sent in ({"revoke": "web shop"}, {"revoke": "web shop", "sure": "1"}, {"revoke": "none", "sure": "1"}):
        assert boss.post("/keys", sent).status_code == 404


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"name": ""}, 422),
        ({"name": "   "}, 422),
        ({"name": "x" * 101}, 422),
        ({"name": "a\nb"}, 422),
        ({"name": "a\x00b"}, 422),
        ({"role": "king"}, 422),
        ({"role": ""}, 422),
        ({"channel": "nowhere"}, 404),
    ],
)
def test_what_is_no_key_is_refused_and_none_is_made(boss, sent, status):
    answer = make(boss, **sent)
    assert (answer.status_code, secret_of(answer)) == (status, [])
    assert keys.known() == []


def test_a_name_is_given_once_and_what_was_typed_stays(boss):
    make(boss)
    answer = make(boss, role="picker")
    assert (answer.status_code, secret_of(answer)) == (409, [])
    assert 'value="web shop"' in answer.content.decode() and "<option selected>picker" in answer.content.decode()
    keys.revoke_key(name="web shop", now=NOW)
    assert make(boss).status_code == 409


@pytest.mark.parametrize("role", ["agent", "picker", "packer"])
def test_only_managers_see_keys(boss, role):
    client = client_of(role)
    assert client.get("/keys").status_code == 403
    assert make(client).status_code == 403
    assert keys.known() == []
    assert 'href="/people"' not in client.get("/orders").content.decode()  # where keys are found
    assert 'href="/people"' in boss.get("/orders").content.decode()
    assert 'href="/keys"' in boss.get("/people").content.decode()


def test_the_last_day_of_use_is_written_once_a_day(boss):
    secret = keys.add_key(name="till", role="agent", now=NOW)
    assert keys.known()[0].used_on is None
    today = timezone.now().date()
    for expected in (1, 0):
        keys._known.clear()
        with CaptureQueriesContext(connection) as asked:
            assert keys.find(secret) is not None
        assert sum("UPDATE" in query["sql"] for query in asked) == expected
    assert keys.known()[0].used_on == today
    run_sql("UPDATE web_apikey SET used_on = %s", today - timedelta(days=1))
    keys._known.clear()
    keys.find(secret)
    assert keys.known()[0].used_on == today
    assert keys.find("phk_guessed") is None
