"""How an order is to leave and when its turn is; split it, or merge others into it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from packhorse.errors import Refusal
from packhorse.placing import operations
from packhorse.placing import queries as placing
from packhorse.placing.queries import OrderDetail
from packhorse.placing.rules import PRIORITIES, SHIP_RULES, Edit, order_id_of, order_number
from packhorse.sourcing import queries as sourcing
from packhorse.web import parting
from packhorse.web.pages.typed import whole


def shown(detail: OrderDetail) -> dict[str, Any]:
    """Return what the order's page shows of turns, ship rules, splits and mergers."""
    others = placing.rows(placing.mergeable(detail.order.id))
    return {
        "priorities": PRIORITIES,
        "ship_rules": SHIP_RULES,
        "waits": sourcing.waiting([detail.order.id]).get(detail.order.id),
        "mergeable": [others[pk] for pk in sorted(others, reverse=True)],
        "split_from": order_number(detail.split_from) if detail.split_from else "",
        "merged_into": order_number(detail.merged_into) if detail.merged_into else "",
        "splits": [order_number(each) for each in detail.splits],
    }


def terms(request: HttpRequest, number: str) -> HttpResponse:
    """POST: another `priority` or `ship_rule`."""
    order_id = _id(number)
    wanted = Edit(priority=request.POST.get("priority"), ship_rule=request.POST.get("ship_rule"))
    operations.edit(order_id=order_id, wanted=wanted, **_when_and_who(request))
    messages.success(request, "The order is changed.")
    return HttpResponseRedirect(reverse("order", args=[number]))


def split(request: HttpRequest, number: str) -> HttpResponse:
    """POST: make an order of its own of `units-ID` of its lines; go on there."""
    order_id = _id(number)
    units = {}
    for name, text in request.POST.items():
        line = name.removeprefix("units-")
        if line == name or not text.strip() or text.strip() == "0":
            continue
        count = whole(text)
        if count is None or not (line.isascii() and line.isdecimal() and len(line) < 19):
            raise Refusal("NOT_A_NUMBER", f"{text[:20]!r} is not a whole number of units.", status=422)
        units[int(line)] = count
    child = parting.split(order_id=order_id, units=units, **_when_and_who(request))
    messages.success(request, f"Split off from {number}.")
    return HttpResponseRedirect(reverse("order", args=[order_number(child)]))


def merge(request: HttpRequest, number: str) -> HttpResponse:
    """POST: bring the orders `other` into this one."""
    order_id = _id(number)
    others = {_id(each) for each in request.POST.getlist("other")[:50]} - {order_id}
    parting.merge(order_id=order_id, others=others, **_when_and_who(request))
    messages.success(request, f"{len(others)} merged into this order.")
    return HttpResponseRedirect(reverse("order", args=[number]))


def _id(number: str) -> int:
    order_id = order_id_of(number)
    if order_id is None or order_id not in placing.rows([order_id]):
        raise Http404
    return order_id


def _when_and_who(request: HttpRequest) -> dict[str, Any]:
    return {"now": timezone.now(), "actor": request.user.get_username()}
