"""Shops send their orders by webhook: signed, each event once, and refused in words when it cannot be taken."""

import base64
import hashlib
import hmac
import json

import pytest
from company import NOW, open_company, relay, run_sql, state
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packhorse.errors import Refusal
from packhorse.placing import operations, queries
from packhorse.placing.shops import shopify, woocommerce
from packhorse.placing.shops.hook import WrongHook

SECRET = "a secret of the shop"
TO = {"first_name": "Ada", "last_name": "Cole", "city": "Bath"}
SHOPIFY = {
    "id": 820982911946154508,
    "name": "#1001",
    "created_at": "2024-05-15T09:00:00+01:00",
    "currency": "GBP",
    "financial_status": "paid",
    "email": "ada@example.com",
    "total_discounts": "1.00",
    "total_tax": "0.00",
    "total_price": "13.51",
    "note": "Ring  twice",
    "shipping_address": TO | {"address1": "7 High Street", "zip": "BA1 1AA", "country_code": "GB"},
    "billing_address": {"country_code": "GB"},
    "line_items": [
        {"sku": "MUG", "name": "Mug", "quantity": 2, "price": "5.00", "requires_shipping": True},
        {"sku": "GIFT", "name": "Gift card", "quantity": 1, "price": "1.01", "requires_shipping": False},
    ],
    "shipping_lines": [{"title": "Express", "price": "3.50"}],
}
WOO = {
    "id": 727,
    "number": "727",
    "status": "processing",
    "currency": "GBP",
    "date_created_gmt": "2024-05-15T08:00:00",
    "total": "13.50",
    "total_tax": "0.00",
    "billing": {"country": "GB", "email": "ada@example.com", "phone": "0113 496 0000"},
    "shipping": TO | {"address_1": "7 High Street", "postcode": "BA1 1AA", "country": "GB"},
    "line_items": [{"sku": "MUG", "name": "Mug", "quantity": 3, "total": "10.00"}],
    "shipping_lines": [{"method_title": "Flat rate", "total": "3.50"}],
}
KINDS = {"shopify": (shopify, SHOPIFY, "orders/create"), "woocommerce": (woocommerce, WOO, "order.created")}


@pytest.fixture
def shop(db):
    open_company()
    for kind in KINDS:
        operations.open_channel(code=kind, name=kind.title(), currency="GBP")
        operations.connect_shop(channel=kind, kind=kind, secret=SECRET, now=NOW)


def send(kind, body, *, topic=None, event="e-1", secret=SECRET, channel=None):
    module, _, usual = KINDS[kind]
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    signature = base64.b64encode(hmac.new(secret.encode(), content, hashlib.sha256).digest()).decode()
    headers = {module.SIGNATURE: signature, module.EVENT: event, module.TOPIC: topic or usual, "host": "localhost"}
    answer = Client(raise_request_exception=False).post(
        f"/hooks/{kind}/{channel or kind}", content, content_type="application/json", headers=headers
    )
    return answer.status_code, answer.json()


def orders(channel):
    return [row.external_id for row in queries.orders(channel=channel).rows]


@pytest.mark.parametrize(("kind", "number", "total"), [("shopify", "#1001", 1351), ("woocommerce", "727", 1350)])
def test_an_order_is_placed_with_the_shops_own_total(shop, kind, number, total):
    status, answer = send(kind, KINDS[kind][1])
    assert (status, answer["said"].startswith("placed as PH")) == (200, True)
    (row,) = queries.orders(channel=kind).rows
    assert (row.external_id, row.goods_minor + row.charges_minor, row.name) == (number, total, "Ada Cole")
    detail = queries.detail(row.id)
    assert (detail.address.city, detail.address.email, queries.holds([row.id])) == ("Bath", "ada@example.com", [])
    relay()
    assert state(row.id) == "sourced"


