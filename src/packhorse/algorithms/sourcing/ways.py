"""One order's cheapest way, exactly costed: which warehouses, and what each gives of each line."""

# mypy: disable-error-code="untyped-decorator"

from typing import Any

import numpy as np

from packhorse.algorithms.sourcing.compiled import compiled
from packhorse.algorithms.sourcing.order import DEEPEST, FAR, Many, cost, opened
from packhorse.algorithms.sourcing.sets import pair, sets
from packhorse.algorithms.sourcing.tariff import price

TRIED = 4  # warehouses that are tried exactly at each step, the most promising first


@compiled
def best_way(p: Many, o: int, lam: Any, mu: Any, s: Many) -> Any:
    """Return (cost, number of sites, bound) of the cheapest way found for the order last looked at; it stands in `s`.

    No way costs less than the bound. From the best single warehouse, and from those that the bound would open: add the
    one that saves most, drop what has become needless, put another in the place of one, until nothing saves.
    """
    first, units, whole, missing = p[0], p[2], p[12], p[14]
    opening, alone, lacks, sites = s[2], s[3], s[4], s[6]
    width = alone.shape[0]
    least = 0.0
    for at in range(first[o], first[o + 1]):
        least += units[at] * missing
    count, single = 0, -1
    one, two = FAR, FAR
    for w in range(width):
        if alone[w] < least and (lacks[w] == 0 or not whole[o]):
            least, single = alone[w], w
        if opening[w] < one:
            one, two = opening[w], one
        elif opening[w] < two:
            two = opening[w]
    if single < 0:
        return least, 0, least
    sites[0], count = single, 1
    low = least
    if not whole[o] and two < FAR:
        low = min(least, pair(p, o, s))
    if low < least - 1e-9:
        low, found = sets(p, o, least, s)
        least, count = _spread(p, o, count, least, lam, mu, s)
        if found > 0:
            kept = sites[:count].copy()
            sites[:found] = s[15][:found]
            value, found = _spread(p, o, found, cost(p, o, sites, found, lam, mu, s, False), lam, mu, s)
            if value < least - 1e-9:
                least, count = value, found
            else:
                sites[:count] = kept
    cost(p, o, sites, count, lam, mu, s, True)
    if low < least - 1e-9 and count > 1:
        least = settle(p, o, count, least, lam, mu, s)
    return least, opened(p, o, count, s), min(low, least)


@compiled
def _spread(p: Many, o: int, count: int, least: float, lam: Any, mu: Any, s: Many) -> Any:
    """Better the first `count` of `sites`, which cost `least`, until nothing saves; return (cost, number of sites)."""
    sites = s[6]
    better = True
    while better:
        better = False
        k = 0
        while count > 1 and k < count:
            gone = sites[k]
            sites[k] = sites[count - 1]
            value = cost(p, o, sites, count - 1, lam, mu, s, False)
            if value <= least:
                least = value
                count -= 1
                k = 0
            else:
                sites[k] = gone
                k += 1
        if count < DEEPEST:
            value = _add(p, o, count, least, lam, mu, s)
            if value < least - 1e-9:
                least, better = value, True
                count += 1
                continue
        for k in range(count):  # another in its place
            gone = sites[k]
            sites[k] = sites[count - 1]
            value = _add(p, o, count - 1, least, lam, mu, s)
            if value < least - 1e-9:
                least, better = value, True
                break
            sites[count - 1] = sites[k]
            sites[k] = gone
    return least, count


