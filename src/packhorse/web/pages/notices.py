"""Mails to customers: those of an order, those that could not be sent, and what a channel's customers are told."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.placing.rules import order_id_of, order_number
from packhorse.retention import operations, queries
from packhorse.retention.queries import NoticeRow
from packhorse.retention.rules import KINDS, LANGUAGES, place_in_list

# What became of a notice: in words, and the look of which state.
STATES = {
    "queued": ("to be sent", "in_transit"),
    "sent": ("sent", "delivered"),
    "failed": ("not sent", "failure"),
    "not_wanted": ("not wanted", "unknown"),
    "no_address": ("no mail address", "unknown"),
    "not_set_up": ("no mail server", "unknown"),
}
CAUSES = {"late": "A parcel is late", "failed": "A parcel is not delivered"}


def shown(rows: Iterable[NoticeRow]) -> list[tuple[NoticeRow, str, str, str]]:
    """Return notices with what they say, what became of them, and the look of that.

    Where no mail is sent at all, those that were not sent for this are left out: they tell nothing of the order.
    """
    told = [row for row in rows if settings.MAILING or row.state != "not_set_up"]
    return [(row, _words(row), *STATES[row.state]) for row in told]


def _words(row: NoticeRow) -> str:
    promise = row.kind == "promise_changed" and row.state != "queued"
    told = ("Goods are to be waited for" if row.waits else "The day changes") if promise else ""
    return told or CAUSES.get(row.cause) or KINDS[row.kind]


def again(request: HttpRequest, number: str) -> HttpResponse:
    """POST: let an order's `notice` that could not be sent be tried anew."""
    order_id, notice_id = order_id_of(number), place_in_list(request.POST.get("notice", ""))
    if not order_id or notice_id not in {row.id for row in queries.of_order(order_id)}:
        raise Http404
    if operations.send_again([notice_id], now=timezone.now()):
        messages.success(request, "The mail is being sent again.")
    return HttpResponseRedirect(reverse("order", args=[number]))


def failed(request: HttpRequest) -> HttpResponse:
    """Show the mails that could not be sent, the newest first; POST lets the chosen ones be tried anew."""
    if request.method == "POST":
        chosen = [place_in_list(each) for each in request.POST.getlist("notice")]
        count = operations.send_again([each for each in chosen if each is not None], now=timezone.now())
        messages.success(request, f"{count} mail{'' if count == 1 else 's'} to be sent again.")
        return HttpResponseRedirect(reverse("notices"))
    before = request.GET.get("before", "")
    rows = queries.failed(before=place_in_list(before), limit=queries.PAGE + 1)
    context = {
        "rows": [(row, order_number(row.order_id), _words(row)) for row in rows[: queries.PAGE]],
        "next": rows[queries.PAGE - 1].id if len(rows) > queries.PAGE else "",
        "turned": bool(before),
        "mailing": settings.MAILING,
    }
    return render(request, "web/notices.html", context)


def of_channels(channels: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return for each (code, name) of a channel what its customers are told."""
    chosen = queries.channels()
    return {
        "mails": [(code, name, chosen[code]) for code, name in channels],
        "mail_kinds": KINDS,
        "languages": LANGUAGES,
        "mailing": settings.MAILING,
    }


def choose(request: HttpRequest, channel: str) -> str:
    """Keep what a channel's customers are told; return what was done."""
    kinds, language = request.POST.getlist("kind"), request.POST.get("language", "")
    operations.choose_notices(channel=channel, kinds=kinds, language=language)
    return "What customers are told is kept."
