"""One order at given prices: what it costs from each warehouse, and exactly from several.

`p` are the problem's arrays (`Problem.arrays`), `lam` (P, W) prices a unit of stock, `mu` (W) an order's place.
"""

# mypy: disable-error-code="untyped-decorator"

from typing import Any

import numpy as np

from packhorse.algorithms.sourcing.compiled import compiled
from packhorse.algorithms.sourcing.tariff import price

DEEPEST = 8  # warehouses for one order
FAR = 1e18
Many = Any  # a tuple of arrays


@compiled
def scratch(longest: int, width: int) -> Many:
    """Return room to work on one order of up to `longest` lines in: see `look` for the first five."""
    return (
        np.zeros((longest, width)),  # each: what a unit costs there, freight by the straight line
        np.zeros((longest, width), np.int64),  # can: units that can be given
        np.zeros(width),  # opening: what it costs to open a warehouse, freight by the straight line
        np.zeros(width),  # alone: exact cost if it alone gives what it can
        np.zeros(width, np.int64),  # lacks: units it cannot give
        np.zeros((longest, DEEPEST), np.int64),  # give
        np.zeros(DEEPEST, np.int64),  # sites
        np.zeros(longest),  # fill: what a line costs from the chosen ones
        np.zeros(longest),  # top: the dearest unit of it
        np.zeros(longest),  # floor: what it costs if all are open
        np.zeros((DEEPEST + 1, width), np.int64),  # options: by depth, warehouses to be tried
        np.zeros(width, np.int64),  # banned: from which depth on it is not to be tried
        np.zeros(width),  # gain
        np.zeros(width, np.int64),  # grams
        np.zeros(3),  # more: parcels at least, what each beyond one of a warehouse costs, what rounding costs
        np.zeros(DEEPEST, np.int64),  # found: the best set
    )


@compiled
def look(p: Many, o: int, left: Any, room: Any, lam: Any, mu: Any, s: Many) -> None:
    """Fill the first five of the scratch for order `o` with what `left` and `room` allow."""
    (
        first,
        product,
        units,
        grams,
        zone,
        tariff,
        upto,
        slope,
        intercept,
        fixed,
        per_line,
        toll,
        _,
        _,
        missing,
        again,
        unit,
        late,
    ) = p
    each, can, opening, alone, lacks, grams_at, more = s[0], s[1], s[2], s[3], s[4], s[13], s[14]
    start, end, width = first[o], first[o + 1], zone.shape[1]
    total = 0
    for at in range(start, end):
        total += units[at] * grams[at]
    band, last = 0, upto.shape[0] - 1
    while band < last and upto[band] < (total + 1) // 2:
        band += 1
    more[1], more[2] = FAR, FAR
    for w in range(width):
        grams_at[w], lacks[w] = 0, 0
        if zone[o, w] >= 0:
            more[1] = min(more[1], again[zone[o, w], band])
            more[2] = min(more[2], slope[zone[o, w], band])
        if zone[o, w] < 0 or room[w] <= 0:
            opening[w], alone[w] = FAR, FAR
        else:
            opening[w] = intercept[zone[o, w], band] + fixed[o, w] + mu[w]
            alone[w] = fixed[o, w] + mu[w] + late[o, w]  # of several the latest counts, once: not of opening each
    total = 0
    for at in range(start, end):
        item, wanted, heavy, nth = product[at], units[at], grams[at], at - start
        there = 0
        for w in range(width):
            if opening[w] >= FAR:
                can[nth, w], each[nth, w] = 0, FAR
                continue
            part = min(wanted, max(0, left[item, w]))
            worth = lam[item, w] + toll[item, w]
            can[nth, w] = part
            there += part
            each[nth, w] = slope[zone[o, w], band] * heavy + worth + per_line[w] / wanted
            alone[w] += part * worth + (wanted - part) * missing
            if part > 0:
                alone[w] += per_line[w]
                grams_at[w] += part * heavy
            lacks[w] += wanted - part
        total += min(wanted, there) * heavy
    more[0] = max(2, (total + upto[last] - 1) // upto[last])
    # All parcels end at ends of bands, which are multiples of `unit`: so does their sum.
    more[2] = 0.0 if more[2] >= FAR else more[2] * ((total + unit - 1) // unit * unit - total)
    for w in range(width):
        if alone[w] < FAR and grams_at[w] > 0:
            alone[w] += price(tariff, upto, zone[o, w], grams_at[w])


@compiled
def cost(p: Many, o: int, sites: Any, count: int, lam: Any, mu: Any, s: Many, keep: bool) -> Any:
    """Return what order `o` costs exactly from the first `count` of `sites`, each line from where it is cheapest.

    Sites that give nothing cost nothing. With `keep` the units stand in `give`.
    """
    first, product, units, grams, zone, tariff, upto, _, _, fixed, per_line, toll, _, split, missing, _, _, late = p
    each, can, give = s[0], s[1], s[5]
    start, end = first[o], first[o + 1]
    heavy = np.zeros(DEEPEST, np.int64)
    lines = np.zeros(DEEPEST, np.int64)
    total = 0.0
    for at in range(start, end):
        wanted, item, nth = units[at], product[at], at - start
        if keep:
            for k in range(DEEPEST):
                give[nth, k] = 0
        used = 0
        while wanted > 0:
            best, least = -1, FAR
            for k in range(count):
                if used >> k & 1:
                    continue
                w = sites[k]
                if can[nth, w] > 0 and each[nth, w] < least:
                    best, least = k, each[nth, w]
            if best < 0:
                break
            used |= 1 << best
            w = sites[best]
            part = min(wanted, can[nth, w])
            if keep:
                give[nth, best] = part
            heavy[best] += part * grams[at]
            lines[best] += 1
            total += part * (lam[item, w] + toll[item, w])
            wanted -= part
        total += wanted * missing
    opened, latest = 0, 0.0
    for k in range(count):
        if lines[k] > 0:
            w = sites[k]
            opened += 1
            latest = max(latest, late[o, w])
            total += fixed[o, w] + mu[w] + per_line[w] * lines[k]
            if heavy[k] > 0:
                total += price(tariff, upto, zone[o, w], heavy[k])
    return total + latest + split * max(0, opened - 1)


@compiled
def opened(p: Many, o: int, count: int, s: Many) -> int:
    """Drop sites that give nothing; return how many are left."""
    lines = p[0][o + 1] - p[0][o]
    give, sites = s[5], s[6]
    kept = 0
    for k in range(count):
        some = 0
        for i in range(lines):
            some += give[i, k]
        if some > 0:
            if kept != k:
                sites[kept] = sites[k]
                for i in range(lines):
                    give[i, kept] = give[i, k]
                    give[i, k] = 0
            kept += 1
    return kept
