"""Shopify's order webhooks (Admin REST order object: orders/create, orders/paid, orders/updated, orders/cancelled)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from packhorse.placing.formats.rows import service
from packhorse.placing.rules import NewAddress, NewOrder
from packhorse.placing.shops.hook import Item, Said, WrongHook, amount, cell, priced, rows, units

SIGNATURE, EVENT, TOPIC = "X-Shopify-Hmac-SHA256", "X-Shopify-Webhook-Id", "X-Shopify-Topic"
PAID = ("paid", "partially_refunded", "")


def say(topic: str, body: Mapping[str, Any], *, channel: str) -> Said:
    """Return what a webhook says. Raises WrongHook for a body that is no order."""
    if not topic.startswith("orders/"):
        return Said(nothing=f"{topic[:40]} is nothing for us")
    number = cell(body, "name") or cell(body, "id")
    if not number:
        raise WrongHook("name: is empty")
    if topic == "orders/cancelled" or cell(body, "cancelled_at"):
        return Said(cancel=number)
    if cell(body, "fulfillment_status") == "fulfilled":
        return Said(nothing="the order is fulfilled already")
    return Said(order=_order(body, number, channel))


def _order(body: Mapping[str, Any], number: str, channel: str) -> NewOrder:
    currency = cell(body, "currency").upper()
    items = [
        Item(
            sku=cell(item, "sku"),
            name=cell(item, "name"),
            quantity=units(item, "quantity"),
            money=amount(item, currency, "price") * units(item, "quantity"),
            parcel=item.get("requires_shipping") is not False,
        )
        for item in rows(body, "line_items")
        if units(item, "quantity")
    ]
    shipping = [
        ("SHIPPING", cell(each, "title") or "Shipping", amount(each, currency, "price"))
        for each in rows(body, "shipping_lines")
    ]
    discount = -abs(amount(body, currency, "total_discounts"))
    taxed = amount(body, currency, "total_tax")
    lines, charges = priced(
        items,
        [*shipping, ("DISCOUNT", "Discount", discount)],
        tax=taxed,
        total=amount(body, currency, "total_price") if cell(body, "total_price") else None,
    )
    to = body.get("shipping_address") or {}
    named = f"{cell(to, 'first_name')} {cell(to, 'last_name')}".strip()
    company, more = cell(to, "company"), cell(to, "address2")
    name = cell(to, "name") or named or company
    return NewOrder(
        channel=channel,
        external_id=number,
        placed_at=_instant(cell(body, "created_at")),
        currency=currency,
        address=NewAddress(
            name=name,
            line1=cell(to, "address1"),
            line2=", ".join(part for part in (company if company != name else "", more) if part),
            city=cell(to, "city"),
            region=cell(to, "province_code") or cell(to, "province"),
            postal_code=cell(to, "zip"),
            country=cell(to, "country_code").upper(),
            email=cell(body, "email"),
            phone=cell(to, "phone") or cell(body, "phone"),
        ),
        lines=lines,
        charges=charges,
        service=service(" ".join(cell(each, "title") for each in rows(body, "shipping_lines"))),
        delivery_instructions=" ".join(cell(body, "note").split())[:300],
        billing_country=cell(body, "billing_address", "country_code").upper(),
        awaiting_payment=cell(body, "financial_status") not in PAID,
    )


def _instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise WrongHook(f"created_at: {text[:40]!r} is no time") from None
    if found.tzinfo is None:
        raise WrongHook("created_at: has no offset")
    return found
