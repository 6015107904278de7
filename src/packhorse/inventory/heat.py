"""How a warehouse's places are coloured: by how full they are, how much is picked there, how long goods have lain."""

from collections.abc import Sequence
from dataclasses import dataclass

MEASURES = {"fill": "How full", "velocity": "Picked in 60 days", "age": "Days since it came"}
STEPS = 5  # of colour above "nothing"


@dataclass(frozen=True)
class BinFacts:
    """A bin on the map. `capacity_mm3` 0: nobody has said how large it is. `days`: how long its goods have lain."""

    id: int
    code: str
    use: str
    aisle: int
    x_mm: int
    y_mm: int
    capacity_mm3: int = 0
    units: int = 0
    products: int = 0
    volume_mm3: int = 0
    picked: int = 0
    days: int | None = None

    @property
    def fill(self) -> int | None:
        """How full it is in percent, or None when nobody has said how large it is."""
        return _percent(self.volume_mm3, self.capacity_mm3) if self.capacity_mm3 else None


@dataclass(frozen=True)
class Position:
    """All bins at a place of the floor, with their number; None: nothing can be said. `step` 0 is nothing, 5 most."""

    x_mm: int
    y_mm: int
    bins: tuple[BinFacts, ...]
    value: int | None
    step: int = 0


@dataclass(frozen=True)
class Heat:
    """The positions of a warehouse by one measure. `bounds`: the least number of each step but 0."""

    positions: tuple[Position, ...]
    bounds: tuple[int, ...]
    unit: str
    relative: bool = False  # fill by units, since nobody has said how large the bins are


def heat(bins: Sequence[BinFacts], measure: str) -> Heat:
    """Return the positions of these bins, coloured by a measure."""
    places: dict[tuple[int, int], list[BinFacts]] = {}
    for each in bins:
        places.setdefault((each.x_mm, each.y_mm), []).append(each)
    relative = measure == "fill" and not any(each.capacity_mm3 for each in bins)
    fullest = max((sum(each.units for each in mine) for mine in places.values()), default=0)
    values = {place: _value(mine, measure, fullest if relative else 0) for place, mine in places.items()}
    bounds = (1, 21, 41, 61, 81) if measure == "fill" else _quantiles([v for v in values.values() if v])
    positions = []
    for place, mine in sorted(places.items()):
        value = values[place]
        step = sum(value >= bound for bound in bounds) if value else 0
        positions.append(Position(*place, tuple(sorted(mine, key=lambda each: each.code)), value, step))
    return Heat(tuple(positions), bounds, {"fill": "%", "velocity": "", "age": "d"}[measure], relative)


def _value(bins: Sequence[BinFacts], measure: str, fullest: int) -> int | None:
    if measure == "velocity":
        return sum(each.picked for each in bins)
    if measure == "age":
        return max((each.days for each in bins if each.days is not None), default=None)
    if fullest:
        return _percent(sum(each.units for each in bins), fullest)
    sized = [each for each in bins if each.capacity_mm3]
    return _percent(sum(b.volume_mm3 for b in sized), sum(b.capacity_mm3 for b in sized)) if sized else None


def _percent(part: int, whole: int) -> int:
    """Return a share in percent; a little is never nothing."""
    return max(1, round(100 * part / whole)) if part else 0


def _quantiles(values: Sequence[int]) -> tuple[int, ...]:
    """Return the least numbers of up to five steps into which the values fall in equal shares."""
    ranked = sorted(values)
    return tuple(sorted({1, *(ranked[len(ranked) * nth // STEPS] for nth in range(1, STEPS))})) if ranked else (1,)
