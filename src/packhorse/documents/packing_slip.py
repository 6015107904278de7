"""The packing slip: what lies in one parcel, for the person who opens it. It names no prices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from packhorse.documents.fitting import LEADING, wrap
from packhorse.documents.label import Address
from packhorse.documents.sheet import BOTTOM, INNER, MARGIN, Sheet
from packhorse.documents.table import HEAD, Column, draw, paged, row

_COLUMNS = (Column("SKU", 130, bold=True), Column("Item", 309), Column("Quantity", 60, right=True, bold=True))
_HALF = 262.0
_TOP = 40.0
_LATER_TOP = 84.0
_NOTE_SIZE = 9.5
_MOST_LINES = 16


@dataclass(frozen=True)
class SlipLine:
    """One product in the parcel."""

    sku: str
    name: str
    quantity: int


@dataclass(frozen=True)
class PackingSlip:
    """All that a packing slip says; `other_parcels_units` are units of the same order that travel in other parcels."""

    merchant: str
    order_number: str
    external_id: str
    placed_on: date
    recipient: Address
    parcel_index: int
    parcel_count: int
    sscc: str
    lines: tuple[SlipLine, ...]
    other_parcels_units: int
    gift_message: str
    delivery_instructions: str


def render(slip: PackingSlip) -> bytes:
    """Return the slip as PDF, as many A4 pages as its lines need.

    Raises ValueError when the order number makes no barcode.
    """
    sheet = Sheet(f"Packing slip {slip.order_number}, parcel {slip.parcel_index} of {slip.parcel_count}")
    _draw(sheet, slip)
    return sheet.pdf()


def render_all(slips: Sequence[PackingSlip]) -> bytes:
    """Return slips as one PDF, each on pages of its own."""
    sheet = Sheet(f"{len(slips)} packing slips")
    for slip in slips:
        _draw(sheet, slip)
    return sheet.pdf()


def _draw(sheet: Sheet, slip: PackingSlip) -> None:
    top = _first_head(sheet, slip)
    tail = _tail(slip)
    rows = [row(_COLUMNS, (line.sku, line.name, str(line.quantity))) for line in slip.lines]
    pages = paged(rows, first=BOTTOM - top - HEAD, later=BOTTOM - _LATER_TOP - HEAD, tail=sum(n.height for n in tail))
    for nth, part in enumerate(pages, start=1):
        if nth > 1:
            top = _later_head(sheet, slip)
        end = draw(sheet, _COLUMNS, part, top)
        if nth == len(pages):
            _draw_tail(sheet, tail, end)
        sheet.foot(f"Order {slip.order_number}, parcel {slip.parcel_index} of {slip.parcel_count}", nth, len(pages))
        sheet.next_page()


@dataclass(frozen=True)
class _Note:
    title: str
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        return 12 + (14 if self.title else 0) + len(self.lines) * _NOTE_SIZE * LEADING


def _first_head(sheet: Sheet, slip: PackingSlip) -> float:
    left = sheet.code(_TOP, slip.order_number, height=34, width=230)
    sheet.line(left, _TOP + 38, slip.order_number, size=9)
    end = sheet.block(MARGIN, _TOP - 2, [slip.merchant], width=_HALF - 12, height=46, size=18, bold=True)
    sheet.line(MARGIN, end + 2, "Packing slip", size=11, grey=True)
    sheet.rule(_TOP + 66, thick=1.5)
    top = _TOP + 80
    sheet.line(MARGIN, top, "Deliver to", size=8, grey=True)
    address = slip.recipient.lines()
    below = sheet.block(MARGIN, top + 13, address[:1], width=_HALF - 12, height=60, size=11, bold=True)
    below = sheet.block(MARGIN, below + 2, address[1:], width=_HALF - 12, height=200, size=10)
    return max(below, _facts(sheet, slip, top)) + 18


def _facts(sheet: Sheet, slip: PackingSlip, y: float) -> float:
    facts = (
        ("Order", slip.order_number),
        ("Your reference", slip.external_id),
        ("Ordered on", slip.placed_on.isoformat()),
        ("Parcel", f"{slip.parcel_index} of {slip.parcel_count}"),
        ("SSCC", slip.sscc),
    )
    for title, value in facts:
        if value.strip():
            sheet.line(MARGIN + _HALF, y + 0.5, title, size=8, grey=True)
            y = sheet.block(MARGIN + _HALF + 84, y, [value], width=INNER - _HALF - 84, height=44) + 4
    return y


def _later_head(sheet: Sheet, slip: PackingSlip) -> float:
    sheet.block(MARGIN, _TOP, [slip.merchant], width=_HALF + 100, height=16, size=11, bold=True)
    sheet.line(0, _TOP, "Packing slip, continued", size=9, grey=True, to=MARGIN + INNER)
    sheet.rule(_TOP + 24, thick=1.5)
    return _LATER_TOP


def _tail(slip: PackingSlip) -> list[_Note]:
    units = sum(line.quantity for line in slip.lines)
    count = f"{_units(units)} in this parcel."
    if slip.other_parcels_units:
        count += f" {_units(slip.other_parcels_units)} more of this order in other parcels."
    notes = (("", count), ("Gift message", slip.gift_message), ("Delivery instructions", slip.delivery_instructions))
    return [
        _Note(title, wrap(_paragraphs(text), width=(INNER - 14) / _NOTE_SIZE, bold=not title))
        for title, text in notes
        if text.strip()
    ]


def _paragraphs(text: str) -> list[str]:
    """The giver's own lines are kept, unless they are so many that they would fill the page."""
    lines = text.splitlines()
    return lines if len(lines) <= _MOST_LINES else [text]


def _units(count: int) -> str:
    return f"{count} unit" if count == 1 else f"{count} units"


def _draw_tail(sheet: Sheet, notes: list[_Note], y: float) -> None:
    for note in notes:
        below = y + 12
        if note.title:
            sheet.line(MARGIN, below, note.title, size=8, grey=True)
            below += 14
        for nth, line in enumerate(note.lines):
            sheet.line(MARGIN, below + nth * _NOTE_SIZE * LEADING, line, size=_NOTE_SIZE, bold=not note.title)
        y += note.height
