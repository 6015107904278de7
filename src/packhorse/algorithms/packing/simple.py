"""The simple baseline: one carton filled by blocks in spaces that are cut guillotine-fashion.

Source: George & Robinson, "A heuristic for packing boxes into a container" (1980). It knows sizes, weights and ways to
lie; nothing lies on what does not bear everything. What is to be kept apart, the caller keeps apart.
"""

from collections.abc import Iterator, Sequence

from packhorse.algorithms.packing.goods import Carton, Filled, Item, Placement

Space = tuple[int, int, int, int, int, int]  # x, y, z and size


def fill_simply(items: Sequence[Item], carton: Carton) -> Filled:
    """Fill a carton, sorted by volume, by the longest side, and by all units' volume; everything rests fully."""
    longest = [max(item.sides) for item in items]
    keys = [
        [(-item.volume, -longest[nth]) for nth, item in enumerate(items)],
        [(-longest[nth], -item.volume) for nth, item in enumerate(items)],
        [(-item.volume * item.quantity, -longest[nth]) for nth, item in enumerate(items)],
    ]
    fills = []
    for key in keys:
        order = [nth for _, _, nth in sorted((key[nth], item.key, nth) for nth, item in enumerate(items))]
        fills.append(_lay(items, order, carton))
    return max(fills, key=lambda filled: filled.volume)


def _lay(items: Sequence[Item], order: Sequence[int], carton: Carton) -> Filled:
    spaces: list[Space] = [(0, 0, 0, *carton.room)]
    room_g, packed = carton.room_g, [0] * len(items)
    found: list[Placement] = []
    for nth in order:
        item = items[nth]
        while (units := min(item.quantity - packed[nth], room_g // item.weight_g)) > 0:
            where = next((n for n, space in enumerate(spaces) if any(_blocks(item, space, units))), None)
            if where is None:
                break
            size = spaces[where][3:]
            block = max(_blocks(item, spaces[where], units), key=lambda p: (p.count, _largest_rest(p, size)))
            found.append(block)
            packed[nth] += block.count
            room_g -= block.count * item.weight_g
            spaces[where : where + 1] = _cut(spaces[where], block, item.bears_g is None)
            spaces.sort(key=lambda s: (s[2], s[1], s[0]))
    volume = sum(item.volume * units for item, units in zip(items, packed, strict=True))
    return Filled(tuple(sorted(found, key=lambda p: (p.z, p.y, p.x))), tuple(packed), volume, 0)


def _blocks(item: Item, space: Space, units: int) -> Iterator[Placement]:
    x, y, z, sx, sy, sz = space
    for dx, dy, dz in item.ways():
        if dx <= sx and dy <= sy and dz <= sz:
            nx = min(sx // dx, units)
            ny = min(sy // dy, units // nx)
            high = min(sz // dz, units // (nx * ny)) if item.bears_g is None else 1
            yield Placement(item.key, x, y, z, dx, dy, dz, nx, ny, high)


def _largest_rest(p: Placement, size: Sequence[int]) -> int:
    sx, sy, sz = size
    return max((sx - p.nx * p.dx) * sy * sz, (sy - p.ny * p.dy) * sx * sz, (sz - p.nz * p.dz) * sx * sy)


def _cut(space: Space, p: Placement, bears: bool) -> list[Space]:
    """What is left of a space beside, behind and, if it bears, above a block; the larger side gets the larger piece."""
    x, y, z, sx, sy, sz = space
    bx, by, bz = p.nx * p.dx, p.ny * p.dy, p.nz * p.dz
    if (sx - bx) * sy >= (sy - by) * sx:
        beside: list[Space] = [(x + bx, y, z, sx - bx, sy, sz), (x, y + by, z, bx, sy - by, sz)]
    else:
        beside = [(x, y + by, z, sx, sy - by, sz), (x + bx, y, z, sx - bx, by, sz)]
    above: list[Space] = [(x, y, z + bz, bx, by, sz - bz)] if bears else []
    return [s for s in [*beside, *above] if min(s[3:]) > 0]
