"""Sourcing runs: how well each batch of orders was decided, the newest first."""

from datetime import timedelta
from math import ceil, floor
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from packhorse.errors import Refusal
from packhorse.sourcing import queries as sourcing
from packhorse.sourcing.queries import RunRow
from packhorse.sourcing.rules import QUEUES

A_WHILE = timedelta(hours=24)


def runs(request: HttpRequest) -> HttpResponse:
    """List batches from `before` back; `run`: the one that the list begins with, marked."""
    chosen, before = (_number(request, name) for name in ("run", "before"))
    rows, following = sourcing.runs(before=chosen + 1 if chosen is not None else before)
    first = chosen is None and before is None
    context = {
        "rows": [(row, *_said(row)) for row in rows],
        "chosen": chosen,
        "lost": chosen is not None and (not rows or rows[0].id != chosen),
        "sums": _sums(rows[0]) if rows and first else None,
        "first": first,
        "next": following,
    }
    return render(request, "web/runs.html", context)


def at_most(share: float | None) -> str:
    """Return a share as percent, rounded up: a bound is not made to look better."""
    return "" if share is None else f"{ceil(round(share * 10_000, 4)) / 100:.2f}\N{NO-BREAK SPACE}%"


def at_least(share: float | None) -> str:
    """Return a share as percent, rounded down: what was saved is not made to look better."""
    return "" if share is None else f"{floor(round(share * 1000, 4)) / 10:.1f}\N{NO-BREAK SPACE}%"


def _sums(newest: RunRow) -> dict[str, Any]:
    """What the batches came to in the while up to the newest."""
    sums = sourcing.run_sums(newest.at - A_WHILE)
    slowest = _seconds(sums.slowest_milliseconds)
    return {"row": sums, "saved": at_least(sums.saved), "gap": at_most(sums.gap), "slowest": slowest}


def _said(row: RunRow) -> tuple[str, str, str, list[tuple[str, int]]]:
    """What was saved, how far above the least it may be, how long it took, and how many went to which queue."""
    desks = [(queue, row.desks[queue]) for queue in QUEUES if row.desks.get(queue)]
    return at_least(row.saved), at_most(row.gap), _seconds(row.milliseconds), desks


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:.2f}\N{NO-BREAK SPACE}s"


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 18):
        raise Refusal("NO_SUCH_RUN", f"{name}: {text[:20]!r} is no number of a sourcing run.", status=422)
    return int(text)
