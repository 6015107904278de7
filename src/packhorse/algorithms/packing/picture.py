"""A filled carton as a picture: what is farther is painted first. Parallel projection, turnable about the vertical.

A carton's left back corner is the origin; see `laying.py`. On the picture x runs to the right and y down.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import cos, hypot, pi, sin

Corner = tuple[float, float, float]
Point = tuple[float, float]
Line = tuple[Point, Point]
TURN, TILT = pi / 5, pi / 6  # seen from the right front, from above
NOTHING = 1e-9


@dataclass(frozen=True)
class Box:
    """A block of nx x ny x nz equal units from corner `low` to `high`; `name` says which block it is.

    `whole`: the block that this is a piece of; pieces are painted at different times.
    """

    low: Corner
    high: Corner
    parts: tuple[int, int, int] = (1, 1, 1)
    name: int = 0
    whole: "Box | None" = None

    @property
    def block(self) -> "Box":
        """The whole block."""
        return self.whole or self


@dataclass(frozen=True)
class Face:
    """A visible side: `axis` 0, 1 or 2 across which it stands; `edges` are the block's own, `seams` between units."""

    name: int
    axis: int
    corners: tuple[Point, ...]
    edges: tuple[Line, ...]
    seams: tuple[Line, ...]
    middle: Point | None = None  # of the side of the block that is seen largest, if it is on this piece of it


@dataclass(frozen=True)
class View:
    """How a carton with `room` inside is seen, and onto how large a picture it is fitted, whatever the turn."""

    room: Corner
    width: float
    height: float
    turn: float = TURN
    tilt: float = TILT
    margin: float = 8

    @property
    def away(self) -> Corner:
        """The direction in which one looks."""
        return -cos(self.tilt) * sin(self.turn), -cos(self.tilt) * cos(self.turn), -sin(self.tilt)

    @property
    def scale(self) -> float:
        """Picture units per millimetre."""
        across = hypot(self.room[0], self.room[1])
        down = across * sin(self.tilt) + self.room[2] * cos(self.tilt)
        return min((self.width - 2 * self.margin) / across, (self.height - 2 * self.margin) / down)

    def at(self, corner: Corner) -> Point:
        """Return where a point is on the picture."""
        x, y, z = (at - size / 2 for at, size in zip(corner, self.room, strict=True))
        along = x * cos(self.turn) - y * sin(self.turn)
        near = x * sin(self.turn) + y * cos(self.turn)
        down = near * sin(self.tilt) - z * cos(self.tilt)
        return self.width / 2 + along * self.scale, self.height / 2 + down * self.scale


@dataclass
class Painting:
    """What is painted, in turn: bottom and far walls, the blocks, and the edges of the near walls above them."""

    walls: list[tuple[Point, ...]] = field(default_factory=list)
    faces: list[Face] = field(default_factory=list)
    front: list[Line] = field(default_factory=list)


def painted(boxes: Sequence[Box], view: View) -> Painting:
    """Paint boxes that do not overlap."""
    found = Painting()
    for axis in (2, 0, 1):
        far = view.room[axis] if view.away[axis] > 0 else 0.0
        found.walls.append(tuple(view.at(corner) for corner in _side((0.0, 0.0, 0.0), view.room, axis, far)))
    for box in in_turn(boxes, view.away):
        found.faces += _faces(box, view)
    found.front = _near_edges(view)
    return found


def in_turn(boxes: Sequence[Box], away: Corner) -> list[Box]:
    """Return boxes so that each is painted after all that it hides; what hides each other in a ring is cut first."""
    left, done = list(boxes), []
    while left:
        before = _before(left, away)
        free = [nth for nth in range(len(left)) if not before[nth]]
        if not free:
            left = _cut(left, _ring(before))
            continue
        # All that hide nothing that is left, one after another: what becomes free by them follows.
        painted_now: set[int] = set()
        after = defaultdict(list)
        for nth, others in before.items():
            for other in others:
                after[other].append(nth)
        waits = {nth: len(others) for nth, others in before.items()}
        while free:
            nth = free.pop(0)
            painted_now.add(nth)
            done.append(left[nth])
            for later in after[nth]:
                waits[later] -= 1
                if not waits[later]:
                    free.append(later)
        left = [box for nth, box in enumerate(left) if nth not in painted_now]
    return done


def _before(boxes: Sequence[Box], away: Corner) -> dict[int, set[int]]:
    """Return for each box those that it hides in part."""
    found: dict[int, set[int]] = {nth: set() for nth in range(len(boxes))}
    for nth, a in enumerate(boxes):
        for mth in range(nth):
            side = hides(a, boxes[mth], away)
            if side:
                found[nth if side > 0 else mth].add(mth if side > 0 else nth)
    return found


