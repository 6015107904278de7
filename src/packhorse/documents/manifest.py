"""The manifest: the parcels handed to a carrier, signed by the driver."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from packhorse.documents.sheet import BOTTOM, INNER, MARGIN, Sheet
from packhorse.documents.table import HEAD, Column, draw, paged, row

_COLUMNS = (
    Column("No.", 32),
    Column("Tracking number", 112, bold=True),
    Column("SSCC", 120),
    Column("Order", 74),
    Column("Service", 86),
    Column("To", 30),
    Column("kg", 45, right=True),
)
_WHOLE = (Column("", INNER, bold=True),)  # the line above the parcels of a pallet or cage
_TOP = 40.0
_LATER_TOP = 84.0
_TAIL = 190.0
_SIGNED = ("Driver's name in capitals", "Vehicle", "Date and time", "Signature")


@dataclass(frozen=True)
class ManifestParcel:
    """One parcel handed over; `country` is where it goes, as two letters, and `weight_g` its weight in grams.

    `unit` is the number of the pallet or cage it stands on; parcels of one stand one after another.
    """

    tracking_number: str
    sscc: str
    service: str
    country: str
    weight_g: int
    order_number: str
    unit: str = ""


@dataclass(frozen=True)
class ManifestPaper:
    """All that a manifest says; `closed_at` knows its zone and is shown in `timezone`, an IANA name.

    `units` {number: what is said of a pallet or cage}.
    """

    number: str
    merchant: str
    carrier: str
    warehouse: str
    closed_at: datetime
    timezone: str
    parcels: tuple[ManifestParcel, ...]
    units: Mapping[str, str] = field(default_factory=dict)


def render(paper: ManifestPaper) -> bytes:
    """Return the manifest as PDF, as many A4 pages as its parcels need, the totals and signature on the last."""
    sheet = Sheet(f"Manifest {paper.number}")
    top = _first_head(sheet, paper)
    rows, unit = [], ""
    for nth, p in enumerate(paper.parcels, start=1):
        if p.unit != unit:
            unit = p.unit
            rows.append(row(_WHOLE, (paper.units.get(unit, unit) or "Loose parcels",)))
        cells = (str(nth), p.tracking_number, p.sscc, p.order_number, p.service, p.country, f"{p.weight_g / 1000:.3f}")
        rows.append(row(_COLUMNS, cells))
    pages = paged(rows, first=BOTTOM - top - HEAD, later=BOTTOM - _LATER_TOP - HEAD, tail=_TAIL)
    for nth, part in enumerate(pages, start=1):
        if nth > 1:
            top = _later_head(sheet, paper)
        end = draw(sheet, _COLUMNS, part, top)
        if nth == len(pages):
            _totals(sheet, paper, end)
        sheet.foot(f"Manifest {paper.number}", nth, len(pages))
        sheet.next_page()
    return sheet.pdf()


def _first_head(sheet: Sheet, paper: ManifestPaper) -> float:
    sheet.block(MARGIN, _TOP - 2, [f"Manifest {paper.number}"], width=INNER, height=24, size=18, bold=True)
    sheet.rule(_TOP + 28, thick=1.5)
    facts = (
        ("Merchant", paper.merchant),
        ("Warehouse", paper.warehouse),
        ("Carrier", paper.carrier),
        ("Closed", f"{paper.closed_at.astimezone(ZoneInfo(paper.timezone)):%Y-%m-%d %H:%M} {paper.timezone}"),
        ("Parcels", str(len(paper.parcels))),
        ("Weight", _kg(paper)),
    )
    y = _TOP + 42
    for left, right in zip(facts[::2], facts[1::2], strict=True):
        ends = [y]
        for x, (title, value) in ((MARGIN, left), (MARGIN + INNER / 2, right)):
            sheet.line(x, y + 0.5, title, size=8, grey=True)
            ends.append(sheet.block(x + 62, y, [value], width=INNER / 2 - 74, height=34))
        y = max(ends) + 5
    return y + 12


def _later_head(sheet: Sheet, paper: ManifestPaper) -> float:
    sheet.block(MARGIN, _TOP, [f"Manifest {paper.number}"], width=INNER / 2, height=16, size=11, bold=True)
    sheet.line(0, _TOP, "continued", size=9, grey=True, to=MARGIN + INNER)
    sheet.rule(_TOP + 24, thick=1.5)
    return _LATER_TOP


def _totals(sheet: Sheet, paper: ManifestPaper, y: float) -> None:
    count = len(paper.parcels)
    total = f"Total: {count} {'parcel' if count == 1 else 'parcels'}, {_kg(paper)}"
    sheet.line(MARGIN, y + 12, total, size=10, bold=True)
    sheet.block(MARGIN, y + 34, [f"The parcels above were handed to {paper.carrier}."], width=INNER, height=24)
    wide = (INNER - 24) / 2
    for nth, title in enumerate(_SIGNED):
        x, base = MARGIN + (nth % 2) * (wide + 24), y + 102 + nth // 2 * 56
        sheet.rule(base, x=x, width=wide)
        sheet.line(x, base + 4, title, size=8, grey=True)


def _kg(paper: ManifestPaper) -> str:
    return f"{sum(parcel.weight_g for parcel in paper.parcels) / 1000:.3f} kg"
