"""Settle a return by other goods: one button, one order."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from packhorse.errors import Refusal
from packhorse.placing.rules import order_number
from packhorse.returns import pages, queries
from packhorse.web.exchanging import exchange as place
from packhorse.web.pages.typed import whole


def exchange(request: HttpRequest, rma: str) -> HttpResponse:
    """POST: place the order that sends `goods` for the return; what is refused is shown on its form as it was typed."""
    row = queries.by_rma(rma)
    if row is None:
        raise Http404
    try:
        order_id = place(
            return_id=row.id,
            goods=_goods(request.POST.get("goods", "")),
            now=timezone.now(),
            actor=request.user.get_username(),
        )
    except Refusal as refusal:
        refused = pages.refused_by(request, refusal.text, form="exchange")
        return pages.one(request, row.rma, refused=refused, status=refusal.status)
    messages.success(request, f"Order {order_number(order_id)} sends the goods.")
    return HttpResponseRedirect(reverse("return", args=[row.rma]))


def _goods(text: str) -> dict[str, int]:
    """Read lines such as `21562 2`: SKU and units."""
    found: dict[str, int] = {}
    for nth, line in enumerate(text.replace("\x00", "").splitlines()[:2000], start=1):
        words = line.replace(",", " ").split()
        if not words:
            continue
        units = whole(words[1]) if len(words) == 2 else None
        if units is None or len(words[0]) > 64:
            raise Refusal(
                "WRONG_LINE", f"line {nth}: write the SKU and the number of units, as in '21562 2'.", status=422
            )
        found[words[0]] = found.get(words[0], 0) + units
    return found
