"""An order typed in by hand: for a customer on the telephone, with what is there and by when before it is placed."""

import secrets

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.catalog import queries as catalog
from packhorse.placing import operations, places
from packhorse.placing import queries as placing
from packhorse.placing.addressing import check
from packhorse.placing.faults import ADDRESS_LIMITS
from packhorse.placing.rules import (
    MAX_QUANTITY,
    PRIORITIES,
    SERVICES,
    SHIP_RULES,
    NewAddress,
    NewLine,
    NewOrder,
    order_number,
)
from packhorse.sourcing import queries as sourcing
from packhorse.web.pages.typed import minor_units, whole

LINES = 8
FIELDS = (*ADDRESS_LIMITS, "country", "channel", "number", "service", "ship_rule", "priority")
FIELDS += ("delivery_instructions", "gift_message")


def new(request: HttpRequest) -> HttpResponse:
    """Show the form; POST places the order, or shows the form again with what is wrong."""
    asked = {name: request.POST.get(name, "").strip() for name in FIELDS}
    rows = [_row(request, nth) for nth in range(LINES)]
    wrong: list[str] = []
    if request.method == "POST":
        order_id, wrong = _place(request, asked, rows)
        if order_id is not None:
            return HttpResponseRedirect(reverse("order", args=[order_number(order_id)]))
    asked["number"] = asked["number"] or f"M-{timezone.now():%Y%m%d}-{secrets.token_hex(3).upper()}"
    context = {
        "asked": asked,
        "rows": list(enumerate(rows)),
        "wrong": wrong,
        "channels": placing.channels(),
        "services": SERVICES,
        "ship_rules": SHIP_RULES,
        "priorities": PRIORITIES,
    }
    return render(request, "web/new_order.html", context, status=422 if wrong else 200)


def line(request: HttpRequest) -> HttpResponse:
    """Asked while somebody types: name and price of a product, how much is there, and when it could be delivered."""
    nth = request.GET.get("nth", "0")
    text = request.GET.get(f"sku-{nth}", "").strip().replace("\x00", "")[:64]
    product = catalog.by_code(text) if text else None
    context = {"product": product, "text": text, "near": [] if product or not text else catalog.search(text, limit=5)}
    units = whole(request.GET.get(f"quantity-{nth}", ""))
    if product and units:
        country = request.GET.get("country", "").strip().upper()
        where = places.find(country, request.GET.get("city", ""), request.GET.get("postal_code", ""))
        (row,) = sourcing.availability(
            {product.id: units},
            where=sourcing.Where(country, *(where or (None, None))),
            service=request.GET.get("service", "standard"),
            now=timezone.now(),
            ship_rule=rule if (rule := request.GET.get("ship_rule", "")) in SHIP_RULES else "as_available",
        )
        context |= {
            "row": row,
            "where": where,
            "country": country,
            "lacking": row.wanted - sum(p.quantity for p in row.parts),
        }
    return render(request, "web/_new_order_line.html", context)


def _place(request: HttpRequest, asked: dict[str, str], rows: list[dict[str, str]]) -> tuple[int | None, list[str]]:
    currencies = {code: currency for code, _, currency in placing.channels()}
    lines, wrong = [], []
    for nth, row in enumerate(rows, start=1):
        if not row["sku"]:
            continue
        product, units = catalog.by_code(row["sku"].replace("\x00", "")), whole(row["quantity"])
        minor = minor_units(row["price"]) if row["price"] else product.price_minor if product else 0
        if product is None:
            wrong.append(f"Line {nth}: {row['sku']!r} is no product. Type its SKU or scan it.")
        elif not units or units > MAX_QUANTITY:
            wrong.append(f"Line {nth}: {row['quantity']!r} is not a number of units.")
        elif minor is None:
            wrong.append(f"Line {nth}: write the price as 12.50.")
        else:
            lines.append(NewLine(product.sku, units, minor))
    address = NewAddress(**{name: asked[name] for name in ADDRESS_LIMITS}, country=asked["country"].upper())
    order = NewOrder(
        channel=asked["channel"],
        external_id=asked["number"],
        placed_at=timezone.now(),
        currency=currencies.get(asked["channel"], ""),
        address=address,
        lines=tuple(lines),
        service=asked["service"],
        ship_rule=asked["ship_rule"] or "as_available",
        priority=asked["priority"] or "normal",
        delivery_instructions=asked["delivery_instructions"],
        gift_message=asked["gift_message"],
    )
    if wrong:
        return None, wrong
    if "ask" in request.POST and (problem := check(address).problem):
        return None, [f"Address: {problem} Place it anyway, and the order is held until the address is right."]
    (placed,) = operations.place([order], now=timezone.now(), actor=request.user.get_username())
    if placed.other:
        return None, [f"The number {asked['number']} is taken. Give the order another one."]
    return placed.order_id, [f"{fault.field.replace('_', ' ')}: {fault.text}" for fault in placed.faults]


def _row(request: HttpRequest, nth: int) -> dict[str, str]:
    return {name: request.POST.get(f"{name}-{nth}", "").strip() for name in ("sku", "quantity", "price")}
