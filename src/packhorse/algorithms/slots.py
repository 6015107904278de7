"""Which free places of a put wall an order gets: short ways and easy reach, few places, none it does not fit into."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

MOST_PLACES = 3  # beside each other, for one order: more is quicker packed out of its tote
FULL_PERCENT = 80  # of a place's room: goods are laid in by hand
ROW_STEPS = 2  # bending or stretching by a row is as bad as walking so many columns
OTHER_WALL_STEPS = 50

Size = tuple[int, int, int]


@dataclass(frozen=True)
class Place:
    """A place of a wall. `column` and `row` count from 1 at the left top; `size` in mm; 0 where nobody said."""

    id: int
    wall: str
    column: int = 0
    row: int = 0
    size: Size = (0, 0, 0)


@dataclass(frozen=True)
class Load:
    """An order that has no place yet. `whole`: all its goods come with the list that is sorted now.

    `puts` are still to come; `volume_mm3` is that of its goods, `items` are the sizes of its single pieces in mm.
    """

    key: int
    puts: int
    whole: bool = True
    volume_mm3: int = 0
    items: tuple[Size, ...] = ()


@dataclass(frozen=True)
class Choice:
    """The places for an order, in the order of their columns; none with a reason: "too big" for the wall, or "full"."""

    places: tuple[Place, ...] = ()
    reason: str = ""


def choose(
    key: int,
    loads: Sequence[Load],
    places: Sequence[Place],
    free: frozenset[int],
    *,
    golden: Mapping[str, int],
    near: Place | None = None,
) -> Choice:
    """Return the places for order `key` of `loads`, out of those of `places` that are `free`.

    The orders of the list share the free places between them, as if all were given out now: the one with most puts to
    come gets the easiest to reach. What cannot be whole with this list leaves the places that others need which can.
    `golden` {wall: row at breast height}; `near`: the place that the list was last laid into.
    """
    mine = next(load for load in loads if load.key == key)
    if not fits(mine, places):
        return Choice(reason="too big")
    middles = _middles(places)
    cost = {place.id: _cost(place, middles[place.wall], golden, near) for place in places}
    left = [place for place in places if place.id in free]
    for load in sorted(loads, key=lambda load: (not load.whole, -load.puts, load.key != key, load.key)):
        best = min(_runs(load, left), key=lambda run: (len(run), sum(cost[p.id] for p in run), run[0].id), default=())
        if load.key == key:
            break
        # Equals are not passed by for somebody who may never come: only who can be whole goes before who cannot.
        kept = [place for place in left if place not in best]
        if (load.whole and not mine.whole) or any(True for _ in _runs(mine, kept)):
            left = kept
    return Choice(tuple(best)) if best else Choice(reason="full")


def fits(load: Load, places: Sequence[Place]) -> bool:
    """Say whether an order fits into as few of these places as it may have."""
    return any(True for _ in _runs(load, places))


def _middles(places: Sequence[Place]) -> dict[str, int]:
    """Return {wall: its middle column}."""
    columns: dict[str, list[int]] = defaultdict(list)
    for place in places:
        columns[place.wall].extend([place.column] if place.column else [])
    return {wall: (min(found) + max(found)) // 2 if found else 0 for wall, found in columns.items()}


def _cost(place: Place, middle: int, golden: Mapping[str, int], near: Place | None) -> int:
    """How hard a place is to reach: from the last one, else from the middle of its wall."""
    stand = near.column if near and near.wall == place.wall and near.column else middle
    breast = golden.get(place.wall, 0)
    steps = abs(place.column - stand) if place.column else 0
    bend = abs(place.row - breast) if place.row and breast else 0
    return steps + ROW_STEPS * bend + (OTHER_WALL_STEPS if near and near.wall != place.wall else 0)


def _runs(load: Load, places: Sequence[Place]) -> Iterator[tuple[Place, ...]]:
    """Every run of so few places beside each other that an order fits into; of two sizes of run only the smaller."""
    beside = {(each.wall, each.row, each.column): each for each in places if each.column}
    for count in range(1, MOST_PLACES + 1):
        found = False
        for first in places:
            run = [first]
            while len(run) < count and first.column:
                following = beside.get((first.wall, first.row, first.column + len(run)))
                if following is None:
                    break
                run.append(following)
            if len(run) == count and _fits(load, run):
                found = True
                yield tuple(run)
        if found:
            return


def _fits(load: Load, run: Sequence[Place]) -> bool:
    if any(0 in place.size for place in run):
        return True  # nobody said how large it is
    room = sum(place.size[0] * place.size[1] * place.size[2] for place in run)
    sides = [sorted(place.size) for place in run]
    return load.volume_mm3 * 100 <= room * FULL_PERCENT and all(
        any(all(a <= b for a, b in zip(sorted(item), side, strict=True)) for side in sides) for item in load.items
    )
