"""The commercial invoice: what customs of the country of destination reckon duty and tax by."""

from packhorse.documents.customs import CATEGORIES, Declaration, kg, money
from packhorse.documents.label import Address
from packhorse.documents.sheet import BOTTOM, INNER, MARGIN, Sheet
from packhorse.documents.table import HEAD, Column, draw, paged, row
from packhorse.money import written

_COLUMNS = (
    Column("No.", 26),
    Column("Goods", 169),
    Column("HS code", 64, bold=True),
    Column("Origin", 42),
    Column("Quantity", 48, right=True),
    Column("Net kg", 50, right=True),
    Column("Each", 48, right=True),
    Column("Value", 52, right=True),
)
_HALF = INNER / 2
_TOP, _LATER = 40.0, 80.0
_TAIL = 220.0
_CERTIFIED = (
    "I declare that the information on this invoice is true and correct, and that the goods are of the origin shown "
    "in it."
)


def render(paper: Declaration) -> bytes:
    """Return the invoice as PDF, as many A4 pages as its lines need, totals and signature on the last."""
    number = paper.invoice or paper.order_number
    sheet = Sheet(f"Commercial invoice {number}")
    first = _head(sheet, paper, number)
    rows = [
        row(_COLUMNS, (str(nth), line.description, line.hs_code or "-", line.origin or "-", str(line.quantity),
                       f"{line.weight_g / 1000:.3f}", _each(line.value_minor, line.quantity, paper.currency),
                       written(line.value_minor, paper.currency)))
        for nth, line in enumerate(paper.lines, start=1)
    ]  # fmt: skip
    pages = paged(rows, first=BOTTOM - first - HEAD, later=BOTTOM - _LATER - HEAD, tail=_TAIL)
    for nth, part in enumerate(pages, start=1):
        if nth > 1:
            sheet.block(MARGIN, _TOP, [f"Commercial invoice {number}, continued"], width=INNER, height=16, bold=True)
            sheet.rule(_TOP + 24, thick=1.5)
        end = draw(sheet, _COLUMNS, part, first if nth == 1 else _LATER)
        if nth == len(pages):
            _tail(sheet, paper, end)
        sheet.foot(f"Commercial invoice {number}", nth, len(pages))
        sheet.next_page()
    return sheet.pdf()


def _each(minor: int, quantity: int, currency: str) -> str:
    """The price of one; where it does not come out even, the value of all of them counts."""
    return written(round(minor / quantity), currency) if quantity else "-"


def _head(sheet: Sheet, paper: Declaration, number: str) -> float:
    sheet.block(MARGIN, _TOP - 2, [f"Commercial invoice {number}"], width=INNER, height=24, size=18, bold=True)
    sheet.rule(_TOP + 28, thick=1.5)
    y = _TOP + 40
    below = max(
        _party(sheet, MARGIN, y, "Seller and exporter", paper.sender, paper.seller_number),
        _party(sheet, MARGIN + _HALF, y, "Buyer and consignee", paper.recipient, paper.buyer_number),
    )
    facts = (
        ("Date", paper.declared_on.isoformat()),
        ("Order", paper.order_number),
        ("Tracking number", paper.number),
        ("Terms of delivery", paper.terms or "-"),
        ("Reason for export", paper.explanation or CATEGORIES.get(paper.category, paper.category)),
        ("Currency", paper.currency),
    )
    y = below + 8
    for left, right in zip(facts[::2], facts[1::2], strict=True):
        ends = [y]
        for x, (title, value) in ((MARGIN, left), (MARGIN + _HALF, right)):
            sheet.line(x, y + 0.5, title, size=8, grey=True)
            ends.append(sheet.block(x + 90, y, [value], width=_HALF - 104, height=34))
        y = max(ends) + 4
    return y + 8


def _party(sheet: Sheet, x: float, y: float, title: str, who: Address, number: str) -> float:
    sheet.line(x, y, title, size=8, grey=True)
    below = sheet.block(x, y + 13, who.lines(), width=_HALF - 14, height=130, size=10)
    if number:
        below = sheet.block(x, below + 2, [f"EORI, IOSS or VAT: {number}"], width=_HALF - 14, height=24)
    return below


def _tail(sheet: Sheet, paper: Declaration, y: float) -> None:
    freight = paper.postage_minor or 0
    amounts = (
        ("Goods", paper.value_minor), ("Freight", freight), ("Insurance", paper.insurance_minor),
        ("Total", paper.value_minor + freight + paper.insurance_minor),
    )  # fmt: skip
    y += 8
    units = sum(line.quantity for line in paper.lines)
    for nth, text in enumerate((f"{units} units", f"Net {kg(paper.net_g)}", f"Gross {kg(paper.gross_g)}", "1 package")):
        sheet.line(MARGIN, y + nth * 16, text, size=9)
    for nth, (title, minor) in enumerate(amounts):
        last = nth == len(amounts) - 1
        sheet.line(MARGIN + _HALF, y + nth * 16, title, size=9, bold=last)
        sheet.line(0, y + nth * 16, money(minor, paper.currency), size=9, bold=last, to=MARGIN + INNER)
    y += 76
    if paper.comments.strip():
        y = sheet.block(MARGIN, y, [paper.comments], width=INNER, height=48) + 6
    y = sheet.block(MARGIN, y, [_CERTIFIED], width=INNER, height=24)
    signed = ", ".join(filter(None, (paper.declared_on.isoformat(), paper.signed_by)))
    y = sheet.block(MARGIN, y + 16, [signed], width=_HALF, height=22)
    sheet.rule(y + 2, width=_HALF)
    sheet.line(MARGIN, y + 5, "Date, name and signature", size=8, grey=True)
