"""CN22, the short customs declaration of the Universal Postal Union, on A6 to be stuck beside the address."""

from packhorse.documents.customs import CATEGORIES, Declaration, kg, money
from packhorse.documents.sheet import BOTTOM, INNER, MARGIN, Sheet
from packhorse.documents.table import HEAD, Column, draw, paged, row
from packhorse.money import written

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
    cells = [
        (
            f"{line.quantity} × {line.description}", f"{line.weight_g / 1000:.3f}",
            written(line.value_minor, paper.currency), line.hs_code or "-", line.origin or "-",
        )
        for line in paper.lines
    ]  # fmt: skip
    rows = [row(_COLUMNS, each, _SIZE) for each in cells]
    pages = paged(rows, first=BOTTOM - first - HEAD, later=BOTTOM - _LATER - HEAD, tail=_TAIL)
    for nth, part in enumerate(pages, start=1):
        if nth > 1:
            sheet.line(MARGIN, _TOP, "CUSTOMS DECLARATION CN22, continued", size=15, bold=True)
        end = draw(sheet, _COLUMNS, part, first if nth == 1 else _LATER)
        if nth == len(pages):
            _tail(sheet, paper, end)
        sheet.foot(f"CN22 {paper.number}", nth, len(pages))
        sheet.next_page()
    return sheet.pdf()


def _head(sheet: Sheet, paper: Declaration) -> float:
    sheet.line(MARGIN, _TOP, "CUSTOMS DECLARATION", size=20, bold=True)
    sheet.line(0, _TOP, "CN22", size=20, bold=True, to=MARGIN + INNER)
    sheet.line(MARGIN, _TOP + 28, "May be opened officially", size=_TEXT)
    sheet.block(MARGIN + INNER / 2, _TOP + 28, [paper.number], width=INNER / 2, height=18, size=_TEXT)
    sheet.rule(_TOP + 48, thick=1.5)
    y = _TOP + 58
    for nth, (key, title) in enumerate(CATEGORIES.items()):
        x, top = MARGIN + nth % 2 * INNER / 2, y + nth // 2 * 22
        sheet.box(x, top, 14, ticked=key == paper.category)
        sheet.line(x + 22, top - 1, title, size=_TEXT)
    y += 3 * 22
    if paper.explanation.strip():
        y = sheet.block(MARGIN, y, [f"Explanation: {paper.explanation}"], width=INNER, height=60, size=_TEXT)
    return y + 8


def _tail(sheet: Sheet, paper: Declaration, y: float) -> None:
    total = f"Total weight (6): {kg(paper.gross_g)}"
    sheet.line(MARGIN, y + 8, total, size=_TEXT, bold=True)
    value = f"Total value (7): {money(paper.value_minor, paper.currency)}"
    sheet.line(0, y + 8, value, size=_TEXT, bold=True, to=MARGIN + INNER)
    below = sheet.block(MARGIN, y + 34, [_CERTIFIED], width=INNER, height=90, size=12)
    signed = ", ".join(filter(None, (paper.declared_on.isoformat(), paper.signed_by)))
    below = sheet.block(MARGIN, below + 14, [signed], width=INNER, height=34, size=_TEXT)
    sheet.rule(below + 3)
    sheet.line(MARGIN, below + 6, "Date and sender's signature (8)", size=11, grey=True)
