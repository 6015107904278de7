"""What orders cost as they are served, part by part and parcel by parcel, in minor units."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from packhorse.algorithms.sourcing.plain import Shares
from packhorse.algorithms.sourcing.problem import prices
from packhorse.sourcing.pose import Pose

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Spent:
    """By parcel: its order and warehouse, units, and costs. Of an order's parcels only the latest is `late`, and all
    but that of the first warehouse by id are a further one (`split`)."""

    order: Ints
    site: Ints
    units: Ints
    freight: Ints
    handling: Ints
    late: Ints
    scarce: Ints
    asked: Ints
    split: Ints

    @property
    def total(self) -> Ints:
        """All parts of each parcel together."""
        return self.freight + self.handling + self.late + self.scarce + self.asked + self.split


def spent(posed: Pose, shares: Mapping[int, Shares]) -> Spent:
    """Return what is spent on parcels, order by order, its first warehouse first."""
    problem = posed.problem
    flat = [(o, line, w, units) for o, mine in sorted(shares.items()) for line, w, units in mine]
    order, line, w, units = np.array(flat, np.int64).reshape(-1, 4).T
    _, begins, parcel = np.unique(order * len(problem.room) + w, return_index=True, return_inverse=True)
    turn = np.argsort(begins)  # as they were chosen
    parcel = np.argsort(turn)[parcel]
    o, at, count = order[begins[turn]], w[begins[turn]], len(begins)
    grams, sent, scarce = np.zeros(count, np.int64), np.zeros(count, np.int64), np.zeros(count)
    np.add.at(grams, parcel, problem.grams[line] * units)
    np.add.at(sent, parcel, units)
    np.add.at(scarce, parcel, problem.toll[problem.product[line], w] * units)
    lines = np.bincount(parcel, minlength=count)
    asked, saved, apart = posed.asked[o, at], posed.saved[o, at], posed.apart[o, at]
    begun = np.array([bool(order.lying) for order in posed.orders], np.bool_)
    further, by_site = np.ones(count, np.bool_), np.lexsort((at, o))
    further[by_site[np.unique(o[by_site], return_index=True)[1]]] = False
    late = problem.late[o, at]
    last = np.lexsort((np.arange(count), -late, o))  # of each order the latest, of these the first
    latest = np.zeros(count, np.bool_)
    latest[last[np.unique(o[last], return_index=True)[1]]] = True
    return Spent(
        order=o,
        site=at,
        units=sent,
        freight=prices(problem.tariff, problem.upto, problem.zone[o, at], grams) - saved,
        handling=np.rint(problem.fixed[o, at]).astype(np.int64) - asked - apart + saved + lines * problem.per_line[at],
        late=np.where(latest, late, 0),
        scarce=np.rint(scarce).astype(np.int64),
        asked=asked,
        # Of an order of which some lies already each parcel that does not join it is a further one.
        split=np.where(further & ~begun[o], problem.split, apart),
    )


def costs_of(parts: Spent) -> dict[int, int]:
    """What orders cost as they are served, without what is missing."""
    orders, of = np.unique(parts.order, return_inverse=True)
    total = np.zeros(len(orders), np.int64)
    np.add.at(total, of, parts.total)
    return dict(zip(orders.tolist(), total.tolist(), strict=True))
