"""Tables that run over as many pages as their rows need."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from packhorse.documents.fitting import LEADING, wrap
from packhorse.documents.sheet import BOTTOM, MARGIN, Sheet

HEAD = 20.0  # points that the row of titles takes

_SIZE = 8.5
_TITLE = 12.0  # the largest that the row of titles has room for
_GAP = 10.0
_PADDING = 4.0


@dataclass(frozen=True)
class Column:
    """A column of `width` points; numbers stand to the `right`."""

    title: str
    width: float
    right: bool = False
    bold: bool = False


@dataclass(frozen=True)
class Row:
    """Wrapped cells, and the points the tallest of them needs."""

    cells: tuple[tuple[str, ...], ...]
    size: float = _SIZE

    @property
    def height(self) -> float:
        """Height in points, space above and below included."""
        return max(1, *map(len, self.cells)) * self.size * LEADING + 2 * _PADDING


def row(columns: Sequence[Column], cells: Sequence[str], size: float = _SIZE) -> Row:
    """Return `cells` wrapped to their columns."""
    fitted = [
        wrap([cell], width=(column.width - _GAP) / size, bold=column.bold)
        for column, cell in zip(columns, cells, strict=True)
    ]
    return Row(tuple(fitted), size)


def paged(rows: Sequence[Row], *, first: float, later: float, tail: float) -> list[list[Row]]:
    """Share `rows` out to pages with that much room each, in points; the last page keeps `tail` free below them."""
    pages: list[list[Row]] = [[]]
    left = first
    for item in rows:
        if item.height > left and (pages[-1] or len(pages) == 1):
            pages.append([])
            left = later
        pages[-1].append(item)
        left -= item.height
    if left < tail:
        pages.append([])
    return pages


def fill(
    sheet: Sheet,
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    first: float,
    later: float,
    tail: float,
    again: Callable[[], None],
    close: Callable[[float], None],
    foot: str,
) -> None:
    """Draw `rows` on as many pages as they need: from `first` down on the first page, from `later` on all others.

    `again` draws the head of a further page, `close` what stands below the table on the last, in `tail` points.
    """
    pages = paged(rows, first=BOTTOM - first - HEAD, later=BOTTOM - later - HEAD, tail=tail)
    for nth, part in enumerate(pages, start=1):
        if nth > 1:
            again()
        end = draw(sheet, columns, part, first if nth == 1 else later)
        if nth == len(pages):
            close(end)
        sheet.foot(foot, nth, len(pages))
        sheet.next_page()


def draw(sheet: Sheet, columns: Sequence[Column], rows: Sequence[Row], y: float) -> float:
    """Draw the titles and rows from `y` down and return where they end; no rows, no titles."""
    if not rows:
        return y
    titles = Row(tuple((column.title,) for column in columns), min(rows[0].size, _TITLE))
    _cells(sheet, columns, titles, y + 3, titles=True)
    y += HEAD
    sheet.rule(y - 1, thick=1)
    for item in rows:
        _cells(sheet, columns, item, y + _PADDING, titles=False)
        y += item.height
        sheet.rule(y, thick=0.4, grey=0.7)
    return y


def _cells(sheet: Sheet, columns: Sequence[Column], line: Row, y: float, *, titles: bool) -> None:
    x, cells = MARGIN, line.cells
    if len(cells) == 1 < len(columns):  # a line across the table
        columns = [Column("", sum(column.width for column in columns), bold=True)]
    for column, lines in zip(columns, cells, strict=True):
        to = x + column.width if column.right else 0
        for nth, text in enumerate(lines):
            top = y + nth * line.size * LEADING
            sheet.line(x, top, text, size=line.size, bold=column.bold and not titles, grey=titles, to=to)
        x += column.width
