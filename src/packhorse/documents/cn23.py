"""CN23, the long customs declaration of the Universal Postal Union, on A4."""

from packhorse.documents.customs import Declaration, kg, money
from packhorse.documents.customs_form import HALF, NONE, amount, categories, codes, head_again, net, party, signature
from packhorse.documents.sheet import INNER, MARGIN, Sheet
from packhorse.documents.table import Column, fill, row

_COLUMNS = (
    Column("Description of contents (1)", 197),
    Column("Quantity (2)", 60, right=True),
    Column("Net kg (3)", 58, right=True),
    Column("Value (5)", 70, right=True),
    Column("HS code (7)", 66, right=True),
    Column("Origin (8)", 48, right=True),
)
_TOP, _LATER = 36.0, 74.0
_TAIL = 330.0
_CERTIFIED = (
    "I certify that the particulars given in this customs declaration are correct and that this item does not contain "
    "any dangerous article or articles prohibited by legislation or by postal or customs regulations."
)


def render(paper: Declaration) -> bytes:
    """Return the form as PDF, as many A4 pages as its lines need, totals and signature on the last.

    Raises ValueError for a tracking number that makes no barcode, and for addresses and remarks beyond any form.
    """
    sheet = Sheet(f"CN23 {paper.number}")
    first = _head(sheet, paper)
    rows = [
        row(_COLUMNS, (each.description, str(each.quantity), net(each), amount(each, paper.currency), *codes(each)))
        for each in paper.lines
    ]
    fill(
        sheet, _COLUMNS, rows, first=first, later=_LATER, tail=_TAIL, foot=f"CN23 {paper.number}",
        again=lambda: head_again(sheet, f"Customs declaration CN23 {paper.number}", _TOP, size=11),
        close=lambda end: _tail(sheet, paper, end),
    )  # fmt: skip
    return sheet.pdf()


def _head(sheet: Sheet, paper: Declaration) -> float:
    sheet.code(_TOP, paper.number, height=34, width=230)
    sheet.line(0, _TOP + 38, paper.number, size=9, to=MARGIN + INNER)
    sheet.line(MARGIN, _TOP - 2, "CUSTOMS DECLARATION  CN23", size=15, bold=True)
    sheet.line(MARGIN, _TOP + 22, "May be opened officially", size=9, grey=True)
    sheet.rule(_TOP + 56, thick=1.5)
    y = _TOP + 64
    ends = []
    sides = (
        ("From", paper.sender, "Sender's customs reference", paper.seller_number),
        ("To", paper.recipient, "Importer's reference (tax code, VAT or importer number)", paper.buyer_number),
    )
    for nth, (title, who, name, number) in enumerate(sides):
        x, below = MARGIN + nth * HALF, party(sheet, nth, y, title, who)
        sheet.line(x, below + 6, name, size=8, grey=True)
        ends.append(sheet.block(x, below + 17, [number or NONE], width=HALF - 14, height=24))
    y = max(ends) + 8
    sheet.rule(y)
    return y + 8


def _tail(sheet: Sheet, paper: Declaration, y: float) -> None:
    y += 8
    totals = f"Total gross weight (4): {kg(paper.gross_g)}"
    sheet.line(MARGIN, y, totals, size=10, bold=True)
    worth = f"Total value (6): {money(paper.value_minor, paper.currency)}"
    sheet.line(0, y, worth, size=10, bold=True, to=MARGIN + INNER)
    paid = NONE if paper.postage_minor is None else money(paper.postage_minor, paper.currency)
    sheet.line(MARGIN, y + 18, f"Postal charges and fees (9): {paid}", size=9)
    y += 40
    sheet.line(MARGIN, y, "Category of item (10)", size=8, grey=True)
    categories(sheet, paper, y + 14, across=3, step=17, side=10, gap=6, size=9)
    y += 52
    notes = (
        ("Explanation", paper.explanation, 36),
        ("Comments (11): goods subject to quarantine, sanitary inspection or other restrictions", paper.comments, 48),
    )
    for title, text, height in notes:
        sheet.line(MARGIN, y, title, size=8, grey=True)
        y = max(y + 24, sheet.block(MARGIN, y + 11, [text.strip() or NONE], width=INNER, height=height)) + 4
    numbers = (
        ("Licence (12)", paper.licence), ("Certificate (13)", paper.certificate), ("Invoice (14)", paper.invoice),
        ("Office of origin, date of posting", f"{paper.office} {paper.declared_on.isoformat()}"),
    )  # fmt: skip
    for nth, (title, text) in enumerate(numbers):
        x = MARGIN + nth * INNER / 4
        sheet.line(x, y, title, size=8, grey=True)
        sheet.block(x, y + 11, [text.strip() or NONE], width=INNER / 4 - 8, height=24)
    y += 42
    y = sheet.block(MARGIN, y, [_CERTIFIED], width=INNER, height=24, size=8)
    signature(sheet, paper, y + 14, "Date and sender's signature (15)", height=22, size=9, small=8)
