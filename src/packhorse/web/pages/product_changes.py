"""What the office does with a product: write units on and off, move them, keep some back, say when it may be sent."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from packhorse.catalog import operations as catalog
from packhorse.catalog.queries import ProductRow
from packhorse.errors import Refusal, missing
from packhorse.inbound import operations as inbound
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.inventory.rules import Change, reservation_id_of
from packhorse.network import queries as network
from packhorse.network.queries import BinRow
from packhorse.placing import queries as placing
from packhorse.web import limits
from packhorse.web.pages import product
from packhorse.web.pages.typed import day_of, whole

Done = Callable[[HttpRequest, ProductRow], str]


def _verb(do: Done) -> Callable[[HttpRequest, str], HttpResponse]:
    """Return `do` as a page: its words are told on the product's page; what it refuses stands there with the form."""

    @wraps(do)
    def asked(request: HttpRequest, sku: str) -> HttpResponse:
        row = product.found(sku)
        try:
            words = do(request, row)
        except Refusal as refusal:
            return product.show(request, row, refusal=refusal)
        messages.success(request, words)
        return HttpResponseRedirect(reverse("product", args=[sku]))

    return asked


@_verb
def dates(request: HttpRequest, row: ProductRow) -> str:
    """POST: `released_on` and `expected_on`, empty when nobody says."""
    days = {name: day_of(request.POST.get(name, "")) for name in ("released_on", "expected_on")}
    catalog.set_dates(sku=row.sku, **days, now=timezone.now(), actor=request.user.get_username())
    return "The days are kept. Orders that wait are looked at again."


@_verb
def release(request: HttpRequest, row: ProductRow) -> str:
    """POST: give free what `reservation` keeps."""
    number = request.POST.get("reservation", "")
    reservation_id = reservation_id_of(number)
    if reservation_id is None:
        raise missing("reservation", number[:20])
    inventory.release_reservation(reservation_id=reservation_id, now=timezone.now(), actor=request.user.get_username())
    return f"{number} is given free."


@_verb
def safety(request: HttpRequest, row: ProductRow) -> str:
    """POST: keep `units` back from new buyers in `warehouse`."""
    site = network.warehouse(request.POST.get("warehouse", ""))
    if site is None:
        raise missing("warehouse", request.POST.get("warehouse", "")[:20])
    inventory.set_safety(product_id=row.id, warehouse_id=site.id, units=_units(request, least=0))
    return f"{site.code} keeps {_units(request, least=0)} units back from new buyers."


@_verb
def buffer(request: HttpRequest, row: ProductRow) -> str:
    """POST: offer `units` less of it on a `channel`; empty: as many less as of every other product."""
    code = request.POST.get("channel", "")
    if code not in {each for each, _, _ in placing.channels()}:
        raise missing("channel", code[:20])
    units = _units(request, least=0) if request.POST.get("units", "").strip() else None
    inventory.set_buffer(channel=code, product_id=row.id, units=units)
    return f"{code} is offered {units} units less." if units is not None else f"{code} is offered it as all others."


@_verb
def adjust(request: HttpRequest, row: ProductRow) -> str:
    """POST: `units` more or fewer (`do`: on or off) at `spot`, or in the bin `bin` and lot `lot`, with a `reason`.

    What is worth more than a count may book at once is a manager's.
    """
    units, off = _units(request), request.POST.get("do") == "off"
    place, lot_id = _place(request, row)
    limits.check(request.user, row, units, warehouse_id=place.warehouse_id)
    change = Change(place.id, row.id, -units if off else units, lot_id, tuple(_numbers(request)))
    new = inventory.adjust(
        [change],
        now=timezone.now(),
        actor=request.user.get_username(),
        cause="by hand",
        reason=request.POST.get("reason", ""),
        scan_id=_once(request),
    )
    if not new:
        return "That was booked already."
    return f"{units} units are written {'off' if off else 'on'} in {place.code}."


@_verb
def move(request: HttpRequest, row: ProductRow) -> str:
    """POST: carry `units` from `spot` to the bin `to`; with a `reason` also where they should not lie."""
    place, lot_id = _place(request, row)
    target, units = _bin(request.POST.get("to", ""), place.warehouse_id), _units(request)
    new = inbound.carry(
        product_id=row.id,
        from_bin_id=place.id,
        to_bin_id=target.id,
        units=units,
        lot_id=lot_id,
        now=timezone.now(),
        actor=request.user.get_username(),
        by_hand=True,
        reason=request.POST.get("reason", "").strip()[:200],
        scan_id=_once(request),
        serials=_numbers(request),
    )
    return f"{units} units lie in {target.code} now." if new else "That was moved already."


def _place(request: HttpRequest, row: ProductRow) -> tuple[BinRow, int | None]:
    """Return the bin and lot that a form names: a `spot` that was chosen, or else what was typed."""
    if spot := request.POST.get("spot", ""):
        bin_text, _, lot_text = spot.partition("-")
        place = network.bins_by_id([whole(bin_text) or 0]).get(whole(bin_text) or 0)
        lots = {lot.id for lot in stock.lots(row.id)}
        if place is None or (lot_text and whole(lot_text) not in lots):
            raise Refusal("NO_SUCH_PLACE", "That bin or lot is not there any more: choose again.", status=422)
        return place, whole(lot_text) if lot_text else None
    place = _bin(request.POST.get("bin", ""))
    code = request.POST.get("lot", "").strip()
    if not code:
        if request.POST.get("expires_on", "").strip():
            raise Refusal("LOT_WANTED", "Only a lot expires: give its code, too.", status=422)
        return place, None
    expires = day_of(request.POST.get("expires_on", ""))
    lot_id = inventory.know_lot(product_id=row.id, code=code, expires_on=expires, now=timezone.now())
    return place, lot_id


def _bin(text: str, warehouse_id: int | None = None) -> BinRow:
    """Return a bin by its barcode, or by its code where the warehouse is known."""
    code = text.strip()
    if not code:
        raise Refusal("BIN_WANTED", "Choose a bin, or scan or type its barcode.", status=422)
    found = network.bin_by_barcode(code)
    if found is None and warehouse_id:
        found = next((each for each in network.bins(warehouse_id) if each.code == code), None)
    if found is None:
        raise Refusal("NO_SUCH_BIN", f"There is no bin {code[:64]!r}: type its barcode, like BHM-01-02-L3.", status=422)
    return found


def _units(request: HttpRequest, *, least: int = 1) -> int:
    units = whole(request.POST.get("units", ""))
    if units is None or not least <= units <= 1_000_000:
        raise Refusal("NOT_A_NUMBER", f"Give a whole number of units from {least} to 1,000,000.", status=422)
    return units


def _numbers(request: HttpRequest) -> list[str]:
    return request.POST.get("serials", "").replace(",", " ").split()


def _once(request: HttpRequest) -> UUID:
    """Return what makes a form that is sent twice count once."""
    try:
        return UUID(request.POST.get("scan", ""))
    except ValueError:
        raise Refusal(
            "FORM_INCOMPLETE", "That form came incomplete: reload the page and try again.", status=422
        ) from None
