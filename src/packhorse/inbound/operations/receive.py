"""Goods are at the dock: each scan is booked once, and counts for what was announced."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.inbound.models import Delivery, DeliveryLine
from packhorse.inbound.operations import check, lots
from packhorse.inbound.operations.buy import count_received
from packhorse.inbound.operations.put_away import check_room
from packhorse.inbound.rules import OPEN_DELIVERIES, Share, delivery_number, share_out
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.inventory.rules import Receipt
from packhorse.network import queries as network
from packhorse.network.queries import BinRow

CAUSE = "delivery"


@dataclass(frozen=True)
class Received:
    """What a scan came to: units booked into a bin (none: this scan was booked before), and how many too many.

    `over_bin`: where those too many lie, if it is another bin.
    """

    units: int
    bin: str
    over: int
    over_bin: str = ""


@transaction.atomic
def receive(
    *,
    delivery_id: int,
    product_id: int,
    units: int,
    scan_id: UUID,
    now: datetime,
    actor: str,
    lot: str = "",
    expires_on: date | None = None,
    serials: Sequence[str] = (),
    bin_id: int | None = None,
    damaged: bool = False,
    over: bool = False,
) -> Received:
    """Book units of a delivery into a bin: the one for goods received, for damaged ones, or `bin_id`.

    More than was announced is refused until somebody says that it is meant (`over`); what a transfer brings more than
    was sent goes into quarantine. Where lots are tracked, or several were sent, the lot is wanted; the last day is the
    announced one where none is said.
    """
    check.units(units)
    delivery = check.found(delivery_id)
    target = _bin(delivery, None, use="damaged") if damaged else _bin(delivery, bin_id, use="receiving")
    if stock.used(scan_id):
        return Received(0, target.code, 0)
    check.state(delivery, OPEN_DELIVERIES)
    transfer = delivery.from_warehouse_id is not None
    if transfer and serials:
        _sent_numbers(delivery, product_id, serials)
    lines = list(
        DeliveryLine.objects.select_for_update().filter(delivery=delivery, product_id=product_id).order_by("id")
    )
    lot = lot.strip()
    if transfer:
        lot, expires_on = lots.sent(delivery, product_id, units, lot, expires_on)
    else:
        lot, expires_on = lots.announced(lines, product_id, lot, expires_on)
    shares, more = share_out(
        units,
        lot,
        [Share(li.pk, li.lot_code, (li.sent if transfer else li.quantity) - li.received - li.lost) for li in lines],
    )
    if more and not over:
        raise _too_many(lines, product_id, units, more, transfer=transfer)
    if more:
        shares.append(Share(_line_for_more(delivery, product_id, lot, lines), lot, 0, more))
    for share in shares:
        _count(share, damaged=damaged)
    if delivery.purchase_order_id is not None:
        count_received(delivery.purchase_order_id, product_id, units)
    if delivery.state != "arrived":
        Delivery.objects.filter(pk=delivery.pk).update(state="arrived", arrived_at=now)
    lot_id = inventory.know_lot(product_id=product_id, code=lot, expires_on=expires_on, now=now) if lot else None
    fit = units - more if transfer else units
    if bin_id is not None and fit:
        check_room(target, product_id=product_id, lot_id=lot_id, units=fit)
    goods = _Goods(delivery, product_id, lot_id, scan_id, now, actor)
    why = "damaged" if damaged else ""
    if not transfer:
        goods.book(target, serials, units, kind="received", reason=_joined(why, _more(more, "announced")))
        return Received(units, target.code, more)
    if fit:
        goods.book(target, serials[:fit], fit, kind="transferred_in", reason=why)
    if not more:
        return Received(units, target.code, 0)
    # Nobody sent these: they are not the transfer's, and nobody may have them before somebody knows whose they are.
    aside = target if damaged else _bin(delivery, None, use="quarantine")
    goods.book(aside, serials[fit:], more, kind="received", reason=_joined(why, _more(more, "sent")), first=not fit)
    return Received(units, target.code, more, aside.code)


@dataclass(frozen=True)
class _Goods:
    delivery: Delivery
    product_id: int
    lot_id: int | None
    scan_id: UUID
    now: datetime
    actor: str

    def book(
        self, place: BinRow, serials: Sequence[str], units: int, *, kind: str, reason: str, first: bool = True
    ) -> None:
        """Take units into a bin; the scan is the first such line's."""
        new = inventory.receive(
            [Receipt(self.delivery.warehouse_id, self.product_id, place.id, units, self.lot_id, tuple(serials))],
            kind=kind,
            reason=reason,
            cause=CAUSE,
            cause_id=self.delivery.pk,
            scan_id=self.scan_id if first else None,
            now=self.now,
            actor=self.actor,
        )
        if not new:
            raise Refusal("SCAN_USED", "That scan was booked elsewhere: reload the page and scan again.")


def _more(units: int, than: str) -> str:
    return f"{units} more than {than}" if units else ""


def _joined(*words: str) -> str:
    return " and ".join(each for each in words if each)


def _bin(delivery: Delivery, bin_id: int | None, *, use: str) -> BinRow:
    if bin_id is None:
        floor = network.bins(delivery.warehouse_id, uses=[use])
        if not floor:
            raise Refusal("NO_BIN", f"This warehouse has no bin for {use} goods: open one first.")
        return floor[0]
    found = network.bins_by_id([bin_id]).get(bin_id)
    if found is None or found.warehouse_id != delivery.warehouse_id:
        raise Refusal("OTHER_WAREHOUSE", "That bin is in another warehouse than the delivery.", status=422)
    return found


def _too_many(lines: Sequence[DeliveryLine], product_id: int, units: int, more: int, *, transfer: bool) -> Refusal:
    sku = catalog.by_id([product_id])[product_id].sku
    said = sum(line.sent if transfer else line.quantity for line in lines)
    came = sum(line.received for line in lines)
    word = "sent" if transfer else "announced"
    if not lines:
        words = f"{sku} was not {word}: take {units}?"
    else:
        words = f"{came + units} of {said} {word} of {sku}: take {more} more than {word}?"
    return Refusal("OVER_ANNOUNCED", words, details={"more": more, "announced": said})


def _line_for_more(delivery: Delivery, product_id: int, lot: str, lines: Sequence[DeliveryLine]) -> int:
    """The line that units nobody announced count for: one of the product, or a new one of none."""
    best = next((line for line in lines if line.lot_code == lot), lines[0] if lines else None)
    if best is None:
        best = DeliveryLine.objects.create(delivery=delivery, product_id=product_id, lot_code=lot, quantity=0)
    return best.pk


def _count(share: Share, *, damaged: bool) -> None:
    line = DeliveryLine.objects.get(pk=share.line_id)
    line.received += share.units
    line.damaged += share.units if damaged else 0
    line.save(update_fields=["received", "damaged"])


def _sent_numbers(delivery: Delivery, product_id: int, serials: Sequence[str]) -> None:
    sent = stock.on_the_way(CAUSE, delivery.pk).get(product_id, [])
    if strange := sorted({code.strip() for code in serials} - set(sent)):
        words = f"Serial number {strange[0]} was not sent with {delivery_number(delivery.pk)}: check the number."
        raise Refusal("SERIAL_NOT_SENT", words, status=422)
