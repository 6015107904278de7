"""Purchase orders of the office: list, write, read, order, receive, end."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.inbound import operations, queries
from packhorse.inbound.pages import typed
from packhorse.inbound.pages.named import purchase_of, sites, summed
from packhorse.inbound.rules import PURCHASE_STATES, purchase_id_of
from packhorse.network import queries as network

PAGE = 50


def purchases(request: HttpRequest) -> HttpResponse:
    """Show purchase orders, newest first: `state` narrows, `after` continues."""
    state = request.GET.get("state", "")
    state = state if state in PURCHASE_STATES else ""
    found = queries.purchases(state=state, after=purchase_id_of(request.GET.get("after", "")), limit=PAGE + 1)
    rows = found[:PAGE]
    where, sums = sites(), queries.purchase_sums(row.id for row in rows)
    return render(
        request,
        "inbound/purchases.html",
        {
            "rows": [(row, where[row.warehouse_id], *sums.get(row.id, (0, 0, 0))) for row in rows],
            "state": state,
            "states": tuple(PURCHASE_STATES),
            "more": rows[-1].number if len(found) > PAGE else "",
            "today": timezone.now().date(),
        },
    )


def new_purchase(request: HttpRequest) -> HttpResponse:
    """Show the form of a purchase order; POST keeps it as a draft."""
    names = ("supplier", "supplier_name", "warehouse", "currency", "external_number", "expected_on", "note", "lines")
    given = {name: request.POST.get(name, "").strip() for name in names}
    refusal, status = "", 200
    if request.method == "POST":
        try:
            number = _write(request, given)
            return HttpResponseRedirect(reverse("purchase", args=[number]))
        except Refusal as refused:
            refusal, status = refused.text, refused.status
    context = {
        "given": given,
        "refusal": refusal,
        "suppliers": queries.suppliers(),
        "sites": network.warehouses(),
    }
    return render(request, "inbound/new_purchase.html", context, status=status)


def _write(request: HttpRequest, given: dict[str, str]) -> str:
    now, actor = timezone.now(), request.user.get_username()
    lines = typed.ordered(given["lines"])
    day = typed.day(given["expected_on"], "expected")
    order_id = operations.buy(
        lines,
        supplier=given["supplier"],
        supplier_name=given["supplier_name"],
        warehouse=given["warehouse"],
        currency=given["currency"].upper(),
        external_number=given["external_number"],
        expected_on=day,
        note=given["note"],
        now=now,
        actor=actor,
    )
    row = queries.purchase(order_id)
    return row.number if row else ""


def purchase(request: HttpRequest, number: str) -> HttpResponse:
    """Show a purchase order: lines, what has come, and its deliveries."""
    row = purchase_of(number)
    lines = queries.purchase_lines([row.id])
    products = catalog.by_id(line.product_id for line in lines)
    deliveries = queries.deliveries_of(row.id)
    return render(
        request,
        "inbound/purchase.html",
        {
            "order": row,
            "site": sites()[row.warehouse_id],
            "lines": [(line, products[line.product_id], line.quantity * line.cost_minor) for line in lines],
            "cost": sum(line.quantity * line.cost_minor for line in lines),
            "deliveries": summed(deliveries),
            "unannounced": sum(queries.open_units(row.id).values()),
            "came": sum(line.received for line in lines),
        },
    )


def change_purchase(request: HttpRequest, number: str) -> HttpResponse:
    """POST `do`: order, expect (a delivery of what is open), close or cancel."""
    row, do = purchase_of(number), request.POST.get("do", "")
    said = {"now": timezone.now(), "actor": request.user.get_username()}
    if do == "order":
        operations.order_goods(order_id=row.id, **said)
        messages.success(request, f"{row.number} is ordered: its goods are incoming.")
    elif do == "expect":
        delivery_id = operations.expect_rest(purchase_order_id=row.id, **said)
        made = queries.delivery(delivery_id)
        messages.success(request, f"{made.number if made else ''} expects all that was open.")
    elif do == "close":
        operations.close_purchase(order_id=row.id, **said)
        messages.success(request, f"{row.number} is closed: nothing more is expected.")
    elif do == "cancel":
        operations.cancel_purchase(order_id=row.id, **said)
        messages.success(request, f"{row.number} is cancelled.")
    else:
        raise Refusal("NOTHING_TO_DO", "Choose what is to be done with the purchase order.", status=422)
    return HttpResponseRedirect(reverse("purchase", args=[row.number]))
