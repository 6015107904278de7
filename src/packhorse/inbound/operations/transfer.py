"""Goods of one of our warehouses go to another: asked for and kept, sent by scans, then received as any delivery."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.events import ProductDated
from packhorse.inbound.models import Delivery, DeliveryLine
from packhorse.inbound.operations import check
from packhorse.inbound.operations.announce import let_go
from packhorse.inbound.rules import Announced, Share, delivery_number, share_out
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.inventory.rules import Change, Keep
from packhorse.network import queries as network
from packhorse.outbox.publish import publish

FOREVER = timedelta(days=3650)  # what is kept for a transfer ends with the transfer, not by time


@transaction.atomic
def request_transfer(
    lines: Sequence[Announced],
    *,
    from_warehouse: str,
    to_warehouse: str,
    now: datetime,
    actor: str,
    expected_on: date | None = None,
    note: str = "",
) -> int:
    """Ask for goods of another warehouse; return the transfer's id. They are kept there, so that nobody else gets them.

    Refuses all of it where one of them is not available there.
    """
    source, target = check.warehouse(from_warehouse, "from"), check.warehouse(to_warehouse, "to")
    if source.id == target.id:
        raise Refusal("SAME_WAREHOUSE", "to: goods are transferred to another warehouse than their own.", status=422)
    ids = check.products(lines)
    if len(set(ids)) < len(ids):
        raise Refusal("PRODUCT_TWICE", "lines: a product is named twice; add its units up.", status=422)
    check.day(expected_on, today=now.date())
    delivery = Delivery.objects.create(
        warehouse_id=target.id,
        from_warehouse_id=source.id,
        expected_on=expected_on,
        state="requested",
        note=check.text(note, 500, "note"),
        created_at=now,
        created_by=actor,
    )
    DeliveryLine.objects.bulk_create(
        DeliveryLine(delivery=delivery, product_id=pk, quantity=line.quantity)
        for pk, line in zip(ids, lines, strict=True)
    )
    _, short = inventory.reserve(
        [Keep(pk, source.id, line.quantity) for pk, line in zip(ids, lines, strict=True)],
        channel="transfer",
        checkout=delivery_number(delivery.pk),
        expires_at=now + FOREVER,
        now=now,
    )
    if short:
        skus = catalog.by_id(keep.product_id for keep in short)
        able = stock.beyond_safety(keep.product_id for keep in short)
        words = ", ".join(
            f"{skus[k.product_id].sku} ({able.get((k.product_id, source.id), 0)} of {k.quantity})" for k in short
        )
        raise Refusal("NOT_AVAILABLE", f"{source.code} has too few available of: {words}.")
    return delivery.pk


@transaction.atomic
def send(
    *,
    delivery_id: int,
    product_id: int,
    units: int,
    bin_id: int,
    scan_id: UUID,
    now: datetime,
    actor: str,
    lot_id: int | None = None,
    serials: Sequence[str] = (),
) -> int:
    """Take units of a requested transfer out of a bin, into transit. Return how many; of a scan sent again, none."""
    check.units(units)
    delivery = check.found(delivery_id)
    if stock.used(scan_id):
        return 0
    check.state(delivery, ["requested"])
    place = network.bins_by_id([bin_id]).get(bin_id)
    if place is None or place.warehouse_id != delivery.from_warehouse_id:
        raise Refusal("OTHER_WAREHOUSE", "That bin is not in the warehouse that sends.", status=422)
    lines = list(
        DeliveryLine.objects.select_for_update().filter(delivery=delivery, product_id=product_id).order_by("id")
    )
    shares, more = share_out(units, "", [Share(li.pk, li.lot_code, li.quantity - li.sent) for li in lines])
    sku = catalog.by_id([product_id])[product_id].sku
    if more:
        left = units - more
        words = f"{left} more of {sku} are asked for, not {units}." if lines else f"{sku} is not asked for: leave it."
        raise Refusal("NOT_ASKED_FOR", words, details={"left": left})
    there = [row for row in stock.in_bins([bin_id]) if (row.product_id, row.lot_id) == (product_id, lot_id)]
    able = sum(row.quantity - row.planned for row in there if not row.blocked)
    if able < units:
        raise Refusal("NOT_THERE", f"{able} of {sku} lie free in {place.code}, not {units}.", details={"there": able})
    for share in shares:
        line = next(li for li in lines if li.pk == share.line_id)
        line.sent += share.units
    DeliveryLine.objects.bulk_update(lines, ["sent"])
    number = delivery_number(delivery.pk)
    inventory.use_reserved(
        channel="transfer",
        checkout=number,
        product_id=product_id,
        warehouse_id=place.warehouse_id,
        units=units,
        now=now,
    )
    inventory.adjust(
        [Change(bin_id, product_id, -units, lot_id, tuple(serials))],
        kind="transferred_out",
        state="in_transit",
        cause="delivery",
        cause_id=delivery.pk,
        reason=f"sent with {number}",
        scan_id=scan_id,
        now=now,
        actor=actor,
    )
    return units


@transaction.atomic
def finish_sending(*, delivery_id: int, now: datetime, actor: str) -> Counter[int]:
    """The goods have left; return {product id: units} that were asked for and stay. What was kept of those is free."""
    delivery = check.lock(delivery_id, states=["requested"])
    lines = list(DeliveryLine.objects.filter(delivery=delivery))
    if not any(line.sent for line in lines):
        words = f"Nothing of {delivery_number(delivery.pk)} was scanned: scan the goods, or cancel it."
        raise Refusal("NOTHING_SENT", words)
    Delivery.objects.filter(pk=delivery.pk).update(state="sent", sent_at=now)
    let_go(delivery.pk, now=now, actor=actor)
    publish([ProductDated(tuple(sorted({line.product_id for line in lines})))], now=now, actor=actor)
    stays: Counter[int] = Counter()
    for line in lines:
        stays[line.product_id] += line.quantity - line.sent
    return +stays
