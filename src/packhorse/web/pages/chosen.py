"""What is done to the orders chosen on the list: each is answered for itself, and what is refused is named."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from packhorse.errors import Refusal
from packhorse.placing import filters, operations
from packhorse.placing import queries as placing
from packhorse.placing.queries import OrderRow
from packhorse.placing.rules import HOLDS, order_id_of, order_number
from packhorse.shipping.operations import note_downloads
from packhorse.web.access import require
from packhorse.web.pages.order_export import handed_out
from packhorse.web.pages.order_papers import labels, slips

MOST = operations.MOST_AT_ONCE
SHOWN = 10  # refused orders of a message that stand open


@dataclass(frozen=True)
class Ask:
    """What is asked once more before it is done: `verb` for heading and button, `done` for the message after it."""

    verb: str
    done: str
    work: Callable[..., dict[int, str]]
    fields: tuple[str, ...] = ()


ASKS = {
    "hold": Ask("Hold", "on hold", operations.hold_each, ("kind", "reason")),
    "release": Ask("Release", "released", operations.release_each, ("kind",)),
    "cancel": Ask("Cancel", "cancelled", operations.cancel_each),
}
PAPERS = {"slips": slips, "labels": labels}
FILES = ("csv", "xlsx")


def do(request: HttpRequest) -> HttpResponseBase:
    """POST: do one of ASKS, PAPERS or FILES with the orders named by `order`; `back` is the list's own query."""
    what, back = request.POST.get("do", ""), _back(request.POST.get("back", ""))
    ids = chosen(request.POST.getlist("order"))
    if not ids:
        messages.error(request, "Choose orders first: tick them in the list.")
        return HttpResponseRedirect(back)
    if what in ASKS:
        return _ask(request, what, ids, back)
    if what in PAPERS:
        require(request, "papers")
        return _print(request, what, ids, back)
    if what in FILES:
        known = placing.rows(ids)
        return handed_out([[known[each] for each in ids if each in known]], what)
    raise Refusal("NO_SUCH_ACTION", f"{what[:20]!r} is nothing that can be done to orders.", status=422)


def _ask(request: HttpRequest, what: str, ids: list[int], back: str) -> HttpResponse:
    """Ask first; what was sure is done, and the list shown again with what came of it."""
    ask = ASKS[what]
    asked = {name: request.POST.get(name, "") for name in ask.fields}
    refusal = None
    if "sure" in request.POST:
        try:
            refused = ask.work(ids, **asked, now=timezone.now(), actor=request.user.get_username())
            told(request, ask.done, ids, refused)
            return HttpResponseRedirect(back)
        except Refusal as found:
            refusal = found
    context = {"ask": ask, "asked": asked, "refusal": refusal, "hold_kinds": HOLDS, "open_units": _open_units(ids)}
    return _page(request, what, ids, back, context, refusal.status if refusal else 200)


def _print(request: HttpRequest, what: str, ids: list[int], back: str) -> HttpResponse:
    """Hand out one PDF; when some orders have nothing to print, name them first."""
    papers = PAPERS[what](ids)
    rest = [order_id for order_id in ids if order_id in papers.of]
    if len(rest) == len(ids) or (rest and "sure" in request.POST):
        answer = HttpResponse(papers.pdf(), content_type="application/pdf")
        who = {"now": timezone.now(), "actor": request.user.get_username()}
        note_downloads(parcels=papers.parcels, paper=papers.paper, place="file", **who)
        answer["Content-Disposition"] = f'inline; filename="{papers.name}.pdf"'
        return answer
    lacking = [(order_number(each), papers.lacking[each]) for each in ids if each in papers.lacking]
    context = {"papers": papers, "lacking": lacking, "printable": len(rest)}
    return _page(request, what, rest, back, context, 200 if rest else 409)


def _page(
    request: HttpRequest, what: str, ids: Sequence[int], back: str, more: Mapping[str, Any], status: int
) -> HttpResponse:
    known = placing.rows(ids)
    orders: list[OrderRow] = [known[each] for each in ids if each in known]
    kinds: dict[int, list[str]] = {}
    for hold in placing.holds(ids):
        if hold.released_at is None:
            kinds.setdefault(hold.order_id, []).append(hold.kind)
    context = {
        "what": what,
        "numbers": [order_number(each) for each in ids],
        "orders": [(order, kinds.get(order.id, [])) for order in orders],
        "back": back,
        "back_query": back.partition("?")[2],
        **more,
    }
    return render(request, "web/chosen.html", context, status=status)


def told(request: HttpRequest, what: str, ids: Sequence[int], refused: Mapping[int, str]) -> None:
    """Say on the next page how many orders were done, and of each that was not, why."""
    if done := len(ids) - len(refused):
        messages.success(request, f"{done} order{'s' * (done != 1)} {what}.")
    if refused:
        reasons = [_reason(order_id, refused[order_id]) for order_id in ids if order_id in refused]
        open_ones = format_html_join("", "<li>{}</li>", [[each] for each in reasons[:SHOWN]])
        more = format_html_join("", "<li>{}</li>", [[each] for each in reasons[SHOWN:]])
        text = "{} not {}:<ul class='mb-0'>{}</ul>"
        if more:
            text += "<details><summary>{} more</summary><ul class='mb-0'>{}</ul></details>"
        messages.error(request, format_html(text, len(reasons), what, open_ones, len(reasons) - SHOWN, more))


def _reason(order_id: int, text: str) -> SafeString:
    number = order_number(order_id)
    rest = text.removeprefix(number) if text.startswith(number) else f": {text}"
    return format_html('<a href="{}">{}</a>{}', reverse("order", args=[number]), number, rest)


def _open_units(ids: Sequence[int]) -> int:
    return sum(max(0, line.quantity - line.cancelled - line.shipped) for line in placing.lines(ids))


def chosen(numbers: Sequence[str]) -> list[int]:
    """Return the ids of orders chosen by number; refuses too many, and what is no number."""
    if len(numbers) > MOST:
        raise Refusal("TOO_MANY", f"{len(numbers)} orders are too many: choose {MOST} at most.", status=422)
    ids = {number: order_id_of(number) for number in numbers}
    if wrong := [number for number, order_id in ids.items() if order_id is None]:
        raise Refusal("NO_SUCH_ORDER", f"{wrong[0][:20]!r} is no order number.", status=422)
    return list(dict.fromkeys(order_id for order_id in ids.values() if order_id is not None))


def _back(text: str) -> str:
    """The list as it was: only what the list itself understands is taken over."""
    asked = QueryDict(text[:2000])
    try:
        query = filters.read(asked.dict()).address(**({"after": asked["after"]} if "after" in asked else {}))
    except Refusal:
        query = ""
    return f"{reverse('orders')}?{query}" if query else reverse("orders")
