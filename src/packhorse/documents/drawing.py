"""What stands on labels, drawn on a page of PDF. Lengths in dots of 1/203 inch, from the left top corner of a label."""

from math import cos, pi, sin

from reportlab.pdfgen.canvas import Canvas

from packhorse.documents import fonts, maxicode
from packhorse.documents.bars import code128, gs1_sscc
from packhorse.documents.label_layout import Code, Comb, Frame, Item, Picture, Text

POINTS = 72 / 203  # per dot of the layout
ASCENT = 0.93  # from the top of a line to its baseline, in ems of DejaVu Sans


def draw(canvas: Canvas, item: Item, left: float, top: float) -> None:
    """Draw one thing of a label whose left edge and upper edge are there."""
    match item:
        case Text():
            written(canvas, item, left, top)
        case Frame():
            _framed(canvas, item, left, top)
        case Picture():
            pictured(canvas, item, left, top)
        case Code():
            _coded(canvas, item, left, top)
        case Comb():
            _combed(canvas, item, left, top)


def written(canvas: Canvas, item: Text, left: float, top: float) -> None:
    """Draw a line of text."""
    line(canvas, left + item.x, top - item.y - ASCENT * item.size, item.text, item.size, bold=item.bold)


def line(canvas: Canvas, x: float, base: float, text: str, size: float, *, bold: bool) -> None:
    """Draw text of one line from `x` on, its baseline at `base`."""
    for face, part in fonts.drawn(text, bold=bold):
        canvas.setFont(face, size)
        canvas.drawString(x, base, part)
        x += canvas.stringWidth(part, face, size)


def pictured(canvas: Canvas, item: Picture, left: float, top: float) -> None:
    """Draw a symbol."""
    path = canvas.beginPath()
    for nth, row in enumerate(item.symbol.rows):
        for start, width in row:
            y = top - item.y - (nth + 1) * item.row
            path.rect(left + item.x + start * item.module, y, width * item.module, item.row)
    canvas.drawPath(path, stroke=0, fill=1)


def _framed(canvas: Canvas, item: Frame, left: float, top: float) -> None:
    x, y = left + item.x, top - item.y - item.height
    if item.thick in (item.width, item.height):
        canvas.rect(x, y, item.width, item.height, stroke=0, fill=1)
        return
    half = item.thick / 2
    canvas.setLineWidth(item.thick)
    canvas.rect(x + half, y + half, item.width - item.thick, item.height - item.thick, fill=0)


def _coded(canvas: Canvas, item: Code, left: float, top: float) -> None:
    bars = gs1_sscc(item.data) if item.kind == "sscc" else code128(item.data)
    path = canvas.beginPath()
    for start, width in bars.stretches:
        x = left + item.x + start * item.module
        path.rect(x, top - item.y - item.height, width * item.module, item.height)
    canvas.drawPath(path, stroke=0, fill=1)


def _combed(canvas: Canvas, item: Comb, left: float, top: float) -> None:
    found = maxicode.encode(item.code)
    scale = item.width / found.width
    path = canvas.beginPath()
    for x, y, radius in found.cells:
        reach = radius * 2 / 3**0.5  # from the middle of a hexagon to its corner
        for corner in range(6):
            turn = pi / 2 + corner * pi / 3
            at = (
                left + item.x + (x + reach * cos(turn)) * scale,
                top - item.y - (y + reach * sin(turn)) * scale,
            )
            (path.lineTo if corner else path.moveTo)(*at)
        path.close()
    canvas.drawPath(path, stroke=0, fill=1)
    for x, y, radius, thick in found.rings:
        canvas.setLineWidth(thick * scale)
        canvas.circle(left + item.x + x * scale, top - item.y - y * scale, radius * scale, stroke=1, fill=0)
