"""Carts of a warehouse: what they carry; the lead adds them, sets one free, and prints their codes."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.errors import Refusal
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.picking import operations, queries
from packhorse.picking.rules import MOST_TOTES, list_number


def carts(request: HttpRequest, code: str) -> HttpResponse:
    """Show the carts of a warehouse."""
    return _shown(request, _site(code))


def change_carts(request: HttpRequest, code: str) -> HttpResponse:
    """POST: add a cart, or set `free` the one with this code."""
    site, sent, actor = _site(code), request.POST, request.user.get_username()
    try:
        if free := sent.get("free", ""):
            operations.free_cart(warehouse_id=site.id, code=free, now=timezone.now(), actor=actor)
            messages.success(request, f"Cart {free} is free.")
        else:
            totes = sent.get("totes", "").strip()
            barcode = operations.add_cart(
                warehouse_id=site.id,
                code=sent.get("code", ""),
                totes=int(totes) if totes.isascii() and totes.isdecimal() and len(totes) < 4 else 0,
                barcode=sent.get("barcode", ""),
                actor=actor,
            )
            messages.success(request, f"Cart {sent.get('code', '').strip()} is added. Print its codes: {barcode}.")
    except Refusal as refusal:
        return _shown(request, site, refusal)
    return HttpResponseRedirect(reverse("carts", args=[site.code]))


def _site(code: str) -> WarehouseRow:
    site = network.warehouse(code)
    if site is None:
        raise Http404
    return site


def _shown(request: HttpRequest, site: WarehouseRow, refusal: Refusal | None = None) -> HttpResponse:
    context = {
        "site": site,
        "carts": [(row, list_number(row.list_id) if row.list_id else "") for row in queries.carts(site.id)],
        "most": MOST_TOTES,
        "refusal": refusal,
        "sent": request.POST,
    }
    return render(request, "picking/carts.html", context, status=refusal.status if refusal else 200)
