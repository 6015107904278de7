"""Returns by machine: asked, received, inspected, settled; and what a key may not."""

import pytest
from company import NOW, PRODUCTS, product, scan
from company import open_company as opened
from machine import Api

from db.returns import delivered, line_of
from packhorse.placing import queries as orders
from packhorse.placing.rules import order_number
from packhorse.web import keys


@pytest.fixture
def api(db):
    opened()
    return Api(keys.add_key(name="boss", role="manager", now=NOW))


def wish(order_id, sku="MUG", units=1, **more):
    lines = [{"line_id": line_of(order_id, sku), "units": units, "reason": "wrong_size"}]
    return {"lines": lines, "wish": "refund", "goodwill": True, **more}


def test_a_return_from_the_request_to_the_refund(api):
    order_id = delivered({"MUG": 2})
    number = order_number(order_id)
    assert [row["left"] for row in api("GET", f"/orders/{number}/returnable")[1]["lines"]] == [2]
    status, made, _ = api("POST", f"/orders/{number}/returns", wish(order_id, units=2, words="Too small", key="a"))
    assert (status, made["state"], made["words"]) == (201, "approved", "Too small")
    assert api("POST", f"/orders/{number}/returns", wish(order_id, units=2, key="a"))[1]["rma"] == made["rma"]
    at = f"/returns/{made['rma']}"
    came = {"scan_id": str(scan()), "warehouse": "LDS", "code": product("MUG").barcode, "quantity": 2}
    first, again = (api("POST", f"{at}/receipts", came)[1] for _ in range(2))
    assert (first["announced"], first["bin"], again["new"]) == (2, "QUARANTINE", False)
    (item,) = api("GET", at)[1]["items"]
    found = {"key": str(scan()), "item_id": item["item_id"], "disposition": "scrap", "units": 2, "note": "wet"}
    assert api("POST", f"{at}/inspections", found)[1] == {"bin": "DAMAGED", "state": "inspected"}
    paid = {"resolution": "refund", "amount_minor": 900}
    assert api("POST", f"{at}/settlement", paid | {"amount_minor": 1001})[1]["code"] == "REFUND_TOO_MUCH"
    assert api("POST", f"{at}/settlement", paid)[1]["code"] == "REASON_WANTED"
    done = api("POST", f"{at}/settlement", paid | {"note": "as agreed"})[1]
    assert (done["state"], done["refunded_minor"], done["proposed_minor"]) == ("closed", 900, 1000)
    assert api("POST", f"{at}/settlement", {"resolution": "nothing", "note": "x"})[1]["code"] == "SETTLED"
    assert [row["rma"] for row in api("GET", "/returns?state=closed")[1]["returns"]] == [made["rma"]]
    (why,) = api("GET", "/return-reasons?days=3650")[1]["reasons"]
    assert (why["sku"], why["reason"], why["units"], why["restocked"]) == ("MUG", "wrong_size", 2, 0)


def test_an_exchange_is_one_order_however_often_it_is_asked_for(api):
    order_id = delivered({"MUG": 1})
    made = api("POST", f"/orders/{order_number(order_id)}/returns", wish(order_id, wish="claim"))[1]
    assert made["state"] == "requested"  # wrong_size is no claim that goes without a person
    at = f"/returns/{made['rma']}"
    assert api("POST", f"{at}/settlement", {"resolution": "exchange"})[1]["code"] == "WRONG_STATE"
    assert api("POST", f"{at}/decision", {"decision": "approve"})[1]["proposed_minor"] == 500
    too = {"resolution": "exchange", "goods": [{"sku": "BOOK", "units": 2}]}
    assert api("POST", f"{at}/settlement", too)[1]["code"] == "EXCHANGE_TOO_MANY"
    goods = {"resolution": "exchange", "goods": [{"sku": "BOOK", "units": 1}]}
    numbers = {api("POST", f"{at}/settlement", goods)[1]["exchange"] for _ in range(2)}
    assert len(numbers) == 1
    detail = orders.detail(order_id)
    assert [order_number(each) for each in detail.replaced] == [*numbers]
    assert orders.detail(detail.replaced[0]).order.goods_minor == 0


def test_rules_are_a_managers(api):
    order_id = delivered({"MUG": 1, "BOOK": 1})
    rules = api("GET", "/return-rules")[1]
    assert (rules["version"], rules["window_days"]) == (0, 30)
    wanted = {name: rules[name] for name in rules if name != "version"} | {"final_sale": ["BOOK"], "note": "sale"}
    agent = Api(keys.add_key(name="ann", role="agent", now=NOW))
    assert agent("PUT", "/return-rules", wanted)[0] == 403
    assert [api("PUT", "/return-rules", wanted)[1]["version"] for _ in range(2)] == [1, 1]
    assert api("PUT", "/return-rules", wanted | {"final_sale": ["NONE"]})[1]["code"] == "UNKNOWN_PRODUCT"
    twice = wanted | {"reasons": rules["reasons"] * 2}
    assert "twice" in api("PUT", "/return-rules", twice)[1]["text"]
    number = order_number(order_id)
    said = agent("POST", f"/orders/{number}/returns", wish(order_id, "BOOK", goodwill=False))[1]
    assert said["code"] == "FINAL_SALE"
    lines = agent("GET", f"/orders/{number}/returnable")[1]["lines"]
    assert {line["sku"]: line["why"] for line in lines}["BOOK"] == "final_sale"
    assert "BOOK" in PRODUCTS


def test_a_key_sees_its_channel_only_and_a_scanner_scans_only(api):
    order_id = delivered({"MUG": 1})
    rma = api("POST", f"/orders/{order_number(order_id)}/returns", wish(order_id))[1]["rma"]
    scanner = Api(keys.add_key(name="scanner", role="picker", now=NOW))
    assert scanner("GET", f"/returns/{rma}")[0] == 403
    assert api("GET", "/returns/R111111111")[1]["code"] == "NOT_FOUND"
    own = Api(keys.add_key(name="shop", role="agent", channel="web", now=NOW))
    assert (own("GET", f"/returns/{rma}")[0], own("GET", "/returns")[1]["code"]) == (200, "NOT_YOUR_CHANNEL")
