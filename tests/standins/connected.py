"""A small company whose channels are connected to stand-ins, and the way from a webhook back to the shop in verbs."""

import base64
import hashlib
import hmac
import json

from company import NOW, open_company, told
from db.floor import ship
from django.test import Client

from packhorse.placing import operations as placing
from packhorse.placing import queries as orders
from packhorse.shipping import queries as shipping
from packhorse.shops import CONNECTORS

SIGNING = "the secret of its webhooks"
TO = {"first_name": "Ada", "last_name": "Cole", "city": "Bath"}
HEADERS = {
    "shopify": ("X-Shopify-Hmac-SHA256", "X-Shopify-Webhook-Id", "X-Shopify-Topic", "orders/create"),
    "woocommerce": ("X-WC-Webhook-Signature", "X-WC-Webhook-Delivery-ID", "X-WC-Webhook-Topic", "order.created"),
}


def secrets(shop, kind):
    return {"token": shop.token} if kind == "shopify" else {"consumer_key": shop.key, "consumer_secret": shop.secret}


def connect(kind, shop, *, opening=None):
    """Connect a stand-in as the shop of a channel that is called like its kind."""
    assert kind in CONNECTORS
    placing.open_channel(code=kind, name=kind.title(), currency="GBP")
    placing.connect_shop(channel=kind, kind=kind, secret=SIGNING, now=NOW)
    opening = opening or secrets(shop, kind)
    placing.give_access(channel=kind, address=shop.address, secrets=opening, private=True, now=NOW)


def open_connected(kind, shop, **more):
    open_company(**more)
    connect(kind, shop)


def order_body(kind, number, lines):
    """A webhook's body: an order of [(sku, units), ...] that is paid."""
    if kind == "shopify":
        items = [{"sku": sku, "name": sku, "quantity": units, "price": "5.00"} for sku, units in lines]
        to = TO | {"address1": "7 High Street", "zip": "BA1 1AA", "country_code": "GB"}
        facts = {"created_at": "2024-05-15T09:00:00+01:00", "financial_status": "paid", "shipping_address": to}
        return {"id": 820982911946154508, "name": number, "currency": "GBP", "line_items": items, **facts}
    items = [{"sku": sku, "name": sku, "quantity": units, "total": f"{5 * units}.00"} for sku, units in lines]
    to = TO | {"address_1": "7 High Street", "postcode": "BA1 1AA", "country": "GB"}
    facts = {"status": "processing", "date_created_gmt": "2024-05-15T08:00:00", "billing": to, "shipping": to}
    return {"id": int(number), "number": number, "currency": "GBP", "line_items": items, **facts}


def send_hook(kind, number, lines):
    """Let the shop send an order; return its id."""
    content = json.dumps(order_body(kind, number, lines)).encode()
    signature, event, topic, usual = HEADERS[kind]
    signed = base64.b64encode(hmac.new(SIGNING.encode(), content, hashlib.sha256).digest()).decode()
    with told():
        answer = Client(raise_request_exception=False).post(
            f"/hooks/{kind}/{kind}",
            content,
            content_type="application/json",
            headers={signature: signed, event: f"event {number}", topic: usual, "host": "localhost"},
        )
        assert answer.status_code == 200, answer.content
    return next(row.id for row in orders.orders(channel=kind).rows if row.external_id == number)


def leave(kind, number, lines, *, code="BRS"):
    """Take an order from its webhook to the carrier; return its parcels' tracking numbers by id."""
    send_hook(kind, number, lines)
    return numbers(ship(code))


def numbers(parcel_ids):
    return {parcel: shipping.by_parcel([parcel])[parcel].tracking_number for parcel in parcel_ids}


def notice(parcel_id):
    """(state, tries, what was said) of a parcel's notice."""
    row = shipping.notices([parcel_id]).get(parcel_id)
    return (row.state, row.attempts, row.said) if row else None
