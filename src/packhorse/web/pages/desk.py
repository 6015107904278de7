"""The desk: orders that cannot be served as things are, by queue, and what a person does about them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.network import queries as network
from packhorse.placing import queries as placing
from packhorse.placing.rules import order_number
from packhorse.sourcing import queries as sourcing
from packhorse.sourcing.reasons import CODES
from packhorse.sourcing.rules import QUEUES
from packhorse.web import desk as actions
from packhorse.web.pages.chosen import chosen, told

NAMES = ("queue", "code", "channel", "sku", "warehouse")
SHOWN = 3  # products of a row that are named


@dataclass(frozen=True)
class Act:
    """Something that is done to chosen orders: asked once more first when it has a `verb`."""

    done: str
    work: Callable[..., dict[int, str]]
    verb: str = ""
    why: bool = False


ACTS = {
    "try": Act("served", actions.try_again),
    "aside": Act("taken aside", actions.take_aside, "Take aside", why=True),
    "back": Act("given back to sourcing", actions.give_back),
    "cancel": Act("relieved of what they lacked", actions.cancel_lacking, "Cancel what lacks of"),
}


def desk(request: HttpRequest) -> HttpResponse:
    """Show a queue, the one that waits longest first; `all` shows every order of the page chosen."""
    asked = _asked(request.GET)
    after = request.GET.get("after", "").strip()[:60]
    page = sourcing.desk(**_wanted(asked), after=after)
    sites = {site.id: site for site in network.warehouses()}
    products = catalog.by_id(pk for row in page.rows for pk in row.products[:SHOWN])
    here = {name: text for name, text in asked.items() if text}
    context = {
        "asked": asked,
        "sizes": [(queue, QUEUES[queue], size) for queue, size in sourcing.sizes().items()],
        "counted": sourcing.COUNTED,
        "rows": [(row, [products[pk] for pk in row.products[:SHOWN]], len(row.products) - SHOWN) for row in page.rows],
        "codes": [(code, words) for code, (queue, words) in CODES.items() if queue == asked["queue"]],
        "codes_of": {code: words for code, (_, words) in CODES.items()},
        "channels": placing.channels(),
        "sites": sites.values(),
        "narrowed": any(asked[name] for name in NAMES[1:]),
        "here": urlencode(here | ({"after": after} if after else {})),
        "first": urlencode(here) if after else "",
        "more": urlencode(here | {"after": page.next}) if page.next else "",
        "all_chosen": "all" in request.GET,
    }
    return render(request, "web/desk.html", context)


def do(request: HttpRequest) -> HttpResponse:
    """POST: do one of ACTS with the orders named by `order`; `back` is the list's own query."""
    what, back = request.POST.get("do", ""), _back(request.POST.get("back", ""))
    act = ACTS.get(what)
    if act is None:
        raise Refusal("NO_SUCH_ACTION", f"{what[:20]!r} is nothing that can be done to orders that wait.", status=422)
    ids = chosen(request.POST.getlist("order"))
    if not ids:
        messages.error(request, "Choose orders first: tick them in the list.")
        return HttpResponseRedirect(back)
    if act.verb and "sure" not in request.POST:
        return _ask(request, what, ids)
    more = {"why": request.POST.get("why", "")} if act.why else {}
    try:
        refused = act.work(ids, **more, now=timezone.now(), actor=request.user.get_username())
    except Refusal as refusal:
        if not act.verb:
            raise
        return _ask(request, what, ids, refusal)
    told(request, act.done, ids, refused)
    return HttpResponseRedirect(back)


def _ask(request: HttpRequest, what: str, ids: Sequence[int], refusal: Refusal | None = None) -> HttpResponse:
    """Ask once more, with what lacks of each order."""
    lacking = sourcing.lacking_of(ids)
    products = {line.id: line.product_id for line in placing.lines(ids)}
    named = catalog.by_id(products.values())
    rows = [(order_number(pk), [(named[products[line]].sku, units) for line, units in lacking[pk]]) for pk in lacking]
    context = {
        "what": what,
        "act": ACTS[what],
        "rows": rows,
        "back": _back(request.POST.get("back", "")),
        "back_query": request.POST.get("back", "")[:2000],
        "why": request.POST.get("why", ""),
        "refusal": refusal,
        "units": sum(units for lines in lacking.values() for _, units in lines),
    }
    return render(request, "web/desk_ask.html", context, status=refusal.status if refusal else 200)


def _asked(given: QueryDict) -> dict[str, str]:
    """Read what is asked for; refuses a queue, a reason, a channel, a product or a warehouse that does not exist."""
    asked = {name: given.get(name, "").strip()[:64] for name in NAMES}
    asked["queue"] = asked["queue"] or (CODES[asked["code"]][0] if asked["code"] in CODES else next(iter(QUEUES)))
    if asked["queue"] not in QUEUES:
        raise Refusal("NO_SUCH_QUEUE", f"There is no queue {asked['queue']!r}: use {', '.join(QUEUES)}.", status=422)
    if asked["code"] and CODES.get(asked["code"], ("",))[0] != asked["queue"]:
        asked["code"] = ""  # the reason of another queue: that one is not asked for any more
    return asked


def _wanted(asked: dict[str, str]) -> dict[str, object]:
    return {
        "queue": asked["queue"],
        "code": asked["code"],
        **actions.named(**{name: asked[name] for name in NAMES[2:]}),
    }


def _back(text: str) -> str:
    """The list as it was: only what the list itself understands is taken over."""
    given = QueryDict(text[:2000])
    query = urlencode({name: given[name] for name in (*NAMES, "after") if given.get(name)})
    return f"{reverse('desk')}?{query}" if query else reverse("desk")
