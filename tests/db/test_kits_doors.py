"""Kits at every door: API, order page, order files, export; availability, reservation and an order typed in."""

import csv
import io
import re

import pytest
from company import NOW, counts, differences, line_ids, open_company, place_and_source, relay, state
from django.contrib.auth.models import User
from django.test import Client
from machine import Api, wish
from orderfiles import order_file, row

from packhorse.placing import operations as placing
from packhorse.placing import queries as orders
from packhorse.placing.rules import order_id_of, order_number
from packhorse.web import keys
from packhorse.web.logins import add_user

BATH = {"country": "GB", "city": "Bath"}
APART = {"LDS": {"A2": ("BOOK", 20)}, "BRS": {"A1": ("MUG", 7), "A2": ("BOOK", 2)}}


@pytest.fixture
def api(db):
    open_company()
    yield Api(keys.add_key(name="shop", role="agent", now=NOW))
    relay()
    assert differences() == {}


@pytest.fixture
def apart(db):
    """Mugs for three kits and one more in Bristol, with two books; the other books in Leeds."""
    open_company(stocked=APART)
    return Api(keys.add_key(name="shop", role="agent", now=NOW))


@pytest.fixture
def office(db):
    open_company()
    add_user(name="ada", password="correct horse battery staple", role="agent")
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="ada"))
    yield client
    relay()
    assert differences() == {}


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def kits(order_id):
    return [(kit.quantity, kit.cancelled, kit.left) for kit in orders.detail(order_id).kits]


def test_the_api_tells_kits_and_their_parts_and_changes_them_whole(api):
    number = api.place(lines={"SET": 3, "LAMP": 1})[1]["number"]
    relay()
    order = api("GET", f"/orders/{number}")[1]
    (kit,) = order["kits"]
    assert {name: kit[name] for name in ("sku", "position", "quantity", "unit_price_minor", "sourced")} == {
        "sku": "SET",
        "position": 1,
        "quantity": 3,
        "unit_price_minor": 500,
        "sourced": 3,
    }
    assert [(line["sku"], line["kit"], line["kit_id"], line["kit_units"]) for line in order["lines"]] == [
        ("MUG", "SET", kit["kit_id"], 2),
        ("BOOK", "SET", kit["kit_id"], 1),
        ("LAMP", None, None, 0),
    ]
    assert order["goods_minor"] == 2000
    some = {"kits": [{"kit_id": kit["kit_id"], "quantity": 1}]}
    assert api("POST", f"/orders/{number}/cancel", some)[1]["kits"][0]["cancelled"] == 1
    relay()
    change = {**some, "kit_prices": [{"kit_id": kit["kit_id"], "unit_price_minor": 900}]}
    changed = api("PATCH", f"/orders/{number}", change)[1]
    assert (changed["kits"][0]["cancelled"], changed["goods_minor"]) == (2, 3200)
    relay()
    status, child, _ = api("POST", f"/orders/{number}/split", some)
    assert (status, [each["sku"] for each in child["kits"]], child["goods_minor"]) == (201, ["SET"], 900)
    twice = {"kits": some["kits"] * 2}
    assert api("POST", f"/orders/{number}/split", twice)[1]["code"] == "LINE_TWICE"


def test_the_api_refuses_a_part_alone_in_words(api):
    number = api.place(lines={"SET": 3})[1]["number"]
    relay()
    part = {"line_id": line_ids(order_id_of(number))[0], "quantity": 2}
    for path, body in (("cancel", {"lines": [part]}), ("split", {"lines": [part]})):
        status, answer, _ = api("POST", f"/orders/{number}/{path}", body)
        assert (status, answer["code"]) == (409, "PART_OF_KIT")
        assert "name the kit and how many whole ones" in answer["text"]
    assert api("PATCH", f"/orders/{number}", {"quantities": [part]})[1]["code"] == "PART_OF_KIT"
    assert api("POST", f"/orders/{number}/split", {})[1]["code"] == "NOTHING_LEFT"


def test_as_many_kits_are_available_as_their_parts_make_up(apart):
    asked = {"address": BATH, "lines": [{"sku": "SET", "quantity": 3}]}
    answer = apart("POST", "/availability", asked)[1]
    (line,) = answer["lines"]
    assert (line["sku"], line["available"], answer["complete"], bool(answer["promised_on"])) == ("SET", 3, True, True)
    apart.place(lines={"SET": 2})
    relay()
    (line,) = apart("POST", "/availability", asked)[1]["lines"]
    assert (line["available"], line["promised_on"]) == (1, None)
    assert sum(part["quantity"] for part in line["parts"]) == 1


def test_kits_whose_parts_come_from_several_warehouses_name_them_all(apart):
    asked = {"address": BATH, "lines": [{"sku": "SET", "quantity": 3}, {"sku": "MUG", "quantity": 1}]}
    kit, mug = apart("POST", "/availability", asked)[1]["lines"]
    assert [(part["warehouse"], part["quantity"]) for part in kit["parts"]] == [("BRS", 2), ("BRS+LDS", 1)]
    assert [(part["warehouse"], part["quantity"]) for part in mug["parts"]] == [("BRS", 1)]
    assert all(part["promised_on"] for part in kit["parts"])


