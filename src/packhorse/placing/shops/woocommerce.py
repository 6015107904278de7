"""WooCommerce's order webhooks (REST API v3 order object: order.created, order.updated, order.deleted)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from packhorse.placing.formats.rows import service
from packhorse.placing.rules import NewAddress, NewOrder
from packhorse.placing.shops.hook import Item, Said, WrongHook, amount, cell, priced, rows, units

SIGNATURE, EVENT, TOPIC = "X-WC-Webhook-Signature", "X-WC-Webhook-Delivery-ID", "X-WC-Webhook-Topic"
OVER = ("cancelled", "refunded", "failed", "trash")


def say(topic: str, body: Mapping[str, Any], *, channel: str) -> Said:
    """Return what a webhook says. Raises WrongHook for a body that is no order."""
    if not topic.startswith("order."):
        return Said(nothing=f"{topic[:40]} is nothing for us")
    number, status = cell(body, "number") or cell(body, "id"), cell(body, "status")
    if not number:
        raise WrongHook("number: is empty")
    if topic == "order.deleted" or status in OVER:
        return Said(cancel=number)
    if status in ("completed", "checkout-draft", "auto-draft"):
        return Said(nothing=f"the order is {status}")
    return Said(order=_order(body, number, channel, paid=status == "processing"))


def _order(body: Mapping[str, Any], number: str, channel: str, *, paid: bool) -> NewOrder:
    currency = cell(body, "currency").upper()
    items = [
        Item(cell(item, "sku"), cell(item, "name"), units(item, "quantity"), amount(item, currency, "total"))
        for item in rows(body, "line_items")
        if units(item, "quantity")
    ]
    charges = [
        *(
            ("SHIPPING", cell(each, "method_title") or "Shipping", amount(each, currency, "total"))
            for each in rows(body, "shipping_lines")
        ),
        *(("FEE", cell(each, "name") or "Fee", amount(each, currency, "total")) for each in rows(body, "fee_lines")),
    ]
    total = amount(body, currency, "total") if cell(body, "total") else None
    lines, kept = priced(items, charges, tax=amount(body, currency, "total_tax"), total=total)
    billing = body.get("billing") or {}
    shipping = body.get("shipping") or {}
    to = shipping if cell(shipping, "address_1") else billing
    company = cell(to, "company")
    name = f"{cell(to, 'first_name')} {cell(to, 'last_name')}".strip() or company
    more = (company if company != name else "", cell(to, "address_2"))
    return NewOrder(
        channel=channel,
        external_id=number,
        placed_at=_instant(cell(body, "date_created_gmt")),
        currency=currency,
        address=NewAddress(
            name=name,
            line1=cell(to, "address_1"),
            line2=", ".join(part for part in more if part),
            city=cell(to, "city"),
            region=cell(to, "state"),
            postal_code=cell(to, "postcode"),
            country=cell(to, "country").upper(),
            email=cell(billing, "email"),
            phone=cell(to, "phone") or cell(billing, "phone"),
        ),
        lines=lines,
        charges=kept,
        service=service(" ".join(cell(each, "method_title") for each in rows(body, "shipping_lines"))),
        delivery_instructions=" ".join(cell(body, "customer_note").split())[:300],
        billing_country=cell(billing, "country").upper(),
        awaiting_payment=not paid,
    )


def _instant(text: str) -> datetime:
    """WooCommerce writes this one in UTC, without saying so."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise WrongHook(f"date_created_gmt: {text[:40]!r} is no time") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
