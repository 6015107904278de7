"""The office's pages: all counts, what waits for a decision, and one count with what was seen."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.catalog import queries as catalog
from packhorse.counting import operations, queries
from packhorse.counting.queries import CountRow, LineRow
from packhorse.counting.rules import OPEN, TO_DO, count_id_of, count_number, verdict
from packhorse.errors import Refusal, missing
from packhorse.network import queries as network

PAGE = 50
VIEWS = {
    "open": ("due", "counting", "recount"),
    "approval": ("approval",),
    "done": ("done",),
    "dropped": ("dropped",),
}


def counts(request: HttpRequest) -> HttpResponse:
    """Show counts by `view`, the newest first; `before` continues."""
    waiting = queries.waiting()
    view = request.GET.get("view", "") or ("approval" if waiting["approval"] else "open")
    if view not in VIEWS:
        raise Refusal("NO_SUCH_VIEW", f"There is no view {view[:20]!r}: use {', '.join(VIEWS)}.", status=422)
    before = count_id_of(request.GET.get("before", ""))
    found = queries.counts(states=VIEWS[view], before=before, limit=PAGE + 1)
    rows = found[:PAGE]
    sites = network.warehouses()
    named = {site.id: site for site in sites}
    bins = network.bins_by_id(row.bin_id for row in rows)
    products = catalog.by_id(row.product_id for row in rows if row.product_id)
    context = {
        "view": view,
        "numbers": {"open": sum(waiting[state] for state in VIEWS["open"]), "approval": waiting["approval"]},
        "views": VIEWS,
        "rows": [(r, named[r.warehouse_id], bins[r.bin_id], products.get(r.product_id or 0)) for r in rows],
        "more": rows[-1].number if len(found) > PAGE else "",
        "sites": sites,
    }
    return render(request, "counting/counts.html", context)


def ask(request: HttpRequest) -> HttpResponse:
    """POST: want the bin `bin` of `warehouse` counted, or only `sku` in it."""
    site = network.warehouse(request.POST.get("warehouse", ""))
    if site is None:
        raise missing("warehouse", request.POST.get("warehouse", "")[:20])
    code = request.POST.get("bin", "").strip().replace("\x00", "")
    bin_id = network.bin_ids(site.code).get(code)
    if bin_id is None:
        raise Refusal("UNKNOWN_BIN", f"There is no bin {code[:40]!r} in {site.city}. Type its code.", status=422)
    sku = request.POST.get("sku", "").strip().replace("\x00", "")
    product = catalog.by_sku(sku) if sku else None
    if sku and product is None:
        raise Refusal("UNKNOWN_PRODUCT", f"There is no product {sku[:40]!r}. Leave it empty to count all.", status=422)
    product_id = product.id if product else None
    count_id = operations.ask_count(bin_id=bin_id, product_id=product_id, **_who(request))
    messages.success(request, f"{count_number(count_id)}: bin {code} is to be counted.")
    return HttpResponseRedirect(reverse("count", args=[count_number(count_id)]))


def one(request: HttpRequest, number: str) -> HttpResponse:
    """Show a count. What was expected is shown once nobody is to count it any more."""
    row = _count(number)
    lines = queries.lines(row.id)
    rounds = queries.rounds(row.id)
    blind = row.state in (*TO_DO, "counting")
    products = catalog.by_id({each.product_id for each in lines} | ({row.product_id} if row.product_id else set()))
    context = {
        "count": row,
        "bin": network.bins_by_id([row.bin_id])[row.bin_id],
        "site": next(site for site in network.warehouses() if site.id == row.warehouse_id),
        "product": products.get(row.product_id or 0),
        "rounds": rounds,
        "blind": blind,
        "open": row.state in OPEN,
        "rows": [] if blind else [_row(each, lines, products) for each in _last(lines)],
    }
    context["value"] = sum(each["line"].value_minor for each in context["rows"])
    context["units"] = sum(each["line"].difference for each in context["rows"])
    context["currency"] = next((each["product"].currency for each in context["rows"]), "GBP")
    return render(request, "counting/one.html", context)


def _last(lines: list[LineRow]) -> list[LineRow]:
    """Return the lines of the last round."""
    return [each for each in lines if each.nth == lines[-1].nth]


def _row(line: LineRow, lines: list[LineRow], products: dict[int, Any]) -> dict[str, Any]:
    """Return a line beside what was counted before, and what both mean."""
    before = [each for each in lines if each.key == line.key and each.nth < line.nth]
    return {
        "line": line,
        "product": products[line.product_id],
        "before": before,
        "verdict": verdict(line.difference, before[-1].difference) if before and line.differs else "",
    }


def decide(request: HttpRequest, number: str) -> HttpResponse:
    """POST: `act` is approve, recount, drop or give_back; `note` says why."""
    row = _count(number)
    note, act = request.POST.get("note", "").replace("\x00", ""), request.POST.get("act", "")
    who = _who(request)
    if act == "approve":
        if operations.approve(count_id=row.id, note=note, **who):
            messages.success(request, f"{row.number} is approved: the books follow it.")
        else:
            messages.error(request, f"Nothing is booked, the bin is counted again: {_count(number).note}.")
    elif act == "recount":
        operations.reject(count_id=row.id, again=True, note=note, **who)
        messages.success(request, f"{row.number} is counted once more.")
    elif act == "drop":
        operations.drop(count_id=row.id, note=note, **who)
        messages.success(request, f"{row.number} is dropped: nothing changes.")
    elif act == "give_back":
        operations.give_back(count_id=row.id, anybodys=True, **who)
        messages.success(request, f"{row.number} can be taken by somebody else.")
    else:
        raise Refusal("WHAT_TO_DO", "Say what to do: approve, recount, drop or give_back.", status=422)
    return HttpResponseRedirect(reverse("count", args=[row.number]))


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"now": timezone.now(), "actor": request.user.get_username()}


def _count(number: str) -> CountRow:
    count_id = count_id_of(number)
    row = queries.count(count_id) if count_id is not None else None
    if row is None:
        raise Http404
    return row
