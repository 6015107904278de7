"""A chart of numbers that stay as they are until they change: one line of steps each."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from packhorse.charts.axis import marks, points, short, spread

LEFT, RIGHT, TOP, BOTTOM = 38, 8, 10, 22


@dataclass(frozen=True)
class Line:
    """A line of the chart; `kind` (first, second) says how it is drawn: whole and filled, or dashed."""

    name: str
    kind: str
    values: tuple[int, ...]


def steps(
    *, title: str, description: str, labels: Sequence[str], lines: Sequence[Line], width: int, height: int, name: str
) -> str:
    """Draw lines over places called `labels`. `name` makes the ids of this picture its own on a page."""
    top = marks(max((value for line in lines for value in line.values), default=0) or 1)
    right, low = width - RIGHT, height - BOTTOM

    def x_of(place: float) -> float:
        return LEFT + (right - LEFT) * place / max(1, len(labels) - 1)

    def y_of(value: float) -> float:
        return low - (low - TOP) * value / top[-1]

    parts = [
        f'<svg class="chart" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{name}-t {name}-d" '
        f'xmlns="http://www.w3.org/2000/svg"><title id="{name}-t">{escape(title)}</title>'
        f'<desc id="{name}-d">{escape(description)}</desc>'
    ]
    for value in top:
        y = y_of(value)
        parts.append(f'<path class="chart-grid" d="M{LEFT} {y:.1f}H{right}"/>')
        parts.append(f'<text class="chart-text" x="{LEFT - 5}" y="{y + 4:.1f}" text-anchor="end">{short(value)}</text>')
    shown = spread(len(labels), wanted=max(2, width // 110))
    for place in shown:
        x, anchor = x_of(place), "end" if place == len(labels) - 1 and place else "start" if not place else "middle"
        parts.append(f'<path class="chart-grid" d="M{x:.1f} {low}v4"/>')
        parts.append(
            f'<text class="chart-text" x="{x:.1f}" y="{height - 5}" text-anchor="{anchor}">'
            f"{escape(labels[place])}</text>"
        )
    for line in lines:
        path = _steps([y_of(value) for value in line.values], x_of)
        if line.kind == "first":
            parts.append(f'<path class="chart-area" d="{path}V{low}H{LEFT}Z"/>')
        parts.append(f'<path class="chart-line chart-{line.kind}" d="{path}"/>')
    return "".join(parts) + "</svg>"


def _steps(heights: Sequence[float], x_of) -> str:  # type: ignore[no-untyped-def]  # a function of a place
    """Draw a value from its place on until the next one."""
    if not heights:
        return "M0 0"
    corners = [(x_of(0), heights[0])]
    for place, height in enumerate(heights[1:], start=1):
        corners += [(x_of(place), heights[place - 1]), (x_of(place), height)]
    return points(corners)
