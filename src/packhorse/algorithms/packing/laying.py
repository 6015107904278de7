"""The order in which a person lays goods into a carton, and words for where each lies.

x runs along the carton from the left, y along its width from the back to the front, z upwards; millimetres.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from packhorse.algorithms.packing.goods import UPRIGHT, Item, Placement, Sides

STEPS = 24  # more are not walked through one by one
EACH, NAMED = 3, 5  # blocks of a step that are told one by one, and products that are named at most
STANDS = {
    "up": "upright, this side up",
    "flat": "lying flat",
    "edge": "on its edge",
    "end": "standing on end",
    "any": "any way up",
}


@dataclass(frozen=True)
class Laid:
    """A block of equal units that lie alike; `stands`: how, a key of STANDS."""

    placement: Placement
    stands: str


@dataclass(frozen=True)
class Step:
    """What is laid at once: one block, or several where there would be too many steps."""

    laid: tuple[Laid, ...]

    @property
    def units(self) -> int:
        """Units in it."""
        return sum(each.placement.count for each in self.laid)


def laid_in_turn(placements: Iterable[Placement], items: Iterable[Item]) -> list[Laid]:
    """Return blocks in the order in which they are laid: from below, then from the back, then from the left.

    What lies under a block begins below it, so that nothing is ever pushed under what lies already.
    """
    known = {item.key: item for item in items}
    turn = sorted(placements, key=lambda each: (each.z, each.y, each.x))
    return [Laid(each, _stands(known[each.key], each)) for each in turn]


def _stands(item: Item, placement: Placement) -> str:
    least, middle, most = sorted(item.sides)
    if item.stands == UPRIGHT:
        return "up"
    if least == most:
        return "any"
    if placement.dz == least:
        return "flat"
    return "end" if placement.dz == most > middle else "edge"


def steps_of(laid: Sequence[Laid], most: int = STEPS) -> list[Step]:
    """Return at most `most` steps: unit by unit, else layer by layer, else block by block, else some blocks at once."""
    if sum(each.placement.count for each in laid) <= most:
        return [Step((unit,)) for each in laid for layer in _layers(each) for unit in _units(layer)]
    if sum(each.placement.nz for each in laid) <= most:
        return [Step((layer,)) for each in laid for layer in _layers(each)]
    if len(laid) <= most:
        return [Step((each,)) for each in laid]
    ends = [len(laid) * nth // most for nth in range(most + 1)]
    return [Step(tuple(laid[first:last])) for first, last in pairwise(ends)]


def _layers(each: Laid) -> list[Laid]:
    p = each.placement
    return [replace(each, placement=replace(p, z=p.z + k * p.dz, nz=1)) for k in range(p.nz)]


def _units(layer: Laid) -> list[Laid]:
    p = layer.placement
    return [
        replace(layer, placement=replace(p, x=p.x + i * p.dx, y=p.y + j * p.dy, nx=1, ny=1))
        for j in range(p.ny)
        for i in range(p.nx)
    ]


def words_of(steps: Sequence[Step], names: Mapping[int, str], room: Sides) -> list[str]:
    """Return for each step what is laid, where, and how it stands; `names` by key."""
    return [_said(steps, nth, names, room) for nth in range(len(steps))]


def _said(steps: Sequence[Step], nth: int, names: Mapping[int, str], room: Sides) -> str:
    step = steps[nth]
    if len(step.laid) > EACH:
        return _together([each.placement for each in step.laid], names, room)
    said = []
    for each in step.laid:
        p = each.placement
        what = names[p.key] if p.count == 1 else f"{p.count} × {names[p.key]}"
        grid = f", {p.nx} × {p.ny} × {p.nz}" if p.count > max(p.nx, p.ny, p.nz) else ""
        said.append(f"{what} {_where(p, room)}, {_rests(steps, nth, p)}, {STANDS[each.stands]}{grid}")
    return "; ".join(said)


def _together(blocks: Sequence[Placement], names: Mapping[int, str], room: Sides) -> str:
    """Say what many blocks are, and where they lie together: block by block it would be more than one can follow."""
    units: Counter[int] = Counter()
    for p in blocks:
        units[p.key] += p.count
    named = [names[key] if count == 1 else f"{count} × {names[key]}" for key, count in units.items()]
    if len(named) > NAMED:
        named = [*named[:NAMED], f"{len(named) - NAMED} more products"]
    x, y, z = (min(getattr(p, axis) for p in blocks) for axis in "xyz")
    right, front = max(p.x + p.nx * p.dx for p in blocks), max(p.y + p.ny * p.dy for p in blocks)
    where = _where(replace(blocks[0], x=x, y=y, dx=right - x, dy=front - y, nx=1, ny=1), room)
    return f"{_listed(named)} {where}, from {z} mm up, as the picture shows"


def _where(p: Placement, room: Sides) -> str:
    """Say where a block lies as somebody sees it who stands before the carton."""
    side = _third(p.x, p.nx * p.dx, room[0], ("left", "right"))
    depth = _third(p.y, p.ny * p.dy, room[1], ("back", "front"))
    if side and depth:
        return f"at {side} {depth}"
    return f"at {'the ' if depth and not side else ''}{side or depth}" if side or depth else "in the middle"


def _third(start: int, size: int, room: int, words: tuple[str, str]) -> str:
    middle = 2 * start + size  # twice the distance, so that it stays whole
    if 3 * middle < 2 * room:
        return words[0]
    return words[1] if 3 * middle > 4 * room else ""


def _rests(steps: Sequence[Step], nth: int, p: Placement) -> str:
    if p.z == 0:
        return "on the bottom"
    under = [
        str(mth + 1) for mth, step in enumerate(steps[:nth]) if any(_under(other.placement, p) for other in step.laid)
    ]
    on = f"on {_listed(under)}" if 0 < len(under) <= 3 else "on what lies there"
    return f"{on}, {p.z} mm up"


def _listed(numbers: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(numbers[:-1]), numbers[-1]) if part)


def _under(a: Placement, b: Placement) -> bool:
    """Say whether `a` bears part of `b`."""
    return (
        a.z + a.nz * a.dz == b.z
        and a.x < b.x + b.nx * b.dx
        and b.x < a.x + a.nx * a.dx
        and a.y < b.y + b.ny * b.dy
        and b.y < a.y + a.ny * a.dy
    )
