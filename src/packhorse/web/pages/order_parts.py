"""How an order is to leave and when its turn is; split it, or merge others into it: forms of the order's page."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from packhorse.errors import missing
from packhorse.placing import operations
from packhorse.placing import queries as placing
from packhorse.placing.rules import Edit, order_id_of, order_number
from packhorse.web import parting
from packhorse.web.pages.order_changes import do, numbered, whole_units


def terms(request: HttpRequest, number: str) -> HttpResponse:
    """POST: another `priority` or `ship_rule`."""
    wanted = Edit(priority=request.POST.get("priority"), ship_rule=request.POST.get("ship_rule"))
    form = "priority" if "priority" in request.POST else "ship_rule"

    def work(**more: Any) -> object:
        return operations.edit(wanted=wanted, **more)

    return do(request, number, form, work, "The order is changed.")


def split(request: HttpRequest, number: str) -> HttpResponse:
    """POST: make an order of its own of `units-ID` of its lines and `kit-units-ID` of its kits, and go on there."""
    made: list[int] = []

    def work(**more: Any) -> object:
        units, kits = _asked(request, "units-"), _asked(request, "kit-units-")
        made.append(parting.split(units=units, kits=kits, **more))
        return made

    answer = do(request, number, "split", work, "This is the new order.")
    return HttpResponseRedirect(reverse("order", args=[order_number(made[0])])) if made else answer


def _asked(request: HttpRequest, prefix: str) -> dict[int, int]:
    fields = [(pk, name) for pk, name in numbered(request, prefix) if request.POST[name].strip() not in ("", "0")]
    return {pk: whole_units(request, name) for pk, name in fields}


def merge(request: HttpRequest, number: str) -> HttpResponse:
    """POST: bring the orders `other` into this one."""

    def work(*, order_id: int, **more: Any) -> object:
        return parting.merge(order_id=order_id, others=_others(request, order_id), **more)

    return do(request, number, "merge", work, "Merged into this order.")


def _others(request: HttpRequest, order_id: int) -> set[int]:
    found = set()
    for number in request.POST.getlist("other")[:50]:
        other = order_id_of(number)
        if other is None or other not in placing.rows([other]):
            raise missing("order", number[:20])
        found.add(other)
    return found - {order_id}
