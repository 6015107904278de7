"""Marks of dangerous goods in their full legal size, on A4 to be printed in colour at 100 % and stuck on the parcel.

Batteries (ADR 5.2.1.9, IATA 7.1.5.5): 100 by 100 mm, edged by 5 mm of red hatching, the symbol above the UN numbers in
letters of 12 mm. Limited quantities (ADR 3.4.7): a square on its corner with sides of 100 mm.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from packhorse.documents import fonts
from packhorse.documents.drawing import line as draw_line
from packhorse.documents.fitting import LEADING, fit, printable
from packhorse.documents.symbols import limited_quantity

MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM
SIDE = 100 * MM
EDGE = 5 * MM
_HATCH = 7 * MM  # from one stripe of the edging to the next
_LETTERS = 47  # points: capitals of 12 mm
_RED = (0.85, 0.05, 0.05)


@dataclass(frozen=True)
class Marks:
    """What a parcel must be marked with: UN numbers of `batteries`, and whether it holds `limited` quantities.

    `phone` is a number for more information, which carriers may still ask for; `said` tells which parcel it is.
    """

    batteries: tuple[str, ...]
    limited: bool
    phone: str
    said: str


def render(marks: Sequence[Marks]) -> bytes:
    """Return the marks as PDF, a page of A4 for each parcel."""
    fonts.register()
    out = BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1)
    canvas.setTitle("Marks of dangerous goods")
    for each in marks:
        _write(
            canvas,
            [f"{each.said}. Print in colour at 100 %, cut out, stick on one side of the parcel."],
            6 * MM,
            4 * MM,
            9,
        )
        top = HEIGHT - 8 * MM
        if each.limited:
            top = _diamond(canvas, top)
        if each.batteries:
            _battery(canvas, each, (WIDTH - SIDE) / 2, top - SIDE)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _diamond(canvas: Canvas, top: float) -> float:
    """Draw the mark of limited quantities and return where what is below it begins."""
    symbol = limited_quantity()
    module = SIDE * 2**0.5 / symbol.width
    left = (WIDTH - symbol.width * module) / 2
    path = canvas.beginPath()
    for nth, row in enumerate(symbol.rows):
        for start, wide in row:
            path.rect(left + start * module, top - (nth + 1) * module, wide * module, module)
    canvas.setFillGray(0)
    canvas.drawPath(path, stroke=0, fill=1)
    return top - len(symbol.rows) * module - 10 * MM


def _battery(canvas: Canvas, marks: Marks, left: float, base: float) -> None:
    _edge(canvas, left, base)
    for nth in range(3):
        _cell(canvas, left + (22 + nth * 15) * MM, base + 52 * MM)
    _broken(canvas, left + 67 * MM, base + 52 * MM)
    found = fit(
        list(marks.batteries), width=SIDE - 2 * EDGE - 4 * MM, height=36 * MM, sizes=range(_LETTERS, 8, -1), bold=True
    )
    middle = base + (29 if marks.phone else 27) * MM
    _centred(canvas, found.lines, left, middle + found.height / 2, found.size, bold=True)
    if marks.phone:
        _centred(canvas, (f"For more information: {marks.phone}",), left, base + 11 * MM, 11, bold=False)


def _edge(canvas: Canvas, left: float, base: float) -> None:
    """Red stripes along all four sides, EDGE wide."""
    canvas.saveState()
    path = canvas.beginPath()
    for x, y, wide, high in (
        (left, base, SIDE, EDGE),
        (left, base + SIDE - EDGE, SIDE, EDGE),
        (left, base + EDGE, EDGE, SIDE - 2 * EDGE),
        (left + SIDE - EDGE, base + EDGE, EDGE, SIDE - 2 * EDGE),
    ):
        path.rect(x, y, wide, high)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.setStrokeColorRGB(*_RED)
    canvas.setLineWidth(_HATCH / 2 / 2**0.5)
    for nth in range(-int(SIDE / _HATCH) - 1, int(SIDE / _HATCH) + 2):
        start = left + nth * _HATCH
        canvas.line(start, base, start + SIDE, base + SIDE)
    canvas.restoreState()


def _cell(canvas: Canvas, x: float, y: float) -> None:
    """A whole battery: body, cap, and the band that tells its poles."""
    canvas.setFillGray(0)
    canvas.roundRect(x, y, 12 * MM, 26 * MM, 1.2 * MM, stroke=0, fill=1)
    canvas.rect(x + 3.5 * MM, y + 26 * MM, 5 * MM, 2.5 * MM, stroke=0, fill=1)
    canvas.setFillGray(1)
    canvas.rect(x + 1.5 * MM, y + 19 * MM, 9 * MM, 1.6 * MM, stroke=0, fill=1)


def _broken(canvas: Canvas, x: float, y: float) -> None:
    """A damaged one, torn open, with a flame above."""
    body = canvas.beginPath()
    body.moveTo(x, y)
    for across, up in ((12, 0), (12, 13), (9.5, 10.5), (7, 15), (4.5, 11), (2, 14.5), (0, 12)):
        body.lineTo(x + across * MM, y + up * MM)
    body.close()
    flame = canvas.beginPath()
    flame.moveTo(x + 6 * MM, y + 16.5 * MM)
    for points in (
        ((-1, 18.5), (1.5, 24), (3.5, 26)),
        ((3.2, 24), (3.8, 23), (4.6, 22.4)),
        ((4.6, 26), (6.5, 28.5), (7.4, 31.5)),
        ((9.5, 28), (8.7, 25.5), (9, 23.8)),
        ((9.7, 24.4), (10.2, 25.4), (10.2, 26.6)),
        ((13.2, 22.5), (12.5, 18), (6, 16.5)),
    ):
        flame.curveTo(*(value for across, up in points for value in (x + across * MM, y + up * MM)))
    flame.close()
    canvas.setFillGray(0)
    for path in (body, flame):
        canvas.drawPath(path, stroke=0, fill=1)


def _centred(canvas: Canvas, lines: Sequence[str], left: float, top: float, size: float, *, bold: bool) -> None:
    for nth, line in enumerate(lines):
        wide = fonts.width(line, bold=bold) * size
        draw_line(canvas, left + (SIDE - wide) / 2, top - (nth + 0.86) * size * LEADING, line, size, bold=bold)


def _write(canvas: Canvas, lines: Sequence[str], x: float, y: float, size: float) -> None:
    canvas.setFillGray(0.3)
    for line in lines:
        draw_line(canvas, x, y, printable(line), size, bold=False)
