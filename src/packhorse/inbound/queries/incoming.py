"""What is on its way to us, each unit once."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from packhorse.inbound.models import DeliveryLine, PurchaseLine
from packhorse.inbound.rules import OPEN_DELIVERIES, Coming, delivery_number, purchase_number


def incoming(product_ids: Iterable[int]) -> dict[int, list[Coming]]:
    """Return {product id: what comes of it}, the first to come first: deliveries, transfers that have left, and what
    purchase orders lack and no delivery announces."""
    ids = set(product_ids)
    found: dict[int, list[Coming]] = {}
    announced: Counter[tuple[int, int]] = Counter()
    rows = DeliveryLine.objects.filter(product_id__in=ids, delivery__state__in=OPEN_DELIVERIES).values_list(
        "product_id",
        "quantity",
        "sent",
        "received",
        "lost",
        "delivery_id",
        "delivery__warehouse_id",
        "delivery__from_warehouse_id",
        "delivery__purchase_order_id",
        "delivery__expected_on",
    )
    for product, quantity, sent, received, lost, delivery, site, source, order, day in rows:
        units = max(0, (quantity if source is None else sent) - received - lost)
        if units:
            found.setdefault(product, []).append(Coming(day, site, units, delivery_number(delivery)))
            announced[order or 0, product] += units
    ordered = PurchaseLine.objects.filter(product_id__in=ids, order__state="ordered").values_list(
        "product_id",
        "quantity",
        "received",
        "order_id",
        "order__warehouse_id",
        "order__expected_on",
        "order__ordered_at",
        "order__supplier__lead_time_days",
    )
    for product, quantity, received, order, site, day, at, days in ordered:
        units = quantity - received - announced[order, product]
        if units > 0:
            due = day or (at.date() + timedelta(days=days) if at and days is not None else None)
            found.setdefault(product, []).append(Coming(due, site, units, purchase_number(order)))
    for each in found.values():
        each.sort(key=lambda coming: (coming.expected_on or date.max, coming.number))
    return found
