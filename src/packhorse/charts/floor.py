"""A warehouse's floor as a grid of cells: aisles from left to right, the depot below."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

CELL_WIDTH, CELL_HEIGHT, LEFT, TOP, GAP = 44, 24, 34, 20, 2


@dataclass(frozen=True)
class Cell:
    """A place: `text` stands in it, `words` are read to who points at it, `address` is opened by a tap."""

    x_mm: int
    y_mm: int
    step: int
    text: str
    words: str
    address: str
    chosen: bool = False


@dataclass(frozen=True)
class FloorCell:
    """A bin on the floor before the aisles."""

    text: str
    words: str
    address: str
    step: int


def floor(
    *,
    title: str,
    description: str,
    cells: Sequence[Cell],
    aisles: Sequence[tuple[int, str]],
    on_floor: Sequence[FloorCell],
) -> str:
    """Draw the cells by rank of their x and y, so that wide floors and long ones fit a screen alike.

    `aisles` are the names of the columns by their x. Each cell is a link, out of the keyboard's way: the same places
    stand in a list beside the picture.
    """
    columns = {x: nth for nth, x in enumerate(sorted({cell.x_mm for cell in cells}))}
    rows = {y: nth for nth, y in enumerate(sorted({cell.y_mm for cell in cells}, reverse=True))}
    width = LEFT + max(len(columns), 8) * CELL_WIDTH + GAP
    deep = TOP + len(rows) * CELL_HEIGHT
    height = deep + 20 + (34 if on_floor else 0)
    parts = [
        f'<svg class="floor-map" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="group" '
        f'aria-labelledby="map-t map-d" xmlns="http://www.w3.org/2000/svg"><title id="map-t">{escape(title)}</title>'
        f'<desc id="map-d">{escape(description)}</desc><g aria-hidden="true">'
    ]
    for x, name in aisles:
        if x in columns:
            middle = LEFT + columns[x] * CELL_WIDTH + CELL_WIDTH // 2
            for y in (TOP - 6, deep + 13):
                parts.append(_mark(middle, y, "middle", name))
    for y_mm, row in rows.items():
        if row % 3 == (len(rows) - 1) % 3:
            y = TOP + row * CELL_HEIGHT + 16
            parts.append(_mark(LEFT - 5, y, "end", f"{y_mm / 1000:.0f} m"))
    for cell in cells:
        x, y = LEFT + columns[cell.x_mm] * CELL_WIDTH, TOP + rows[cell.y_mm] * CELL_HEIGHT
        parts.append(_cell(x, y, CELL_WIDTH - GAP, CELL_HEIGHT - GAP, cell, chosen=cell.chosen))
    for nth, spot in enumerate(on_floor):
        wide = (width - LEFT) // max(3, len(on_floor))
        parts.append(_cell(LEFT + nth * wide, deep + 22, wide - GAP, 28, spot))
    return "".join(parts) + "</g></svg>"


def _mark(x: int, y: int, anchor: str, words: str) -> str:
    return f'<text class="chart-text" x="{x}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'


def _cell(x: int, y: int, width: int, height: int, cell: Cell | FloorCell, *, chosen: bool = False) -> str:
    address = escape(cell.address)
    return (
        f'<a href="{address}" hx-get="{address}" tabindex="-1" class="heat-{cell.step}{" chosen" if chosen else ""}">'
        f'<title>{escape(cell.words)}</title><rect x="{x}" y="{y}" width="{width}" height="{height}" rx="2"/>'
        f'<text x="{x + width // 2}" y="{y + height // 2 + 5}">{escape(cell.text)}</text></a>'
    )
