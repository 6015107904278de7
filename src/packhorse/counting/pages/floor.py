"""The counter's pages: what is to be counted near by, and the blind count by scans."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.catalog import queries as catalog
from packhorse.counting import operations, queries
from packhorse.counting.queries import CountRow
from packhorse.counting.rules import MAX_UNITS, count_id_of, distance
from packhorse.errors import Refusal
from packhorse.inventory import queries as stock
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow

SHOWN = 40
# What the counter is told of a round: never how many there should have been.
THANKS = {
    "expected": "Counted. Thank you.",
    "booked": "Counted. Thank you.",
    "recount": "Thank you. Somebody else counts this bin a second time.",
    "approval": "Thank you. The office looks at it.",
    "moved": "Goods came or went while you counted. Please count this bin once more.",
}


@dataclass(frozen=True)
class Answer:
    """What the last scan came to: "good" or "bad", and the words for it."""

    kind: str
    text: str


@dataclass(frozen=True)
class Asked:
    """What a scan did not say: `lot` or `serial` of `code`, of which there are so many; `lots` to choose from."""

    what: str
    code: str
    quantity: int
    lot: str | None
    lots: tuple[str, ...]


def to_do(request: HttpRequest, *, site: WarehouseRow) -> HttpResponse:
    """Show what is to be counted, the most urgent first, then the nearest; POST takes the bin that was scanned."""
    actor, answer, status = request.user.get_username(), None, 200
    if request.method == "POST":
        code = request.POST.get("code", "")
        try:
            count_id = operations.begin_at(bin_code=code, warehouse_id=site.id, now=timezone.now(), actor=actor)
            return HttpResponseRedirect(_address(count_id))
        except Refusal as refusal:
            answer, status = Answer("bad", refusal.text), refusal.status
    rows = queries.to_do(site.id)
    mine = [row for row in queries.counts_being_done(site.id) if row.counter == actor]
    last = queries.where_last(actor)
    bins = network.bins_by_id({row.bin_id for row in (*rows, *mine)} | ({last} if last else set()))
    here = bins.get(last or 0)
    at = (here.x_mm, here.y_mm) if here and here.warehouse_id == site.id else (site.depot_x_mm, site.depot_y_mm)
    rows.sort(key=lambda row: (-row.priority, distance(at, (bins[row.bin_id].x_mm, bins[row.bin_id].y_mm)), row.id))
    products = catalog.by_id({row.product_id for row in (*rows, *mine) if row.product_id})
    context = {
        "site": site,
        "rows": [(row, bins[row.bin_id], products.get(row.product_id or 0)) for row in rows[:SHOWN]],
        "more": max(0, len(rows) - SHOWN),
        "mine": [(row, bins[row.bin_id], products.get(row.product_id or 0)) for row in mine],
        "answer": answer,
    }
    return render(request, "counting/to_do.html", context, status=status)


def count_bin(request: HttpRequest, number: str) -> HttpResponse:
    """Show a count's next step."""
    return render(request, "counting/count_bin.html", _panel(request, _count(number)))


def scan(request: HttpRequest, number: str) -> HttpResponse:
    """POST: a scan of the bin, then of items; `forget`, `done`, `empty` or `back`. Answers with the next step."""
    row = _count(number)
    sent = request.POST
    try:
        answer = _do(request, row)
    except Refusal as refusal:
        asked = _asked(refusal, sent)
        words = None if asked else Answer("bad", refusal.text)
        return _answer(request, _panel(request, _count(number), answer=words, asked=asked), status=refusal.status)
    if "back" in sent:
        return HttpResponseRedirect(reverse("counts-to-do"))
    return _answer(request, _panel(request, _count(number), answer=answer))


def _do(request: HttpRequest, row: CountRow) -> Answer | None:
    sent, who = request.POST, {"now": timezone.now(), "actor": request.user.get_username()}
    if "back" in sent:
        operations.give_back(count_id=row.id, **who)
        return None
    if "done" in sent or "empty" in sent:
        outcome = operations.submit(count_id=row.id, empty="empty" in sent, **who)
        return Answer("bad" if outcome == "moved" else "good", THANKS[outcome])
    if "forget" in sent:
        product, _, lot = sent["forget"].partition("-")
        operations.forget(count_id=row.id, product_id=_whole(product), lot_id=_whole(lot) if lot else None, **who)
        return Answer("good", "Taken back: count it anew")
    if row.state in ("due", "recount"):
        operations.begin(count_id=row.id, bin_code=sent.get("code", ""), **who)
        return Answer("good", "Right bin")
    try:
        scan_id = UUID(sent.get("scan", ""))
    except ValueError:
        text = "That scan came incomplete: reload the page and scan again."
        raise Refusal("SCAN_INCOMPLETE", text, status=422) from None
    taken = operations.scan(
        count_id=row.id,
        code=_item(sent),
        times=_whole(sent.get("quantity") or "1"),
        lot=sent.get("lot"),
        serial=sent.get("serial", ""),
        scan_id=scan_id,
        **who,
    )
    return Answer("good", f"{taken.units} × {taken.sku}")


def _item(sent: Any) -> str:
    return str(sent.get("item") or sent.get("code", "")).strip()


def _asked(refusal: Refusal, sent: Any) -> Asked | None:
    """Return what the counter is to be asked, where the scan only did not say enough."""
    what = {"LOT_WANTED": "lot", "SERIAL_WANTED": "serial"}.get(refusal.code)
    read = catalog.scan(_item(sent)) if what else None
    if what is None or read is None:
        return None
    lots = tuple(dict.fromkeys(row.lot for row in stock.bins(read.product.id) if row.lot))
    return Asked(what, _item(sent), _whole(sent.get("quantity") or "1"), sent.get("lot"), lots[:12])


def _whole(text: str) -> int:
    """The whole number that was typed; refuses what is none."""
    text = text.strip()
    if not (text.isascii() and text.isdecimal() and len(text) <= 18):
        raise Refusal("NOT_A_NUMBER", f"Type how many units as a whole number, 1 to {MAX_UNITS:,}.", status=422)
    return int(text)


def _count(number: str) -> CountRow:
    count_id = count_id_of(number)
    row = queries.count(count_id) if count_id is not None else None
    if row is None:
        raise Http404
    return row


def _address(count_id: int) -> str:
    row = queries.count(count_id)
    return reverse("count-bin", args=[row.number if row else ""])


def _panel(
    request: HttpRequest, row: CountRow, *, answer: Answer | None = None, asked: Asked | None = None
) -> dict[str, Any]:
    tally = queries.tally(row.id)
    products = catalog.by_id({each.product_id for each in tally} | ({row.product_id} if row.product_id else set()))
    return {
        "count": row,
        "bin": network.bins_by_id([row.bin_id])[row.bin_id],
        "product": products.get(row.product_id or 0),
        "mine": row.counter == request.user.get_username(),
        "tally": [(each, products[each.product_id]) for each in tally],
        "answer": answer,
        "asked": asked,
        "scan_id": uuid4(),
    }


def _answer(request: HttpRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    template = "counting/_count.html" if request.headers.get("HX-Request") else "counting/count_bin.html"
    return render(request, template, context, status=status)
