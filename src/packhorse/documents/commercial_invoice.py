"""The commercial invoice: what customs of the country of destination reckon duty and tax by."""

from packhorse.documents.customs import CATEGORIES, Declaration, kg, money
from packhorse.documents.customs_form import HALF, NONE, amount, codes, head_again, net, party, signature
from packhorse.documents.label import Address
from packhorse.documents.sheet import INNER, MARGIN, Sheet
from packhorse.documents.table import Column, fill, row
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
    title = f"Commercial invoice {number}"
    rows = [
        row(_COLUMNS, (str(nth), each.description, *codes(each), str(each.quantity), net(each),
                       _each(each.value_minor, each.quantity, paper.currency), amount(each, paper.currency)))
        for nth, each in enumerate(paper.lines, start=1)
    ]  # fmt: skip
    fill(
        sheet, _COLUMNS, rows, first=first, later=_LATER, tail=_TAIL, foot=title,
        again=lambda: head_again(sheet, title, _TOP),
        close=lambda end: _tail(sheet, paper, end),
    )  # fmt: skip
    return sheet.pdf()


def _each(minor: int, quantity: int, currency: str) -> str:
    """The price of one; where it does not come out even, the value of all of them counts."""
    return written(round(minor / quantity), currency) if quantity else NONE


def _head(sheet: Sheet, paper: Declaration, number: str) -> float:
    sheet.block(MARGIN, _TOP - 2, [f"Commercial invoice {number}"], width=INNER, height=24, size=18, bold=True)
    sheet.rule(_TOP + 28, thick=1.5)
    y = _TOP + 40
    below = max(
        _party(sheet, 0, y, "Seller and exporter", paper.sender, paper.seller_number),
        _party(sheet, 1, y, "Buyer and consignee", paper.recipient, paper.buyer_number),
    )
    facts = (
        ("Date", paper.declared_on.isoformat()),
        ("Order", paper.order_number),
        ("Tracking number", paper.number),
        ("Terms of delivery", paper.terms or NONE),
        ("Reason for export", paper.explanation or CATEGORIES.get(paper.category, paper.category)),
        ("Currency", paper.currency),
    )
    y = below + 8
    for left, right in zip(facts[::2], facts[1::2], strict=True):
        ends = [y]
        for x, (title, value) in ((MARGIN, left), (MARGIN + HALF, right)):
            sheet.line(x, y + 0.5, title, size=8, grey=True)
            ends.append(sheet.block(x + 90, y, [value], width=HALF - 104, height=34))
        y = max(ends) + 4
    return y + 8


def _party(sheet: Sheet, nth: int, y: float, title: str, who: Address, number: str) -> float:
    below = party(sheet, nth, y, title, who)
    if number:
        x = MARGIN + nth * HALF
        below = sheet.block(x, below + 2, [f"EORI, IOSS or VAT: {number}"], width=HALF - 14, height=24)
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
        sheet.line(MARGIN + HALF, y + nth * 16, title, size=9, bold=last)
        sheet.line(0, y + nth * 16, money(minor, paper.currency), size=9, bold=last, to=MARGIN + INNER)
    y += 76
    if paper.comments.strip():
        y = sheet.block(MARGIN, y, [paper.comments], width=INNER, height=48) + 6
    y = sheet.block(MARGIN, y, [_CERTIFIED], width=INNER, height=24)
    signature(sheet, paper, y + 16, "Date, name and signature", height=22, size=9, small=8)
