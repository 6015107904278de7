"""The content list of a pallet or cage: the parcels that stand on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from packhorse.documents.sheet import BOTTOM, INNER, MARGIN, Sheet
from packhorse.documents.table import HEAD, Column, draw, paged, row

_COLUMNS = (
    Column("No.", 32),
    Column("SSCC", 135, bold=True),
    Column("Tracking number", 125),
    Column("Service", 117),
    Column("To", 40),
    Column("kg", 50, right=True),
)
_TOP, _FIRST, _LATER = 40.0, 110.0, 70.0


@dataclass(frozen=True)
class ListedParcel:
    """A parcel on a pallet or cage; weight in grams."""

    sscc: str
    tracking_number: str
    service: str
    country: str
    weight_g: int


def render(title: str, facts: Sequence[str], parcels: Sequence[ListedParcel]) -> bytes:
    """Return the list as PDF, as many A4 pages as it needs. `facts`: lines below the title, such as the SSCC."""
    sheet = Sheet(title)
    rows = [
        row(_COLUMNS, (str(nth), p.sscc, p.tracking_number, p.service, p.country, f"{p.weight_g / 1000:.3f}"))
        for nth, p in enumerate(parcels, start=1)
    ]
    pages = paged(rows, first=BOTTOM - _FIRST - HEAD, later=BOTTOM - _LATER - HEAD, tail=20)
    for nth, part in enumerate(pages, start=1):
        sheet.block(MARGIN, _TOP - 2, [title], width=INNER, height=24, size=18 if nth == 1 else 11, bold=True)
        if nth == 1:
            sheet.block(MARGIN, _TOP + 28, list(facts), width=INNER, height=36)
        end = draw(sheet, _COLUMNS, part, _FIRST if nth == 1 else _LATER)
        if nth == len(pages):
            total = f"{len(parcels)} parcels, {sum(p.weight_g for p in parcels) / 1000:.3f} kg"
            sheet.line(MARGIN, end + 6, total, size=10, bold=True)
        sheet.foot(title, nth, len(pages))
        sheet.next_page()
    return sheet.pdf()
