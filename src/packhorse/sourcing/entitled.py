"""Who is entitled to what lacks, goods or room of the day, before any cost is looked at: by turn, as far as it goes."""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from packhorse.algorithms.turns import Seats
from packhorse.sourcing.pose import Pose

Ints = NDArray[np.int64]


def entitled(posed: Pose, left: Ints, room: Ints, apart: Collection[int]) -> Ints:
    """Return units of each line that its order may have, each in its turn the most that those before it leave.

    From `left` (P, W) where it can be served from, in warehouses with `room` (W): each order counts as one there.
    Those `apart` and those that must have all and cannot get nothing. Only where something is short is anybody counted.
    """
    problem = posed.problem
    order_of = np.repeat(np.arange(problem.orders), np.diff(problem.first))
    can = np.where(((problem.zone >= 0) & (room > 0))[order_of], left[problem.product].clip(0), 0)
    can = np.minimum(can, problem.units[:, None])
    may = np.minimum(problem.units, can.sum(axis=1))
    all_or_nothing = np.array([order.ship_rule != "as_available" for order in posed.orders], np.bool_)
    none = np.zeros(problem.orders, np.bool_)
    none[list(apart)] = True
    none[[o for o, order in enumerate(posed.orders) if order.later and all_or_nothing[o]]] = True
    none[order_of[(may < problem.units) & all_or_nothing[order_of]]] = True
    misses = np.zeros(problem.zone.shape, np.int64)
    np.add.at(misses, order_of, (can < problem.units[:, None]).astype(np.int64))
    can[problem.whole[order_of, None] & (misses > 0)[order_of]] = 0  # from one warehouse means from one with all
    none |= problem.whole & (misses > 0).all(axis=1)
    may[none[order_of]] = 0
    _share_out(posed, left, room, can * (may > 0)[:, None], may)
    return may


def _share_out(posed: Pose, left: Ints, room: Ints, can: Ints, may: Ints) -> None:
    """Bring `may` down to what each may have in its turn where goods or room are short."""
    problem = posed.problem
    order_of = np.repeat(np.arange(problem.orders), np.diff(problem.first))
    wanted = np.bincount(problem.product, may, len(left)).astype(np.int64)
    there = np.where(can > 0, left[problem.product], 0).sum(axis=1)
    scarce = np.zeros(len(left), np.bool_)
    scarce[problem.product[(there < wanted[problem.product]) & (may > 0)]] = True
    uses = np.zeros(problem.zone.shape, np.bool_)
    np.logical_or.at(uses, order_of, can > 0)
    full = bool((uses.sum(axis=0) > room).any())
    concerned = uses.any(axis=1) if full else np.zeros(problem.orders, np.bool_)
    concerned[order_of[scarce[problem.product] & (may > 0)]] = True
    places, goods = Seats(room.tolist()), {p: Seats(left[p].tolist()) for p in np.flatnonzero(scarce).tolist()}
    masks = _masks(can > 0)
    for o in np.flatnonzero(concerned).tolist():
        lines = [line for line in range(problem.first[o], problem.first[o + 1]) if may[line]]
        at = 0
        for line in lines:
            at |= masks[line]
        if full and not places.take(at, 1):
            may[lines] = 0
            continue
        took = []
        for line in lines:
            if (p := int(problem.product[line])) in goods:
                took.append((p, line, goods[p].take(masks[line], int(may[line]))))
                may[line] = took[-1][2]
        lacks = any(units < problem.units[line] for _, line, units in took)
        if not may[lines].any() or (lacks and posed.orders[o].ship_rule != "as_available"):
            for p, line, units in took:
                goods[p].give_back(masks[line], units)
            may[lines] = 0
            if full:
                places.give_back(at, 1)


def _masks(can: NDArray[np.bool_]) -> list[int]:
    packed = np.packbits(can, axis=1, bitorder="little")
    return [int.from_bytes(row.tobytes(), "little") for row in packed]
