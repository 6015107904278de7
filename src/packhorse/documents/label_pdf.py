"""The label as a page of PDF, for office printers and for looking at."""

from collections.abc import Sequence
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from packhorse.documents import fonts
from packhorse.documents.bars import code128, gs1_sscc
from packhorse.documents.label import ShippingLabel
from packhorse.documents.label_layout import HEIGHT, WIDTH, Code, Frame, Text, lay_out

_POINTS = 72 / 203  # per dot of the layout
_ASCENT = 0.93  # from the top of a line to its baseline, in ems of DejaVu Sans


def render(label: ShippingLabel) -> bytes:
    """Return the 4x6 inch label as a PDF of one page. Raises ValueError like the ZPL label does."""
    return _drawn([label], f"Label {label.tracking_number}")


def render_all(labels: Sequence[ShippingLabel]) -> bytes:
    """Return labels as one PDF, a page each."""
    return _drawn(labels, f"{len(labels)} labels")


def _drawn(labels: Sequence[ShippingLabel], title: str) -> bytes:
    fonts.register()
    out = BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH * _POINTS, HEIGHT * _POINTS), invariant=1)
    canvas.setTitle(title)
    for label in labels:
        canvas.scale(_POINTS, _POINTS)
        for item in lay_out(label):
            match item:
                case Text():
                    canvas.setFont(fonts.BOLD if item.bold else fonts.REGULAR, item.size)
                    canvas.drawString(item.x, HEIGHT - item.y - _ASCENT * item.size, item.text)
                case Frame():
                    _frame(canvas, item)
                case Code():
                    _code(canvas, item)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _frame(canvas: Canvas, item: Frame) -> None:
    if item.thick in (item.width, item.height):
        canvas.rect(item.x, HEIGHT - item.y - item.height, item.width, item.height, stroke=0, fill=1)
        return
    half = item.thick / 2
    canvas.setLineWidth(item.thick)
    canvas.rect(
        item.x + half, HEIGHT - item.y - item.height + half, item.width - item.thick, item.height - item.thick, fill=0
    )


def _code(canvas: Canvas, item: Code) -> None:
    bars = gs1_sscc(item.data) if item.kind == "sscc" else code128(item.data)
    path = canvas.beginPath()
    for start, width in bars.stretches:
        path.rect(item.x + start * item.module, HEIGHT - item.y - item.height, width * item.module, item.height)
    canvas.drawPath(path, stroke=0, fill=1)