def hides(a: Box, b: Box, away: Corner) -> int:
    """Return 1 if `a` hides part of `b`, -1 if `b` hides part of `a`, 0 if neither.

    `a` is moved along the line of sight: if it comes upon `b` that way, `b` is behind it.
    """
    first, last = float("-inf"), float("inf")
    for axis, step in enumerate(away):
        start, end = b.low[axis] - a.high[axis], b.high[axis] - a.low[axis]
        if abs(step) < NOTHING:
            if start > -NOTHING or end < NOTHING:
                return 0
            continue
        one, other = sorted((start / step, end / step))
        first, last = max(first, one), min(last, other)
    if last - first < NOTHING:
        return 0
    return 1 if first + last > 0 else -1


def _ring(before: dict[int, set[int]]) -> list[int]:
    """Return boxes that hide each other in a ring."""
    way = [min(before)]
    while way[-1] not in way[:-1]:
        way.append(min(before[way[-1]]))
    return way[way.index(way[-1]) : -1]


def _cut(boxes: Sequence[Box], ring: Sequence[int]) -> list[Box]:
    """Cut the boxes of a ring where any of them begins or ends: on a grid nothing hides each other in a ring."""
    cuts = [sorted({at for nth in ring for at in (boxes[nth].low[axis], boxes[nth].high[axis])}) for axis in range(3)]
    pieces = []
    for nth in ring:
        box = boxes[nth]
        xs, ys, zs = (
            list(pairwise([at for at in cuts[axis] if box.low[axis] <= at <= box.high[axis]])) for axis in range(3)
        )
        pieces += [
            replace(box, low=(x[0], y[0], z[0]), high=(x[1], y[1], z[1]), whole=box.block)
            for x in xs
            for y in ys
            for z in zs
        ]
    return [box for nth, box in enumerate(boxes) if nth not in set(ring)] + pieces


def _side(low: Corner, high: Corner, axis: int, at: float) -> list[Corner]:
    """Return the corners of a box's side across `axis`, round about."""
    one, other = (each for each in range(3) if each != axis)
    found = []
    for first, second in ((0, 0), (1, 0), (1, 1), (0, 1)):
        corner = [at, at, at]
        corner[one], corner[other] = (low, high)[first][one], (low, high)[second][other]
        found.append((corner[0], corner[1], corner[2]))
    return found


def _faces(box: Box, view: View) -> list[Face]:
    """Return the visible sides of a block or of a piece of it; where it was cut there is no side."""
    found, whole = [], box.block
    largest = max(range(3), key=lambda axis: abs(view.away[axis]) * _area(whole, axis))
    for axis, step in enumerate(view.away):
        ends = box.low if step > 0 else box.high
        if abs(step) < NOTHING or ends[axis] != (whole.low if step > 0 else whole.high)[axis]:
            continue
        corners = _side(box.low, box.high, axis, ends[axis])
        across = [each for each in range(3) if each != axis]
        own: list[Line] = []
        seams: list[Line] = []
        for along in across:
            over = across[0] if along == across[1] else across[1]
            size = (whole.high[over] - whole.low[over]) / whole.parts[over]
            for nth in range(whole.parts[over] + 1):
                at = whole.low[over] + nth * size
                if box.low[over] - NOTHING <= at <= box.high[over] + NOTHING:
                    line = _line(box, axis, ends[axis], over, at, along)
                    (own if nth in (0, whole.parts[over]) else seams).append((view.at(line[0]), view.at(line[1])))
        found.append(
            Face(
                box.name,
                axis,
                tuple(view.at(corner) for corner in corners),
                tuple(own),
                tuple(seams),
                _middle(box, whole, axis, ends[axis], view) if axis == largest else None,
            )
        )
    return found


def _area(box: Box, axis: int) -> float:
    one, other = (box.high[each] - box.low[each] for each in range(3) if each != axis)
    return one * other


def _line(box: Box, axis: int, level: float, over: int, at: float, along: int) -> tuple[Corner, Corner]:
    ends = []
    for side in (box.low, box.high):
        corner = [0.0, 0.0, 0.0]
        corner[axis], corner[over], corner[along] = level, at, side[along]
        ends.append((corner[0], corner[1], corner[2]))
    return ends[0], ends[1]


def _middle(box: Box, whole: Box, axis: int, level: float, view: View) -> Point | None:
    middle = [(low + high) / 2 for low, high in zip(whole.low, whole.high, strict=True)]
    if any(not box.low[each] <= middle[each] <= box.high[each] for each in range(3) if each != axis):
        return None
    middle[axis] = level
    return view.at((middle[0], middle[1], middle[2]))


def _near_edges(view: View) -> list[Line]:
    """Return the edges of the carton's near walls."""
    lines = []
    for axis in (0, 1):
        near = 0.0 if view.away[axis] > 0 else view.room[axis]
        corners = [view.at(corner) for corner in _side((0.0, 0.0, 0.0), view.room, axis, near)]
        lines += list(pairwise([*corners, corners[0]]))
    return lines
