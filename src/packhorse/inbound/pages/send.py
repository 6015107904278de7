"""The loop of sending a transfer: a bin, an item, how many; and when all is loaded, the end."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.inbound import operations, queries
from packhorse.inbound.pages import typed
from packhorse.inbound.pages.named import delivery_of, lines_of, sites, summed
from packhorse.inbound.pages.taking import Taking, bin_of, shown, take
from packhorse.inbound.pages.typed import Answer
from packhorse.inbound.queries import DeliveryRow
from packhorse.inventory import queries as stock
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow


def send(request: HttpRequest, number: str = "", *, site: WarehouseRow | None = None) -> HttpResponse:
    """Show the transfers that are asked of a warehouse, or the loop of one."""
    if site is not None:
        context = {"site": site, "transfers": summed(queries.to_send(site.id))}
        return render(request, "inbound/send_list.html", context)
    return render(request, "inbound/send.html", _panel(delivery_of(number), Taking("from")))


def send_scan(request: HttpRequest, number: str) -> HttpResponse:
    """POST: a scan of a bin, then of an item; then the number of units. Answers with the next step."""
    row = delivery_of(number)
    answer, status = None, 200
    taking = Taking("from")
    try:
        place = network.bins_by_id([typed.row_id(request, "from") or 0]).get(typed.row_id(request, "from") or 0)
        code = typed.field(request, "code", 120)
        if typed.booked(request):
            taking, answer = Taking("item" if place else "from", place), Answer("good", "That scan was booked already")
        elif place is None:
            taking = Taking("item", bin_of(code, row.from_warehouse_id or 0))
        else:
            taking = Taking("item", place)
            item = typed.field(request, "item", 120)
            taking = take(request, place, item or code)
            if taking.step == "units" and ("sure" in request.POST or taking.serial):
                answer = _load(request, row, taking)
                taking = Taking("item", place)  # the next goods of the same bin, or another bin
    except Refusal as refusal:
        answer, status = Answer("bad", refusal.text), refusal.status
        taking = taking if taking.step == "units" else Taking("item" if taking.bin else "from", taking.bin)
    template = "inbound/_send.html" if request.headers.get("HX-Request") else "inbound/send.html"
    return render(request, template, _panel(delivery_of(number), taking, answer), status=status)


def send_left(request: HttpRequest, number: str) -> HttpResponse:
    """POST: the goods have left; what was asked for and stays is free again."""
    row = delivery_of(number)
    stays = operations.finish_sending(delivery_id=row.id, now=timezone.now(), actor=request.user.get_username())
    words = f"{row.number} has left."
    if stays:
        skus = catalog.by_id(stays)
        words += " These stay: " + ", ".join(f"{units} × {skus[pk].sku}" for pk, units in stays.items()) + "."
    messages.success(request, words)
    return HttpResponseRedirect(reverse("send-list"))


def _load(request: HttpRequest, row: DeliveryRow, taking: Taking) -> Answer:
    assert taking.bin and taking.product and taking.row
    sent = operations.send(
        delivery_id=row.id,
        product_id=taking.product.id,
        units=taking.units,
        bin_id=taking.bin.id,
        lot_id=taking.row.lot_id,
        serials=taking.numbers,
        scan_id=typed.scan_id(request),
        now=timezone.now(),
        actor=request.user.get_username(),
    )
    return Answer("good", f"{sent} × {taking.product.sku} loaded" if sent else "That scan was booked already")


def _panel(row: DeliveryRow, taking: Taking, answer: Answer | None = None) -> dict[str, Any]:
    lines = lines_of(row)
    if taking.step == "units" and taking.product and not taking.serial:
        left = sum(line.quantity - line.sent for line, product, _ in lines if product.id == taking.product.id)
        taking = replace(taking, units=max(1, min(left, taking.able)))
    bins = {pk: stock.bins(pk) for pk in {product.id for _, product, _ in lines}}
    named = network.bins_by_id(each.bin_id for rows in bins.values() for each in rows)
    where = {
        pk: [
            (named[each.bin_id].code, each.quantity - each.planned)
            for each in rows
            if named[each.bin_id].warehouse_id == row.from_warehouse_id and not each.blocked
        ][:3]
        for pk, rows in bins.items()
    }
    return {
        "delivery": row,
        "target": sites().get(row.warehouse_id),
        "lines": [(line, product, line.quantity - line.sent, where[product.id]) for line, product, _ in lines],
        "asked": sum(line.quantity for line, _, _ in lines),
        "sent": sum(line.sent for line, _, _ in lines),
        "answer": answer,
        "scan_id": uuid4(),
        **shown(taking),
    }
