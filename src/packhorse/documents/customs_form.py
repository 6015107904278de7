"""What CN22, CN23 and the commercial invoice have in common: parties, goods, categories, signature, further pages."""

from packhorse.documents.customs import CATEGORIES, CustomsLine, Declaration
from packhorse.documents.label import Address
from packhorse.documents.sheet import INNER, MARGIN, Sheet
from packhorse.money import written

HALF = INNER / 2
NONE = "-"


def net(line: CustomsLine) -> str:
    """Return the kilograms of a line as they stand in a column of kilograms."""
    return f"{line.weight_g / 1000:.3f}"


def codes(line: CustomsLine) -> tuple[str, str]:
    """Return HS code and origin of a line."""
    return line.hs_code or NONE, line.origin or NONE


def amount(line: CustomsLine, currency: str) -> str:
    """Return the value of a line as it stands in a column of money."""
    return written(line.value_minor, currency)


def head_again(sheet: Sheet, title: str, top: float, *, size: int = 9) -> None:
    """Draw the head of a further page of A4."""
    sheet.block(MARGIN, top, [f"{title}, continued"], width=INNER, height=16, size=size, bold=True)
    sheet.rule(top + 24, thick=1.5)


def party(sheet: Sheet, nth: int, y: float, title: str, who: Address) -> float:
    """Draw who sends (0, on the left) or is sent to (1, on the right), and return where it ends."""
    x = MARGIN + nth * HALF
    sheet.line(x, y, title, size=8, grey=True)
    return sheet.block(x, y + 13, who.lines(), width=HALF - 14, height=130, size=10)


def categories(
    sheet: Sheet, paper: Declaration, y: float, *, across: int, step: float, side: float, gap: float, size: float
) -> None:
    """Draw the boxes of the categories, `across` of them beside each other, the declared one ticked."""
    for nth, (key, title) in enumerate(CATEGORIES.items()):
        x, top = MARGIN + nth % across * INNER / across, y + nth // across * step
        sheet.box(x, top, side, ticked=key == paper.category)
        sheet.line(x + side + gap, top - 1, title, size=size)


def signature(
    sheet: Sheet,
    paper: Declaration,
    y: float,
    title: str,
    *,
    height: float,
    size: int,
    small: float,
    width: float = HALF,
) -> None:
    """Draw day and name, and a line below them that says what they are."""
    signed = ", ".join(filter(None, (paper.declared_on.isoformat(), paper.signed_by)))
    below = sheet.block(MARGIN, y, [signed], width=INNER, height=height, size=size)
    sheet.rule(below + 2, width=width)
    sheet.line(MARGIN, below + 5, title, size=small, grey=True)
