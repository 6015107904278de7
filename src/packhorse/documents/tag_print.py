"""Small labels of bins and goods, printed: PDF for office printers and sheets of stickers, ZPL for label printers."""

from collections.abc import Sequence
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from packhorse.documents import fonts, zpl
from packhorse.documents.drawing import POINTS, pictured, written
from packhorse.documents.label_layout import Frame, Picture, Text
from packhorse.documents.tag import DOTS_PER_MM, Item, Tag, lay_out, size

SHEET = "a4"  # 24 stickers of 70 x 37 mm, three beside each other
_STICKER, _COLUMNS, _ROWS = "70x37", 3, 8
_A4_MM = (210, 297)


def pdf(tags: Sequence[Tag], name: str) -> bytes:
    """Return labels as a PDF: a page each in a format of `tag.FORMATS`, or stickers on A4 sheets (`a4`).

    Raises ValueError for no labels, another format, and what does not fit onto a label.
    """
    if not tags:
        raise ValueError("there is nothing to print: choose a bin or a product")
    fonts.register()
    out = BytesIO()
    width, height = size(_STICKER if name == SHEET else name)
    page = tuple(mm * DOTS_PER_MM for mm in _A4_MM) if name == SHEET else (width, height)
    canvas = Canvas(out, pagesize=(page[0] * POINTS, page[1] * POINTS), invariant=1)
    canvas.setTitle(f"{len(tags)} labels")
    each = _COLUMNS * _ROWS if name == SHEET else 1
    for start in range(0, len(tags), each):
        canvas.scale(POINTS, POINTS)
        for nth, tag in enumerate(tags[start : start + each]):
            left = nth % _COLUMNS * page[0] / _COLUMNS if name == SHEET else 0.0
            top = page[1] - nth // _COLUMNS * page[1] / _ROWS if name == SHEET else page[1]
            for item in lay_out(tag, _STICKER if name == SHEET else name):
                _draw(canvas, item, left, top)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw(canvas: Canvas, item: Item, left: float, top: float) -> None:
    match item:
        case Text():
            written(canvas, item, left, top)
        case Frame():
            canvas.rect(left + item.x, top - item.y - item.height, item.width, item.height, stroke=0, fill=1)
        case Picture():
            pictured(canvas, item, left, top)


def zpl_of(tags: Sequence[Tag], name: str, *, dpi: int = 203) -> str:
    """Return labels as ZPL II for a printer of `dpi` dots per inch. Raises ValueError like `pdf` does."""
    if not tags:
        raise ValueError("there is nothing to print: choose a bin or a product")
    width, height = size(name)
    scale = dpi / zpl.NATIVE_DPI
    return "\n".join(
        line
        for tag in tags
        for line in [*zpl.head(width, height, scale), *(_field(item, scale) for item in lay_out(tag, name)), "^XZ"]
    )


def _field(item: Item, scale: float) -> str:
    match item:
        case Text():
            return zpl.text(item, scale)
        case Frame():
            return zpl.frame(item, scale)
        case Picture():
            drawn = zpl.picture(item.symbol, max(1, int(item.module * scale)), max(1, int(item.row * scale)))
            return f"{zpl.origin(item.x, item.y, scale)}{drawn}"
