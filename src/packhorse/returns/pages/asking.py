"""A service agent asks for a return in a customer's name."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.errors import Refusal
from packhorse.placing import queries as placing
from packhorse.placing.rules import order_number
from packhorse.returns import operations, queries
from packhorse.returns.pages.typed import field, who, whole
from packhorse.returns.rules import WISHES, Wanted, spoken

WHYS = {
    "not_shipped": "not sent yet",
    "all_returned": "all of it is returned",
    "final_sale": "sold for good",
    "window": "the time is over",
}


def new(request: HttpRequest) -> HttpResponse:
    """Show what of `order` (its number, ours or the shop's) may be returned; POST asks for it."""
    asked = request.GET.get("order", "") or request.POST.get("order", "")
    try:
        order_id = _order(asked)
    except Refusal as unknown:
        told = {"order": "", "typed": asked, "answer": {"kind": "bad", "text": unknown.text}}
        return render(request, "returns/new.html", told, status=unknown.status)
    if order_id is None:
        return render(request, "returns/new.html", {"order": ""})
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            return_id = _ask(request, order_id)
        except Refusal as refused:
            refusal = refused
        else:
            row = queries.by_id([return_id])[return_id]
            what = "is authorised" if row.state == "approved" else "waits for a decision"
            messages.success(request, f"Return {spoken(row.rma)} {what}.")
            return HttpResponseRedirect(reverse("return", args=[row.rma]))
    context: dict[str, Any] = {
        "order": order_number(order_id),
        "rows": [
            (row, WHYS.get(row.why, ""), request.POST.get(f"units-{row.line_id}", ""),
             request.POST.get(f"reason-{row.line_id}", ""))
            for row in queries.returnable(order_id, now=timezone.now())
        ],
        "reasons": queries.rules().reasons,
        "wishes": WISHES,
        "wish": request.POST.get("wish", "refund"),
        "words": request.POST.get("words", ""),
        "goodwill": "goodwill" in request.POST,
        "key": request.POST.get("key", "") or str(uuid4()),
        "before": [(row, spoken(row.rma)) for row in queries.of_order(order_id)],
        "answer": {"kind": "bad", "text": refusal.text} if refusal else None,
    }  # fmt: skip
    return render(request, "returns/new.html", context, status=refusal.status if refusal else 200)


def _ask(request: HttpRequest, order_id: int) -> int:
    lines = []
    for line in placing.lines([order_id]):
        units = whole(field(request, f"units-{line.id}"), "units")
        if units:
            lines.append(Wanted(line.id, units, field(request, f"reason-{line.id}", 30)))
    return operations.request_return(
        order_id=order_id,
        lines=lines,
        wish=field(request, "wish", 20),
        words=field(request, "words", 1000),
        key=field(request, "key", 100),
        goodwill="goodwill" in request.POST,
        **who(request),
    )


def _order(text: str) -> int | None:
    """Return the order with a number, ours or the shop's; None where none is given. Refuses one that is not there."""
    plain = text.replace("\x00", "").strip()[:100]
    if not plain:
        return None
    found = placing.numbered(plain)
    if not found:
        raise Refusal("UNKNOWN_ORDER", f"There is no order {plain[:30]!r}: check the number.", status=404)
    return next(iter(found.values()))