@compiled
def _add(p: Many, o: int, count: int, least: float, lam: Any, mu: Any, s: Many) -> float:
    """Put at `count` of `sites` a warehouse that makes it cheaper than `least`; return the cost, `least` for none."""
    first, units, split, missing = p[0], p[2], p[13], p[14]
    each, can, opening, sites, gain = s[0], s[1], s[2], s[6], s[12]
    start, end, width = first[o], first[o + 1], opening.shape[0]
    for w in range(width):
        gain[w] = -FAR if opening[w] >= FAR else -opening[w] - split
    for k in range(count):
        gain[sites[k]] = -FAR
    for at in range(start, end):
        nth = at - start
        have, now = 0, 0.0
        for k in range(count):  # roughly: what it has comes from the first that have it
            w = sites[k]
            part = min(units[at] - have, can[nth, w])
            have += part
            now += part * each[nth, w]
        lack = units[at] - have
        for w in range(width):
            part = can[nth, w]
            if part > 0 and gain[w] > -FAR:
                fills = min(part, lack)
                gain[w] += fills * (missing - each[nth, w])
                if have > 0 and part > fills:
                    moves = min(part - fills, have)
                    gain[w] += max(0.0, moves * (now / have - each[nth, w]))
    found, kept = -1, sites[count]
    for _ in range(TRIED):
        w = int(np.argmax(gain))
        if gain[w] <= -FAR / 2:
            break
        gain[w] = -FAR
        sites[count] = w
        value = cost(p, o, sites, count + 1, lam, mu, s, False)
        if value < least - 1e-9:
            least, found = value, w
    sites[count] = found if found >= 0 else kept
    return least


@compiled
def settle(p: Many, o: int, count: int, least: float, lam: Any, mu: Any, s: Many) -> float:
    """Shift units from one of the first `count` of `sites` to another as long as that makes the way cheaper.

    What spills over into one more parcel, or one more band, goes where there is room; `give` is changed.
    """
    first, product, _units, grams, zone, tariff, upto, _, _, _, per_line, toll, _, _, _, _, _, _ = p
    each, can, give, sites = s[0], s[1], s[5], s[6]
    start, lines = first[o], first[o + 1] - first[o]
    heavy = np.zeros(DEEPEST, np.int64)
    for k in range(count):
        for i in range(lines):
            heavy[k] += give[i, k] * grams[start + i]
    moved = np.zeros(lines, np.int64)
    tried = np.zeros(lines, np.bool_)
    better = True
    while better:
        better = False
        for k in range(count):
            if heavy[k] == 0:
                continue
            for parcel in (True, False):
                step = upto[-1] if parcel else upto[0]
                spill = (heavy[k] - 1) % step + 1
                if parcel and spill == heavy[k] and heavy[k] > 4 * upto[0]:
                    continue
                for j in range(count):
                    if j == k or heavy[j] == 0:
                        continue
                    moved[:] = 0
                    tried[:] = False
                    change, gone = 0.0, 0
                    while gone < spill:
                        best, rate = -1, FAR
                        for i in range(lines):
                            if tried[i] or give[i, k] == 0 or can[i, sites[j]] <= give[i, j]:
                                continue
                            value = (each[i, sites[j]] - each[i, sites[k]]) / grams[start + i]
                            if value < rate:
                                best, rate = i, value
                        if best < 0:
                            break
                        tried[best] = True
                        at = start + best
                        need = (spill - gone + grams[at] - 1) // grams[at]
                        part = min(need, give[best, k], can[best, sites[j]] - give[best, j])
                        moved[best] = part
                        gone += part * grams[at]
                        item, a, b = product[at], sites[k], sites[j]
                        change += part * (lam[item, b] + toll[item, b] - lam[item, a] - toll[item, a])
                        if part == give[best, k]:
                            change -= per_line[a]
                        if give[best, j] == 0:
                            change += per_line[b]
                    if gone < spill or gone == heavy[k]:
                        continue
                    za, zb = zone[o, sites[k]], zone[o, sites[j]]
                    change += price(tariff, upto, za, heavy[k] - gone) - price(tariff, upto, za, heavy[k])
                    change += price(tariff, upto, zb, heavy[j] + gone) - price(tariff, upto, zb, heavy[j])
                    if change < -1e-9:
                        for i in range(lines):
                            give[i, k] -= moved[i]
                            give[i, j] += moved[i]
                        heavy[k] -= gone
                        heavy[j] += gone
                        least += change
                        better = True
                        break
    return least
