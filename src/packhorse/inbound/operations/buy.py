"""Purchase orders: written, ordered, closed, cancelled."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from packhorse.errors import Refusal, missing
from packhorse.events import ProductDated
from packhorse.inbound.models import Delivery, PurchaseLine, PurchaseOrder, Supplier
from packhorse.inbound.operations import check
from packhorse.inbound.rules import MAX_UNITS, OPEN_DELIVERIES, PURCHASE_STATES, Ordered, purchase_number
from packhorse.outbox.publish import publish

MAX_COST = 10**12


@transaction.atomic
def know_supplier(*, code: str, name: str = "", lead_time_days: int | None = None) -> int:
    """Return the id of a supplier, new or known; what is said anew of one takes the place of what was said before."""
    code, name = check.text(code, 40, "supplier"), check.text(name, 200, "supplier name")
    if not code:
        raise Refusal("NO_SUPPLIER", "supplier: give the supplier's code.", status=422)
    if lead_time_days is not None and not 0 <= lead_time_days <= 1000:
        raise Refusal("WRONG_LEAD_TIME", "lead_time_days: give days from 0 to 1,000.", status=422)
    found = Supplier.objects.filter(code=code).first()
    if found is None:
        if not name:
            raise Refusal("UNKNOWN_SUPPLIER", f"supplier: {code!r} is new: give the name, too.", status=422)
        supplier, _ = Supplier.objects.get_or_create(code=code, defaults={"name": name})
        found = supplier
    new = {
        "name": name or found.name,
        "lead_time_days": lead_time_days if lead_time_days is not None else found.lead_time_days,
    }
    if new != {"name": found.name, "lead_time_days": found.lead_time_days}:
        Supplier.objects.filter(pk=found.pk).update(**new)
    return found.pk


@transaction.atomic
def buy(
    lines: Sequence[Ordered],
    *,
    supplier: str,
    warehouse: str,
    currency: str,
    now: datetime,
    actor: str,
    supplier_name: str = "",
    lead_time_days: int | None = None,
    external_number: str = "",
    expected_on: date | None = None,
    note: str = "",
) -> int:
    """Write a purchase order, as a draft, and return its id. A supplier who is new is given with the name.

    Refuses a number of the merchant's that is taken.
    """
    site, ids = check.warehouse(warehouse), check.products(lines)
    if len(set(ids)) < len(ids):
        raise Refusal("PRODUCT_TWICE", "lines: a product is named twice; add its units up.", status=422)
    if not (len(currency) == 3 and currency.isascii() and currency.isupper() and currency.isalpha()):
        raise Refusal("WRONG_CURRENCY", "currency: give three capital letters, such as GBP.", status=422)
    if any(not 0 <= line.cost_minor <= MAX_COST for line in lines):
        raise Refusal("WRONG_COST", "lines: a cost is not negative, in minor units.", status=422)
    check.day(expected_on, today=now.date())
    number = check.text(external_number, 60, "external_number")
    if number and PurchaseOrder.objects.filter(external_number=number).exists():
        raise Refusal("NUMBER_TAKEN", f"There is a purchase order {number!r} already: give another number.")
    order = PurchaseOrder.objects.create(
        supplier_id=know_supplier(code=supplier, name=supplier_name, lead_time_days=lead_time_days),
        warehouse_id=site.id,
        external_number=number,
        state="draft",
        currency=currency,
        note=check.text(note, 500, "note"),
        expected_on=expected_on,
        created_at=now,
        created_by=actor,
    )
    PurchaseLine.objects.bulk_create(
        PurchaseLine(order=order, product_id=pk, quantity=line.quantity, cost_minor=line.cost_minor)
        for pk, line in zip(ids, lines, strict=True)
    )
    return order.pk


@transaction.atomic
def order_goods(*, order_id: int, now: datetime, actor: str) -> None:
    """A draft is sent to the supplier: from now on its goods are incoming."""
    order = _lock(order_id, to="ordered")
    PurchaseOrder.objects.filter(pk=order.pk).update(state="ordered", ordered_at=now)
    tell(order.pk, now=now, actor=actor)


@transaction.atomic
def close_purchase(*, order_id: int, now: datetime, actor: str) -> None:
    """Nothing more of it comes. Refuses while a delivery of it is open."""
    _end(order_id, to="closed", now=now, actor=actor)


@transaction.atomic
def cancel_purchase(*, order_id: int, now: datetime, actor: str) -> None:
    """It is not wanted any more. Refuses one of which something has come: that is closed."""
    if PurchaseLine.objects.filter(order_id=order_id, received__gt=0).exists():
        raise Refusal("GOODS_CAME", f"Goods of {purchase_number(order_id)} have come: close it instead.")
    _end(order_id, to="cancelled", now=now, actor=actor)


def _end(order_id: int, *, to: str, now: datetime, actor: str) -> None:
    order = _lock(order_id, to=to)
    if Delivery.objects.filter(purchase_order=order, state__in=OPEN_DELIVERIES).exists():
        words = f"A delivery of {purchase_number(order_id)} is under way: close or cancel that first."
        raise Refusal("DELIVERY_OPEN", words)
    PurchaseOrder.objects.filter(pk=order.pk).update(state=to, ended_at=now)
    tell(order.pk, now=now, actor=actor)


def tell(order_id: int, *, now: datetime, actor: str) -> None:
    """Tell those who wait for a purchase order's goods that it has changed when they come."""
    products = PurchaseLine.objects.filter(order_id=order_id).values_list("product_id", flat=True)
    publish([ProductDated(tuple(sorted(products)))], now=now, actor=actor)


def count_received(order_id: int | None, product_id: int, units: int) -> None:
    """So many more units of a product have come on a purchase order."""
    row = PurchaseLine.objects.select_for_update().filter(order_id=order_id, product_id=product_id).first()
    if row:
        if row.received + units > MAX_UNITS * 100:
            raise Refusal("TOO_MANY", "More came than was ever ordered: check the number of units.", status=422)
        PurchaseLine.objects.filter(pk=row.pk).update(received=row.received + units)


def _lock(order_id: int, *, to: str) -> PurchaseOrder:
    order = PurchaseOrder.objects.select_for_update(of=("self",)).filter(pk=order_id).first()
    if order is None:
        raise missing("purchase order", purchase_number(order_id))
    if to not in PURCHASE_STATES[order.state]:
        words = f"{purchase_number(order_id)} is {order.state}: it cannot become {to}."
        raise Refusal("WRONG_STATE", words, details={"state": order.state})
    return order
