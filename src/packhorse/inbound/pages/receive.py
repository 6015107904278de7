"""The loop of receiving: an item, where it has some its lot and its serial number, and the next."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.catalog import queries as catalog
from packhorse.catalog.queries import ProductRow, Scan
from packhorse.errors import Refusal, missing
from packhorse.inbound import operations, queries
from packhorse.inbound.pages import typed
from packhorse.inbound.pages.named import delivery_of, lines_of
from packhorse.inbound.pages.typed import Answer
from packhorse.inbound.queries import DeliveryRow
from packhorse.inbound.rules import OPEN_DELIVERIES, delivery_id_of, purchase_id_of
from packhorse.inventory import queries as stock
from packhorse.network import queries as network


@dataclass(frozen=True)
class Held:
    """What the loop holds between scans: the bin that goods go into, and what of an item is still to be said."""

    bin_id: int | None
    damaged: bool
    quantity: int
    item: str = ""
    lot: str = ""
    expires_on: str = ""
    serial: str = ""
    no_lot: bool = False
    over: bool = False
    step: str = "item"
    scan_id: UUID | None = None

    @property
    def again(self) -> "Held":
        """The loop's beginning, with the same bin: of damaged goods each is said anew."""
        return Held(self.bin_id, damaged=False, quantity=1)


def open_paper(request: HttpRequest) -> HttpResponse:
    """POST: the number of a delivery, or of a purchase order, whose open lines then become a delivery."""
    number = typed.field(request, "number", 30).upper()
    delivery_id, order_id = delivery_id_of(number), purchase_id_of(number)
    if number.startswith("PO") and order_id is not None:
        open_ones = [row for row in queries.deliveries_of(order_id) if row.state in OPEN_DELIVERIES]
        made = (
            open_ones[-1].id
            if open_ones
            else operations.expect_rest(
                purchase_order_id=order_id, now=timezone.now(), actor=request.user.get_username()
            )
        )
        delivery_id = made
    row = queries.delivery(delivery_id) if delivery_id is not None else None
    if row is None:
        raise missing("delivery", repr(number) if number else "without a number")
    return HttpResponseRedirect(reverse("receive", args=[row.number]))


def receive(request: HttpRequest, number: str) -> HttpResponse:
    """Show the loop of a delivery."""
    return render(request, "inbound/receive.html", _panel(delivery_of(number), Held(None, damaged=False, quantity=1)))


def receive_scan(request: HttpRequest, number: str) -> HttpResponse:
    """POST: a scan. Answers with the next step."""
    row, held = delivery_of(number), _held(request)
    status = 200
    try:
        held = replace(held, quantity=typed.units(request))
        answer, held = _step(row, held, typed.field(request, "code", 120), request.user.get_username())
    except Refusal as refusal:
        answer, status = Answer("bad", refusal.text), refusal.status
        # What is wrong of an item's lot or number is asked for again; everything else begins anew.
        again = replace(held.again, damaged=held.damaged)
        held = replace(held, serial="") if held.step in ("lot", "serial") else again
    template = "inbound/_receive.html" if request.headers.get("HX-Request") else "inbound/receive.html"
    return render(request, template, _panel(delivery_of(number), held, answer), status=status)


def _held(request: HttpRequest) -> Held:
    return Held(
        bin_id=typed.row_id(request, "bin"),
        damaged="damaged" in request.POST,
        quantity=1,
        item=typed.field(request, "item", 120),
        lot=typed.field(request, "lot", 40),
        expires_on=typed.field(request, "expires_on", 10),
        serial=typed.field(request, "serial", 60),
        no_lot="no_lot" in request.POST,
        over="over" in request.POST,
        step=typed.field(request, "step", 10) or "item",
        scan_id=typed.scan_id(request),
    )


def _step(row: DeliveryRow, held: Held, code: str, actor: str) -> tuple[Answer | None, Held]:
    if not held.item:
        place = network.bin_by_barcode(code)
        if place and place.warehouse_id == row.warehouse_id:
            return Answer("good", f"Into {place.code} from now on"), replace(held.again, bin_id=place.id)
    item = held.item or code
    found = catalog.scan(item)
    if found is None:
        return _unknown(row, held, item, actor), held.again
    held = replace(held, item=item, lot=held.lot or found.lot, serial=held.serial or found.serial)
    if not held.expires_on and found.expires_on:
        held = replace(held, expires_on=found.expires_on.isoformat())
    if not held.lot and not held.no_lot and _takes_lots(row, found):
        return None, replace(held, step="lot")
    numbered = bool(catalog.numbered([found.product.id]))
    if numbered and not held.serial:
        return None, replace(held, step="serial")
    return _book(row, held, found, actor, numbered=numbered)


