"""A carton being filled: what is left, which spaces are free, what lies where; and putting one block into it.

Free spaces are the maximal ones, which overlap each other (Parreño, Alvarez-Valdes, Tamarit & Oliveira, "A
maximal-space algorithm for the container loading problem", 2008). Where goods need full support, a space begins on a
floor that carries it everywhere: the carton's, the top of a block, or tops of one height side by side.

Everything is in flat sequences of whole numbers, so that the same text runs as it stands, on lists, and compiled, on
arrays (`loops.py`). A state is `case.size` long: five numbers, units left by item, six numbers a space (two corners),
five a block (which, x, y, z, weight above it).
"""

from typing import Any, NamedTuple

SPACES, PLACED, VOLUME, WEIGHT, GROUP = 0, 1, 2, 3, 4
HEAD = 5
NO_LIMIT = 1 << 60


class Case(NamedTuple):
    """What does not change while a carton is filled; blocks, each of one item, are sorted by their worth."""

    length: int
    width: int
    height: int
    room_g: int
    items: int
    blocks: int
    full: int  # 1: everything rests on something with its whole base
    support: int  # permille of each base that must rest on something, where not full
    careful: int  # 1: support or loads are looked at block by block
    low: int  # no side of any unit is less
    low_up: int  # no unit is less high
    at_spaces: int
    at_placed: int
    max_spaces: int
    max_placed: int
    size: int
    bl: Any
    bw: Any
    bh: Any
    bvol: Any
    bg: Any
    worth: Any
    limit: Any  # what may lie above it
    group: Any
    item: Any
    units: Any
    nx: Any  # units side by side
    ny: Any
    along: Any  # the most of so many mm that units side by side can use
    across: Any
    upward: Any


def copy(c: Case, st: Any, to: int, of: int) -> None:
    """Make the state at `to` like the one at `of`."""
    for k in range(HEAD + c.items):
        st[to + k] = st[of + k]
    for k in range(c.at_spaces, c.at_spaces + 6 * st[of + SPACES]):
        st[to + k] = st[of + k]
    for k in range(c.at_placed, c.at_placed + 5 * st[of + PLACED]):
        st[to + k] = st[of + k]


def put(c: Case, st: Any, o: int, b: int, space: int, corner: int, work: Any) -> None:
    """Put a block into a corner (1: at the far end along, 2: across) of a space, and cut all spaces it stands in."""
    at = o + c.at_spaces + 6 * space
    x = st[at + 3] - c.bl[b] if corner & 1 else st[at]
    y = st[at + 4] - c.bw[b] if corner & 2 else st[at + 1]
    z = st[at + 2]
    st[o + HEAD + c.item[b]] -= c.units[b]
    st[o + VOLUME] += c.bvol[b]
    st[o + WEIGHT] += c.bg[b]
    if c.group[b]:
        st[o + GROUP] = c.group[b]
    to = o + c.at_placed + 5 * st[o + PLACED]
    above = bear(c, st, o, b, x, y, z) if c.careful else 0
    st[to] = b
    st[to + 1] = x
    st[to + 2] = y
    st[to + 3] = z
    st[to + 4] = above
    st[o + PLACED] += 1
    cut(c, st, o, x, y, z, b, work)


def bear(c: Case, st: Any, o: int, b: int, x: int, y: int, z: int) -> int:
    """Load a block onto all that lies below it; return what lies above it."""
    above = 0
    for p in range(st[o + PLACED]):
        at = o + c.at_placed + 5 * p
        q = st[at]
        if (
            st[at + 1] < x + c.bl[b]
            and x < st[at + 1] + c.bl[q]
            and st[at + 2] < y + c.bw[b]
            and y < st[at + 2] + c.bw[q]
        ):
            if st[at + 3] < z:
                st[at + 4] += c.bg[b]
            else:
                above += c.bg[q]
    return above


