"""Which space is filled next, and which blocks are best for it.

The space nearest to a corner of the carton comes first (Araya & Riff, "A beam search approach to the container loading
problem", 2014). A block's worth is its volume, less for many units, times the share of the space that can still be used
beside it, times the share of its surface that touches something to the fourth power (Araya, Guerrero & Nuñez, "VCS: A
new heuristic function for selecting boxes in the single container loading problem", 2017).
"""

from typing import Any

from packhorse.algorithms.packing.states import GROUP, HEAD, NO_LIMIT, PLACED, SPACES, WEIGHT, Case

NEAR = 25  # a face touches what is no farther from it than this part of the block's size


def nearest(c: Case, st: Any, o: int) -> int:
    """Return 4 * space + corner of the space to be filled next; there must be one."""
    best, best_far, best_volume = -1, 0, 0
    for s in range(st[o + SPACES]):
        at = o + c.at_spaces + 6 * s
        x1, y1, z1, x2, y2, z2 = st[at], st[at + 1], st[at + 2], st[at + 3], st[at + 4], st[at + 5]
        right, back = c.length - x2 < x1, c.width - y2 < y1
        far = min(x1, c.length - x2) + min(y1, c.width - y2) + z1
        if best < 0 or far <= best_far:
            volume = (x2 - x1) * (y2 - y1) * (z2 - z1)
            if best < 0 or far < best_far or volume > best_volume:
                best, best_far, best_volume = 4 * s + (1 if right else 0) + (2 if back else 0), far, volume
    return best


def drop(c: Case, st: Any, o: int, space: int) -> None:
    """Forget a space that nothing fits."""
    at = o + c.at_spaces
    for k in range(at + 6 * space, at + 6 * (st[o + SPACES] - 1)):
        st[k] = st[k + 6]
    st[o + SPACES] -= 1


def around(c: Case, st: Any, o: int, at: int, near: Any) -> int:
    """Write down what lies at or near the walls of the space at `at`; return how much."""
    mx, my = (st[at + 3] - st[at]) // NEAR, (st[at + 4] - st[at + 1]) // NEAR
    x1, y1, x2, y2 = st[at] - mx, st[at + 1] - my, st[at + 3] + mx, st[at + 4] + my
    z1, z2 = st[at + 2], st[at + 5]
    count = 0
    for p in range(st[o + PLACED]):
        n = o + c.at_placed + 5 * p
        b = st[n]
        px, py, pz = st[n + 1], st[n + 2], st[n + 3]
        ex, ey, ez = px + c.bl[b], py + c.bw[b], pz + c.bh[b]
        if px <= x2 and ex >= x1 and py <= y2 and ey >= y1 and pz < z2 and ez > z1:
            to = 6 * count
            near[to] = px
            near[to + 1] = py
            near[to + 2] = pz
            near[to + 3] = ex
            near[to + 4] = ey
            near[to + 5] = ez
            count += 1
    return count


def touching(c: Case, near: Any, count: int, x1: int, y1: int, z1: int, x2: int, y2: int, z2: int) -> float:
    """Return the share of a body's surface that touches walls, floor, or what is near."""
    dx, dy, dz = x2 - x1, y2 - y1, z2 - z1
    ml, mw, mh = dx // NEAR, dy // NEAR, dz // NEAR
    total = dx * dy
    if c.height - z2 <= mh:
        total += dx * dy
    left, right, front, back = x1 <= ml, c.length - x2 <= ml, y1 <= mw, c.width - y2 <= mw
    total += (dy * dz if left else 0) + (dy * dz if right else 0) + (dx * dz if front else 0) + (dx * dz if back else 0)
    for n in range(count):
        at = 6 * n
        up = min(z2, near[at + 5]) - max(z1, near[at + 2])
        if up <= 0:
            continue
        over = min(y2, near[at + 4]) - max(y1, near[at + 1])
        if over > 0:
            gap = x1 - near[at + 3]
            if not left and 0 <= gap <= ml:
                total += over * up
            gap = near[at] - x2
            if not right and 0 <= gap <= ml:
                total += over * up
        over = min(x2, near[at + 3]) - max(x1, near[at])
        if over > 0:
            gap = y1 - near[at + 4]
            if not front and 0 <= gap <= mw:
                total += over * up
            gap = near[at + 1] - y2
            if not back and 0 <= gap <= mw:
                total += over * up
    return min(1.0, total / (2.0 * (dx * dy + dx * dz + dy * dz)))