@pytest.mark.parametrize("kind", KINDS)
def test_a_webhook_sent_again_does_nothing(shop, kind):
    body = KINDS[kind][1]
    assert send(kind, body)[0] == 200
    assert send(kind, body) == (200, {"said": "taken before"})
    assert send(kind, body, event="e-2")[1]["said"].startswith("known as PH")
    assert len(orders(kind)) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_signature_is_401_and_nothing_is_kept(shop, kind):
    assert send(kind, KINDS[kind][1], secret="another secret")[0] == 401
    assert send(kind, KINDS[kind][1], channel="web")[0] == 401
    assert send(kind, KINDS[kind][1], channel="nowhere")[0] == 401
    operations.connect_shop(channel=kind, kind=kind, secret="", now=NOW)
    assert send(kind, KINDS[kind][1])[0] == 401
    assert (orders(kind), run_sql("SELECT count(*) FROM placing_takenhook")) == ([], [(0,)])


def test_what_is_not_paid_waits_and_goes_on_when_it_is(shop):
    send("shopify", SHOPIFY | {"financial_status": "pending"})
    (row,) = queries.orders(channel="shopify").rows
    assert [hold.kind for hold in queries.holds([row.id])] == ["AWAITING_PAYMENT"]
    send("shopify", SHOPIFY, topic="orders/paid", event="e-2")
    assert queries.held([row.id]) == set()


@pytest.mark.parametrize(
    ("kind", "topic", "change"),
    [("shopify", "orders/cancelled", {}), ("woocommerce", "order.updated", {"status": "cancelled"})],
)
def test_a_cancelled_order_is_cancelled(shop, kind, topic, change):
    send(kind, KINDS[kind][1])
    (row,) = queries.orders(channel=kind).rows
    assert send(kind, KINDS[kind][1] | change, topic=topic, event="e-2")[1]["said"].startswith("cancelled PH")
    assert state(row.id) == "cancelled"
    assert "cancelled already" in send(kind, KINDS[kind][1] | change, topic=topic, event="e-3")[1]["said"]


def test_an_order_that_cannot_be_taken_is_refused_and_taken_when_that_is_mended(shop):
    wrong = SHOPIFY | {"line_items": [{"sku": "NEW", "name": "New", "quantity": 1, "price": "1.00"}]}
    status, answer = send("shopify", wrong)
    assert (status, "product 'NEW' is not listed" in answer["text"]) == (422, True)
    run_sql("UPDATE catalog_product SET sku = 'NEW' WHERE sku = 'IRON'")
    assert send("shopify", wrong)[0] == 200


def test_what_is_nothing_for_us_is_answered_kindly(shop):
    assert send("shopify", {"id": 1}, topic="products/update")[1]["said"] == "products/update is nothing for us"
    assert send("woocommerce", WOO | {"status": "completed"}, event="e")[1]["said"] == "the order is completed"
    assert send("shopify", SHOPIFY | {"name": "#9"}, topic="orders/cancelled", event="x")[0] == 200


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"[" * 100_000, b"\xff", b"null", b'{"name": {}}', b'{"name": "\\u0000"}']
)
def test_a_body_that_is_no_order_is_422(shop, body):
    status, answer = send("shopify", body)
    assert (status, set(answer)) == (422, {"code", "text", "details"})


def test_a_secret_is_long_and_a_kind_is_known(shop):
    for wrong in ({"secret": "short"}, {"kind": "magento", "secret": SECRET}, {"channel": "x", "secret": SECRET}):
        with pytest.raises(Refusal):
            operations.connect_shop(**{"channel": "web", "kind": "shopify", "now": NOW, **wrong})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["sku", "price", "zip", "total"]), inner)
    ),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(KINDS)), st.data())
def test_whatever_stands_in_a_field_is_an_order_or_a_word_of_refusal(kind, data):
    module, body, topic = KINDS[kind]
    field = data.draw(st.sampled_from(sorted(body)))
    try:
        said = module.say(topic, body | {field: data.draw(JSON)}, channel="web")
    except WrongHook as error:
        assert str(error)
    else:
        assert said.order or said.cancel or said.nothing
