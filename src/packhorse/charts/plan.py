"""The plan of a warehouse, true to scale: aisles upright, what is far from the depot above."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

Point = tuple[int, int]

WIDTH, TALLEST, MOST = 360, 560, 2400  # px: of a phone; where it fits on one; of the largest floor
LEAST_PX_OF_M = 4.5  # a larger floor makes a larger picture, which is scrolled
LEFT, TOP, FOOT = 22, 26, 30


@dataclass(frozen=True)
class Strip:
    """An aisle: its centre line, its ends (all mm), and its name."""

    x_mm: int
    low_mm: int
    high_mm: int
    name: str


class Plan:
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


def opened(plan: Plan, title: str, description: str) -> str:
    """Return the beginning of the picture, with what it is in words."""
    return (
        f'<svg class="walk{"" if plan.width == WIDTH else " walk-large"}" viewBox="0 0 {plan.width} {plan.height}" '
        f'width="{plan.width}" height="{plan.height}" role="img" aria-labelledby="walk-t walk-d" '
        f'xmlns="http://www.w3.org/2000/svg"><title id="walk-t">{escape(title)}</title>'
        f'<desc id="walk-d">{escape(description)}</desc>'
    )


def ends(aisles: Sequence[Strip]) -> list[Point]:
    """Return the ends of aisles."""
    return [(each.x_mm, y) for each in aisles for y in (each.low_mm, each.high_mm)]


def strips(plan: Plan, aisles: Sequence[Strip], cross_mm: Sequence[int], depot_x: int) -> list[str]:
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


def depot_of(plan: Plan, depot: Point) -> list[str]:
    """Draw where walks begin and end."""
    x, y = plan.at(*depot)
    anchor, by = ("end", -10) if x > plan.width / 2 else ("start", 10)
    return [
        f'<rect class="walk-depot" x="{x - 6:.1f}" y="{y - 6:.1f}" width="12" height="12" rx="2"/>',
        f'<text class="walk-name walk-home" x="{x + by:.1f}" y="{y + 13:.1f}" text-anchor="{anchor}">depot</text>',
    ]
