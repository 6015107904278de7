"""Purchase orders, announced deliveries and transfers by JSON."""

from datetime import date, timedelta

import pytest
from company import NOW, open_company, run_sql
from machine import Api

from db.dock import available, book
from packhorse.inbound.rules import delivery_id_of
from packhorse.web import keys

SOON = str(date.today() + timedelta(days=9))
BOUGHT = {"supplier": "ACME", "supplier_name": "Acme", "warehouse": "LDS", "currency": "GBP", "expected_on": SOON}


@pytest.fixture
def api(db):
    open_company()
    return Api(keys.add_key(name="erp", role="agent", now=NOW))


def buy(api, lines=(("MUG", 10),), *, key=None, **more):
    goods = [{"sku": sku, "quantity": units, "cost_minor": 150} for sku, units in lines]
    return api("POST", "/purchase-orders", {**BOUGHT, "lines": goods, **more}, key=key)


def test_goods_are_bought_announced_and_come(api):
    status, bought, _ = buy(api)
    assert (status, bought["state"], bought["lines"]) == (
        201,
        "ordered",
        [{"sku": "MUG", "quantity": 10, "received": 0, "cost_minor": 150}],
    )
    said = {
        "purchase_order": bought["number"],
        "reference": "LS-1",
        "lines": [{"sku": "MUG", "quantity": 6, "lot": "L1"}],
    }
    status, delivery, _ = api("POST", "/deliveries", said)
    assert (status, delivery["warehouse"], delivery["state"], delivery["expected_on"]) == (201, "LDS", "expected", SOON)
    book(delivery_id_of(delivery["number"]), "MUG", 4, lot="L1")
    (line,) = api("GET", f"/deliveries/{delivery['number']}")[1]["lines"]
    assert (line["announced"], line["received"], line["difference"]) == (6, 4, -2)
    status, rest, _ = api("POST", f"/purchase-orders/{bought['number']}/delivery")
    assert (status, rest["lines"][0]["announced"]) == (201, 4)
    assert api("GET", f"/purchase-orders/{bought['number']}")[1]["deliveries"] == [rest["number"], delivery["number"]]
    assert api("POST", f"/deliveries/{rest['number']}/cancel")[1]["state"] == "cancelled"
    assert api("POST", f"/purchase-orders/{bought['number']}/close")[1]["code"] == "DELIVERY_OPEN"


def test_the_same_request_twice_is_done_once(api):
    first, again = (buy(api, key="k-1") for _ in range(2))
    assert (first[1], again[2]["Idempotent-Replayed"]) == (again[1], "true")
    assert run_sql("SELECT count(*) FROM inbound_purchaseorder") == [(1,)]


def test_a_transfer_is_requested_and_cancelled(api):
    said = {"source": "LDS", "target": "BRS", "lines": [{"sku": "MUG", "quantity": 8}]}
    status, made, _ = api("POST", "/transfers", said)
    assert (status, made["source"], made["state"], available("MUG", "LDS")) == (201, "LDS", "requested", 2)
    status, refused, _ = api("POST", "/transfers", said)
    assert (status, refused["code"]) == (409, "NOT_AVAILABLE")
    assert api("POST", f"/deliveries/{made['number']}/cancel")[1]["state"] == "cancelled"
    assert available("MUG", "LDS") == 10


def test_lists_go_by_pages(api):
    numbers = [buy(api)[1]["number"] for _ in range(3)]
    first = api("GET", "/purchase-orders?limit=2")[1]
    second = api("GET", f"/purchase-orders?limit=2&after={first['next']}")[1]
    assert [each["number"] for each in first["purchase_orders"] + second["purchase_orders"]] == numbers[::-1]
    assert (second["next"], api("GET", "/deliveries?transfers=true")[1]) == ("", {"deliveries": [], "next": ""})
    assert api("GET", "/purchase-orders?state=draft")[1]["purchase_orders"] == []


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/purchase-orders", {**BOUGHT, "lines": []}, 422, "INVALID"),
        ("/purchase-orders", {**BOUGHT, "lines": [{"sku": "CUP", "quantity": 1}]}, 422, "UNKNOWN_PRODUCT"),
        (
            "/purchase-orders",
            {**BOUGHT, "warehouse": "X", "lines": [{"sku": "MUG", "quantity": 1}]},
            422,
            "UNKNOWN_WAREHOUSE",
        ),
        ("/purchase-orders", {**BOUGHT, "currency": "gbp", "lines": [{"sku": "MUG", "quantity": 1}]}, 422, "INVALID"),
        ("/purchase-orders", {**BOUGHT, "lines": [{"sku": "MUG", "quantity": 1}] * 2}, 422, "PRODUCT_TWICE"),
        ("/deliveries", {"lines": [{"sku": "MUG", "quantity": 1}]}, 422, "UNKNOWN_WAREHOUSE"),
        ("/deliveries", {"purchase_order": "PO9999999", "lines": [{"sku": "MUG", "quantity": 1}]}, 404, "NOT_FOUND"),
        (
            "/transfers",
            {"source": "LDS", "target": "LDS", "lines": [{"sku": "MUG", "quantity": 1}]},
            422,
            "SAME_WAREHOUSE",
        ),
        ("/transfers", {"source": "LDS", "target": "BRS", "lines": [{"sku": "MUG", "quantity": 0}]}, 422, "INVALID"),
        ("/purchase-orders/PO9999999/close", None, 404, "NOT_FOUND"),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_kept(api, path, body, status, code):
    got, answer, _ = api("POST", path, body)
    assert (got, answer["code"]) == (status, code), answer
    for table in ("supplier", "purchaseorder", "delivery"):
        assert run_sql(f"SELECT count(*) FROM inbound_{table}") == [(0,)]


def test_a_shops_key_sees_none_of_it(api):
    shop = Api(keys.add_key(name="shop", role="agent", channel="web", now=NOW))
    number = buy(api)[1]["number"]
    for method, path in (("GET", "/purchase-orders"), ("GET", f"/purchase-orders/{number}"), ("GET", "/deliveries")):
        assert shop(method, path)[0] == 403
