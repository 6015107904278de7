"""The dock: what may come, what is to be put away and sent; and the end of a delivery."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.errors import Refusal
from packhorse.inbound import operations, queries
from packhorse.inbound.pages.named import delivery_of, lines_of, summed
from packhorse.network.queries import WarehouseRow


def dock(request: HttpRequest, *, site: WarehouseRow) -> HttpResponse:
    """Show a warehouse's open deliveries, and the ways to everything else that is done at the dock."""
    waiting = queries.dock(site.id)
    return render(
        request,
        "inbound/dock.html",
        {
            "site": site,
            "deliveries": summed(queries.to_receive(site.id)),
            "to_put": sum(row.to_put for row in waiting),
            "to_send": len(queries.to_send(site.id)),
        },
    )


def finish(request: HttpRequest, number: str, *, office: bool) -> HttpResponse:
    """Show what is short, over or damaged of a delivery; POST closes it, for the office with its purchase order."""
    row = delivery_of(number)
    refusal = ""
    status = 200
    if request.method == "POST":
        try:
            if "with_purchase" in request.POST and not office:
                words = "Only the office ends a purchase order: close the delivery, and tell them what is short."
                raise Refusal("NOT_YOUR_ROOM", words, status=403)
            operations.close_delivery(
                delivery_id=row.id,
                reason=request.POST.get("reason", ""),
                with_purchase="with_purchase" in request.POST,
                now=timezone.now(),
                actor=request.user.get_username(),
            )
            messages.success(request, f"{row.number} is closed.")
            back = "delivery" if request.POST.get("from") == "office" else "dock"
            return HttpResponseRedirect(reverse(back, args=[row.number] if back == "delivery" else []))
        except Refusal as refused:
            refusal, status = refused.text, refused.status
    lines = [(line, product, due) for line, product, due in lines_of(row) if line.differs(row.is_transfer)]
    unknown = [item for item in queries.unknown_items(row.id) if item.settled_at is None]
    lost = sum(max(0, due - line.received) for line, _, due in lines) if row.is_transfer else 0
    return render(
        request,
        "inbound/finish.html",
        {"delivery": row, "lines": lines, "unknown": unknown, "lost": lost, "refusal": refusal, "office": office},
        status=status,
    )
