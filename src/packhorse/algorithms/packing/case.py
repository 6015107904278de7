"""Make of items and a carton what the loops read, and of what they write, placements."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import islice, product
from types import SimpleNamespace
from typing import Any, NamedTuple

from packhorse.algorithms.packing.goods import WHOLE, Carton, Item, Placement, Sides
from packhorse.algorithms.packing.states import HEAD, NO_LIMIT, PLACED, Case

FEW = 0.2  # the worth of a block of n units is divided by n to this power
MOST_BLOCKS, MOST_SPACES = 1_000, 240


Block = tuple[int, ...]  # a grid of units of one item (by position), turned one way: item, dx, dy, dz, nx, ny, nz


class Made(NamedTuple):
    """A case, its state of an empty carton, its blocks, and the value of all units."""

    case: Case
    empty: list[int]
    blocks: list[Block]
    all_of_it: int


def make(
    items: Sequence[Item], carton: Carton, how: SimpleNamespace, support: int, grid: int, wanted: Sequence[int]
) -> Made:
    """Prepare `items` for a carton, with about `grid` blocks at most for each way an item may lie.

    `wanted`: by item, what a unit's volume counts for, in percent.
    """
    length, width, height = carton.room
    groups = {name: n for n, name in enumerate(sorted({item.apart for item in items} - {""}), start=1)} | {"": 0}
    value = [item.volume * wanted[nth] // 100 for nth, item in enumerate(items)]
    lie = [item.ways() for item in items]
    # An order of hundreds of lines has thousands of blocks, made anew for each carton: few steps for each of them.
    rated: list[tuple[Any, ...]] = sorted(
        [
            (-value[nth] * power, nth, *block)
            for nth, item in enumerate(items)
            for power, block in _blocks(item, lie[nth], carton, grid)
        ]
    )
    blocks = [row[1:] for row in rated]
    units = [nx * ny * nz for *_, nx, ny, nz in rated]
    counted = list(zip(blocks, units, strict=True))
    ways = [(way, item.quantity) for nth, item in enumerate(items) for way in lie[nth]]
    most_placed = min(sum(item.quantity for item in items), MOST_BLOCKS) + 1
    at_spaces = HEAD + len(items)
    at_placed = at_spaces + 6 * MOST_SPACES
    limited = any(item.bears_g is not None for item in items)
    listed = how.sequence
    case = Case(
        length=length, width=width, height=height, room_g=carton.room_g, items=len(items), blocks=len(blocks),
        full=int(support >= WHOLE), support=support, careful=int(limited or 0 < support < WHOLE),
        low=min(min(way[0], way[1]) for way, _ in ways), low_up=min(way[2] for way, _ in ways),
        at_spaces=at_spaces, at_placed=at_placed, max_spaces=MOST_SPACES, max_placed=most_placed,
        size=at_placed + 5 * most_placed,
        bl=listed([b[1] * b[4] for b in blocks]), bw=listed([b[2] * b[5] for b in blocks]),
        bh=listed([b[3] * b[6] for b in blocks]), bvol=listed([value[b[0]] * n for b, n in counted]),
        bg=listed([items[b[0]].weight_g * n for b, n in counted]), worth=listed([-row[0] for row in rated]),
        limit=listed([_limit(items[b[0]], b[6]) for b in blocks] if limited else [NO_LIMIT] * len(blocks)),
        group=listed([groups[items[b[0]].apart] for b in blocks]),
        item=listed([b[0] for b in blocks]), units=listed(units),
        nx=listed([b[4] for b in blocks]), ny=listed([b[5] for b in blocks]),
        along=listed(_reach([(way[0], count) for way, count in ways], length)),
        across=listed(_reach([(way[1], count) for way, count in ways], width)),
        upward=listed(_reach([(way[2], count) for way, count in ways], height)),
    )  # fmt: skip
    empty = [0] * case.size
    empty[0] = 1
    empty[HEAD:at_spaces] = [item.quantity for item in items]
    empty[at_spaces : at_spaces + 6] = [0, 0, 0, length, width, height]
    return Made(case, empty, blocks, sum(value[nth] * item.quantity for nth, item in enumerate(items)))


def _blocks(item: Item, ways: Sequence[Sides], carton: Carton, grid: int) -> list[tuple[float, Block]]:
    """Blocks of one item, less their item, and what many units count for: all that fit.

    Where these would be more than `grid` a way, not every length of the rows.
    """
    length, width, height = carton.room
    fit = min(item.quantity, carton.room_g // item.weight_g)
    found = []
    for dx, dy, dz in ways:
        most = min(length // dx, fit), min(width // dy, fit), min(height // dz, fit)
        if item.bears_g is not None:
            # What may not bear all stands in single piles: what lies above a pile lies above its lowest unit.
            most = min(most[0], 1), min(most[1], 1), min(most[2], 1 + item.bears_g // item.weight_g)
        if min(most) < 1:
            continue
        found += [(power, (dx, dy, dz, *n)) for power, n in _grids(most, fit, grid)]
    return found


@lru_cache(maxsize=10_000)
def _grids(most: Sides, fit: int, grid: int) -> tuple[tuple[float, tuple[int, ...]], ...]:
    """Return grids of at most `fit` units: all, or `grid` of them at most, without the middle of the longest rows."""
    rows = [list(range(1, count + 1)) for count in most]
    while True:
        found = tuple(islice((n for n in product(*rows) if n[0] * n[1] * n[2] <= fit), grid + 1))
        if len(found) <= grid:
            return tuple((float(n[0] * n[1] * n[2]) ** (1 - FEW), n) for n in found)
        longest = max(rows, key=len)
        del longest[-2 if len(longest) < 4 else len(longest) // 2]


def _limit(item: Item, high: int) -> int:
    """Return what may lie above a block so many units high: what its lowest unit bears, less those above it."""
    return NO_LIMIT if item.bears_g is None else item.bears_g - (high - 1) * item.weight_g


def _reach(sizes: Sequence[tuple[int, int]], most: int) -> list[int]:
    """Return by length the longest row of units (sizes, how many of each) that is no longer."""
    bits, mask = 1, (1 << (most + 1)) - 1
    for size, count in sorted(set(sizes)):
        left, take = min(count, most // size), 1
        while left > 0:
            take = min(take, left)
            bits |= bits << (size * take) & mask
            left -= take
            take *= 2
    found, last = [], 0
    for length, bit in enumerate(bin(bits)[:1:-1].ljust(most + 1, "0")):
        last = length if bit == "1" else last
        found.append(last)
    return found


def placements(made: Made, st: Any, at: int, items: Sequence[Item]) -> tuple[Placement, ...]:
    """Read what lies where in a state, from below: in this order it can be laid."""
    found = []
    for p in range(st[at + PLACED]):
        here = at + made.case.at_placed + 5 * p
        b, x, y, z = (int(value) for value in st[here : here + 4])
        block = made.blocks[b]
        found.append(Placement(items[block[0]].key, x, y, z, *block[1:]))
    return tuple(sorted(found, key=lambda p: (p.z, p.y, p.x)))
