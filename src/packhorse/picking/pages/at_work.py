"""Who is where on a floor, for who leads the shift."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from packhorse.charts.people import Person, people
from packhorse.network.queries import WarehouseRow
from packhorse.picking import queries
from packhorse.picking.pages.way import aisles_of
from packhorse.picking.queries import AtWorkRow
from packhorse.picking.rules import list_number, span

STILL = timedelta(minutes=15)  # without a scan for so long somebody stands still


def at_work(request: HttpRequest, *, site: WarehouseRow) -> HttpResponse:
    """Show the pickers on the plan, where they made their last scans, and in a list."""
    now = timezone.now()
    rows = [(row, list_number(row.list_id), kind_of(row, now), _ago(row, now)) for row in
            queries.at_work(site.id, now=now)]  # fmt: skip
    context = {
        "site": site,
        "rows": [(row, number, kind, ago, row.tasks - row.open) for row, number, kind, ago in rows],
        "picture": _picture(site, rows),
    }
    template = "picking/_at_work.html" if request.headers.get("HX-Request") else "picking/at_work.html"
    return render(request, template, context)


def kind_of(row: AtWorkRow, now: datetime) -> str:
    """Say whether a picker is busy, stands still, or is idle (has no list)."""
    if row.state != "picking":
        return "idle"
    return "still" if row.since and row.since <= now - STILL else "busy"


def _ago(row: AtWorkRow, now: datetime) -> str:
    """Say when somebody made his last scan, or that he made none on his list."""
    if row.since is None:
        return "no scan yet"
    ago = span(max(60, int((now - row.since).total_seconds())))
    return f"{ago} ago" if row.scanned_at else f"no scan yet, list taken {ago} ago"


def _picture(site: WarehouseRow, rows: Sequence[tuple[AtWorkRow, str, str, str]]) -> SafeString:
    """Draw them; who made no scan on his list yet stands at the depot."""
    persons = [
        Person(
            site.depot_x_mm if row.x_mm is None else row.x_mm,
            site.depot_y_mm if row.y_mm is None else row.y_mm,
            row.picker,
            kind,
            f"{row.picker}: {row.bin_code or 'depot'}, {ago}, {number}",
        )
        for row, number, kind, ago in rows
    ]
    places = "; ".join(each.words for each in persons) or "nobody is at work"
    picture = people(
        title=f"Who is where in {site.name}",
        description=f"Aisles stand upright, the depot is below; the same people stand in the list. {places}.",
        aisles=aisles_of(site),
        cross_mm=site.floor.cross_mm,
        depot=site.floor.depot,
        persons=persons,
    )
    return mark_safe(picture)  # every text in it is escaped where it is drawn
