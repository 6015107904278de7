"""The shift lead's board: what is where, what should not be, and planned waves changed by drag or by key."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.errors import Refusal, missing
from packhorse.network.queries import WarehouseRow
from packhorse.picking import operations, queries
from packhorse.picking.rules import list_number, wave_number
from packhorse.sourcing import queries as sourcing
from packhorse.sourcing.queries.cutoffs import STAGES
from packhorse.web.board import Board, board_of
from packhorse.web.clocks import Clock

TO_FLOOR, OUT = "floor", "out"  # where a wave, and where an order may go, beside into a wave


def board(request: HttpRequest, *, site: WarehouseRow) -> HttpResponse:
    """Show the board; asked by htmx, only what changes. `wave` is shown whole, `none` what is in none."""
    return _shown(request, site)


def change_board(request: HttpRequest, *, site: WarehouseRow) -> HttpResponse:
    """POST: `plan`; or `release` a wave; or move each `order` `to` a wave, or out of waves."""
    try:
        told = _do(request, site)
    except Refusal as refusal:
        if not request.headers.get("HX-Request"):
            raise
        return _shown(request, site, ("bad", refusal.text), refusal.status)
    if request.headers.get("HX-Request"):
        return _shown(request, site, ("good", told))
    messages.success(request, told)
    return HttpResponseRedirect(f"{reverse('board')}?warehouse={site.code}")


def _do(request: HttpRequest, site: WarehouseRow) -> str:
    sent, who = request.POST, {"now": timezone.now(), "actor": request.user.get_username()}
    if "plan" in sent:
        made = operations.plan_waves(warehouse_id=site.id, **who)
        return (
            f"{len(made)} wave{'s' * (len(made) != 1)} planned."
            if made
            else f"Nothing that waits leaves within {_hours(site)} hours."
        )
    if "release" in sent:
        wave_id = _wave(sent["release"], site)
        lists = operations.release_wave(wave_id=wave_id, **who)
        return f"{wave_number(wave_id)} is released: {', '.join(list_number(each) for each in lists)}."
    parts = _parts(sent.getlist("order"), site)
    many = f"{len(parts)} order{'s' * (len(parts) != 1)}"
    if sent.get("to", "") == OUT:
        operations.take_out(parts, now=who["now"])
        return f"{many} taken out: {'they wait' if len(parts) > 1 else 'it waits'} for another wave."
    wave_id = _wave(sent.get("to", ""), site)
    operations.put_in(parts, wave_id=wave_id, now=who["now"])
    return f"{many} moved into {wave_number(wave_id)}."


def _hours(site: WarehouseRow) -> int:
    return queries.floor_setup(site.id).ahead_minutes // 60


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else 0


def _wave(text: str, site: WarehouseRow) -> int:
    """The id of a wave of this warehouse."""
    row = queries.wave(_number(text)) if _number(text) else None
    if row is None or row.warehouse_id != site.id:
        if not text:
            raise Refusal("NO_WAVE_CHOSEN", "Choose the wave to move to.", status=422)
        raise missing("wave here", text[:20])
    return row.id


def _parts(texts: list[str], site: WarehouseRow) -> list[int]:
    """The fulfillment orders that were chosen, of this warehouse."""
    if not texts:
        raise Refusal("NOTHING_CHOSEN", "Choose the orders to move first.", status=422)
    rows = sourcing.by_id(_number(text) for text in texts)
    for text in texts:
        if _number(text) not in rows or rows[_number(text)].warehouse_id != site.id:
            raise missing("fulfillment order here", text[:20])
    return list(dict.fromkeys(_number(text) for text in texts))


def _shown(
    request: HttpRequest, site: WarehouseRow, answer: tuple[str, str] | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    asked = request.GET.get("wave", "")
    whole = 0 if asked == "none" else _number(asked) or None
    found = board_of(site, now=now, whole=whole)
    context = {
        "site": site,
        "board": found,
        "answer": answer,
        "whole": asked if whole is not None else "",
        **_words(found, site, now),
    }
    template = "web/_board.html" if request.headers.get("HX-Request") else "web/board.html"
    return render(request, template, context, status=status)


def _words(found: Board, site: WarehouseRow, now: datetime) -> dict[str, Any]:
    """Return the same with times in words."""
    clock = Clock(site)

    def at(moment: datetime | None) -> str:
        return clock.words(moment, now) if moment else ""

    return {
        "as_of": f"{clock.here(now):%H:%M:%S}",
        "stages": STAGES,
        "cutoffs": [(at(each.due), clock.until(each.due, now), each) for each in found.cutoffs],
        "planned": [
            (
                each,
                at(each.row.due_at),
                at(each.row.ready_at),
                [(order, at(order.due) if order.due != each.row.due_at else "") for order in each.orders],
            )
            for each in found.planned
        ],
        "loose": [(order, at(order.due)) for order in found.loose],
        "loose_more": found.counts["loose"] - len(found.loose),
        "columns": [
            (
                name,
                title,
                found.counts[name],
                [(card, at(card.row.due_at), _ago(clock, card.since, now)) for card in cards],
            )
            for name, title, cards in (("released", "Released", found.released), ("picking", "Picking", found.picking))
        ],
        "packed": [(at(each.due), each.stages[-1]) for each in found.cutoffs if each.stages[-1]],
        "late": [(number, row, at(row.ship_by)) for number, row in found.late],
        "late_more": found.counts["late"] - len(found.late),
    }


def _ago(clock: Clock, moment: datetime | None, now: datetime) -> str:
    return clock.until(moment, now) if moment else ""
