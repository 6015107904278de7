"""Whether the day's work fits the people: picking up to each cut-off against what the pickers can do until then."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from packhorse.charts.load import Bar, load
from packhorse.errors import Refusal
from packhorse.network.queries import WarehouseRow
from packhorse.picking import queries
from packhorse.picking.ahead import ahead_of
from packhorse.picking.rules import BOUNDS, WHERE, Ahead, span, words_of
from packhorse.web.board import carriers_at
from packhorse.web.clocks import Clock


def capacity(request: HttpRequest, *, site: WarehouseRow) -> HttpResponse:
    """Show the cut-offs of the next 24 hours; `pickers`: what if so many picked."""
    now, clock, setup = timezone.now(), Clock(site), queries.floor_setup(site.id)
    pickers = _pickers(request.GET.get("pickers", "").strip()) or setup.pickers
    rows = ahead_of(site, pickers=pickers, now=now)
    names = [" ".join([clock.words(row.due, now), *carriers_at(site, row.due)]) for row in rows]
    context = {
        "site": site,
        "setup": setup,
        "pickers": pickers,
        "rows": [
            (name, clock.until(row.due, now), row, [span(each) for each in row.seconds], span(row.until_s),
             span(row.room_s), words_of(row))
            for name, row in zip(names, rows, strict=True)
        ],
        "short": [(name, words_of(row)) for name, row in zip(names, rows, strict=True) if row.short_s],
        "picture": _picture(site, names, rows) if rows else "",
        "as_of": f"{clock.here(now):%H:%M}",
    }  # fmt: skip
    template = "web/_capacity.html" if request.headers.get("HX-Request") else "web/capacity.html"
    return render(request, template, context)


def _pickers(text: str) -> int | None:
    low, high = BOUNDS["pickers"]
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 6 and low <= int(text) <= high):
        raise Refusal("BAD_PICKERS", f"pickers: {text[:20]!r} is no number from {low} to {high}.", status=422)
    return int(text)


def _picture(site: WarehouseRow, names: list[str], rows: list[Ahead]) -> SafeString:
    bars, before = [], [0] * len(WHERE)
    for name, row in zip(names, rows, strict=True):
        before = [done + new for done, new in zip(before, row.seconds, strict=True)]
        bars.append(Bar(name, tuple(before), row.room_s, words_of(row)))
    told = " ".join(
        f"{bar.name}: {span(sum(bar.parts))} of work, {span(bar.room)} of hands, {bar.words}." for bar in bars
    )
    picture = load(
        title=f"Picking in {site.name} against the pickers' time",
        description=f"A bar is the work up to a cut-off, the upright mark what can be done until then. {told}",
        kinds=WHERE,
        bars=bars,
    )
    return mark_safe(picture)  # every text in it is escaped where it is drawn
