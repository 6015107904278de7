"""A picker's walk on the plan of a warehouse, true to scale: aisles upright, the way there and the way back apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from packhorse.charts.labels import Labels
from packhorse.charts.plan import FOOT, Plan, Point, Strip, depot_of, ends, opened, strips

APART = 2.5  # px the way lies to the right of the middle of an aisle, so that there and back are two lines
ARROW = 34  # px a leg must be long to have an arrow
DOT, NEXT = 4.5, 10


@dataclass(frozen=True)
class Mark:
    """A place to visit (mm) with its number. `kind`: done, next or ahead; `words` are read to who points at it."""

    x_mm: int
    y_mm: int
    kind: str
    text: str
    words: str


def walk(
    *,
    title: str,
    description: str,
    aisles: Sequence[Strip],
    cross_mm: Sequence[int],
    depot: Point,
    marks: Sequence[Mark],
    walked: Sequence[Point],
    ahead: Sequence[Point],
) -> str:
    """Draw the plan, the way `walked` and the way `ahead` (corners in mm) and the marks, numbered where there is room.

    What is far from the depot is above. The next mark has its number always; then the earlier ones come first.
    """
    plan = Plan([*ends(aisles), *walked, *ahead, depot, *((depot[0], y) for y in cross_mm)])
    parts = [opened(plan, title, description), *strips(plan, aisles, cross_mm, depot[0])]
    for way, name in ((walked, "walked"), (ahead, "ahead")):
        points = _on_the_right([plan.at(*point) for point in way])
        if points:
            parts.append(f'<path class="walk-{name}" d="M{"L".join(f"{x:.1f} {y:.1f}" for x, y in points)}"/>')
        if name == "ahead":
            parts += _arrows(points)
    parts += depot_of(plan, depot)
    parts += _marks(plan, marks, depot)
    return "".join([*parts, plan.scale(), "</svg>"])


def _on_the_right(path: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return a way along the axes moved a little to the right of who walks it."""
    legs = [(here, there) for here, there in pairwise(path) if here != there]
    moved: list[tuple[float, float]] = []
    for (x, y), (to_x, to_y) in legs:
        aside = APART if to_y < y or to_x > x else -APART  # on the screen y grows downwards
        if abs(to_x - x) < abs(to_y - y):
            moved += [(x + aside, y), (to_x + aside, to_y)]
        else:
            moved += [(x, y + aside), (to_x, to_y + aside)]
    return _joined(moved)


def _joined(ends: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the ends of legs with each corner made one point, where the legs on its two sides cross."""
    found = list(ends[:1])
    for nth in range(1, len(ends) - 1, 2):
        (x, y), (next_x, next_y) = ends[nth], ends[nth + 1]
        upright, next_upright = ends[nth - 1][0] == x, ends[nth + 1][0] == ends[nth + 2][0]
        if upright and not next_upright:
            found.append((x, next_y))
        elif next_upright and not upright:
            found.append((next_x, y))
        else:
            found += [(x, y), (next_x, next_y)]
    return found + list(ends[-1:])


def _arrows(points: Sequence[tuple[float, float]]) -> list[str]:
    """Draw which way it goes, in the middle of each long leg."""
    found = []
    for (x, y), (to_x, to_y) in pairwise(points):
        long = abs(to_x - x) + abs(to_y - y)
        if long >= ARROW:
            dx, dy, middle_x, middle_y = (to_x - x) / long, (to_y - y) / long, (x + to_x) / 2, (y + to_y) / 2
            found.append(
                f'<path class="walk-arrow" d="M{middle_x + 5 * dx:.1f} {middle_y + 5 * dy:.1f}'
                f"L{middle_x - 4 * dx - 4 * dy:.1f} {middle_y - 4 * dy + 4 * dx:.1f}"
                f'L{middle_x - 4 * dx + 4 * dy:.1f} {middle_y - 4 * dy - 4 * dx:.1f}Z"/>'
            )
    return found


def _marks(plan: Plan, marks: Sequence[Mark], depot: Point) -> list[str]:
    """Draw what is done below, what is ahead above it and the next one on top; then numbers where they fit."""
    labels = Labels(plan.width, plan.height - FOOT / 2)
    x, y = plan.at(*depot)
    labels.take(x - 7, y - 7, x + 7, y + 7)
    parts = []
    for mark in sorted(marks, key=lambda each: ("done", "ahead", "next").index(each.kind)):
        x, y = plan.at(mark.x_mm, mark.y_mm)
        size = NEXT if mark.kind == "next" else DOT
        labels.take(x - size, y - size, x + size, y + size)
        parts.append(
            f'<circle class="walk-{mark.kind}" cx="{x:.1f}" cy="{y:.1f}" r="{size}">'
            f"<title>{escape(mark.words)}</title></circle>"
        )
        if mark.kind == "next":
            parts.append(f'<text class="walk-next-number" x="{x:.1f}" y="{y + 4:.1f}">{escape(mark.text)}</text>')
    for mark in marks:
        x, y = plan.at(mark.x_mm, mark.y_mm)
        if mark.kind == "ahead" and (at := labels.beside(x, y, mark.text, left=False, must=False, level=True)):
            parts.append(
                f'<text class="walk-number" x="{at[0]:.1f}" y="{at[1]:.1f}" text-anchor="{at[2]}">'
                f"{escape(mark.text)}</text>"
            )
    return parts