def test_what_a_kit_waits_for_is_the_last_of_its_parts(apart):
    from company import product

    from packhorse.catalog import operations as catalog

    def asked(units):
        return apart("POST", "/availability", {"address": BATH, "lines": [{"sku": "SET", "quantity": units}]})[1]

    assert asked(4)["lines"][0]["expected_on"] is None
    catalog.set_dates(sku="MUG", released_on=None, expected_on=NOW.date().replace(year=2099), now=NOW, actor="office")
    assert asked(4)["lines"][0]["expected_on"] == "2099-05-15"
    catalog.set_dates(sku="BOOK", released_on=NOW.date().replace(year=2098), expected_on=None, now=NOW, actor="office")
    line = asked(2)["lines"][0]
    assert (line["available"], line["parts"], line["expected_on"]) == (0, [], "2098-05-15")
    assert product("SET").expected_on is None


def test_a_checkout_reserves_kits_by_their_parts_and_its_order_takes_them_up(api):
    body = {
        "channel": "web",
        "checkout": "c-1",
        "lines": [{"sku": "SET", "quantity": 2}, {"sku": "MUG", "quantity": 1}],
    }
    status, answer, _ = api("POST", "/reservations", body)
    kept = {line["sku"]: line["quantity"] for line in answer["lines"]}
    assert (status, kept) == (201, {"MUG": 5, "BOOK": 2})
    too_many = {**body, "lines": [{"sku": "SET", "quantity": 500}]}
    status, refused, _ = api("POST", "/reservations", too_many)
    assert (status, refused["code"], {each["sku"] for each in refused["details"]["lines"]}) == (
        409,
        "OUT_OF_STOCK",
        {"MUG", "BOOK"},
    )
    placed = api.place(lines={"SET": 2, "MUG": 1}, checkout="c-1")[1]
    relay()
    assert api("GET", f"/reservations/{answer['number']}")[1]["state"] == "consumed"
    assert state(order_id_of(placed["number"])) == "sourced"


def test_the_orders_page_shows_a_kit_with_its_parts_and_changes_it_whole(office):
    order_id = place_and_source("A", [("SET", 3), ("LAMP", 1)])
    number, (kit,) = order_number(order_id), orders.detail(order_id).kits
    page = office.get(f"/orders/{number}")
    rows = re.findall(r'<tr( class="kit-part")?><td>.*?/stock/([A-Z]+)', page.content.decode())
    assert rows == [("", "SET"), (' class="kit-part"', "MUG"), (' class="kit-part"', "BOOK"), ("", "LAMP")]
    assert text(page).count("in the kit") == 2
    fields = {f"kits-{kit.id}": "2", f"kit-price-{kit.id}": "7.50"}
    assert "The order is changed." in text(office.post(f"/orders/{number}/edit", fields, follow=True))
    relay()
    assert (kits(order_id), orders.rows([order_id])[order_id].goods_minor) == ([(3, 1, 2)], 2750)
    answer = office.post(f"/orders/{number}/split", {f"kit-units-{kit.id}": "1"}, follow=True)
    assert "This is the new order." in text(answer)
    refused = office.post(f"/orders/{number}/split", {f"kit-units-{kit.id}": "9"})
    assert (refused.status_code, "you asked for 9, 1 whole ones are still open" in text(refused)) == (409, True)
    assert (
        f'name="kit-units-{kit.id}" type="number" min="0" max="1" placeholder="0" value="9"' in refused.content.decode()
    )


def test_one_kit_alone_is_not_to_be_split(office):
    number = order_number(place_and_source("A", {"SET": 1}))
    assert "There is nothing to split" in text(office.get(f"/orders/{number}"))


def test_a_typed_order_of_a_kit_is_told_what_is_there_and_placed(office):
    asked = {"nth": "0", "sku-0": "SET", "quantity-0": "2", "country": "GB", "city": "Bath", "service": "standard"}
    assert "BRS" in text(office.get("/orders/new/line", asked))


def test_a_file_brings_kits_and_cancels_them_by_their_sku_and_the_export_is_such_a_file(office):
    place = [row(1, "SET", 3), row(1, "MUG", 1)]
    cancels = [row(1, "SET", 2, action="cancel"), row(1, "BOOK", 1, action="cancel")]
    report = placing.import_orders(order_file(*place, *cancels), channel="web", now=NOW, actor="import")
    assert (report.placed, report.cancelled_rows) == (1, 1)
    (error,) = report.errors
    assert "part of the kit SET" in error.reason
    relay()
    order_id = orders.orders().rows[0].id
    assert (kits(order_id), [line[1] for line in counts(order_id)]) == ([(3, 2, 1)], [4, 2, 0])
    answer = office.get("/orders/export")
    table = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [(each["sku"], each["quantity"], each["cancelled"], each["unit_price"]) for each in table] == [
        ("SET", "3", "2", "5.00"),
        ("MUG", "1", "0", "5.00"),
    ]


def test_orders_of_kits_are_placed_many_at_once(api):
    body = wish(lines={"SET": 1})
    assert api("POST", "/order-batches", {"orders": [body, wish("A-2", {"SET": 2})]})[1]["answers"][1]["status"] == 201
