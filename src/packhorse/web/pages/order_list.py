"""The list of orders: filtered, newest first, each to be chosen for what can be done to many at once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from packhorse.placing import filters
from packhorse.placing import queries as placing
from packhorse.placing.filters import SPANS, Filter
from packhorse.placing.queries import OrderPage
from packhorse.placing.rules import ORDER_STATES
from packhorse.shipping import queries as shipping
from packhorse.web import export


def orders(request: HttpRequest) -> HttpResponse:
    """Show orders, newest first, by text, state, channel, day and hold; `after` continues a page.

    `all` shows every order of the page chosen: that is how all are chosen where no script runs.
    """
    asked = filters.read(request.GET)
    after = request.GET.get("after", "").strip()
    page = found(asked, after=after)
    here = asked.address(after=after) if after else asked.address()
    context = {
        "page": page,
        "on_hold": placing.held(row.id for row in page.rows),
        "asked": asked,
        "narrowed": bool(asked.cells()),
        "first_page": not after,
        "here": here,
        "address": asked.address(),
        "all_chosen": "all" in request.GET,
        "spans": [(name, words) for name, (words, _, _) in SPANS.items()],
        "states": ORDER_STATES,
        "channels": placing.channels(),
        "older": asked.address(after=page.next) if page.next else "",
        "most": export.MOST_ORDERS,
    }
    return render(request, "web/orders.html", context)


def found(asked: Filter, *, after: str = "", limit: int = 50) -> OrderPage:
    """Return a page of the orders asked for; a text may be a number that only shipping knows."""
    placed_from, placed_to = asked.bounds(timezone.now().date())
    return placing.orders(
        text=asked.text,
        also=shipping.orders_tracked(asked.text) if asked.text else (),
        state=asked.state,
        channel=asked.channel,
        placed_from=placed_from,
        placed_to=placed_to,
        on_hold=True if asked.held else None,
        after=after,
        limit=limit,
    )