def allowed(c: Case, st: Any, o: int, b: int, x: int, y: int, z: int) -> bool:
    """Say whether each unit of a block is supported enough, and nothing below or of it bears too much."""
    dx, dy = c.bl[b], c.bw[b]
    above = 0
    for p in range(st[o + PLACED]):
        at = o + c.at_placed + 5 * p
        q = st[at]
        if st[at + 1] < x + dx and x < st[at + 1] + c.bl[q] and st[at + 2] < y + dy and y < st[at + 2] + c.bw[q]:
            if st[at + 3] >= z:
                above += c.bg[q]
            elif c.limit[q] < NO_LIMIT and st[at + 4] + c.bg[b] > c.limit[q]:
                return False
    if above > c.limit[b]:
        return False
    if z == 0 or c.full or c.support == 0:
        return True
    nx, ny = c.nx[b], c.ny[b]
    ux, uy = dx // nx, dy // ny
    for i in range(nx):
        for j in range(ny):
            x1, y1, held = x + i * ux, y + j * uy, 0
            for p in range(st[o + PLACED]):
                at = o + c.at_placed + 5 * p
                q = st[at]
                if st[at + 3] + c.bh[q] == z:
                    wide = min(x1 + ux, st[at + 1] + c.bl[q]) - max(x1, st[at + 1])
                    deep = min(y1 + uy, st[at + 2] + c.bw[q]) - max(y1, st[at + 2])
                    if wide > 0 and deep > 0:
                        held += wide * deep
            if held * 1000 < c.support * ux * uy:
                return False
    return True


def look(c: Case, st: Any, o: int, space: int, corner: int, most: int, found: Any, rates: Any, near: Any) -> int:
    """Write down the best `most` blocks for a corner of a space, best first; return how many were found."""
    at = o + c.at_spaces + 6 * space
    x1, y1, z1 = st[at], st[at + 1], st[at + 2]
    sl, sw, sh = st[at + 3] - x1, st[at + 4] - y1, st[at + 5] - z1
    room = c.room_g - st[o + WEIGHT]
    group = st[o + GROUP]
    beside = around(c, st, o, at, near)
    volume = 1.0 * sl * sw * sh
    count = 0
    for b in range(c.blocks):
        worth = c.worth[b]
        if count == most and worth <= rates[most - 1]:
            break
        dx, dy, dz = c.bl[b], c.bw[b], c.bh[b]
        if dx > sl or dy > sw or dz > sh or c.bg[b] > room or c.units[b] > st[o + HEAD + c.item[b]]:
            continue
        if group and c.group[b] and c.group[b] != group:
            continue
        rate = worth * ((dx + c.along[sl - dx]) * (dy + c.across[sw - dy]) * (dz + c.upward[sh - dz]) / volume)
        if count == most and rate <= rates[most - 1]:
            continue
        x = x1 + sl - dx if corner & 1 else x1
        y = y1 + sw - dy if corner & 2 else y1
        share = touching(c, near, beside, x, y, z1, x + dx, y + dy, z1 + dz)
        rate *= share * share * share * share
        if count == most and rate <= rates[most - 1]:
            continue
        if c.careful and not allowed(c, st, o, b, x, y, z1):
            continue
        if count < most:
            count += 1
        n = count - 1
        while n > 0 and rates[n - 1] < rate:
            rates[n] = rates[n - 1]
            found[n] = found[n - 1]
            n -= 1
        rates[n] = rate
        found[n] = b
    return count
