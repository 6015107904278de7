"""Close a warehouse for some days, and see what stays at work there."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.errors import Refusal
from packhorse.network import operations
from packhorse.network import queries as network
from packhorse.picking import queries as picking
from packhorse.picking.rules import list_number
from packhorse.placing.rules import order_number
from packhorse.sourcing import queries as sourcing
from packhorse.web.pages.typed import day_of

SHOWN = 50


def closing(request: HttpRequest, code: str) -> HttpResponse:
    """Show whether a warehouse is closed; POST closes it `from` a day `until` another with a `why`, or reopens it."""
    site = network.warehouse(code)
    if site is None:
        raise Http404
    refusal = None
    if request.method == "POST":
        who = {"now": timezone.now(), "actor": request.user.get_username()}
        try:
            if "reopen" in request.POST:
                operations.reopen(warehouse=site.code, **who)
                messages.success(request, f"{site.code} is open.")
            else:
                first, last = day_of(request.POST.get("from", "")), day_of(request.POST.get("until", ""))
                why = request.POST.get("why", "").replace("\x00", "")
                operations.close(warehouse=site.code, from_on=first, until_on=last, why=why, **who)
                messages.success(request, "Kept. What no picker is sent for is served from elsewhere.")
            return HttpResponseRedirect(reverse("closing", args=[site.code]))
        except Refusal as found:
            refusal = found
    row = network.closings().get(site.id)
    work = sourcing.at_work_in(site.id, limit=SHOWN + 1)
    lists = {each.id: picking.list_of(each.id) for each in work[:SHOWN]}
    context = {
        "site": site,
        "row": row,
        "closed": bool(row and row.closed(timezone.now())),
        "work": [
            (order_number(each.order_id), each, list_number(lists[each.id] or 0) if lists[each.id] else "")
            for each in work[:SHOWN]
        ],
        "more": len(work) > SHOWN,
        "refusal": refusal,
        "typed": request.POST,
    }
    return render(request, "web/closing.html", context, status=refusal.status if refusal else 200)
