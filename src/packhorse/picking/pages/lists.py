"""The floor: release waves, take a list, and the scan loop of a picker."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.inventory import queries as stock
from packhorse.network.queries import WarehouseRow
from packhorse.picking import operations, queries
from packhorse.picking.pages.device import READS_CODES
from packhorse.picking.pages.waves import floor_context
from packhorse.picking.queries import ListRow, StopRow
from packhorse.picking.rules import SHORT_REASONS, WITHOUT_TOTES, list_number

CART_REFUSED = ("CART_WANTED", "UNKNOWN_CART", "CART_TAKEN", "CART_TOO_SMALL")


@dataclass(frozen=True)
class Answer:
    """What the last scan came to: "good" or "bad", and the words for it."""

    kind: str
    text: str


def floor(request: HttpRequest, *, site: WarehouseRow) -> HttpResponse:
    """Show a warehouse's pick lists."""
    return render(request, "picking/floor.html", floor_context(site))


@READS_CODES
def pick_list(request: HttpRequest, list_id: int) -> HttpResponse:
    """Show a list's next stop; POST takes the list for oneself."""
    now_at, actor = _stop(list_id), request.user.get_username()
    if request.method == "POST":
        cart = request.POST.get("cart", "")
        try:
            operations.start_list(list_id=list_id, cart_code=cart, now=timezone.now(), actor=actor)
        except Refusal as refusal:
            if refusal.code not in CART_REFUSED:
                raise
            bad = _panel(*now_at, actor, answer=Answer("bad", refusal.text))
            return render(request, "picking/list.html", bad, status=refusal.status)
        return HttpResponseRedirect(reverse("pick-list", args=[list_id]))
    return render(request, "picking/list.html", _panel(*now_at, actor))


@READS_CODES
def undo(request: HttpRequest, list_id: int, *, laid: Callable[[Sequence[int]], set[int]]) -> HttpResponse:
    """POST: take the last pick back; `laid` is what sorting knows of it (see `undo_pick`)."""
    actor = request.user.get_username()
    _stop(list_id)
    task_id, scan_id = _scanned(request)
    try:
        back = operations.undo_pick(task_id=task_id, scan_id=scan_id, laid=laid, now=timezone.now(), actor=actor)
        answer = Answer("good", f"Undone: lay {back.units} back")
    except Refusal as refusal:
        answer = Answer("bad", refusal.text)
    return render(request, "picking/list.html", _panel(*_stop(list_id), actor, answer=answer))


def scan(request: HttpRequest, list_id: int) -> HttpResponse:
    """POST: a scan of a bin, of an item, of a tote where one is wanted; or `found` units of a short pick.

    Answers with the next step.
    """
    (row, stop), actor = _stop(list_id), request.user.get_username()
    code, bin_code = request.POST.get("code", "").strip(), request.POST.get("bin", "")
    item = request.POST.get("item", "")
    task_id, scan_id = _scanned(request)
    numbers = request.POST.getlist("number")
    try:
        if "found" in request.POST:
            answer = _short(request, task_id, scan_id, numbers, actor)
        elif not bin_code:
            if stop and _there(row, stop, task_id, code, actor):
                code = stop.bin_barcode
            else:
                operations.check_bin(task_id=task_id, bin_code=code, actor=actor)
            return _answer(request, _panel(row, stop, actor, bin_code=code, answer=Answer("good", "Right bin")))
        elif item:
            answer = _take(request, task_id, scan_id, item, bin_code, actor, numbers, tote=code)
        elif stop and stop.task_id == task_id and stop.tracks_serials:
            numbers = [*numbers, _number(stop, code, numbers)]
            if len(numbers) < stop.quantity:
                next_one = Answer("good", f"{len(numbers)} of {stop.quantity}: scan the next serial number")
                return _answer(request, _panel(row, stop, actor, bin_code=bin_code, answer=next_one, numbers=numbers))
            answer = _take(request, task_id, scan_id, stop.barcode, bin_code, actor, numbers)
        else:
            answer = _take(request, task_id, scan_id, code, bin_code, actor)
    except Refusal as refusal:
        if refusal.code == "TOTE_WANTED" and stop:
            item = stop.barcode if stop.tracks_serials else code
            into = Answer("good", f"Right item: {stop.quantity} into tote {stop.tote}")
            return _answer(
                request, _panel(row, stop, actor, bin_code=bin_code, answer=into, numbers=numbers, item=item)
            )
        kept = request.POST.getlist("number")
        bad = Answer("bad", refusal.text)
        still = _panel(*_stop(list_id), actor, bin_code=bin_code, answer=bad, numbers=kept, item=item)
        return _answer(request, still, status=refusal.status)
    return _answer(request, _panel(*_stop(list_id), actor, answer=answer))


