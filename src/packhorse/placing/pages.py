"""The list of orders."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from packhorse.errors import Refusal
from packhorse.placing import queries
from packhorse.placing.rules import ORDER_STATES


def orders(request: HttpRequest) -> HttpResponse:
    """Show orders, newest first, by text, state, channel and day; `after` continues a page."""
    asked = {name: request.GET.get(name, "").strip() for name in ("text", "state", "channel", "day", "after")}
    if asked["state"] not in ("", *ORDER_STATES):
        raise Refusal("NO_SUCH_STATE", f"There is no state {asked['state'][:20]!r}.", status=422)
    page = queries.orders(
        text=asked["text"][:100].replace("\x00", ""),
        state=asked["state"],
        channel=asked["channel"].replace("\x00", ""),
        day=_day(asked["day"]),
        after=asked["after"],
    )
    later = request.GET.copy()
    later["after"] = page.next
    context = {
        "page": page,
        "asked": asked,
        "states": ORDER_STATES,
        "channels": queries.channels(),
        "older": later.urlencode() if page.next else "",
    }
    return render(request, "placing/orders.html", context)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal("NOT_A_DAY", f"{text[:20]!r} is not a day: write it as 2010-12-10.", status=422) from None
