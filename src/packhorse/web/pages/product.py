"""A product's page: what is there, where, in which lots, how it went from day to day, and how it came about."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from packhorse.catalog import queries as catalog
from packhorse.catalog.queries import ProductRow
from packhorse.charts.steps import Line, steps
from packhorse.errors import Refusal
from packhorse.inventory import queries
from packhorse.inventory.queries import BinStockRow, LotRow, SeriesRow
from packhorse.inventory.rules import MOVEMENT_SIGNS
from packhorse.network import queries as network
from packhorse.network.queries import BinRow
from packhorse.placing import queries as placing
from packhorse.web.pages.ledger import PAGE, lines
from packhorse.web.pages.typed import whole
from packhorse.web.today import moment

SPANS = (7, 30, 90, 365)
USUAL = 30
SIZES = ((360, 220), (760, 250))  # of the chart on a phone and on a desk


@dataclass(frozen=True)
class Spot:
    """Units of a product and lot in a bin, and where that is; `why` says in words why nobody may have them."""

    bin: BinRow
    site: str
    held: BinStockRow
    why: str

    @property
    def key(self) -> str:
        """What a form names it by."""
        return f"{self.bin.id}-{self.held.lot_id or ''}"


def product(request: HttpRequest, sku: str) -> HttpResponse:
    """Show a product. `days` of the chart; `kind` and `before` of the ledger; `at`: a day to look back to."""
    return show(request, found(sku))


def found(sku: str) -> ProductRow:
    """Return the product of an address."""
    row = catalog.by_sku(sku)
    if row is None:
        raise Http404
    return row


def show(request: HttpRequest, row: ProductRow, *, refusal: Refusal | None = None) -> HttpResponse:
    """Show a product's page; after a refusal with its words and with what was typed."""
    now = moment()
    sites = {site.id: site for site in network.warehouses()}
    lots = queries.lots(row.id)
    kind = request.GET.get("kind", "")
    kind = kind if kind in MOVEMENT_SIGNS else ""
    moved = queries.movements(row.id, limit=PAGE + 1, kind=kind, before=whole(request.GET.get("before", "")))
    asked = whole(request.GET.get("days", ""))
    days = asked if asked in SPANS else USUAL
    context = {
        "product": row,
        "channels": _channels(row.id),
        "levels": [(sites[level.warehouse_id], level) for level in queries.levels([row.id], now=timezone.now())],
        "reservations": [
            (each, sum(units.held for units in each.units if units.product_id == row.id))
            for each in queries.reservations_of(row.id)
        ],
        "spots": spots(row, lots),
        "numbered": bool(catalog.numbered([row.id])),
        "lots": lots,
        "lines": lines(moved[:PAGE]),
        "older": moved[PAGE - 1].id if len(moved) > PAGE else None,
        "newest": "before" not in request.GET,
        "kinds": list(MOVEMENT_SIGNS),
        "kind": kind,
        "spans": SPANS,
        "days": days,
        "scan_id": uuid4(),
        "refusal": refusal,
        "typed": request.POST,
        **_history(row, days, now=now),
        **_past(request, row, {site.id: site.code for site in sites.values()}),
    }
    return render(request, "web/product.html", context, status=refusal.status if refusal else 200)


def spots(row: ProductRow, lots: list[LotRow]) -> list[Spot]:
    """Return where a product lies, by warehouse and bin."""
    held = queries.bins(row.id)
    named = network.bins_by_id(each.bin_id for each in held)
    sites = {site.id: site.code for site in network.warehouses()}
    reasons = {lot.id: lot.blocked for lot in lots}
    rows = [
        Spot(place, sites[place.warehouse_id], each, _why(each, place, reasons))
        for each in held
        for place in (named[each.bin_id],)
    ]
    return sorted(rows, key=lambda spot: (spot.site, spot.bin.code, spot.held.expires_on or date.max, spot.held.lot))


def _why(held: BinStockRow, place: BinRow, reasons: dict[int, str]) -> str:
    if not held.blocked:
        return ""
    words = [f"lot: {reason}"] if (reason := reasons.get(held.lot_id or 0, "")) else []
    return ", ".join([*words, f"bin: {place.use}"] if place.blocks else words) or "blocked"


def _history(row: ProductRow, days: int, *, now: datetime) -> dict[str, object]:
    past = queries.series(row.id, queries.day_ends(days, now=now))
    return {"past": list(reversed(past)), "charts": [_chart(row, past, *size) for size in SIZES]}


def _chart(row: ProductRow, past: list[SeriesRow], width: int, height: int) -> SafeString:
    first, last = past[0], past[-1]
    words = f"On hand went from {first.on_hand} to {last.on_hand} units, available from {first.available} to "
    drawn = steps(
        title=f"{row.sku}: on hand and available from {first.at:%-d %B %Y} to {last.at:%-d %B %Y}",
        description=f"{words}{last.available}. The numbers stand in the table below.",
        labels=[f"{each.at:%-d %b}" for each in past[:-1]] + ["now"],
        lines=[
            Line("On hand", "first", tuple(each.on_hand for each in past)),
            Line("Available", "second", tuple(each.available for each in past)),
        ],
        width=width,
        height=height,
        name=f"past{width}",
    )
    return mark_safe(drawn)  # every text in it is escaped where it is drawn


def _past(request: HttpRequest, row: ProductRow, sites: dict[int, str]) -> dict[str, object]:
    text = request.GET.get("at", "").strip()
    if not text:
        return {}
    try:
        day = date.fromisoformat(text)
        moment = datetime.combine(day, time.max, UTC)
    except ValueError:
        raise Refusal("NOT_A_DAY", f"{text[:20]!r} is no day: write it as 2026-12-24.", status=422) from None
    held = queries.at_time(row.id, moment)
    rows = [(sites[site], on_hand, blocked) for site, (on_hand, blocked) in held.items()]
    return {"at": day, "at_rows": rows, "at_sum": sum(on_hand for _, on_hand, _ in rows)}


def serials(request: HttpRequest, sku: str, bin_id: int) -> HttpResponse:
    """Show the serial numbers of a product's units in a bin."""
    codes = queries.serials(found(sku).id, bin_id)
    return render(request, "web/_serials.html", {"codes": codes})


def _channels(product_id: int) -> list[tuple[str, str, int | None, int, int]]:
    """Each channel: code, name, the product's own buffer, that of all products, and how many it is offered."""
    rows = []
    for code, name, _ in placing.channels():
        kept = queries.buffers(code)
        offered = queries.offered([product_id], channel=code, now=timezone.now())[product_id]
        rows.append((code, name, kept.get(product_id), kept.get(None, 0), offered))
    return rows
