"""Who serves an order: what each warehouse would cost, and what a person says about it, shown before it is done."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.errors import Refusal, missing
from packhorse.network import queries as network
from packhorse.placing import queries as placing
from packhorse.placing.rules import order_id_of, order_number
from packhorse.sourcing import queries as sourcing
from packhorse.sourcing.rules import UNTOUCHED
from packhorse.web.steering import ACTS, Asked, foresee, steer

NOT_PICKED = (*UNTOUCHED, "released", "picking")
DONE = {
    "pin": "The order is pinned.",
    "unpin": "Any warehouse may serve it again.",
    "move": "Moved.",
    "forbid_split": "It is not split any more.",
    "allow_split": "It may be split again.",
    "bar": "That warehouse is not chosen for it any more.",
    "admit": "That warehouse may serve it again.",
    "reject": "Rejected: other warehouses are looked for.",
    "pool": "They leave together.",
    "take_aside": "Taken aside: sourcing leaves it alone.",
    "give_back": "Given back to sourcing.",
}


def ways(request: HttpRequest, number: str) -> HttpResponse:
    """Show what each warehouse would cost; POST shows what an act would change, and does it when it is `sure`."""
    order_id = order_id_of(number)
    row = placing.rows([order_id]).get(order_id) if order_id else None
    if row is None or order_id is None:
        raise Http404
    if request.method != "POST":
        return _shown(request, order_id)
    try:
        asked = _asked(request)
        if "sure" in request.POST:
            steer(order_id, asked, now=timezone.now(), actor=request.user.get_username())
            messages.success(request, DONE[asked.do])
            return HttpResponseRedirect(reverse("order", args=[number]))
        return _ask(request, order_id, asked)
    except Refusal as refusal:
        return _shown(request, order_id, refusal)


def reject(request: HttpRequest) -> HttpResponse:
    """Show what becomes of an order, named by `number` on the floor, when its `warehouse` rejects it."""
    number, code = request.GET.get("number", "").strip().upper(), request.GET.get("warehouse", "")
    order_id = order_id_of(number)
    if order_id is None or order_id not in placing.rows([order_id]):
        raise missing("order", number[:20])
    return _ask(request, order_id, Asked("reject", from_warehouse=code[:20]))


def _shown(request: HttpRequest, order_id: int, refusal: Refusal | None = None) -> HttpResponse:
    now = timezone.now()
    sites = {site.id: site for site in network.warehouses()}
    parts = sourcing.of_order(order_id)
    untouched = {row.warehouse_id for row in parts if row.state in UNTOUCHED}
    not_picked = {row.warehouse_id for row in parts if row.state in NOT_PICKED}
    found = placing.rows(placing.mergeable(order_id))
    context = {
        "order": placing.rows([order_id])[order_id],
        "ways": sourcing.ways(order_id, now=now),
        "way": sourcing.way_now(order_id, now=now),
        "sites": list(sites.values()),
        "from": [sites[pk] for pk in sorted(untouched)],
        "not_picked": [sites[pk] for pk in sorted(not_picked)],
        "others": [found[pk] for pk in sorted(found)],
        "typed": request.POST,
        "refusal": refusal,
        **standing(order_id),
    }
    return render(request, "web/ways.html", context, status=refusal.status if refusal else 200)


def standing(order_id: int) -> dict[str, Any]:
    """Return what counts of what people said: for this page and the order's."""
    sites = {site.id: site for site in network.warehouses()}
    wish = sourcing.wishes([order_id]).get(order_id)
    return {
        "wish": wish,
        "pinned": sites.get(wish.pinned) if wish and wish.pinned else None,
        "barred": [(sites[pk], why) for pk, why in sorted(wish.barred.items())] if wish else [],
        "pooled": [order_number(each) for each in sourcing.pooled(order_id)],
    }


def _ask(request: HttpRequest, order_id: int, asked: Asked) -> HttpResponse:
    seen = [(order_number(each.order_id), each) for each in foresee(order_id, asked, now=timezone.now())]
    differs = _differs(seen)
    context = {
        "number": order_number(order_id),
        "act": ACTS[asked.do],
        "asked": asked,
        "site": network.warehouse(asked.warehouse) if asked.warehouse else None,
        "from": network.warehouse(asked.from_warehouse) if asked.from_warehouse else None,
        "others": [order_number(each) for each in asked.others],
        "seen": seen,
        "differs": differs,
        "amount": abs(differs or 0),
    }
    return render(request, "web/ways_ask.html", context)


def _differs(seen: list[tuple[str, Any]]) -> int | None:
    """Return what it costs more (or less, negative) in all, None where a freight is not known."""
    sums = [(each.now.total_minor, each.then.total_minor) for _, each in seen]
    known = [then - now for now, then in sums if now is not None and then is not None]
    return sum(known) if len(known) == len(sums) else None


def _asked(request: HttpRequest) -> Asked:
    given = request.POST
    others = {}
    for number in given.getlist("other")[:50]:
        others[number] = order_id_of(number)
        if others[number] is None:
            raise missing("order", number[:20])
    return Asked(
        given.get("do", ""),
        given.get("warehouse", "")[:20],
        given.get("from_warehouse", "")[:20],
        tuple(each for each in others.values() if each is not None),
        given.get("why", "").replace("\x00", "")[:1000],
    )
