"""Two loops: put away what lies at the dock, and carry anything from bin to bin."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.inbound import operations, queries
from packhorse.inbound.pages import typed
from packhorse.inbound.pages.taking import Taking, bin_of, shown, take
from packhorse.inbound.pages.typed import Answer
from packhorse.network import queries as network
from packhorse.network.queries import BinRow, WarehouseRow

WHYS = ("Damaged", "Wrong goods", "Not sure of them")  # with gloves on nobody types


def put_away(request: HttpRequest, *, site: WarehouseRow) -> HttpResponse:
    """Show what lies at the dock, and the loop that puts it away."""
    return render(request, "inbound/put_away.html", _panel(site, Taking("item"), at_dock=True))


def put_away_scan(request: HttpRequest, *, site: WarehouseRow, office: bool) -> HttpResponse:
    """POST: a scan of an item, then of the bin it went into. Answers with the next step."""
    return _scan(request, site, at_dock=True, office=office)


def carry(request: HttpRequest, *, site: WarehouseRow) -> HttpResponse:
    """Show the loop that carries goods from bin to bin."""
    return render(request, "inbound/carry.html", _panel(site, Taking("from"), at_dock=False))


def carry_scan(request: HttpRequest, *, site: WarehouseRow, office: bool) -> HttpResponse:
    """POST: a scan of a bin, an item, another bin. Answers with the next step."""
    return _scan(request, site, at_dock=False, office=office)


def _scan(request: HttpRequest, site: WarehouseRow, *, at_dock: bool, office: bool) -> HttpResponse:
    answer, status, wanted = None, 200, ""
    before = _before(request, site)
    try:
        taking, answer = _step(request, site, before, at_dock=at_dock, office=office)
    except Refusal as refusal:
        answer, status = Answer("bad", refusal.text), refusal.status
        if refusal.code == "REASON_WANTED":  # of the bin that was just scanned: it need not be scanned again
            wanted = request.POST.get("code", "")[:120]
        taking = before or Taking("item" if at_dock else "from")
    whole = "inbound/put_away.html" if at_dock else "inbound/carry.html"
    template = "inbound/_carry.html" if request.headers.get("HX-Request") else whole
    context = _panel(site, taking, at_dock=at_dock, answer=answer) | {"reason_for": wanted, "whys": WHYS}
    return render(request, template, context, status=status)


def _before(request: HttpRequest, site: WarehouseRow) -> Taking | None:
    """Return what was in hand before this scan; nothing where the loop begins, or where it lies there no more."""
    place = network.bins_by_id([typed.row_id(request, "from") or 0]).get(typed.row_id(request, "from") or 0)
    if place is None or place.warehouse_id != site.id:
        return None
    item = request.POST.get("item", "")[:120]
    try:
        return take(request, place, item) if item else Taking("item", place)
    except Refusal:
        return None


def _step(
    request: HttpRequest, site: WarehouseRow, before: Taking | None, *, at_dock: bool, office: bool
) -> tuple[Taking, Answer | None]:
    if typed.booked(request):
        return Taking("item" if at_dock else "from"), Answer("good", "That scan was booked already")
    code = typed.field(request, "code", 120)
    if before is None or before.bin is None:
        if at_dock:
            return take(request, _dock_bin(site, code), code), None
        return Taking("item", bin_of(code, site.id)), None
    if before.step == "item":
        return take(request, before.bin, code), None
    if before.step in ("lot", "serial") or request.POST.get("step") in ("lot", "serial"):
        return before, None
    target = bin_of(code, site.id)
    if before.bin.blocks and not target.blocks and not office:
        words = f"Goods leave {before.bin.code} for a free bin only by the office or a manager: ask one of them."
        raise Refusal("NOT_YOUR_ROOM", words, status=403)
    return _lay(request, before, target, at_dock=at_dock)


def _dock_bin(site: WarehouseRow, code: str) -> BinRow:
    """Return the bin for goods received that holds an item, the longest first."""
    found = catalog.scan(code)
    if found is None:
        raise Refusal("UNKNOWN_ITEM", f"Nobody knows {code[:40]!r}: scan another code of the goods.", status=422)
    mine = [row for row in queries.dock(site.id) if row.stock.product_id == found.product.id]
    if not mine:
        raise Refusal("NOT_THERE", f"{found.product.sku} does not wait to be put away, as far as the books say.")
    return network.bins_by_id([mine[0].stock.bin_id])[mine[0].stock.bin_id]


def _lay(request: HttpRequest, taking: Taking, target: BinRow, *, at_dock: bool) -> tuple[Taking, Answer]:
    assert taking.bin and taking.product and taking.row
    new = operations.carry(
        product_id=taking.product.id,
        from_bin_id=taking.bin.id,
        to_bin_id=target.id,
        units=taking.units,
        lot_id=taking.row.lot_id,
        serials=taking.numbers,
        reason=typed.field(request, "reason"),
        scan_id=typed.scan_id(request),
        put_away=at_dock,
        now=timezone.now(),
        actor=request.user.get_username(),
    )
    words = f"{taking.units} × {taking.product.sku} into {target.code}" if new else "That scan was booked already"
    return Taking("item" if at_dock else "from"), Answer("good", words)


def _panel(site: WarehouseRow, taking: Taking, *, at_dock: bool, answer: Answer | None = None) -> dict[str, Any]:
    context: dict[str, Any] = {"site": site, "at_dock": at_dock, "answer": answer, "scan_id": uuid4()}
    if at_dock and taking.step == "units" and taking.row:
        taking, context["proposal"], context["target"] = _propose(site, taking)
    if at_dock and taking.step == "item":
        rows = queries.dock(site.id)
        products = catalog.by_id(row.stock.product_id for row in rows)
        context["rows"] = [(row, products[row.stock.product_id]) for row in rows]
    return context | shown(taking)


def _propose(site: WarehouseRow, taking: Taking) -> tuple[Taking, Any, BinRow | None]:
    """Propose a bin for what lies at the dock of these goods and is not to be picked from there."""
    assert taking.row
    at_dock = [each for each in queries.dock(site.id) if each.stock == taking.row]
    units = taking.units if taking.serial else max(1, sum(each.to_put for each in at_dock)) or taking.able
    found = queries.proposed(site, product_id=taking.row.product_id, lot_id=taking.row.lot_id, units=units)
    bins = network.bins_by_id([found.bin_id]) if found else {}
    return replace(taking, units=found.units if found else units), found, bins[found.bin_id] if found else None
