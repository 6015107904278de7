"""What people of the office do with an order, each by one form of the order's page."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from packhorse.errors import Refusal
from packhorse.placing import operations
from packhorse.placing import queries as placing
from packhorse.placing.faults import ADDRESS_LIMITS
from packhorse.placing.formats.money import minor, written
from packhorse.placing.queries import KitRow, LineRow
from packhorse.placing.rules import Edit, NewAddress, NewLine, order_id_of
from packhorse.web.pages.order import order
from packhorse.web.pages.order_forms import Refused
from packhorse.web.pages.typed import whole

Work = Callable[..., Any]


def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """POST: cancel all that has not shipped, or `line` and `units` of it."""

    def work(**more: Any) -> object:
        some = {whole_units(request, "line"): whole_units(request, "units")} if request.POST.get("line", "") else None
        return operations.cancel(units=some, **more)

    return do(request, number, "cancel", work, "Cancelled.")


def hold(request: HttpRequest, number: str) -> HttpResponse:
    """POST: hold the order for a `kind` of reason, in words."""
    given = {"kind": request.POST.get("kind", ""), "reason": _text(request, "reason")[:300]}
    return do(request, number, "hold", partial(operations.hold, **given), "The order is on hold.")


def release(request: HttpRequest, number: str) -> HttpResponse:
    """POST: release one hold."""
    work = partial(operations.release, kind=request.POST.get("kind", ""))
    return do(request, number, "release", work, "The hold is released.")


def note(request: HttpRequest, number: str) -> HttpResponse:
    """POST: write a note."""
    return do(request, number, "note", partial(operations.note, text=_text(request, "text")), "The note is kept.")


def edit(request: HttpRequest, number: str) -> HttpResponse:
    """POST: change lines, address, service, instructions or gift message.

    Lines by `quantity-ID`, `price-ID` and `add-sku`, kits by `kits-ID` and `kit-price-ID`.
    """

    def work(*, order_id: int, **more: Any) -> object:
        wanted = Edit(
            **_lines(request, order_id),
            address=_address(request),
            service=request.POST.get("service"),
            delivery_instructions=_or_none(request, "delivery_instructions"),
            gift_message=_or_none(request, "gift_message"),
        )
        return operations.edit(order_id=order_id, wanted=wanted, **more)

    fields = {"line1": "address", "service": "delivery", "gift_message": "gift"}
    form = next((name for field, name in fields.items() if field in request.POST), "lines")
    return do(request, number, form, work, "The order is changed.")


def do(request: HttpRequest, number: str, form: str, work: Work, done: str) -> HttpResponse:
    """Do it and go back to the order; what is refused is said beside the form, with what was typed still in it."""
    order_id = order_id_of(number)
    if order_id is None or order_id not in placing.rows([order_id]):
        raise Http404
    try:
        work(order_id=order_id, now=timezone.now(), actor=request.user.get_username())
    except Refusal as refusal:
        typed = {name: text for name, text in request.POST.items() if name != "csrfmiddlewaretoken"}
        return order(request, number, refused=Refused(form, refusal.text, typed), status=refusal.status)
    messages.success(request, done)
    return HttpResponseRedirect(reverse("order", args=[number]))


def _lines(request: HttpRequest, order_id: int) -> dict[str, Any]:
    """What is to be changed of the lines: only what differs, so that a price that stays is no change of it."""
    lines = {line.id: line for line in placing.lines([order_id])}
    currency = placing.rows([order_id])[order_id].currency
    kits = {kit.id: kit for kit in placing.kits(lines.values())}
    quantities = {pk: whole_units(request, name) for pk, name in numbered(request, "quantity-")}
    prices = {pk: _money(request, name, currency) for pk, name in numbered(request, "price-")}
    wanted_kits = {pk: whole_units(request, name) for pk, name in numbered(request, "kits-")}
    kit_prices = {pk: _money(request, name, currency) for pk, name in numbered(request, "kit-price-")}
    sku = _text(request, "add-sku").strip()
    return {
        "quantities": _other_units(quantities, lines),
        "prices": _other_prices(prices, lines),
        "kits": _other_units(wanted_kits, kits),
        "kit_prices": _other_prices(kit_prices, kits),
        "add": (_added(request, sku, currency),) if sku else (),
    }


def _other_units(wanted: dict[int, int], now: Mapping[int, LineRow | KitRow]) -> dict[int, int]:
    return {pk: units for pk, units in wanted.items() if pk not in now or units != now[pk].quantity - now[pk].cancelled}


def _other_prices(wanted: dict[int, int], now: Mapping[int, LineRow | KitRow]) -> dict[int, int]:
    return {pk: price for pk, price in wanted.items() if pk not in now or price != now[pk].unit_price_minor}


def _added(request: HttpRequest, sku: str, currency: str) -> NewLine:
    return NewLine(sku, whole_units(request, "add-quantity"), _money(request, "add-price", currency))


def numbered(request: HttpRequest, prefix: str) -> list[tuple[int, str]]:
    """Return (id, field) of the fields that are named by a prefix and an id."""
    found = [(name.removeprefix(prefix), name) for name in request.POST if name.startswith(prefix) and len(name) < 30]
    return [(int(number), name) for number, name in found if number.isascii() and number.isdecimal()]


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


def whole_units(request: HttpRequest, name: str) -> int:
    """Return a field's number of units."""
    if (number := whole(request.POST.get(name, ""))) is None:
        raise Refusal(
            "NOT_A_NUMBER", f"{request.POST.get(name, '')[:20]!r} is not a whole number of units.", status=422
        )
    return number


def _money(request: HttpRequest, name: str, currency: str) -> int:
    amount = minor(request.POST.get(name, "").strip(), currency)
    if amount is None or amount < 0:
        raise Refusal("NOT_A_PRICE", f"Write the price as {written(1250, currency)}.", status=422)
    return amount
