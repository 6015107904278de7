"""Deliveries and transfers of the office: list, announce, read, settle what nobody knew."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal, missing
from packhorse.inbound import operations, queries
from packhorse.inbound.pages import typed
from packhorse.inbound.pages.named import delivery_of, lines_of, purchase_of, sites, summed
from packhorse.inbound.queries import DeliveryRow, UnknownRow
from packhorse.inbound.rules import DELIVERY_STATES, OPEN_DELIVERIES, delivery_id_of, delivery_number
from packhorse.network import queries as network

PAGE = 50
KINDS = {"": None, "suppliers": False, "transfers": True}


def deliveries(request: HttpRequest) -> HttpResponse:
    """Show deliveries, newest first, and what came under unknown codes; `state`, `kind`, `warehouse` narrow."""
    state, kind = request.GET.get("state", "open"), request.GET.get("kind", "")
    site = network.warehouse(request.GET.get("warehouse", ""))
    wanted = (*OPEN_DELIVERIES, "requested") if state == "open" else [state] if state in DELIVERY_STATES else ()
    found = queries.deliveries(
        states=wanted,
        transfers=KINDS.get(kind),
        warehouse_id=site.id if site else None,
        after=delivery_id_of(request.GET.get("after", "")),
        limit=PAGE + 1,
    )
    rows = found[:PAGE]
    unknown = queries.unknown_items()
    return render(
        request,
        "inbound/deliveries.html",
        {
            "rows": summed(rows),
            "asked": {"state": state, "kind": kind, "warehouse": site.code if site else ""},
            "states": tuple(DELIVERY_STATES),
            "sites": network.warehouses(),
            "unknown": [(item, delivery_number(item.delivery_id)) for item in unknown],
            "more": rows[-1].number if len(found) > PAGE else "",
            "today": timezone.now().date(),
        },
    )


def new_delivery(request: HttpRequest) -> HttpResponse:
    """Show the form of a delivery that a sender has announced; POST keeps it. `order`: of this purchase order."""
    names = ("order", "warehouse", "reference", "expected_on", "note", "lines")
    given = {name: (request.POST.get(name) or request.GET.get(name, "")).strip() for name in names}
    refusal, status = "", 200
    if request.method == "POST":
        try:
            delivery_id = operations.announce(
                typed.announced(given["lines"]),
                warehouse="" if given["order"] else given["warehouse"],
                purchase_order_id=purchase_of(given["order"]).id if given["order"] else None,
                reference=given["reference"],
                expected_on=typed.day(given["expected_on"], "expected"),
                note=given["note"],
                now=timezone.now(),
                actor=request.user.get_username(),
            )
            return HttpResponseRedirect(reverse("delivery", args=[delivery_number(delivery_id)]))
        except Refusal as refused:
            refusal, status = refused.text, refused.status
    elif given["order"]:
        row = purchase_of(given["order"])
        rest = queries.open_units(row.id)
        skus = catalog.by_id(rest)
        given["lines"] = "\n".join(f"{skus[pk].sku} {units}" for pk, units in rest.items())
        given["expected_on"] = row.expected_on.isoformat() if row.expected_on else ""
    context = {"given": given, "refusal": refusal, "sites": network.warehouses()}
    return render(request, "inbound/new_delivery.html", context, status=status)


def new_transfer(request: HttpRequest) -> HttpResponse:
    """Show the form of a transfer; POST asks for it, and keeps the goods."""
    names = ("source", "target", "expected_on", "note", "lines")
    given = {name: request.POST.get(name, "").strip() for name in names}
    refusal, status = "", 200
    if request.method == "POST":
        try:
            delivery_id = operations.request_transfer(
                typed.announced(given["lines"]),
                from_warehouse=given["source"],
                to_warehouse=given["target"],
                expected_on=typed.day(given["expected_on"], "expected"),
                note=given["note"],
                now=timezone.now(),
                actor=request.user.get_username(),
            )
            messages.success(request, "The goods are kept for the transfer until they are sent.")
            return HttpResponseRedirect(reverse("delivery", args=[delivery_number(delivery_id)]))
        except Refusal as refused:
            refusal, status = refused.text, refused.status
    context = {"given": given, "refusal": refusal, "sites": network.warehouses()}
    return render(request, "inbound/new_transfer.html", context, status=status)


def delivery(request: HttpRequest, number: str) -> HttpResponse:
    """Show a delivery: what should come, what came, and what differs."""
    return _show(request, delivery_of(number))


def _show(request: HttpRequest, row: DeliveryRow, *, refusal: Refusal | None = None) -> HttpResponse:
    """Show it; after a refusal with its words and what was typed, beside the unknown item (`item`) it is about."""
    items = queries.unknown_items(row.id)
    named = catalog.by_id(item.product_id for item in items if item.product_id)
    where = sites()
    order = queries.purchase(row.purchase_order_id) if row.purchase_order_id is not None else None
    return render(
        request,
        "inbound/delivery.html",
        {
            "delivery": row,
            "order": order,
            "site": where[row.warehouse_id],
            "source": where.get(row.from_warehouse_id or 0),
            "lines": [(line, product, due, line.received - due) for line, product, due in lines_of(row)],
            "unknown": [
                (item, named.get(item.product_id or 0), None if item.settled_at else catalog.scan(item.code))
                for item in items
            ],
            "refusal": refusal,
            "typed": request.POST,
            "refused_item": (typed.row_id(request, "item") or 0) if refusal else 0,
            "reason": queries.lost_reason(row.id),
            "is_open": row.state in OPEN_DELIVERIES,
            "can_cancel": row.state in ("expected", "requested"),
        },
        status=refusal.status if refusal else 200,
    )


def settle(request: HttpRequest, number: str) -> HttpResponse:
    """POST: what an unknown item is (`sku`, or a barcode: a pack counts its units), or that it is gone."""
    row, item_id = delivery_of(number), typed.row_id(request, "item") or 0
    item = next((each for each in queries.unknown_items(row.id) if each.id == item_id), None)
    if item is None:
        raise missing("unknown item", item_id)
    try:
        messages.success(request, _settled(request, item))
    except Refusal as refused:
        return _show(request, row, refusal=refused)
    return HttpResponseRedirect(reverse("delivery", args=[row.number]))


def _settled(request: HttpRequest, item: UnknownRow) -> str:
    who = {"item_id": item.id, "now": timezone.now(), "actor": request.user.get_username()}
    if "gone" in request.POST:
        operations.settle_unknown(sku="", **who)
        return "Settled: nothing is booked."
    code = typed.field(request, "sku", 120)
    if not code:
        raise Refusal("UNKNOWN_PRODUCT", "Say what it is: its SKU or a barcode.", status=422)
    found = catalog.scan(code)
    if found is None:
        raise Refusal("UNKNOWN_PRODUCT", f"There is no product {code!r}: list it first.", status=422)
    times = typed.units(request) if request.POST.get("quantity", "").strip() else item.units
    serials = typed.field(request, "serials", 2000).replace(",", " ").split()
    operations.settle_unknown(
        sku=found.product.sku,
        units=times * found.units,
        lot=typed.field(request, "lot", 40) or found.lot,
        expires_on=typed.day(typed.field(request, "expires_on", 10), "last day") or found.expires_on,
        serials=serials or ([found.serial] if found.serial else []),
        **who,
    )
    return f"Booked as {times * found.units} × {found.product.sku}."


def cancel_delivery(request: HttpRequest, number: str) -> HttpResponse:
    """POST: it does not come."""
    row = delivery_of(number)
    operations.cancel_delivery(delivery_id=row.id, now=timezone.now(), actor=request.user.get_username())
    messages.success(request, f"{row.number} is cancelled.")
    return HttpResponseRedirect(reverse("delivery", args=[row.number]))
