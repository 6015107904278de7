"""The list of orders: filtered, newest first, each to be chosen for what can be done to many at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.errors import Refusal
from packhorse.placing import filters, operations
from packhorse.placing import queries as placing
from packhorse.placing.filters import SPANS, Filter
from packhorse.placing.queries import OrderPage
from packhorse.placing.rules import ORDER_STATES
from packhorse.shipping import queries as shipping
from packhorse.web import export
from packhorse.web.access import may
from packhorse.web.pages.typed import whole

NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True)
class Tab:
    """A view above the list. `drops` is its id where this person may delete it."""

    name: str
    address: str
    here: bool
    owner: str = ""
    shared: bool = False
    drops: int = 0


def orders(request: HttpRequest) -> HttpResponse:
    """Show orders, newest first, by text, state, channel, day and hold; `after` continues a page.

    `all` shows every order of the page chosen: that is how all are chosen where no script runs.
    """
    return _shown(request, filters.read(request.GET), after=request.GET.get("after", "").strip())


def save_view(request: HttpRequest) -> HttpResponse:
    """POST: keep the filter `asked` under a `name`, for oneself or `shared` with the office."""
    asked = filters.read(QueryDict(request.POST.get("asked", "")[:2000]).dict())
    name = request.POST.get("name", "")
    try:
        operations.save_view(owner=request.user.get_username(), name=name, asked=asked, shared="shared" in request.POST)
    except Refusal as refusal:
        more = {"view_refusal": refusal.text, "view_name": name, "view_shared": "shared" in request.POST}
        return _shown(request, asked, more=more, status=refusal.status)
    messages.success(request, "The view is saved.")
    return HttpResponseRedirect(f"{reverse('orders')}?{asked.address()}")


def drop_view(request: HttpRequest) -> HttpResponse:
    """POST: forget the view `id`."""
    view_id = whole(request.POST.get("id", ""))
    if view_id is None:
        raise Refusal("NO_SUCH_VIEW", f"{request.POST.get('id', '')[:20]!r} is no view.", status=422)
    actor = request.user.get_username()
    operations.drop_view(view_id=view_id, actor=actor, leads=may(request.user, "company"))
    messages.success(request, "The view is deleted.")
    return HttpResponseRedirect(reverse("orders"))


def _shown(
    request: HttpRequest, asked: Filter, *, after: str = "", more: Mapping[str, object] = NOTHING, status: int = 200
) -> HttpResponse:
    page = found(asked, after=after)
    tabs = _tabs(request, asked)
    context = {
        "page": page,
        "on_hold": placing.held(row.id for row in page.rows),
        "asked": asked,
        "tabs": tabs,
        "tab": next((tab for tab in tabs if tab.here), None),
        "narrowed": bool(asked.cells()),
        "first_page": not after,
        "here": asked.address(after=after) if after else asked.address(),
        "address": asked.address(),
        "all_chosen": "all" in request.GET,
        "spans": [(name, words) for name, (words, _, _) in SPANS.items()],
        "states": ORDER_STATES,
        "channels": placing.channels(),
        "older": asked.address(after=page.next) if page.next else "",
        "most": export.MOST_ORDERS,
        **more,
    }
    return render(request, "web/orders.html", context, status=status)


def _tabs(request: HttpRequest, asked: Filter) -> list[Tab]:
    me, leads, cells = request.user.get_username(), may(request.user, "company"), asked.cells()
    tabs = [Tab(name, built_in.address(), built_in == asked) for name, built_in in filters.BUILT_IN]
    for row in placing.views(me):
        owner = "" if row.owner == me else row.owner
        address = urlencode({name: row.asked[name] for name in filters.NAMES if name in row.asked})
        drops = row.id if leads or not owner else 0
        tabs.append(Tab(row.name, address, row.asked == cells, owner, row.shared, drops))
    return tabs


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
