"""What a counter scans: products, with lot and number where they have some, or a typed number of units."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from packhorse.catalog import queries as catalog
from packhorse.catalog.queries import ProductRow, Scan
from packhorse.counting.models import Count, CountRound, CountScan
from packhorse.counting.operations.hold import lock, running
from packhorse.counting.rules import MAX_UNITS
from packhorse.errors import Refusal
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock


@dataclass(frozen=True)
class Scanned:
    """The answer to a scan: so many units of a product. `again`: this very scan had been taken before."""

    units: int
    sku: str
    again: bool = False


@transaction.atomic
def scan(
    *,
    count_id: int,
    code: str,
    times: int = 1,
    lot: str | None = None,
    serial: str = "",
    scan_id: UUID,
    now: datetime,
    actor: str,
) -> Scanned:
    """Count what a code stands for, `times` over; sent twice, it counts once.

    `lot` is the code of a lot that was asked for; an empty one says that there is none on the goods. Refuses
    `LOT_WANTED` and `SERIAL_WANTED` where the code does not say what must be known.
    """
    row = lock(count_id)
    round_row = running(row, actor)
    return take(row, round_row, code, times=times, lot=lot, serial=serial, scan_id=scan_id, now=now)


def take(
    row: Count, into: CountRound, code: str, *, times: int, lot: str | None, serial: str, scan_id: UUID, now: datetime
) -> Scanned:
    """Count a scan in a round of a locked count."""
    read = catalog.scan(code)
    if read is None:
        raise Refusal("UNKNOWN_PRODUCT", f"{code[:40]!r} is no product. Scan another code of it.", status=422)
    _no_kit(read.product)
    if row.product_id not in (None, read.product.id):
        wanted = catalog.by_id([row.product_id])[row.product_id]
        text = f"Only {wanted.sku} {wanted.name} is counted here; this is {read.product.sku}."
        raise Refusal("OTHER_PRODUCT", text, status=422)
    if CountScan.objects.filter(scan_id=scan_id).exists():
        return Scanned(read.units * times, read.product.sku, again=True)
    units = read.units * times
    if not 0 < units <= MAX_UNITS:
        raise Refusal("WRONG_QUANTITY", f"Count 1 to {MAX_UNITS:,} units at once.", status=422)
    lot_id = _lot(read, lot, now)
    number = _number(read, serial, into, units)
    CountScan.objects.create(
        round=into, product_id=read.product.id, lot_id=lot_id, units=units, serial=number, scan_id=scan_id, at=now
    )
    return Scanned(units, read.product.sku)


def _no_kit(product: ProductRow) -> None:
    """Refuse a kit: it is sold as one and lies in its parts, so that the books could not follow what was counted."""
    if parts := catalog.kits([product.id]).get(product.id):
        names = catalog.by_id(part for part, _ in parts)
        listed = ", ".join(names[part].sku for part, _ in parts)
        raise Refusal("KIT", f"{product.sku} is a kit and is never stocked: count its parts ({listed}).", status=422)


def _lot(read: Scan, said: str | None, now: datetime) -> int | None:
    product = read.product
    if read.lot:
        return inventory.know_lot(product_id=product.id, code=read.lot, expires_on=read.expires_on, now=now)
    lots = stock.lots(product.id)
    if said is None and (lots or product.tracks_lots):
        raise Refusal("LOT_WANTED", f"Which lot of {product.sku} is it? It stands on the goods.", status=422)
    if not (said or "").strip():
        return None
    text = (said or "").strip()
    alike = [each.id for each in lots if each.code.casefold() == text.casefold()]
    return alike[0] if alike else inventory.know_lot(product_id=product.id, code=text, expires_on=None, now=now)


def _number(read: Scan, said: str, into: CountRound, units: int) -> str:
    product: ProductRow = read.product
    number = (read.serial or said).strip()
    if not catalog.numbered([product.id]):
        if said.strip():
            raise Refusal("NOT_NUMBERED", f"The units of {product.sku} have no serial numbers: give none.", status=422)
        return ""
    if not number:
        text = f"Each unit of {product.sku} has a number: scan it, unit by unit."
        raise Refusal("SERIAL_WANTED", text, status=422)
    if units != 1 or len(number) > 60 or "\x00" in number:
        text = f"Count {product.sku} one by one, each with a serial number of up to 60 characters."
        raise Refusal("ONE_BY_ONE", text, status=422)
    if CountScan.objects.filter(round=into, product_id=product.id, serial=number).exists():
        raise Refusal("SERIAL_COUNTED", f"Serial number {number} is counted already.")
    return number


@transaction.atomic
def forget(*, count_id: int, product_id: int, lot_id: int | None, now: datetime, actor: str) -> None:
    """Take back what was counted so far of a product and lot; it is to be counted anew."""
    round_row = running(lock(count_id), actor)
    CountScan.objects.filter(round=round_row, product_id=product_id, lot_id=lot_id).delete()