def _book(row: DeliveryRow, held: Held, found: Scan, actor: str, *, numbered: bool) -> tuple[Answer | None, Held]:
    units = 1 if numbered else held.quantity * found.units
    try:
        done = operations.receive(
            delivery_id=row.id,
            product_id=found.product.id,
            units=units,
            lot=held.lot,
            expires_on=typed.day(held.expires_on, "last day"),
            serials=(held.serial,) if numbered else (),
            bin_id=held.bin_id,
            damaged=held.damaged,
            over=held.over,
            scan_id=held.scan_id or uuid4(),
            now=timezone.now(),
            actor=actor,
        )
    except Refusal as refusal:
        if refusal.code == "LOT_WANTED":
            said = Answer("bad", refusal.text) if held.step == "lot" or held.no_lot else None
            return said, replace(held, no_lot=False, step="lot")
        if refusal.code != "OVER_ANNOUNCED":
            raise
        return Answer("bad", refusal.text), replace(held, step="over")
    if not done.units:
        return Answer("good", "That scan was booked already"), held.again
    words = f"{done.units} × {found.product.sku} into {done.bin}"
    if done.over_bin:
        words += f", {done.over} of them, more than were sent, into {done.over_bin}"
    if numbered:  # the next one of the same goods is the likeliest next scan
        return Answer("good", f"{held.serial}: {words}"), replace(held, serial="", over=False, step="serial")
    return Answer("good", words), held.again


def _unknown(row: DeliveryRow, held: Held, code: str, actor: str) -> Answer:
    operations.note_unknown(
        delivery_id=row.id,
        code=code,
        units=held.quantity,
        note="damaged" if held.damaged else "",
        bin_id=held.bin_id,
        damaged=held.damaged,
        scan_id=held.scan_id or uuid4(),
        now=timezone.now(),
        actor=actor,
    )
    return Answer("bad", f"Nobody knows {code}. Noted for the office: put {held.quantity} aside.")


def _takes_lots(row: DeliveryRow, found: Scan) -> bool:
    if row.is_transfer:  # what was sent is known; only what is not to be told from it is asked for
        return False
    announced = (line.lot for line in queries.lines([row.id]) if line.product_id == found.product.id)
    return found.product.tracks_lots or any(announced) or bool(stock.lots(found.product.id))


def _lots(row: DeliveryRow, product: ProductRow | None) -> list[tuple[str, date | None]]:
    """The lots that were announced, or sent, of what is in hand, each with its last day."""
    if product is None:
        return []
    if not row.is_transfer:
        mine = [line for line in queries.lines([row.id]) if line.product_id == product.id]
        return [(line.lot, line.expires_on) for line in mine if line.lot]
    found = [stock.lot(product.id, code) for code in +queries.lots_on_the_way(row.id, product.id) if code]
    return [(lot.code, lot.expires_on) for lot in found if lot]


def _panel(row: DeliveryRow, held: Held, answer: Answer | None = None) -> dict[str, Any]:
    lines = lines_of(row)
    found = catalog.scan(held.item) if held.item else None
    return {
        "delivery": row,
        "is_open": row.state in OPEN_DELIVERIES,
        "lines": lines,
        "due": sum(due for _, _, due in lines),
        "came": sum(line.received for line, _, _ in lines),
        "held": held,
        "product": found.product if found else None,
        "lots": _lots(row, found.product if found else None),
        "expected_numbers": stock.on_the_way("delivery", row.id).get(found.product.id, []) if found else [],
        "bin": network.bins_by_id([held.bin_id]).get(held.bin_id) if held.bin_id else None,
        "answer": answer,
        # Of a question about one scan the answer is that scan, too.
        "scan_id": held.scan_id if held.step in ("over", "lot") and held.scan_id else uuid4(),
    }
