"""The paper that a customer puts into the parcel of a return: its number as codes, where it goes, what is in it."""

from collections.abc import Mapping
from dataclasses import dataclass

from packhorse.documents import symbols
from packhorse.documents.label import Address
from packhorse.documents.sheet import BOTTOM, INNER, MARGIN, Sheet
from packhorse.documents.table import HEAD, Column, draw, paged, row

_TOP = 40.0
_SQUARE = 150.0
_LATER_TOP = 70.0


@dataclass(frozen=True)
class ReturnSlipLine:
    """One product of the return, and why it comes back."""

    sku: str
    name: str
    units: int
    reason: str


@dataclass(frozen=True)
class ReturnSlip:
    """All that it says. `number` is the authorisation number, `spoken` as people read it out.

    `words` are the customer's: title, to, sku, item, units, reason, how.
    """

    merchant: str
    number: str
    spoken: str
    order: str
    recipient: Address
    lines: tuple[ReturnSlipLine, ...]
    words: Mapping[str, str]


def render(slip: ReturnSlip) -> bytes:
    """Return the slip as PDF, as many A4 pages as it needs. Raises ValueError for a number that makes no barcode."""
    words = slip.words
    sheet = Sheet(f"{words['title']} {slip.spoken}")
    top = _head(sheet, slip)
    columns = (
        Column(words["sku"], 100, bold=True),
        Column(words["item"], 189),
        Column(words["reason"], 140),
        Column(words["units"], 70, right=True, bold=True),
    )
    rows = [row(columns, (line.sku, line.name, line.reason, str(line.units))) for line in slip.lines]
    pages = paged(rows, first=BOTTOM - top - HEAD, later=BOTTOM - _LATER_TOP - HEAD, tail=0)
    for nth, part in enumerate(pages, start=1):
        if nth > 1:
            sheet.line(MARGIN, _TOP, f"{words['title']} {slip.spoken}", size=11, bold=True)
            top = _LATER_TOP
        draw(sheet, columns, part, top)
        sheet.foot(f"{words['title']} {slip.spoken}", nth, len(pages))
        sheet.next_page()
    return sheet.pdf()


def _head(sheet: Sheet, slip: ReturnSlip) -> float:
    """Draw what stands above the goods, and return where they begin."""
    words = slip.words
    left = MARGIN + INNER - _SQUARE
    wide = INNER - _SQUARE - 12
    below = sheet.block(MARGIN, _TOP - 2, [slip.merchant], width=wide, height=46, size=18, bold=True)
    sheet.line(MARGIN, below + 2, words["title"], size=11, grey=True)
    sheet.line(MARGIN, below + 24, slip.spoken, size=26, bold=True)
    sheet.line(MARGIN, below + 60, slip.order, size=10)
    sheet.square(left, _TOP - 14, symbols.qr(slip.number), side=_SQUARE)
    sheet.code(_TOP + _SQUARE, slip.number, height=44, width=230)
    top = _TOP + 122
    sheet.line(MARGIN, top, words["to"], size=8, grey=True)
    end = sheet.block(MARGIN, top + 13, slip.recipient.lines(), width=250, height=110, size=11, bold=True)
    top = max(end, _TOP + _SQUARE + 44) + 16
    sheet.rule(top, thick=1.5)
    return sheet.block(MARGIN, top + 12, [words["how"]], width=INNER, height=40, size=10) + 14