def cut(c: Case, st: Any, o: int, x: int, y: int, z: int, b: int, work: Any) -> None:
    """Take a block's body out of the spaces; what is left beside, above and below it are new ones."""
    x2, y2, z2 = x + c.bl[b], y + c.bw[b], z + c.bh[b]
    base = o + c.at_spaces
    kept, new = 0, 0
    for s in range(st[o + SPACES]):
        at = base + 6 * s
        a1, b1, c1, a2, b2, c2 = st[at], st[at + 1], st[at + 2], st[at + 3], st[at + 4], st[at + 5]
        if a1 >= x2 or x >= a2 or b1 >= y2 or y >= b2 or c1 >= z2 or z >= c2:
            to = base + 6 * kept
            for k in range(6):
                st[to + k] = st[at + k]
            kept += 1
            continue
        if new + 6 > c.max_spaces:
            continue
        if x - a1 >= c.low:
            new = note(work, new, a1, b1, c1, x, b2, c2)
        if a2 - x2 >= c.low:
            new = note(work, new, x2, b1, c1, a2, b2, c2)
        if y - b1 >= c.low:
            new = note(work, new, a1, b1, c1, a2, y, c2)
        if b2 - y2 >= c.low:
            new = note(work, new, a1, y2, c1, a2, b2, c2)
        if not c.full:
            if c2 - z2 >= c.low_up:
                new = note(work, new, a1, b1, z2, a2, b2, c2)
            if z - c1 >= c.low_up:
                new = note(work, new, a1, b1, c1, a2, b2, z)
    if c.full and c.height - z2 >= c.low_up:
        new = note(work, new, x, y, z2, x2, y2, c.height)
        new = join(c, st, base, kept, work, new)
    st[o + SPACES] = kept
    for n in range(new):
        add(c, st, o, work, n, new)


def note(work: Any, new: int, x1: int, y1: int, z1: int, x2: int, y2: int, z2: int) -> int:
    """Write down a new space."""
    at = 6 * new
    work[at] = x1
    work[at + 1] = y1
    work[at + 2] = z1
    work[at + 3] = x2
    work[at + 4] = y2
    work[at + 5] = z2
    return new + 1


def join(c: Case, st: Any, base: int, kept: int, work: Any, new: int) -> int:
    """Let the new top, written down last, grow over floors of its height that it touches."""
    top = 6 * (new - 1)
    x1, y1, z, x2, y2 = work[top], work[top + 1], work[top + 2], work[top + 3], work[top + 4]
    for s in range(kept):
        at = base + 6 * s
        if st[at + 2] != z or new + 2 > c.max_spaces:
            continue
        a1, b1, a2, b2 = st[at], st[at + 1], st[at + 3], st[at + 4]
        if a1 > x2 or x1 > a2 or b1 > y2 or y1 > b2:
            continue
        if a2 == x1 or a1 == x2:
            new = note(work, new, min(x1, a1), max(y1, b1), z, max(x2, a2), min(y2, b2), c.height)
        if b2 == y1 or b1 == y2:
            new = note(work, new, max(x1, a1), min(y1, b1), z, min(x2, a2), max(y2, b2), c.height)
    return new


def add(c: Case, st: Any, o: int, work: Any, n: int, new: int) -> None:
    """Add a noted space unless it is too small or lies within another; those that lie within it go."""
    at = 6 * n
    x1, y1, z1, x2, y2, z2 = work[at], work[at + 1], work[at + 2], work[at + 3], work[at + 4], work[at + 5]
    if x2 - x1 < c.low or y2 - y1 < c.low or z2 - z1 < c.low_up:
        return
    base = o + c.at_spaces
    kept = 0
    for s in range(st[o + SPACES]):
        to = base + 6 * s
        a1, b1, c1, a2, b2, c2 = st[to], st[to + 1], st[to + 2], st[to + 3], st[to + 4], st[to + 5]
        if a1 <= x1 and b1 <= y1 and c1 <= z1 and a2 >= x2 and b2 >= y2 and c2 >= z2 and (not c.full or c1 == z1):
            return  # nothing went before it: what lies within the new one cannot hold it
        if x1 <= a1 and y1 <= b1 and z1 <= c1 and x2 >= a2 and y2 >= b2 and z2 >= c2 and (not c.full or c1 == z1):
            continue
        if kept < s:
            for k in range(6):
                st[base + 6 * kept + k] = st[to + k]
        kept += 1
    if kept < c.max_spaces:
        for k in range(6):
            st[base + 6 * kept + k] = work[at + k]
        kept += 1
    st[o + SPACES] = kept
