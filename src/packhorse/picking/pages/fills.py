"""Fill pick faces up: the list, the loop of a phone (bin, item, bin), and what each face is to hold."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.errors import Refusal
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.picking import operations, queries
from packhorse.picking.queries import FillRow

HEADS = ("from", "item", "to")


def fills(request: HttpRequest, *, site: WarehouseRow) -> HttpResponse:
    """Show what is to be filled up, the most urgent first; POST takes the first that nobody has."""
    if request.method == "POST":
        task_id = operations.next_fill(warehouse_id=site.id, actor=request.user.get_username())
        if task_id is not None:
            return HttpResponseRedirect(reverse("fill-up", args=[task_id]))
        messages.info(request, "No pick face is to be filled up.")
        return HttpResponseRedirect(reverse("fill-ups"))
    return render(request, "picking/fills.html", {"site": site, "rows": queries.fills(site.id)})


def fill_up(request: HttpRequest, task_id: int) -> HttpResponse:
    """Show one fill-up; POST is a scan of the bin of reserve, then of the item, then of the pick face."""
    row = _row(task_id)
    if request.method != "POST":
        return render(request, "picking/fill.html", _panel(row, {}))
    said = {name: request.POST.get(name, "").replace("\x00", "")[:200] for name in HEADS}
    step = _step(said)
    said[step] = _scanned_or_typed(row, step, request.POST.get("code", "").replace("\x00", "").strip()[:200])
    try:
        done = _scanned(request, row, said)
    except Refusal as refusal:
        if refusal.code in ("FILL_CLOSED", "NOT_YOUR_FILL"):
            messages.error(request, refusal.text)
            return HttpResponseRedirect(reverse("fill-ups"))
        said[step] = ""
        context = _panel(row, said, {"kind": "bad", "text": refusal.text})
        return render(request, "picking/fill.html", context, status=refusal.status)
    if done:
        messages.success(request, f"{_row(task_id).moved} × {row.sku} into {row.to_bin}")
        return HttpResponseRedirect(reverse("fill-ups"))
    return render(request, "picking/fill.html", _panel(row, said, {"kind": "good", "text": "Right"}))


def cancel_fill(request: HttpRequest, task_id: int) -> HttpResponse:
    """POST: it cannot be done, and why."""
    why = request.POST.get("why", "")
    operations.cancel_fill(task_id=task_id, note=why, now=timezone.now(), actor=request.user.get_username())
    messages.info(request, "Given up. What still lacks is asked for anew.")
    return HttpResponseRedirect(reverse("fill-ups"))


def faces(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the pick faces of a warehouse are to hold; POST sets one, or forgets the one to `forget`."""
    site = network.warehouse(code)
    if site is None:
        raise Http404
    refusal, typed = None, {name: request.POST.get(name, "").replace("\x00", "") for name in ("bin", "sku")}
    if request.method == "POST":
        try:
            _keep(request, site, typed)
            return HttpResponseRedirect(reverse("faces", args=[site.code]))
        except Refusal as found:
            refusal = found
    context = {"site": site, "rows": queries.faces(site.id), "refusal": refusal, "typed": request.POST}
    return render(request, "picking/faces.html", context, status=refusal.status if refusal else 200)


def _keep(request: HttpRequest, site: WarehouseRow, typed: dict[str, str]) -> None:
    where: dict[str, Any] = {"warehouse_id": site.id, "bin_code": typed["bin"], "sku": typed["sku"]}
    if "forget" in request.POST:
        operations.forget_face(**where)
        messages.info(request, f"Nothing is set for {typed['sku']} in {typed['bin']} any more.")
        return
    operations.set_face(**where, least=_whole(request, "least"), most=_whole(request, "most"))
    messages.success(request, f"Kept for {typed['sku']} in {typed['bin']}.")


def _whole(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "").strip()
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise Refusal("FACE_WRONG", f"{name}: {text[:20]!r} is no whole number of units.", status=422)
    return int(text)


def _scanned(request: HttpRequest, row: FillRow, said: dict[str, str]) -> bool:
    """Check what was scanned so far; with the pick face the units are carried. Return whether it is done."""
    if _last(said) == "to" and not request.POST.get("units", "").isdecimal():
        raise Refusal("NOT_A_NUMBER", "Say how many units you carry as a whole number.", status=422)
    try:
        scan_id = UUID(request.POST.get("scan", ""))
    except ValueError:
        words = "That scan came incomplete: reload the page and scan again."
        raise Refusal("SCAN_INCOMPLETE", words, status=422) from None
    operations.fill(
        task_id=row.id,
        from_code=said["from"],
        item_code=said["item"],
        to_code=said["to"],
        units=int(request.POST.get("units", "")[:9] or 0) if said["to"] else 0,
        numbers=request.POST.get("numbers", "").replace("\x00", "").split(),
        scan_id=scan_id,
        now=timezone.now(),
        actor=request.user.get_username(),
    )
    return bool(said["to"])


def _scanned_or_typed(row: FillRow, step: str, code: str) -> str:
    """A bin's barcode, also where somebody typed what is written large on bin and page."""
    name, barcode = {"from": (row.from_bin, row.from_barcode), "to": (row.to_bin, row.to_barcode)}.get(step, ("", code))
    return barcode if code.upper() == name.upper() else code


def _step(said: dict[str, str]) -> str:
    return next((name for name in HEADS if not said.get(name)), "to")


def _last(said: dict[str, str]) -> str:
    return next((name for name in reversed(HEADS) if said.get(name)), "from")


def _row(task_id: int) -> FillRow:
    row = queries.fill(task_id)
    if row is None:
        raise Http404
    return row


def _panel(row: FillRow, said: dict[str, str], answer: dict[str, str] | None = None) -> dict[str, Any]:
    site = next(each for each in network.warehouses() if each.id == row.warehouse_id)
    return {"row": row, "site": site, "said": said, "step": _step(said), "answer": answer, "scan_id": uuid4()}
