"""Who serves an order, by page and by API: what it costs is shown first, then it is done."""

import pytest
from company import NOW, open_company, place_and_source, relay
from machine import Api

from db.office import homes
from db.test_chosen import client_of
from db.test_steering import sites, with_customer
from packhorse.placing.rules import order_number
from packhorse.sourcing import queries
from packhorse.web import keys


@pytest.fixture
def office(db):
    open_company()
    return client_of("agent")


def words(answer):
    return " ".join(answer.content.decode().split())


def test_the_page_shows_every_warehouse_and_asks_before_it_does(office):
    order_id = place_and_source("1", {"MUG": 2, "DESK": 1})
    number = order_number(order_id)
    assert "Serve it otherwise" in words(office.get(f"/orders/{number}"))
    page = words(office.get(f"/orders/{number}/ways"))
    assert all(city in page for city in ("Bristol (BRS)", "Leeds (LDS)", "Lille (LIL)"))
    asked = office.post(f"/orders/{number}/ways", {"do": "pin", "warehouse": "LDS"})
    assert asked.status_code == 200 and "£4.00 less" in words(asked) and "1 unit</strong>" in words(asked)
    assert sites(order_id) == ["BRS"]
    sure = {"do": "pin", "warehouse": "LDS", "sure": "1"}
    refused = office.post(f"/orders/{number}/ways", {**sure, "why": ""})
    assert (refused.status_code, "say in words why" in words(refused)) == (422, True)
    assert office.post(f"/orders/{number}/ways", {**sure, "why": "<b>rings</b>"}).status_code == 302
    relay()
    page = words(office.get(f"/orders/{number}"))
    assert "Pinned to Leeds (LDS)" in page and "Pinned to a warehouse: Leeds (LDS): &lt;b&gt;rings" in page
    assert "Unpin" in words(office.get(f"/orders/{number}/ways"))
    assert office.post(f"/orders/{number}/ways", {"do": "unpin", "sure": "1"}).status_code == 302
    assert queries.wishes([order_id])[order_id].pinned is None


def test_every_act_has_its_form(office):
    one, two = with_customer("1", {"PAINT": 1}), with_customer("2", {"MUG": 1})
    path = f"/orders/{order_number(one)}/ways"
    page = words(office.get(path))
    for do in ("pin", "move", "forbid_split", "bar", "pool", "take_aside"):
        assert f'value="{do}"' in page, do
    for more in ({"do": "forbid_split"}, {"do": "bar", "warehouse": "LIL"}, {"do": "pool", "warehouse": "LDS"}):
        sent = {**more, "why": "x", "sure": "1", "other": order_number(two)}
        assert office.post(path, sent).status_code == 302, more
    relay()
    page = words(office.get(path))
    for do in ("unpin", "allow_split", "admit"):
        assert f'value="{do}"' in page, do
    assert homes(two) == homes(one)
    assert f'Leaves together with <a href="/orders/{order_number(two)}">' in page


@pytest.mark.parametrize("sent", [{"do": "x"}, {"do": "pin", "warehouse": "\x00"}, {"do": "pool", "other": "\x00"}, {}])
def test_strange_requests_are_refused_in_words(office, sent):
    number = order_number(place_and_source("1"))
    assert office.post(f"/orders/{number}/ways", sent).status_code in (404, 422)
    assert office.get("/orders/PH9999999/ways").status_code == 404


def test_a_picker_may_not(office):
    number = order_number(place_and_source("1"))
    assert client_of("picker").get(f"/orders/{number}/ways").status_code == 403


def test_by_api_it_is_seen_first_and_then_done(office):
    api = Api(keys.add_key(name="shop", role="agent", now=NOW))
    order_id = place_and_source("1", {"MUG": 2})
    path = f"/orders/{order_number(order_id)}/sourcing"
    body = {"do": "move", "from_warehouse": "BRS", "warehouse": "LDS", "why": "the van"}
    status, seen, _ = api("POST", f"{path}/preview", body)
    assert (status, [each["then"]["parts"][0]["warehouse"] for each in seen["orders"]]) == (200, ["LDS"])
    then = seen["orders"][0]["then"]
    assert (then["freight_minor"] + then["handling_minor"] + then["worth_minor"], then["total_minor"]) == (360, 360)
    assert sites(order_id) == ["BRS"]
    first = api("POST", path, body, key="k")
    assert api("POST", path, body, key="k")[1] == first[1]
    assert (first[0], first[1]["changes"][0]["what"], first[1]["changes"][0]["why"]) == (200, "move", "the van")
    assert sites(order_id) == ["LDS"]
    told = api("GET", path)[1]
    assert [row["warehouse"] for row in told["warehouses"] if not row["way"]["lacking"]] == ["BRS", "LDS", "LIL"]
    for wrong, code in (
        ({"warehouse": "XXX"}, "UNKNOWN_WAREHOUSE"),
        ({"from_warehouse": "BRS"}, "NOT_SERVED_THERE"),
        ({"do": "pool"}, "NOTHING_TO_POOL"),
        ({"why": ""}, "NO_REASON"),
    ):
        answer = api("POST", path, {**body, "from_warehouse": "LDS", "warehouse": "LIL"} | wrong)
        assert (answer[1]["code"], answer[1]["text"] != "") == (code, True), wrong
    assert api("POST", path, body | {"do": "dance"})[0] == 422
    assert api("GET", "/orders/PH9999999/sourcing")[0] == 404
