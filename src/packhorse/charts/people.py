"""Who is where on the plan of a warehouse: a dot and a name each."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from packhorse.charts.labels import Labels
from packhorse.charts.plan import FOOT, Plan, Point, Strip, depot_of, ends, opened, strips

DOT, APART = 6, 13  # px: of a dot; between those of people at the same place


@dataclass(frozen=True)
class Person:
    """A person at a place (mm). `kind`: busy, still (no scan for long) or idle (no list); `words` are told of it."""

    x_mm: int
    y_mm: int
    name: str
    kind: str
    words: str


def people(
    *,
    title: str,
    description: str,
    aisles: Sequence[Strip],
    cross_mm: Sequence[int],
    depot: Point,
    persons: Sequence[Person],
) -> str:
    """Draw the plan and the people on it; those at the same place stand beside one another."""
    spots = [(each.x_mm, each.y_mm) for each in persons]
    plan = Plan([*ends(aisles), *spots, depot, *((depot[0], y) for y in cross_mm)])
    parts = [opened(plan, title, description), *strips(plan, aisles, cross_mm, depot[0]), *depot_of(plan, depot)]
    labels = Labels(plan.width, plan.height - FOOT / 2)
    x, y = plan.at(*depot)
    labels.take(x - 50, y - 7, x + 50, y + 16)  # and its name, on whichever side
    taken: dict[Point, int] = {}
    drawn = []
    for person in persons:
        spot = (person.x_mm, person.y_mm)
        x, y = plan.at(*spot)
        y -= APART * taken.get(spot, 0)
        taken[spot] = taken.get(spot, 0) + 1
        labels.take(x - DOT, y - DOT, x + DOT, y + DOT)
        drawn.append((person, x, y))
        parts.append(
            f'<circle class="person-{person.kind}" cx="{x:.1f}" cy="{y:.1f}" r="{DOT}">'
            f"<title>{escape(person.words)}</title></circle>"
        )
    for person, x, y in drawn:
        at = labels.beside(x, y, person.name, left=x > plan.width / 2, must=True)
        if at:
            parts.append(
                f'<text class="person-name" x="{at[0]:.1f}" y="{at[1]:.1f}" text-anchor="{at[2]}">'
                f"{escape(person.name)}</text>"
            )
    return "".join([*parts, plan.scale(), "</svg>"])
