"""The pack bench: find an order by its slot, tote or list, scan its goods into parcels, weigh, close."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.documents import packing_slip
from packhorse.errors import Refusal
from packhorse.network.queries import WarehouseRow
from packhorse.packing import operations, queries
from packhorse.packing.papers import slips_of
from packhorse.packing.queries import ParcelRow
from packhorse.picking.rules import list_number
from packhorse.placing.rules import order_number
from packhorse.sorting import queries as sorting

SINGLES = "bench_list"


class Bench:
    """The bench of one merchant: what its papers and numbers begin with."""

    def __init__(self, *, merchant: str, gs1_prefix: str) -> None:
        self.merchant = merchant
        self.gs1_prefix = gs1_prefix

    def bench(self, request: HttpRequest, *, site: WarehouseRow) -> HttpResponse:
        """Show what may be packed in a warehouse; POST opens the slot, tote or order that was scanned.

        The code of a list without slots or totes opens the list: from then on each item opens the order that wants it.
        """
        context: dict[str, Any] = {"site": site, "scan_id": uuid4()}
        if request.method == "POST":
            try:
                if opened := self._opened(request, site.id, request.POST.get("code", "").strip()):
                    return HttpResponseRedirect(reverse("pack", args=[opened.sscc]))
            except Refusal as refusal:
                context["answer"] = {"kind": "bad", "text": refusal.text}
        elif request.GET.get("list") == "none":
            request.session.pop(SINGLES, None)
        singles = _chosen(request, site.id)
        rows = sorting.at_bench(site.id)
        lists = Counter(row.place for row in rows if row.kind == "single")
        context |= {
            "orders": [(row, order_number(row.order_id)) for row in rows if row.kind != "single"],
            "lists": sorted(lists.items()),
            "singles": (list_number(singles[0]), singles[1]) if singles else None,
        }
        return render(request, "packing/bench.html", context, status=422 if context.get("answer") else 200)

    def _opened(self, request: HttpRequest, site_id: int, code: str) -> ParcelRow | None:
        """Return the parcel to go on with; None when a list was opened."""
        who = {"gs1_prefix": self.gs1_prefix, "now": timezone.now(), "actor": request.user.get_username()}
        rows = sorting.at_bench(site_id)
        named = (row.fulfillment_id for row in rows if row.kind != "single" and code in row.codes)
        if mine := next(named, None) or sorting.by_tote(site_id, code):
            return _next(operations.begin(fulfillment_id=mine, **who))
        if of_list := sorting.singles_left(site_id, code):
            request.session[SINGLES] = of_list[0]
            return None
        chosen = _chosen(request, site_id)
        if chosen is None:
            text = f"{code[:40]!r} is no slot, tote or list with a whole order here."
            raise Refusal("NO_SUCH_SLOT", text, status=422)
        parcel = _next(operations.begin_single(list_id=chosen[0], item_code=code, **who))
        scan_id = _scan_of(request)
        if scan_id and parcel.state == "packing":
            # The item in the packer's hand is the first of its order: it need not be scanned twice.
            who.pop("gs1_prefix")
            with suppress(Refusal):
                operations.pack(parcel_id=parcel.id, item_code=code, quantity=1, scan_id=scan_id, **who)
        return parcel

    def slip(self, request: HttpRequest, sscc: str) -> HttpResponse:
        """Return a parcel's packing slip as PDF."""
        (slip,) = slips_of([_parcel(sscc)], merchant=self.merchant)
        return HttpResponse(packing_slip.render(slip), content_type="application/pdf")


def _chosen(request: HttpRequest, site_id: int) -> tuple[int, int] | None:
    """The list that is packed item by item at this bench, and its orders left; None when there is none."""
    known = request.session.get(SINGLES)
    found = sorting.singles_left(site_id, list_number(known)) if known else None
    if known and found is None:
        del request.session[SINGLES]
    return found


def _scan_of(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("scan", ""))
    except ValueError:
        return None


Closed = Callable[[HttpRequest, ParcelRow], None]


def pack(request: HttpRequest, sscc: str, *, closed: Closed = lambda *_: None) -> HttpResponse:
    """Show a parcel at the bench; POST is a scan of an item, or `grams` on the scale. `closed` hears of it then."""
    parcel = _parcel(sscc)
    if request.method != "POST":
        return _answer(request, _panel(parcel))
    actor = request.user.get_username()
    try:
        good = _weigh(request, parcel, actor) if "grams" in request.POST else _scan(request, parcel, actor)
        if "grams" in request.POST:
            closed(request, parcel)
    except Refusal as refusal:
        return _answer(request, _panel(parcel, {"kind": "bad", "text": refusal.text}), refusal.status)
    return _answer(request, _panel(parcel, {"kind": "good", "text": good}))


def _scan(request: HttpRequest, parcel: ParcelRow, actor: str) -> str:
    try:
        scan_id, quantity = UUID(request.POST.get("scan", "")), int(request.POST.get("quantity") or 1)
    except ValueError:
        raise Refusal("SCAN_INCOMPLETE", "That scan came incomplete: give the units as a number.", status=422) from None
    packed = operations.pack(
        parcel_id=parcel.id,
        item_code=request.POST.get("code", ""),
        quantity=min(quantity, 10**6),
        scan_id=scan_id,
        now=timezone.now(),
        actor=actor,
    )
    todo = f"{packed.left} to go" if packed.left else "All there: weigh the parcel"
    return f"{packed.units} in. {todo}"


def _weigh(request: HttpRequest, parcel: ParcelRow, actor: str) -> str:
    grams = request.POST["grams"].strip()
    if not (grams.isascii() and grams.isdecimal() and len(grams) < 8):
        raise Refusal("NOT_A_WEIGHT", "Give the weight in whole grams, as the scale shows it.", status=422)
    operations.close(parcel_id=parcel.id, measured_g=int(grams), now=timezone.now(), actor=actor)
    return "Parcel closed"


def _parcel(sscc: str) -> ParcelRow:
    parcel = queries.by_sscc(sscc)
    if parcel is None:
        raise Http404
    return parcel


def _next(ids: list[int]) -> ParcelRow:
    """The first parcel that is still to be packed, else the last."""
    parcels = queries.by_id(ids)
    return next((parcels[each] for each in ids if parcels[each].state == "packing"), parcels[ids[-1]])


def _panel(parcel: ParcelRow, answer: dict[str, str] | None = None) -> dict[str, Any]:
    seen = queries.at_bench(parcel)
    return {
        "parcel": seen.parcel,
        "number": order_number(parcel.order_id),
        "lines": seen.lines,
        "left": sum(line.open for line in seen.lines),
        "next": seen.next,
        "instructions": seen.instructions,
        "gift": seen.gift,
        "answer": answer,
        "scan_id": uuid4(),
    }


def _answer(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    template = "packing/_pack.html" if request.headers.get("HX-Request") else "packing/pack.html"
    return render(request, template, context, status=status)
