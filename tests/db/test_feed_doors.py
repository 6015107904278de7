"""A feed by page, API and command: turned on and off, shown, tried again, compared; refused in words."""

import json
import re

import pytest
from company import NOW, PRODUCTS, receive
from django.contrib.auth.models import User
from django.test import Client
from standins.connected import secrets
from standins.feeding import place_of, sell_all, settle, turn_on

from packhorse.feed import queries
from packhorse.placing import operations as placing
from packhorse.web import keys
from packhorse.web.logins import add_user


@pytest.fixture
def manager(shop):
    add_user(name="manager", password="correct horse battery staple", role="manager")
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="manager"))
    return client


def press(client, do, channel, **fields):
    answer = client.post("/channels", {"do": do, "code": channel, **fields}, follow=True)
    return answer.status_code, " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def test_the_page_turns_a_feed_on_shows_it_and_turns_it_off(manager, shop, kind):
    sell_all(shop)
    assert "The shop is not told how many units it may sell" in press(manager, "test", kind)[1]
    status, words = press(manager, "feed-on", kind, location=place_of(kind), buffer="2")
    assert (status, "is told of stock from now on" in words) == (200, True)
    assert "under way since" in words
    settle()
    assert shop.stock.units("MUG") == 23
    shop.stock.sell("POSTER", 4)
    press(manager, "feed-compare", kind)
    settle()
    words = press(manager, "test", kind)[1]
    assert "Kept back 2 units of each product" in words
    assert "8 products of the shop; 1 not ours." in words
    assert "set its stock" in words or "orders and products" in words
    assert re.search(r"POSTER not ours – 4", words), words
    words = press(manager, "feed-off", kind)[1]
    assert "told nothing of stock any more" in words
    assert queries.feed(kind).state == "off"


def test_the_page_shows_why_a_shop_refuses_and_tries_again(manager, shop, kind):
    sell_all(shop)
    shop.stock.sell("PAIR", tracked=False)
    turn_on(kind)
    settle()
    placing.drop_access(channel=kind)
    receive("BRS", "A1", "MUG", 1)
    settle()
    placing.give_access(channel=kind, address=shop.address, secrets=secrets(shop, kind), private=True, now=NOW)
    words = press(manager, "test", kind)[1]
    assert "The channel&#x27;s shop gives Packhorse no access" in words
    assert "Waiting 2 products" in words
    assert "1 shop cannot be told of stock. See which, and why" in " ".join(
        re.sub(r"<[^>]*>", " ", manager.get("/tower").content.decode()).split()
    )
    assert "being told again" in press(manager, "feed-again", kind)[1]
    settle()
    assert shop.stock.units("MUG") == 26
    assert "The shop is being compared" in press(manager, "feed-compare", kind)[1]
    settle()
    assert "PAIR not ours – –" in press(manager, "test", kind)[1]


def test_the_page_lets_a_location_be_chosen(shopify):
    add_user(name="manager", password="correct horse battery staple", role="manager")
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="manager"))
    status, words = press(client, "feed-on", "shopify", buffer="0")
    assert (status, "Choose which of the shop&#x27;s locations is told of the stock: Bristol, Pop-up." in words) == (
        200,
        True,
    )
    assert "Location of the shop that is told Bristol Pop-up" in words
    assert press(client, "feed-on", "shopify", location="gid://shopify/Location/2", buffer="0")[0] == 200
    assert queries.feed("shopify").place_name == "Pop-up"


@pytest.mark.parametrize("buffer", ["-1", "two", "1.5", "9" * 30])
def test_a_buffer_that_is_none_is_refused_and_nothing_is_done(manager, kind, buffer):
    status, words = press(manager, "feed-on", kind, location=place_of(kind), buffer=buffer)
    assert (status, "Keep back a number of units" in words) == (422, True)
    assert queries.feeds() == {}


def test_only_a_manager_may(shop, kind):
    add_user(name="agent", password="correct horse battery staple", role="agent")
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="agent"))
    assert press(client, "feed-on", kind, buffer="0")[0] == 403
    assert queries.feeds() == {}


def call(method, channel, body=None, *, role="manager", own=""):
    secret = keys.add_key(name=f"{role} {own} {method} {body}"[:60], role=role, channel=own, now=NOW)
    answer = getattr(Client(headers={"host": "localhost"}), method)(
        f"/api/v1/channels/{channel}/feed",
        data=json.dumps(body) if body is not None else None,
        content_type="application/json",
        headers={"authorization": f"Bearer {secret}"},
    )
    return answer.status_code, answer.json()


def test_the_api_reads_and_turns_a_feed(shop, kind):
    sell_all(shop)
    off = {"channel": kind, "state": "off", "location": "", "location_name": "", "buffer": 0, "told_at": None}
    off |= {"waiting": 0, "refused": 0, "said": "", "comparison": None}
    assert call("get", kind, role="agent", own=kind) == (200, off)
    status, told = call("put", kind, {"on": True, "location": place_of(kind), "buffer": 3})
    assert (status, told["state"], told["buffer"], told["comparison"]["state"]) == (200, "on", 3, "waiting")
    settle()
    status, told = call("get", kind, role="agent")
    assert (told["waiting"], told["comparison"]["compared"], told["comparison"]["differences"]) == (0, len(PRODUCTS), 0)
    assert shop.stock.units("MUG") == 22
    assert call("put", kind, {"on": True})[1]["buffer"] == 3, "what is not said stays"
    assert call("put", kind, {"on": False})[1]["state"] == "off"


def test_the_api_refuses_in_words(shop, kind):
    assert call("get", "web")[0] == 404
    assert call("get", kind, own="web")[0] == 404
    assert call("put", kind, {"on": True}, own="web")[0] == 404
    assert call("put", kind, {"on": True}, role="agent")[1]["code"] == "NOT_YOUR_ROOM"
    assert call("put", kind, {"on": True, "buffer": -1})[0] == 422
    assert call("put", kind, {"on": True, "extra": 1})[0] == 422
    status, said = call("put", kind, {"on": True, "location": "gid://shopify/Location/77"})
    assert (status, said["code"]) == (422, "CHOOSE_LOCATION")
    if kind == "shopify":
        assert said["details"]["locations"]["gid://shopify/Location/2"] == "Pop-up"
    placing.drop_access(channel=kind)
    assert call("put", kind, {"on": True})[1]["code"] == "NO_ACCESS"
