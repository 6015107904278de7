"""Why orders are served as they are: what each warehouse would have cost alone, or the rule that excluded it."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from packhorse.algorithms.sourcing.plain import Shares
from packhorse.sourcing.pose import Pose, Scene
from packhorse.sourcing.rules import Candidate, OrderNeed, Site

Ints = NDArray[np.int64]


def candidates(posed: Pose, scene: Scene, shares: Mapping[int, Shares]) -> list[tuple[Candidate, ...]]:
    """Return the candidates of each order: distance, what each could fill, and what all it can fill would cost.

    What it could fill when all the others have what was decided for them: what they left, and what it has itself.
    """
    problem = posed.problem
    can, room = _could(posed, shares)
    whole = _by_order(problem.first, _filled(posed, can))
    some = _by_order(problem.first, (can > 0).astype(np.int64))
    units = _by_order(problem.first, can)
    grams = _by_order(problem.first, can * problem.grams[:, None])
    scarce = _by_order(problem.first, np.rint(can * problem.toll[problem.product]).astype(np.int64))
    freight = _freight(problem.tariff, problem.upto, problem.zone, grams)
    handling = np.rint(problem.fixed).astype(np.int64) - posed.late - posed.asked + some * problem.per_line
    figured = (problem.km, whole, units, freight, handling, posed.late, scarce, posed.asked)
    columns = [each.tolist() for each in figured]
    has_room = room.tolist()
    given: list[dict[int, int]] = [{} for _ in posed.orders]
    for o, mine in shares.items():
        for _, w, units_given in mine:
            given[o][w] = given[o].get(w, 0) + units_given
    found = []
    for o, order in enumerate(posed.orders):
        rows = []
        together = order.ship_rule == "together"
        for w, (site, figures) in enumerate(
            zip(scene.sites, zip(*(each[o] for each in columns), strict=True), strict=True)
        ):
            km, fills, count, *parts, asked = figures
            why = posed.why.get((o, w), "") or ("" if has_room[o][w] else "capacity of the day is used up")
            if not why and not count:
                why = "none of the goods in stock" if _stores(site, order) else "cannot store these goods"
            if not why and together and fills < len(order.lines) and w not in given[o]:
                why = "cannot send all of it together"
            if why:
                known = None not in (site.latitude, site.longitude, order.latitude, order.longitude)
                rows.append(Candidate(site.id, km if known else None, 0, 0, why))
            else:
                rows.append(Candidate(site.id, km, fills, count, "", *parts, given[o].get(w, 0), asked))
        found.append(tuple(rows))
    return found


def _could(posed: Pose, shares: Mapping[int, Shares]) -> tuple[Ints, NDArray[np.bool_]]:
    """Return units of each line that each warehouse could give (L, W), and whether it has room for the order (O, W)."""
    problem = posed.problem
    given = np.zeros((len(problem.units), len(problem.room)), np.int64)
    used = np.zeros(problem.zone.shape, np.bool_)
    if flat := [(o, line, w, units) for o, mine in shares.items() for line, w, units in mine]:
        order_of, lines, sites, counts = np.array(flat, np.int64).T
        np.add.at(given, (lines, sites), counts)
        used[order_of, sites] = True
    kept = np.zeros_like(given)
    for o, order in enumerate(posed.orders):
        for (pk, site), units in order.kept.items():
            for line in range(problem.first[o], problem.first[o + 1]):
                if posed.products[problem.product[line]] == pk and site in posed.columns:
                    kept[line, posed.columns[site]] = units
    left = problem.stock.copy()
    np.subtract.at(left, problem.product, np.maximum(0, given - kept))
    can: Ints = np.minimum(problem.units[:, None], left[problem.product] + np.maximum(given, kept))
    return can.clip(0), used | (problem.room - used.sum(axis=0) > 0)


def _filled(posed: Pose, can: Ints) -> Ints:
    """Count the order's lines that are filled whole; several of one product are filled one after another."""
    found = (can == posed.problem.units[:, None]).astype(np.int64)
    for line, mine in enumerate(posed.lines):
        if len(mine) > 1:
            sums = np.cumsum([units for _, units in mine])
            found[line] = np.searchsorted(sums, can[line], side="right")
    return found


def _by_order(first: Ints, values: NDArray[np.int64]) -> Ints:
    """Sum rows of lines by order; an order may have none."""
    sums = np.concatenate([np.zeros((1, values.shape[1]), np.int64), np.cumsum(values, axis=0)])
    found: Ints = sums[first[1:]] - sums[first[:-1]]
    return found


def _freight(tariff: Ints, upto: Ints, zone: Ints, grams: Ints) -> Ints:
    full = np.maximum(0, grams - 1) // upto[-1]
    band = np.searchsorted(upto, grams - full * upto[-1])
    price = full * tariff[zone, -1] + tariff[zone, np.minimum(band, len(upto) - 1)]
    found: Ints = np.where((zone >= 0) & (grams > 0), price, 0)
    return found


def _stores(site: Site, order: OrderNeed) -> bool:
    """Say whether a warehouse stores the class of some of an order's goods."""
    return any(line.storage_class in site.storage_classes for line in order.lines)
