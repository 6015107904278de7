"""A picker's walk on the plan of a warehouse, true to scale: aisles upright, the way there and the way back apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from packhorse.charts.labels import Labels

Point = tuple[int, int]

WIDTH, TALLEST, MOST = 360, 560, 2400  # px: of a phone; where it fits on one; of the largest floor
LEAST_PX_OF_M = 4.5  # a larger floor makes a larger picture, which is scrolled
LEFT, TOP, FOOT = 22, 26, 30
APART = 2.5  # px the way lies to the right of the middle of an aisle, so that there and back are two lines
ARROW = 34  # px a leg must be long to have an arrow
DOT, NEXT = 4.5, 10


@dataclass(frozen=True)
class Strip:
    """An aisle: its centre line, its ends (all mm), and its name."""

    x_mm: int
    low_mm: int
    high_mm: int
    name: str


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
    plan = _Plan([*_ends(aisles), *walked, *ahead, depot, *((depot[0], y) for y in cross_mm)])
    parts = [
        f'<svg class="walk{"" if plan.width == WIDTH else " walk-large"}" viewBox="0 0 {plan.width} {plan.height}" '
        f'width="{plan.width}" height="{plan.height}" role="img" aria-labelledby="walk-t walk-d" '
        f'xmlns="http://www.w3.org/2000/svg"><title id="walk-t">{escape(title)}</title>'
        f'<desc id="walk-d">{escape(description)}</desc>',
        *_floor(plan, aisles, cross_mm, depot[0]),
    ]
    for way, name in ((walked, "walked"), (ahead, "ahead")):
        points = _on_the_right([plan.at(*point) for point in way])
        if points:
            parts.append(f'<path class="walk-{name}" d="M{"L".join(f"{x:.1f} {y:.1f}" for x, y in points)}"/>')
        if name == "ahead":
            parts += _arrows(points)
    parts += _depot(plan, depot)
    parts += _marks(plan, marks, depot)
    return "".join([*parts, plan.scale(), "</svg>"])


def _ends(aisles: Sequence[Strip]) -> list[Point]:
    return [(each.x_mm, y) for each in aisles for y in (each.low_mm, each.high_mm)]


def _floor(plan: "_Plan", aisles: Sequence[Strip], cross_mm: Sequence[int], depot_x: int) -> list[str]:
    """Draw the aisles with their names, as many as have room, and the cross aisles."""
    xs = [each.x_mm for each in aisles] + [depot_x]
    parts = []
    for y_mm in cross_mm:
        (left, y), (right, _) = plan.at(min(xs), y_mm), plan.at(max(xs), y_mm)
        parts.append(f'<path class="walk-aisle" d="M{left:.1f} {y:.1f}H{right:.1f}"/>')
    free = 0.0
    for each in sorted(aisles, key=lambda aisle: aisle.x_mm):
        (x, low), (_, high) = plan.at(each.x_mm, each.low_mm), plan.at(each.x_mm, each.high_mm)
        parts.append(f'<path class="walk-aisle" d="M{x:.1f} {low:.1f}V{high:.1f}"/>')
        half = 4 * len(each.name)
        if each.name and x - half >= free:
            parts.append(
                f'<text class="walk-name" x="{x:.1f}" y="{TOP - 12}" text-anchor="middle">{escape(each.name)}</text>'
            )
            free = x + half + 3
    return parts


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


def _depot(plan: "_Plan", depot: Point) -> list[str]:
    x, y = plan.at(*depot)
    anchor, by = ("end", -10) if x > plan.width / 2 else ("start", 10)
    return [
        f'<rect class="walk-depot" x="{x - 6:.1f}" y="{y - 6:.1f}" width="12" height="12" rx="2"/>',
        f'<text class="walk-name walk-home" x="{x + by:.1f}" y="{y + 13:.1f}" text-anchor="{anchor}">depot</text>',
    ]


def _marks(plan: "_Plan", marks: Sequence[Mark], depot: Point) -> list[str]:
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


class _Plan:
    """The floor laid on a picture, as large as a phone shows it, or as large as is needed to see anything."""

    def __init__(self, points: Sequence[Point]) -> None:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        self.left, self.high = min(xs), max(ys)
        wide, tall = max(max(xs) - min(xs), 3000), max(max(ys) - min(ys), 3000)
        fits = min((WIDTH - 2 * LEFT) / wide, (TALLEST - TOP - FOOT) / tall)
        self.px_of_mm = min(max(fits, LEAST_PX_OF_M / 1000), MOST / max(wide, tall))
        self.width = max(WIDTH, round(wide * self.px_of_mm) + 2 * LEFT)
        self.height = round(tall * self.px_of_mm) + TOP + FOOT
        self.margin = (self.width - (max(xs) - min(xs)) * self.px_of_mm) / 2

    def at(self, x_mm: int, y_mm: int) -> tuple[float, float]:
        """Return where a place of the floor stands in the picture."""
        return self.margin + (x_mm - self.left) * self.px_of_mm, TOP + (self.high - y_mm) * self.px_of_mm

    def scale(self) -> str:
        """Draw a bar of a round number of metres, a quarter of the picture wide at most."""
        most = self.width / 4 / self.px_of_mm / 1000
        metres = max([step * 10**power for power in range(6) for step in (1, 2, 5) if step * 10**power <= most] or [1])
        long, y = metres * 1000 * self.px_of_mm, self.height - 6
        return (
            f'<path class="walk-scale" d="M{self.width - 10 - long:.1f} {y - 4}v4h{long:.1f}v-4"/>'
            f'<text class="walk-name" x="{self.width - 16 - long:.1f}" y="{y}" text-anchor="end">{metres:,} m</text>'
        )
