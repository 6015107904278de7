"""The office's pages: returns by state, and one return with all that can be done about it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.money import written
from packhorse.placing.rules import order_number
from packhorse.returns import operations, queries
from packhorse.returns.labelling import label_news
from packhorse.returns.pages.forms import Refused, add_forms, refused_by
from packhorse.returns.pages.shown import shown
from packhorse.returns.pages.typed import amount, field, row_id, scan_id, who, whole
from packhorse.returns.queries import ReturnRow
from packhorse.returns.rules import OPEN, WISHES, spoken

PAGE = 50
VIEWS = {
    "open": "All open",
    "requested": "To be decided",
    "approved": "Awaited",
    "received": "To be inspected",
    "inspected": "To be settled",
    "labels": "Label to see to",
    "closed": "Closed",
    "declined": "Declined",
    "cancelled": "Cancelled",
}
COUNTED = ("open", *OPEN, "labels")


def returns(request: HttpRequest) -> HttpResponse:
    """Show returns by `view`, the newest first; `before` continues; `number` leads to one."""
    asked, refusal = request.GET.get("number", "").strip(), ""
    if asked:
        row = queries.by_rma(asked)
        if row is not None:
            return HttpResponseRedirect(reverse("return", args=[row.rma]))
        refusal = f"There is no return {asked[:20]!r}: check the number."
    view = request.GET.get("view", "open")
    if view not in VIEWS:
        raise Refusal("NO_SUCH_VIEW", f"There is no view {view[:20]!r}: use {', '.join(VIEWS)}.", status=422)
    before = request.GET.get("before", "")
    start = int(before) if before.isascii() and before.isdecimal() and len(before) <= 18 else None
    found = queries.listed(state=view, before=start, limit=PAGE + 1)
    rows, sizes = found[:PAGE], queries.sizes() | {"labels": queries.labels_to_see_to()}
    news = {pk: label_news(each) for pk, each in queries.labels_of(row.id for row in rows).items()}
    goods = queries.goods_of(row.id for row in rows)
    products = catalog.by_id(line.product_id for lines in goods.values() for line in lines)
    context = {
        "view": view,
        "views": [
            (name, words, sum(sizes.get(each, 0) for each in (OPEN if name == "open" else (name,))), name in COUNTED)
            for name, words in VIEWS.items()
        ],
        "rows": [
            (row, spoken(row.rma), order_number(row.order_id), WISHES[row.wish],
             [(line, products[line.product_id]) for line in goods.get(row.id, ())], news.get(row.id))
            for row in rows
        ],
        "more": rows[-1].id if len(found) > PAGE else None,
        "number": asked,
        "refusal": refusal,
    }  # fmt: skip
    return render(request, "returns/returns.html", context, status=404 if refusal else 200)


def one(request: HttpRequest, rma: str, *, refused: Refused | None = None, status: int = 200) -> HttpResponse:
    """Show a return; with a form that was `refused` as it was typed."""
    found = queries.detail(named(rma).id)
    if found is None:
        raise Http404
    context = shown(found) | {"reasons": queries.rules().reasons}
    row = found.row
    context["settle"] = row.state == "inspected" or (row.state == "approved" and row.wish == "claim")
    context["acceptable"] = row.state in ("approved", "received", "inspected") and row.wish != "claim"
    add_forms(context, refused)
    return render(request, "returns/return.html", context, status=status)


def change(request: HttpRequest, rma: str) -> HttpResponse:
    """POST: `do` one thing about a return. What is refused is shown on its form, with all that was typed."""
    row = named(rma)
    try:
        act = DO.get(request.POST.get("do", ""))
        if act is None:
            raise Refusal("WHAT_TO_DO", f"Say what to do: {', '.join(DO)}.", status=422)
        said = act(request, row)
    except Refusal as refusal:
        return one(request, row.rma, refused=refused_by(request, refusal.text), status=refusal.status)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("return", args=[row.rma]))


def named(rma: str) -> ReturnRow:
    """Return the return with this number, or answer that there is none."""
    row = queries.by_rma(rma)
    if row is None:
        raise Http404
    return row


def _approve(request: HttpRequest, row: ReturnRow) -> str:
    operations.approve(return_id=row.id, note=field(request, "note"), **who(request))
    return f"Return {spoken(row.rma)} is authorised."


def _decline(request: HttpRequest, row: ReturnRow) -> str:
    operations.decline(return_id=row.id, note=field(request, "note"), **who(request))
    return "Declined: the goods stay the customer's."


def _cancel(request: HttpRequest, row: ReturnRow) -> str:
    operations.cancel(return_id=row.id, note=field(request, "note"), **who(request))
    return "Cancelled: the goods stay the customer's."


def _missing(request: HttpRequest, row: ReturnRow) -> str:
    units = operations.report_missing(return_id=row.id, note=field(request, "note"), **who(request))
    if not units:
        return "Nothing is missing."
    words = f"{units} units are missing: they are" if units > 1 else "1 unit is missing: it is"
    return f"{words} not refunded."


def _inspect(request: HttpRequest, row: ReturnRow) -> str:
    where = operations.inspect(
        item_id=_item(request, row),
        disposition=field(request, "disposition"),
        units=whole(field(request, "units"), "units", empty=1),
        note=field(request, "note"),
        key=scan_id(request, "key"),
        **who(request),
    )
    return f"Noted: they are in {where}." if where else "Noted."


def _accept(request: HttpRequest, row: ReturnRow) -> str:
    operations.accept_surplus(item_id=_item(request, row), reason=field(request, "reason", 30), **who(request))
    return "They are part of the return now."


def _refund(request: HttpRequest, row: ReturnRow) -> str:
    minor = operations.mark_refunded(
        return_id=row.id,
        amount_minor=amount(field(request, "amount", 20), "amount", row.currency),
        reference=field(request, "reference", 100),
        note=field(request, "note"),
        **who(request),
    )
    return f"Noted: {written(minor, row.currency)} {row.currency} was refunded."


def _close(request: HttpRequest, row: ReturnRow) -> str:
    operations.close_without(return_id=row.id, note=field(request, "note"), **who(request))
    return "Closed, without money or goods."


def _buy_label(request: HttpRequest, row: ReturnRow) -> str:
    operations.get_label_again(return_id=row.id, **who(request))
    return "The carrier is asked. Load this page again in a moment."


def _void_label(request: HttpRequest, row: ReturnRow) -> str:
    operations.give_label_back(return_id=row.id, note=field(request, "note"), **who(request))
    return "The label is given back to the carrier: nobody may use it any more."


def _item(request: HttpRequest, row: ReturnRow) -> int:
    """Return the item that a form names. Refuses one of another return."""
    item_id = row_id(request, "item")
    if item_id not in {item.id for item in queries.items(row.id)}:
        raise Refusal("NO_SUCH_ROW", "That came with another return: reload the page.", status=422)
    return item_id


DO: dict[str, Callable[[HttpRequest, ReturnRow], Any]] = {
    "approve": _approve,
    "decline": _decline,
    "cancel": _cancel,
    "missing": _missing,
    "inspect": _inspect,
    "accept": _accept,
    "refund": _refund,
    "close": _close,
    "buy-label": _buy_label,
    "void-label": _void_label,
}
