"""CN23, the long customs declaration of the Universal Postal Union, on A4."""

from packhorse.documents.customs import CATEGORIES, Declaration, kg, money
from packhorse.documents.sheet import BOTTOM, INNER, MARGIN, Sheet
from packhorse.documents.table import HEAD, Column, draw, paged, row
from packhorse.money import written

_COLUMNS = (
    Column("Description of contents (1)", 197),
    Column("Quantity (2)", 60, right=True),
    Column("Net kg (3)", 58, right=True),
    Column("Value (5)", 70, right=True),
    Column("HS code (7)", 66, right=True),
    Column("Origin (8)", 48, right=True),
)
_HALF = INNER / 2
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
        row(_COLUMNS, (line.description, str(line.quantity), f"{line.weight_g / 1000:.3f}",
                       written(line.value_minor, paper.currency), line.hs_code or "-", line.origin or "-"))
        for line in paper.lines
    ]  # fmt: skip
    pages = paged(rows, first=BOTTOM - first - HEAD, later=BOTTOM - _LATER - HEAD, tail=_TAIL)
    for nth, part in enumerate(pages, start=1):
        if nth > 1:
            title = f"Customs declaration CN23 {paper.number}, continued"
            sheet.block(MARGIN, _TOP, [title], width=INNER, height=16, size=11, bold=True)
            sheet.rule(_TOP + 24, thick=1.5)
        end = draw(sheet, _COLUMNS, part, first if nth == 1 else _LATER)
        if nth == len(pages):
            _tail(sheet, paper, end)
        sheet.foot(f"CN23 {paper.number}", nth, len(pages))
        sheet.next_page()
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
        x = MARGIN + nth * _HALF
        sheet.line(x, y, title, size=8, grey=True)
        below = sheet.block(x, y + 13, who.lines(), width=_HALF - 14, height=130, size=10)
        sheet.line(x, below + 6, name, size=8, grey=True)
        ends.append(sheet.block(x, below + 17, [number or "-"], width=_HALF - 14, height=24))
    y = max(ends) + 8
    sheet.rule(y)
    return y + 8


def _tail(sheet: Sheet, paper: Declaration, y: float) -> None:
    y += 8
    totals = f"Total gross weight (4): {kg(paper.gross_g)}"
    sheet.line(MARGIN, y, totals, size=10, bold=True)
    value = f"Total value (6): {money(paper.value_minor, paper.currency)}"
    sheet.line(0, y, value, size=10, bold=True, to=MARGIN + INNER)
    paid = "-" if paper.postage_minor is None else money(paper.postage_minor, paper.currency)
    sheet.line(MARGIN, y + 18, f"Postal charges and fees (9): {paid}", size=9)
    y += 40
    sheet.line(MARGIN, y, "Category of item (10)", size=8, grey=True)
    for nth, (key, title) in enumerate(CATEGORIES.items()):
        x, top = MARGIN + nth % 3 * INNER / 3, y + 14 + nth // 3 * 17
        sheet.box(x, top, 10, ticked=key == paper.category)
        sheet.line(x + 16, top - 1, title, size=9)
    y += 52
    notes = (
        ("Explanation", paper.explanation, 36),
        ("Comments (11): goods subject to quarantine, sanitary inspection or other restrictions", paper.comments, 48),
    )
    for title, text, height in notes:
        sheet.line(MARGIN, y, title, size=8, grey=True)
        y = max(y + 24, sheet.block(MARGIN, y + 11, [text.strip() or "-"], width=INNER, height=height)) + 4
    numbers = (
        ("Licence (12)", paper.licence), ("Certificate (13)", paper.certificate), ("Invoice (14)", paper.invoice),
        ("Office of origin, date of posting", f"{paper.office} {paper.declared_on.isoformat()}"),
    )  # fmt: skip
    for nth, (title, text) in enumerate(numbers):
        x = MARGIN + nth * INNER / 4
        sheet.line(x, y, title, size=8, grey=True)
        sheet.block(x, y + 11, [text.strip() or "-"], width=INNER / 4 - 8, height=24)
    y += 42
    y = sheet.block(MARGIN, y, [_CERTIFIED], width=INNER, height=24, size=8)
    signed = ", ".join(filter(None, (paper.declared_on.isoformat(), paper.signed_by)))
    y = sheet.block(MARGIN, y + 14, [signed], width=INNER, height=22)
    sheet.rule(y + 2, width=_HALF)
    sheet.line(MARGIN, y + 5, "Date and sender's signature (15)", size=8, grey=True)
