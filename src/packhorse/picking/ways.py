"""A pick list as places on the floor: what is done, what comes next, and the way between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from packhorse.algorithms.routing import Floor, length_of, ways_in_order
from packhorse.network.queries import BinRow
from packhorse.picking.queries import TaskRow
from packhorse.picking.rules import stops_at

Point = tuple[int, int]


@dataclass(frozen=True)
class Place:
    """A place of the floor with its turn (from 1) and the tasks at its bins. `kind`: done, next or ahead."""

    turn: int
    x_mm: int
    y_mm: int
    kind: str
    tasks: tuple[TaskRow, ...]


@dataclass(frozen=True)
class Way:
    """The places in their turn, the corners of the way `walked` and of that `ahead`, and how long that is."""

    places: tuple[Place, ...]
    walked: tuple[Point, ...]
    ahead: tuple[Point, ...]
    ahead_mm: int


def way_of(floor: Floor, tasks: Sequence[TaskRow], bins: Mapping[int, BinRow]) -> Way:
    """Return the way of a list's tasks, which are in walking order: from the depot past all places and back to it.

    What is done was walked in the order of the scans, the rest comes in turn. Nothing is walked to for a cancelled
    task; where nothing is left, nothing lies ahead.
    """
    at: dict[Point, list[TaskRow]] = {}
    for task in tasks:
        if task.state != "cancelled":
            at.setdefault((bins[task.bin_id].x_mm, bins[task.bin_id].y_mm), []).append(task)
    left = [point for point, here in at.items() if any(task.state == "open" for task in here)]
    done = sorted((point for point in at if point not in set(left)), key=lambda point: _when(at[point]))
    stops = stops_at((nth, *point) for nth, point in enumerate([*done, *left]))
    ways = ways_in_order(floor, stops)
    kinds = dict.fromkeys(done, "done") | dict.fromkeys(left, "ahead") | dict.fromkeys(left[:1], "next")
    ahead = ways[len(done) :] if left else []
    return Way(
        places=tuple(Place(turn, *point, kinds[point], tuple(at[point])) for turn, point in enumerate(at, start=1)),
        walked=_path(ways[: len(done)]),
        ahead=_path(ahead),
        ahead_mm=sum(length_of(way) for way in ahead),
    )


def _when(tasks: Sequence[TaskRow]) -> tuple[str, int]:
    """Return what sorts places by when the last scan was made there."""
    return max(task.at.isoformat() if task.at else "" for task in tasks), tasks[0].sequence


def _path(ways: Sequence[tuple[Point, ...]]) -> tuple[Point, ...]:
    return tuple(point for way in ways for point in way)