def _scanned(request: HttpRequest) -> tuple[int, UUID]:
    try:
        return int(request.POST.get("task", "")), UUID(request.POST.get("scan", ""))
    except ValueError:
        text = "That scan came incomplete: reload the page and scan again."
        raise Refusal("SCAN_INCOMPLETE", text, status=422) from None


def _there(row: ListRow, stop: StopRow, task_id: int, code: str, actor: str) -> bool:
    """Whether this is the bin of the stop the picker is at: then nothing more need be asked, and nothing be locked.

    Its barcode, or what is written large on bin and page: that is typed.
    """
    mine = row.picker == actor and stop.task_id == task_id
    return mine and code.upper() in (stop.bin_barcode.upper(), stop.bin_code.upper())


def _number(stop: StopRow, code: str, before: Sequence[str]) -> str:
    """The serial number that a scan says: in the goods' own code, or as a code of its own."""
    scanned = catalog.scan(code)
    if scanned and (scanned.product.id != stop.product_id or not scanned.serial):
        raise Refusal("SERIAL_WANTED", "Each of these has a serial number: scan that, not the product.", status=422)
    number = scanned.serial if scanned else code
    if number in before:
        raise Refusal("SERIAL_AGAIN", f"{number} is taken already: scan the next one.", status=422)
    if number not in stock.serials(stop.product_id, stop.bin_id):
        text = f"{number} does not lie in this bin by the books: scan another one, or report a short pick."
        raise Refusal("SERIAL_NOT_THERE", text, status=422)
    return number


def _take(
    request: HttpRequest,
    task_id: int,
    scan_id: UUID,
    code: str,
    bin_code: str,
    actor: str,
    numbers: Sequence[str] = (),
    tote: str = "",
) -> Answer:
    quantity = request.POST.get("quantity", "")
    taken = operations.pick(
        task_id=task_id,
        bin_code=bin_code,
        item_code=code,
        quantity=_whole(quantity) or 0,
        scan_id=scan_id,
        now=timezone.now(),
        actor=actor,
        numbers=numbers,
        tote_code=tote,
    )
    return Answer("good", f"{taken.units} {_into(taken.tote)}")


def _into(tote: int) -> str:
    return f"into tote {tote}" if tote else "onto the truck"


def _short(request: HttpRequest, task_id: int, scan_id: UUID, numbers: Sequence[str], actor: str) -> Answer:
    units = _whole(request.POST["found"])
    if units is None:
        raise Refusal("NOT_A_NUMBER", "Say how many were there as a whole number; none is 0.", status=422)
    taken = operations.report_short(
        task_id=task_id,
        found=units,
        reason=request.POST.get("reason", "missing"),
        scan_id=scan_id,
        now=timezone.now(),
        actor=actor,
        numbers=numbers,
    )
    return Answer("good", f"Short pick noted: {taken.units} {_into(taken.tote)}. {taken.text}".strip())


def _whole(text: str) -> int | None:
    """The whole number that was typed; None for what is none, or more than any bin holds."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else None


def _stop(list_id: int) -> tuple[ListRow, StopRow | None]:
    found = queries.stop(list_id)
    if found is None:
        raise Http404
    return found


def _panel(
    row: ListRow,
    stop: StopRow | None,
    actor: str,
    *,
    bin_code: str = "",
    answer: Answer | None = None,
    numbers: Sequence[str] = (),
    item: str = "",
) -> dict[str, Any]:
    return {
        "list": row,
        "number": list_number(row.id),
        "mine": row.picker == actor,
        "answer": answer,
        "stop": stop,
        "step": "tote" if item else "item" if bin_code else "bin",
        "item": item,
        "carts": row.state == "open" and row.kind not in WITHOUT_TOTES and queries.has_carts(row.warehouse_id),
        "undoable": partial(_undoable, row, actor),
        "done": row.tasks - row.open,
        "scan_id": uuid4(),
        "bin_code": bin_code,
        "numbers": numbers,
        "reasons": SHORT_REASONS.items(),
    }


def _undoable(row: ListRow, actor: str) -> int | None:
    """The task that this person could undo; asked only by pages without a script."""
    return queries.last_closed(row.id) if row.picker == actor and row.state == "picking" else None


def _answer(request: HttpRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    template = "picking/_scan.html" if request.headers.get("HX-Request") else "picking/list.html"
    return render(request, template, context, status=status)
