"""A4 pages of text, rules and barcodes. Lengths in points, measured from the top left corner of the page.

A small sheet is an A6 page: all of an A4 page at half its size.
"""

from collections.abc import Sequence
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from packhorse.documents import fonts
from packhorse.documents.bars import QUIET, code128
from packhorse.documents.drawing import ASCENT
from packhorse.documents.drawing import line as draw_line
from packhorse.documents.fitting import LEADING, fit, printable
from packhorse.documents.symbols import Symbol

WIDTH = 595.0
HEIGHT = 842.0
MARGIN = 48.0
INNER = WIDTH - 2 * MARGIN
BOTTOM = HEIGHT - 64.0  # below it only the foot

_GREY = 0.38


class Sheet:
    """A document being drawn, page by page."""

    def __init__(self, title: str, *, small: bool = False) -> None:
        fonts.register()
        self._out = BytesIO()
        self._share = 0.5 if small else 1
        self._pages = Canvas(self._out, pagesize=(WIDTH * self._share, HEIGHT * self._share), invariant=1)
        self._pages.setTitle(printable(title))
        self._begun = False

    @property
    def _canvas(self) -> Canvas:
        """The page to draw on; it is begun with the first thing on it, for nothing may follow the last page."""
        if not self._begun and self._share != 1:
            self._pages.scale(self._share, self._share)
        self._begun = True
        return self._pages

    def line(
        self, x: float, y: float, text: str, *, size: float = 9, bold: bool = False, grey: bool = False, to: float = 0
    ) -> None:
        """Draw one line with its top at `y`; if `to` is given, it ends there instead of beginning at `x`."""
        shown = printable(text)
        self._canvas.setFillGray(_GREY if grey else 0)
        left = to - fonts.width(shown, bold=bold) * size if to else x
        draw_line(self._canvas, left, HEIGHT - y - ASCENT * size, shown, size, bold=bold)

    def block(
        self,
        x: float,
        y: float,
        paragraphs: Sequence[str],
        *,
        width: float,
        height: float,
        size: int = 9,
        bold: bool = False,
    ) -> float:
        """Draw wrapped text, smaller than `size` if need be, and return where it ends."""
        found = fit(paragraphs, width=width, height=height, sizes=range(size, 3, -1), bold=bold)
        for nth, line in enumerate(found.lines):
            self.line(x, y + nth * found.size * LEADING, line, size=found.size, bold=bold)
        return y + found.height

    def rule(self, y: float, *, thick: float = 0.5, x: float = MARGIN, width: float = INNER, grey: float = 0) -> None:
        """Draw a horizontal line, its upper edge at `y`; `grey` is 0 for black to 1 for white."""
        self._canvas.setFillGray(grey)
        self._canvas.rect(x, HEIGHT - y - thick, width, thick, stroke=0, fill=1)

    def box(self, x: float, y: float, side: float, *, ticked: bool) -> None:
        """Draw a box to be ticked, with a cross if it is."""
        self._canvas.setStrokeGray(0)
        self._canvas.setLineWidth(1)
        base = HEIGHT - y - side
        self._canvas.rect(x, base, side, side, stroke=1, fill=0)
        if ticked:
            self._canvas.setLineWidth(2)
            self._canvas.line(x + 2, base + 2, x + side - 2, base + side - 2)
            self._canvas.line(x + 2, base + side - 2, x + side - 2, base + 2)

    def shape(
        self, corners: Sequence[tuple[float, float]], *, fill: str = "", edge: float = 0, grey: float = 0
    ) -> None:
        """Draw a polygon, or a line where nothing is filled; `fill`: #rrggbb, `edge`: how thick its grey edge is."""
        path = self._canvas.beginPath()
        for nth, (x, y) in enumerate(corners):
            (path.lineTo if nth else path.moveTo)(x, HEIGHT - y)
        if fill:
            path.close()
            self._canvas.setFillColorRGB(*(int(fill[at : at + 2], 16) / 255 for at in (1, 3, 5)))
        self._canvas.setStrokeGray(grey)
        self._canvas.setLineJoin(1)
        self._canvas.setLineCap(1)
        self._canvas.setLineWidth(edge)
        self._canvas.drawPath(path, stroke=int(edge > 0), fill=int(bool(fill)))

    def code(self, y: float, data: str, *, height: float, width: float) -> float:
        """Draw a Code 128 against the right margin, quiet zones within `width`, and return its left edge."""
        bars = code128(data)
        module = min(1.0, width / (bars.width + 2 * QUIET))
        left = MARGIN + INNER - bars.width * module
        path = self._canvas.beginPath()
        for start, wide in bars.stretches:
            path.rect(left + start * module, HEIGHT - y - height, wide * module, height)
        self._canvas.setFillGray(0)
        self._canvas.drawPath(path, stroke=0, fill=1)
        return left

    def square(self, x: float, y: float, symbol: Symbol, *, side: float) -> None:
        """Draw a matrix with its left top corner there, `side` high with its quiet zones, which lie within."""
        module = side / (symbol.width + 2 * symbol.quiet)
        edge = symbol.quiet * module
        path = self._canvas.beginPath()
        for nth, row in enumerate(symbol.rows):
            for start, wide in row:
                base = HEIGHT - y - edge - (nth + 1) * module
                path.rect(x + edge + start * module, base, wide * module, module)
        self._canvas.setFillGray(0)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def foot(self, text: str, page: int, pages: int) -> None:
        """Draw the foot of this page."""
        self.rule(HEIGHT - 50)
        self.block(MARGIN, HEIGHT - 44, [text], width=INNER - 90, height=22, size=8)
        self.line(0, HEIGHT - 44, f"Page {page} of {pages}", size=8, to=MARGIN + INNER)

    def next_page(self) -> None:
        """End this page."""
        self._pages.showPage()
        self._begun = False

    def pdf(self) -> bytes:
        """Return the finished document; the last page must have been ended."""
        self._pages.save()
        return self._out.getvalue()
