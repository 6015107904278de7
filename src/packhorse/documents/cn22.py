"""CN22, the short customs declaration of the Universal Postal Union, on A6 to be stuck beside the address."""

from packhorse.documents.customs import Declaration, kg, money
from packhorse.documents.customs_form import amount, categories, codes, net, signature
from packhorse.documents.sheet import INNER, MARGIN, Sheet
from packhorse.documents.table import Column, fill, row

_SIZE = 13.0
_TEXT = 13
_COLUMNS = (
    Column("Quantity and description (1)", 185),
    Column("Net kg (2)", 72, right=True),
    Column("Value (3)", 82, right=True),
    Column("HS code (4)", 96, right=True),
    Column("Origin (5)", 64, right=True),
)
_TOP, _LATER = 30.0, 70.0
_TAIL = 208.0
_CERTIFIED = (
    "I, the undersigned, whose name and address are given on the item, certify that the particulars given in this "
    "declaration are correct and that this item does not contain any dangerous article or articles prohibited by "
    "legislation or by postal or customs regulations."
)


def render(paper: Declaration) -> bytes:
    """Return the form as PDF, as many A6 pages as its lines need, totals and signature on the last."""
    sheet = Sheet(f"CN22 {paper.number}", small=True)
    first = _head(sheet, paper)
    rows = [
        row(
            _COLUMNS,
            (f"{each.quantity} × {each.description}", net(each), amount(each, paper.currency), *codes(each)),
            _SIZE,
        )
        for each in paper.lines
    ]
    fill(
        sheet, _COLUMNS, rows, first=first, later=_LATER, tail=_TAIL, foot=f"CN22 {paper.number}",
        again=lambda: sheet.line(MARGIN, _TOP, "CUSTOMS DECLARATION CN22, continued", size=15, bold=True),
        close=lambda end: _tail(sheet, paper, end),
    )  # fmt: skip
    return sheet.pdf()


def _head(sheet: Sheet, paper: Declaration) -> float:
    sheet.line(MARGIN, _TOP, "CUSTOMS DECLARATION", size=20, bold=True)
    sheet.line(0, _TOP, "CN22", size=20, bold=True, to=MARGIN + INNER)
    sheet.line(MARGIN, _TOP + 28, "May be opened officially", size=_TEXT)
    sheet.block(MARGIN + INNER / 2, _TOP + 28, [paper.number], width=INNER / 2, height=18, size=_TEXT)
    sheet.rule(_TOP + 48, thick=1.5)
    y = _TOP + 58
    categories(sheet, paper, y, across=2, step=22, side=14, gap=8, size=_TEXT)
    y += 3 * 22
    if paper.explanation.strip():
        y = sheet.block(MARGIN, y, [f"Explanation: {paper.explanation}"], width=INNER, height=60, size=_TEXT)
    return y + 8


def _tail(sheet: Sheet, paper: Declaration, y: float) -> None:
    total = f"Total weight (6): {kg(paper.gross_g)}"
    sheet.line(MARGIN, y + 8, total, size=_TEXT, bold=True)
    worth = f"Total value (7): {money(paper.value_minor, paper.currency)}"
    sheet.line(0, y + 8, worth, size=_TEXT, bold=True, to=MARGIN + INNER)
    below = sheet.block(MARGIN, y + 34, [_CERTIFIED], width=INNER, height=90, size=12)
    title = "Date and sender's signature (8)"
    signature(sheet, paper, below + 14, title, height=34, size=_TEXT, small=11, width=INNER)
