"""What people of the office do with an order, each by one form of the order's page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from packhorse.errors import Refusal
from packhorse.placing import operations
from packhorse.placing import queries as placing
from packhorse.placing.faults import ADDRESS_LIMITS
from packhorse.placing.rules import Edit, NewAddress, NewLine, order_id_of
from packhorse.web.pages.typed import minor_units, whole

Work = Callable[..., Any]


def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """POST: cancel all that has not shipped, or `line` and `units` of it."""
    line = request.POST.get("line", "")
    units = {_whole(request, "line"): _whole(request, "units")} if line else None
    return _do(request, number, operations.cancel, "Cancelled.", units=units)


def hold(request: HttpRequest, number: str) -> HttpResponse:
    """POST: hold the order for a `kind` of reason, in words."""
    return _do(
        request,
        number,
        operations.hold,
        "The order is on hold.",
        kind=request.POST.get("kind", ""),
        reason=_text(request, "reason")[:300],
    )


def release(request: HttpRequest, number: str) -> HttpResponse:
    """POST: release one hold."""
    return _do(request, number, operations.release, "The hold is released.", kind=request.POST.get("kind", ""))


def note(request: HttpRequest, number: str) -> HttpResponse:
    """POST: write a note."""
    return _do(request, number, operations.note, "The note is kept.", text=_text(request, "text"))


def edit(request: HttpRequest, number: str) -> HttpResponse:
    """POST: change lines (`quantity-ID`, `add-sku`), address, service, delivery instructions or gift message."""
    quantities = {
        int(name.removeprefix("quantity-")): _whole(request, name)
        for name in request.POST
        if name.startswith("quantity-") and name.removeprefix("quantity-").isdecimal() and len(name) < 30
    }
    sku = _text(request, "add-sku").strip()
    add = (NewLine(sku, _whole(request, "add-quantity"), _money(request, "add-price")),) if sku else ()
    wanted = Edit(
        quantities=quantities,
        add=add,
        address=_address(request),
        service=request.POST.get("service"),
        delivery_instructions=_or_none(request, "delivery_instructions"),
        gift_message=_or_none(request, "gift_message"),
    )
    return _do(request, number, operations.edit, "The order is changed.", wanted=wanted)


def _do(request: HttpRequest, number: str, work: Work, done: str, **more: Any) -> HttpResponse:
    order_id = order_id_of(number)
    if order_id is None or order_id not in placing.rows([order_id]):
        raise Http404
    work(order_id=order_id, now=timezone.now(), actor=request.user.get_username(), **more)
    messages.success(request, done)
    return HttpResponseRedirect(reverse("order", args=[number]))


def _address(request: HttpRequest) -> NewAddress | None:
    """The address, when the form holds one; email and phone stay as they are when it does not."""
    if "line1" not in request.POST:
        return None
    cells = {name: _text(request, name).strip() for name in ADDRESS_LIMITS}
    return NewAddress(**cells, country=_text(request, "country").strip().upper())


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\r\n", "\n")


def _or_none(request: HttpRequest, name: str) -> str | None:
    return _text(request, name).strip() if name in request.POST else None


def _whole(request: HttpRequest, name: str) -> int:
    if (number := whole(request.POST.get(name, ""))) is None:
        raise Refusal(
            "NOT_A_NUMBER", f"{request.POST.get(name, '')[:20]!r} is not a whole number of units.", status=422
        )
    return number


def _money(request: HttpRequest, name: str) -> int:
    if (minor := minor_units(request.POST.get(name, ""))) is None:
        raise Refusal("NOT_A_PRICE", "Write the price as 12.50.", status=422)
    return minor
