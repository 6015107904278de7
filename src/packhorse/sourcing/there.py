"""What lies where of the goods that a batch of orders wants, and for whom of them it is."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from packhorse.algorithms.sourcing import Problem
from packhorse.sourcing.keeping import products_of, too_old
from packhorse.sourcing.lanes import NO_PRICE, NOBODY
from packhorse.sourcing.rules import LineNeed, OrderNeed
from packhorse.sourcing.scene import Scene

Ints = NDArray[np.int64]
Old = Mapping[int, Mapping[tuple[int, int], int]]
NOTHING_OLD: Mapping[tuple[int, int], int] = {}


def stocked(
    row: Mapping[int, int],
    goods: Mapping[int, LineNeed],
    scene: Scene,
    available: Mapping[tuple[int, int], int],
) -> Ints:
    """Units (products, warehouses) that are there, may be stored there, and are not kept back."""
    column = {site.id: (w, site) for w, site in enumerate(scene.sites)}
    policy = scene.policy if scene.policy.rules else None
    there: list[tuple[int, int, int]] = []
    for (pk, site_id), units in available.items():
        if units > 0 and pk in row and site_id in column:
            w, site = column[site_id]
            if goods[pk].storage_class in site.storage_classes:
                there.append((row[pk], w, policy.free(goods[pk], site, units) if policy else units))
    found = np.zeros((len(row), len(scene.sites)), np.int64)
    if there:
        p, at, units_there = np.array(there, np.int64).T
        found[p, at] = units_there
    return found


def could_serve(
    orders: Sequence[OrderNeed],
    zone: Ints,
    lines: tuple[Sequence[int], Sequence[int]],
    stock: Ints,
    row: Mapping[int, int],
    columns: Mapping[int, int],
    old: Old,
) -> NDArray[np.bool_]:
    """Say which warehouses could serve something of each order (O, W): who has nothing of it is no measure for it.

    `old` (see `Pose.old`) is nothing, and neither is what may not be sent from there.
    """
    first, product = lines
    there = np.zeros(zone.shape, np.bool_)
    np.logical_or.at(there, np.repeat(np.arange(len(orders)), np.diff(first)), stock[np.array(product, np.int64)] > 0)
    for o, order in enumerate(orders):
        for pk, site in order.kept:
            if pk in row and site in columns:
                there[o, columns[site]] = True
        if o in old or any(line.not_to or line.untaken for line in order.lines):
            gone = old.get(o, NOTHING_OLD)
            for site, w in columns.items():
                there[o, w] &= any(
                    site not in line.ruled
                    and (
                        stock[row[line.product_id], w] > gone.get((line.product_id, site), 0)
                        or order.kept.get((line.product_id, site))
                    )
                    for line in order.lines
                )
    return there & (zone != NO_PRICE)


def aged(
    orders: Sequence[OrderNeed], scene: Scene, days: Ints, available: Mapping[tuple[int, int], int]
) -> tuple[Sequence[OrderNeed], dict[int, dict[tuple[int, int], int]]]:
    """Return what of the goods would not keep until it arrives at each order's door: see `Pose.old`.

    `days` (O, W): the day at the door. Of what is there for an order alone only what keeps is left to it.
    """
    concerned, found = products_of(scene.short), dict[int, dict[tuple[int, int], int]]()
    if not concerned:
        return orders, found
    known: list[OrderNeed] = list(orders)
    for o, order in enumerate(orders):
        for product in {line.product_id for line in order.lines} & concerned:
            for w, site in enumerate(scene.sites):
                key = product, site.id
                if units := too_old(scene.short.get(key), int(days[o, w])):
                    found.setdefault(o, {})[key] = units
        if o in found and order.kept:
            cap = {key: max(0, available.get(key, 0) + order.kept.get(key, 0) - found[o][key]) for key in found[o]}
            kept = {key: min(units, cap.get(key, units)) for key, units in order.kept.items()}
            known[o] = replace(order, kept=kept)
    return known, found


def not_for(
    orders: Sequence[OrderNeed],
    scene: Scene,
    problem: Problem,
    row: Mapping[int, int],
    columns: Mapping[int, int],
    old: Old,
) -> dict[int, dict[tuple[int, int], int]]:
    """Return what of the stock single orders may not have: see `Pose.back`."""
    kept_back = scene.policy.back(orders, scene.sites)
    for o, units in old.items():
        mine = kept_back.setdefault(o, {})
        for key, count in units.items():
            mine[key] = max(mine.get(key, 0), count)
    for o, order in enumerate(orders):
        for line in order.lines:
            for site in line.alone:
                kept_back.setdefault(o, {})[line.product_id, site] = NOBODY
    wanted = np.bincount(problem.product, problem.units, len(row)).astype(np.int64)
    found: dict[int, dict[tuple[int, int], int]] = {}
    for o, kept in kept_back.items():
        for (pk, site), units in kept.items():
            key = row[pk], columns[site]
            # Who may not be served from there at all need not be served apart from the others for it.
            if problem.zone[o, key[1]] != NO_PRICE and 0 < problem.stock[key] < wanted[key[0]] + units:
                found.setdefault(o, {})[key] = units
    return found
