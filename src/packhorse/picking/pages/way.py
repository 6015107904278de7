"""A pick list's walk on the plan of the warehouse, for who walks it and for who leads the shift."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe

from packhorse.catalog import queries as catalog
from packhorse.catalog.queries import ProductRow
from packhorse.charts.plan import Strip
from packhorse.charts.walk import Mark, walk
from packhorse.network import queries as network
from packhorse.network.queries import BinRow, WarehouseRow
from packhorse.picking import queries
from packhorse.picking.queries import TaskRow
from packhorse.picking.rules import list_number
from packhorse.picking.ways import Place, Way, way_of


@dataclass(frozen=True)
class Line:
    """A place of the walk in words: its number, its bins, and what is taken there."""

    turn: int
    kind: str
    bins: str
    goods: tuple[tuple[int, str], ...]


def way(request: HttpRequest, list_id: int) -> HttpResponse:
    """Show where a list's picker walks: what is done, what comes next, and the metres."""
    row = queries.pick_list(list_id)
    if row is None:
        raise Http404
    site = next(each for each in network.warehouses() if each.id == row.warehouse_id)
    tasks = queries.tasks(list_id)
    bins = network.bins_by_id(task.bin_id for task in tasks)
    products = catalog.by_id(task.product_id for task in tasks)
    found = way_of(site.floor, tasks, bins)
    lines = [_line(place, bins, products) for place in found.places]
    context = {
        "list": row,
        "number": list_number(row.id),
        "site": site,
        "lines": lines,
        "left": sum(line.kind != "done" for line in lines),
        "done": sum(line.kind == "done" for line in lines),
        "route_m": round(row.route_mm / 1000),
        "baseline_m": round(row.baseline_mm / 1000),
        "ahead_m": round(found.ahead_mm / 1000),
        "picture": _picture(list_number(row.id), site, found, lines),
    }
    return render(request, "picking/way.html", context)


def _line(place: Place, bins: dict[int, BinRow], products: dict[int, ProductRow]) -> Line:
    """Return a place in words; of what is done, the units that were there."""
    units: dict[str, int] = {}
    for task in place.tasks:
        name = products[task.product_id].name
        units[name] = units.get(name, 0) + (task.quantity if task.state == "open" else task.picked)
    return Line(
        place.turn, place.kind, _codes(place.tasks, bins), tuple((count, name) for name, count in units.items())
    )


def _codes(tasks: Sequence[TaskRow], bins: dict[int, BinRow]) -> str:
    return ", ".join(dict.fromkeys(bins[task.bin_id].code for task in tasks))


def _picture(number: str, site: WarehouseRow, found: Way, lines: Sequence[Line]) -> SafeString:
    marks = [
        Mark(place.x_mm, place.y_mm, place.kind, str(place.turn), f"{place.turn}: {line.bins}, {line.kind}")
        for place, line in zip(found.places, lines, strict=True)
    ]
    left = [line for line in lines if line.kind != "done"]
    told = f"{len(lines) - len(left)} of {len(lines)} places are done. "
    told += f"Next is {left[0].bins}, then {len(left) - 1} more and back to the depot." if left else "Nothing is left."
    picture = walk(
        title=f"The way of {number} through {site.name}",
        description=f"{told} Aisles stand upright, the depot is below; the places stand in turn in the list.",
        aisles=aisles_of(site),
        cross_mm=site.floor.cross_mm,
        depot=site.floor.depot,
        marks=marks,
        walked=found.walked,
        ahead=found.ahead,
    )
    return mark_safe(picture)  # every text in it is escaped where it is drawn


def aisles_of(site: WarehouseRow) -> list[Strip]:
    """Return the aisles from end to end, with bins in dead ends; no names where some share a number."""
    front, back = site.floor.cross_mm[0], site.floor.cross_mm[-1]
    rows = network.aisles(site.id)
    numbered = len({row.aisle for row in rows}) == len(rows)
    return [
        Strip(row.x_mm, min(front, row.low_mm), max(back, row.high_mm), str(row.aisle + 1) if numbered else "")
        for row in rows
    ]
