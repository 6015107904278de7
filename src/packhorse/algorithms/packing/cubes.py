"""Blocks in a carton as every picture of them shows them: their colours, their numbers, and words for the sides."""

from dataclasses import dataclass

from packhorse.algorithms.packing.goods import Placement
from packhorse.algorithms.packing.picture import Box, View

NOW = ("#c97f00", "#e59400", "#ffb833")  # a side across the length, one across the width, the top: see `Face.axis`
_TOPS = ("#a9c6e8", "#b5dcc2", "#cfc2e8", "#e5bccb", "#a9dada", "#dcd3ae")
WALL = "#eadfce"


@dataclass(frozen=True)
class Cube:
    """A block of units: its colour, its number, and whether it is the one that is laid now."""

    placement: Placement
    colour: int
    number: str
    now: bool


def colour_of(nth: int) -> int:
    """Return the colour of the nth product."""
    return nth % len(_TOPS)


def shades(colour: int) -> tuple[str, str, str]:
    """Return a colour as it is on sides across the length, across the width, and on top."""
    return _darker(_TOPS[colour], 72), _darker(_TOPS[colour], 86), _TOPS[colour]


def _darker(colour: str, percent: int) -> str:
    return "#" + "".join(f"{int(colour[at : at + 2], 16) * percent // 100:02x}" for at in (1, 3, 5))


def box_of(placement: Placement, name: int) -> Box:
    """Return a block as it is painted."""
    p = placement
    return Box((p.x, p.y, p.z), (p.x + p.nx * p.dx, p.y + p.ny * p.dy, p.z + p.nz * p.dz), (p.nx, p.ny, p.nz), name)


def signs(view: View, aside: float = 16) -> list[tuple[float, float, str]]:
    """Return the words at the foot of the near sides, so that nobody takes the front for the right."""
    found = []
    for axis, names in ((0, ("left", "right")), (1, ("back", "front"))):
        near = view.away[axis] < 0
        middle = [view.room[0] / 2, view.room[1] / 2, 0.0]
        out = aside / view.scale
        middle[axis] = view.room[axis] + out if near else -out
        x, y = view.at((middle[0], middle[1], middle[2]))
        found.append((x, y + aside / 2, names[near]))
    return found
