"""Return: goods that a customer sent back go back to stock, by scan; sellable only of an order."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.inbound import operations as inbound
from packhorse.network.queries import WarehouseRow
from packhorse.placing import queries as placing
from packhorse.placing.rules import order_id_of
from packhorse.web.pages.typed import day_of, whole

CONDITIONS = ("sellable", "quarantine", "damaged")
KEPT = ("order", "condition", "reason")  # of the next scan they are likely the same


def take_back(request: HttpRequest, *, site: WarehouseRow) -> HttpResponse:
    """Show the loop; POST books what was scanned."""
    given = {name: request.POST.get(name, "").strip() for name in (*KEPT, "code", "quantity", "lot", "serial")}
    context: dict[str, Any] = {
        "site": site,
        "given": {"condition": "sellable"},
        "scan_id": uuid4(),
        "conditions": CONDITIONS,
    }
    status = 200
    if request.method == "POST":
        try:
            context["answer"] = {"kind": "good", "text": _book(request, site, given)}
            context["given"] = {name: given[name] for name in KEPT}
        except Refusal as refusal:
            context["answer"], status = {"kind": "bad", "text": refusal.text}, refusal.status
            context["given"] = given
    template = "web/_take_back.html" if request.headers.get("HX-Request") else "web/take_back.html"
    return render(request, template, context, status=status)


def _book(request: HttpRequest, site: WarehouseRow, given: dict[str, str]) -> str:
    found = catalog.scan(given["code"]) if len(given["code"]) <= 120 else None
    if found is None:
        words = f"Nobody knows {given['code'][:40]!r}: scan another code of the goods."
        raise Refusal("UNKNOWN_ITEM", words, status=422)
    order_id = _order(given["order"])
    scans = whole(given["quantity"] or "1")
    if scans is None:
        raise Refusal("NOT_A_NUMBER", "Say how many came back as a whole number.", status=422)
    serial = given["serial"] or found.serial
    try:
        scan_id = UUID(request.POST.get("scan", ""))
    except ValueError:
        words = "That scan came incomplete: reload the page and scan again."
        raise Refusal("SCAN_INCOMPLETE", words, status=422) from None
    spot = inbound.take_back(
        warehouse_id=site.id,
        product_id=found.product.id,
        units=1 if serial else scans * found.units,
        condition=given["condition"],
        order_id=order_id,
        reason=given["reason"],
        lot=given["lot"] or found.lot,
        expires_on=found.expires_on or day_of(request.POST.get("expires_on", "")),
        serials=(serial,) if serial else (),
        scan_id=scan_id,
        now=timezone.now(),
        actor=request.user.get_username(),
    )
    units = 1 if serial else scans * found.units
    return f"{units} × {found.product.sku} into {spot}" if spot else "That scan was booked already"


def _order(number: str) -> int | None:
    """Return the id of the order that goods come back of, where it is given. Refuses one that is not there."""
    if not number:
        return None
    order_id = order_id_of(number)
    if order_id is None or order_id not in placing.rows([order_id]):
        raise Refusal(
            "UNKNOWN_ORDER", f"There is no order {number[:20]!r}: check the number, or leave it out.", status=422
        )
    return order_id
