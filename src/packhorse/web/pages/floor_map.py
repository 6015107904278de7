"""A warehouse as a picture: what is full, what is picked much, what has lain long; and each bin by itself."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from packhorse.catalog import queries as catalog
from packhorse.charts.floor import Cell, FloorCell, floor
from packhorse.inventory import queries
from packhorse.inventory.heat import MEASURES, BinFacts, Heat, Position, heat
from packhorse.inventory.queries import BinFigures
from packhorse.network import queries as network
from packhorse.network.queries import BinRow, WarehouseRow
from packhorse.web.pages.ledger import PAGE, lines
from packhorse.web.pages.typed import whole
from packhorse.web.places import sites_for
from packhorse.web.today import moment

RECENT = timedelta(days=60)


def warehouses(request: HttpRequest) -> HttpResponse:
    """List the warehouses with what is in them."""
    held = queries.on_hand_by_warehouse()
    closed = network.closed(timezone.now())
    rows = [(site, *held.get(site.id, (0, 0)), closed.get(site.id, "")) for site in sites_for(request.user)]
    return render(request, "web/warehouses.html", {"rows": rows})


def floor_map(request: HttpRequest, code: str) -> HttpResponse:
    """Show the map. `show` is the measure; `place` (x,y in mm) or `aisle` says whose bins stand beside it."""
    site = _site(code)
    show = request.GET.get("show", "")
    show = show if show in MEASURES else "fill"
    now = moment()
    figures = queries.bin_figures(site.id, picked_since=now - RECENT, aged=show == "age")
    bins = [_facts(row, figures.get(row.id, BinFigures()), now) for row in network.bins(site.id)]
    racks = [each for each in bins if each.use in ("pick", "reserve")]
    drawn = heat(racks, show)
    place, aisle = request.GET.get("place", ""), whole(request.GET.get("aisle", ""))
    chosen = [each for each in drawn.positions if _place(each) == place]
    if aisle is not None:
        shown = [each for each in racks if each.aisle == aisle]
    else:
        shown = [each for position in chosen for each in position.bins]
    context = {
        "site": site,
        "show": show,
        "measures": MEASURES,
        "picture": _picture(site, drawn, show, bins, place),
        "legend": _legend(drawn),
        "relative": drawn.relative,
        "aisles": _aisles(racks),
        "aisle": aisle,
        "place": chosen[0] if chosen else None,
        "bins": shown,
        "on_floor": [each for each in bins if each not in racks] if not shown else [],
        "empty": sum(not each.units for each in racks),
        "count": len(racks),
    }
    return render(request, "web/map.html", context)


def one_bin(request: HttpRequest, code: str, bin_code: str) -> HttpResponse:
    """Show a bin: what lies in it, and what moved in and out."""
    site = _site(code)
    row = next((each for each in network.bins(site.id) if each.code == bin_code), None)
    if row is None:
        raise Http404
    held = queries.in_bins([row.id])
    products = catalog.by_id(each.product_id for each in held)
    moved = queries.of_bin(row.id, limit=PAGE + 1, before=whole(request.GET.get("before", "")))
    volume = sum(each.quantity * _volume(products[each.product_id]) for each in held)
    room = row.width_mm * row.depth_mm * row.height_mm
    context = {
        "site": site,
        "bin": row,
        "held": [(products[each.product_id], each) for each in held],
        "fill": round(100 * volume / room) if room else None,
        "lines": lines(moved[:PAGE]),
        "with_product": True,
        "older": moved[PAGE - 1].id if len(moved) > PAGE else None,
        "newest": "before" not in request.GET,
        "kind": "",
    }
    return render(request, "web/bin.html", context)


def _site(code: str) -> WarehouseRow:
    site = network.warehouse(code)
    if site is None:
        raise Http404
    return site


def _volume(product: catalog.ProductRow) -> int:
    return product.length_mm * product.width_mm * product.height_mm


def _facts(row: BinRow, held: BinFigures, now: datetime) -> BinFacts:
    return BinFacts(
        id=row.id,
        code=row.code,
        use=row.use,
        aisle=row.aisle,
        x_mm=row.x_mm,
        y_mm=row.y_mm,
        capacity_mm3=row.width_mm * row.depth_mm * row.height_mm,
        units=held.units,
        products=held.products,
        volume_mm3=held.volume_mm3,
        picked=held.picked,
        days=max(0, (now - held.since).days) if held.since else None,
    )


def _place(position: Position) -> str:
    return f"{position.x_mm},{position.y_mm}"


def _picture(site: WarehouseRow, drawn: Heat, show: str, bins: Sequence[BinFacts], place: str) -> SafeString:
    cells = []
    for each in drawn.positions:
        first, last, units = each.bins[0].code, each.bins[-1].code, sum(b.units for b in each.bins)
        value = "–" if each.value is None else f"{each.value}{drawn.unit}"
        named = first if len(each.bins) == 1 else f"{first} to {last}"
        words = f"{named}: {value}, {units} units in {len(each.bins)} bins"
        address = f"?show={show}&place={_place(each)}"
        cells.append(Cell(each.x_mm, each.y_mm, each.step, value, words, address, _place(each) == place))
    names = {each.x_mm: str(each.aisle + 1) for each in bins if each.use in ("pick", "reserve")}
    on_floor = [
        FloorCell(
            f"{each.code.lower()}: {each.units}",
            f"{each.code}: {each.units} units",
            reverse("bin", args=[site.code, each.code]),
            0,
        )
        for each in bins
        if each.use not in ("pick", "reserve")
    ]
    picture = floor(
        title=f"{site.name}: {MEASURES[show].lower()}",
        description="Aisles from left to right, the depot below. Each cell is a position with all its bins; the same "
        "bins stand in the list by aisle.",
        cells=cells,
        aisles=sorted(names.items()),
        on_floor=on_floor,
    )
    return mark_safe(picture)  # every text in it is escaped where it is drawn


def _legend(drawn: Heat) -> list[tuple[int, str]]:
    """Return (step, words) from nothing to most."""
    ends = [bound - 1 for bound in drawn.bounds[1:]]
    found = [(0, f"0{drawn.unit}")]
    for nth, low in enumerate(drawn.bounds):
        if nth == len(drawn.bounds) - 1:
            words = f"{low}{drawn.unit} and more"
        else:
            words = f"{low}{drawn.unit}" if low == ends[nth] else f"{low}–{ends[nth]}{drawn.unit}"
        found.append((nth + 1, words))
    return found


def _aisles(bins: Sequence[BinFacts]) -> list[tuple[int, int, int, int]]:
    """Return (aisle, bins, units, picked) for each aisle."""
    found: dict[int, tuple[int, int, int]] = {}
    for each in bins:
        count, units, picked = found.get(each.aisle, (0, 0, 0))
        found[each.aisle] = count + 1, units + each.units, picked + each.picked
    return [(aisle, *sums) for aisle, sums in sorted(found.items())]
