"""Goods of a return come, scan by scan. Whatever comes is kept: announced or not, known or not."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import F

from packhorse.catalog import queries as catalog
from packhorse.catalog.queries import Scan
from packhorse.errors import Refusal, missing
from packhorse.events import ReturnReceived
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.inventory.rules import Receipt
from packhorse.network import queries as network
from packhorse.outbox.publish import publish
from packhorse.packing import queries as packing
from packhorse.returns.models import Return, ReturnItem, ReturnLine
from packhorse.returns.operations import check
from packhorse.returns.queries.returnable import CAUSE
from packhorse.returns.rules import AWAITED, MAX_UNITS, Came

SURPLUS = "surplus return"  # with the return's id: what the order was never sent, or what came back of it before
USE = "quarantine"  # until somebody has looked at it
Share = tuple[int | None, int, bool]  # id of the return's line, units, whether they were shipped with the order


@transaction.atomic
def receive(
    *,
    return_id: int,
    warehouse_id: int,
    code: str,
    units: int = 1,
    lot: str = "",
    expires_on: date | None = None,
    serial: str = "",
    scan_id: UUID,
    now: datetime,
    actor: str,
) -> Came:
    """Take in what was scanned of a return's parcel (packs and kits by their parts), into quarantine.

    Units that were not announced, are more than was announced, or that nobody knows are kept as surplus, whatever the
    return's state. A scan sent twice counts once.
    """
    if not 0 < units <= MAX_UNITS:
        raise Refusal("WRONG_QUANTITY", f"Give a number of units from 1 to {MAX_UNITS:,}.", status=422)
    if not 0 < len(code.strip()) <= 120 or not code.isprintable():
        raise Refusal("WRONG_CODE", "Scan or type a code of at most 120 printable characters.", status=422)
    row = check.lock(return_id)
    if ReturnItem.objects.filter(scan_id=scan_id).exists() or stock.used(scan_id):
        return Came(new=False)
    if warehouse_id not in {site.id for site in network.warehouses()}:
        raise missing("warehouse", warehouse_id)
    kept = {"returned": row, "warehouse_id": warehouse_id, "code": code.strip(), "at": now, "actor": actor}
    found = catalog.scan(code)
    if found is None:
        ReturnItem.objects.create(units=units, shipped_with=False, scan_id=scan_id, **kept)
        check.step(row, "unknown item", now=now, actor=actor)
        return Came(sku=code.strip(), surplus=units, unknown=True)
    floor = network.bins(warehouse_id, uses=[USE])
    if not floor:
        raise Refusal("NO_BIN", "This warehouse has no bin for goods in question: open one first.")
    announced = surplus = nth = 0
    number = (serial or found.serial).strip()
    ours = not number or number in _numbers(row.order_id)
    for product_id, count in _goods(found, units, bool(number)):
        lot_code = (lot or found.lot).strip()
        day = expires_on or found.expires_on
        lot_id = inventory.know_lot(product_id=product_id, code=lot_code, expires_on=day, now=now) if lot_code else None
        for line_id, part, shipped_with in _shares(row, product_id, count) if ours else [(None, count, False)]:
            scan = scan_id if nth == 0 else uuid5(scan_id, str(nth))
            nth += 1
            inventory.receive(
                [Receipt(warehouse_id, product_id, floor[0].id, part, lot_id, (number,) if number else ())],
                kind="returned",
                cause=CAUSE if shipped_with else SURPLUS,
                cause_id=row.order_id if shipped_with else row.pk,
                reason=f"return {row.rma}",
                scan_id=scan,
                now=now,
                actor=actor,
            )
            ReturnItem.objects.create(
                line_id=line_id,
                product_id=product_id,
                units=part,
                shipped_with=shipped_with,
                bin_id=floor[0].id,
                lot_id=lot_id,
                serial=number,
                scan_id=scan,
                **kept,
            )
            announced, surplus = announced + part * (line_id is not None), surplus + part * (line_id is None)
            if line_id is not None:
                ReturnLine.objects.filter(pk=line_id).update(received=F("received") + part)
    if announced and row.state == "approved":
        check.step(row, "received", state="received", now=now, actor=actor)
        publish([ReturnReceived(row.order_id, row.pk, warehouse_id)], now=now, actor=actor)
    if surplus:
        check.step(row, "surplus", note=f"{surplus} × {found.product.sku}", now=now, actor=actor)
    return Came(found.product.sku, announced, surplus, floor[0].code)


def _goods(found: Scan, units: int, numbered: bool) -> list[tuple[int, int]]:
    """Return (product id, units) of what was scanned: one unit by its number, a pack's units, or the parts of a kit."""
    count = 1 if numbered else units * found.units
    parts = catalog.kits([found.product.id]).get(found.product.id)
    return [(part, each * count) for part, each in parts] if parts else [(found.product.id, count)]


def _numbers(order_id: int) -> set[str]:
    """Return the numbers of the units that left with an order: another unit is none of it, though it is the same."""
    gone = [move.id for parcel in packing.of_order(order_id) for move in stock.moved("parcel", parcel.id)]
    return {code for codes in stock.numbers_moved(gone).values() for code in codes}


def _shares(row: Return, product_id: int, units: int) -> Sequence[Share]:
    """Divide units among the lines that wait for the product; the rest is surplus."""
    shipped = stock.shipped_units(row.order_id).get(product_id, 0)
    back = sum(move.quantity for move in stock.moved(CAUSE, row.order_id) if move.product_id == product_id)
    room = max(0, shipped - back)
    shares: list[Share] = []
    if row.state in AWAITED and row.wish != "claim":
        for line in ReturnLine.objects.filter(returned=row, product_id=product_id).order_by("id"):
            part = min(units, room, line.units - line.received - line.missing)
            if part > 0:
                shares.append((line.pk, part, True))
                units, room = units - part, room - part
    for part, fits in ((min(units, room), True), (units - min(units, room), False)):
        if part > 0:
            shares.append((None, part, fits))
    return shares
