"""Why orders are served as they are: what each warehouse would have cost alone, or the rule that excluded it."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from packhorse.algorithms.sourcing.plain import Shares
from packhorse.algorithms.sourcing.problem import prices
from packhorse.sourcing.by_order import ByOrder
from packhorse.sourcing.exporting import export_limit
from packhorse.sourcing.meant import NAMED
from packhorse.sourcing.pose import Pose
from packhorse.sourcing.reasons import NOT_KEEPING, NOTHING_THERE
from packhorse.sourcing.rules import NO_ROOM, Figures, NextBest, OrderNeed, Site
from packhorse.sourcing.scene import Scene
from packhorse.sourcing.spent import Spent

Ints = NDArray[np.int64]


class Considered:
    """What all warehouses would have meant to each order of a batch; worked out when it is first asked for.

    The costs of those that were chosen are of what they send, and come to what was decided; of all others they are of
    all that a warehouse could fill, when the other orders have what was decided for them.
    """

    def __init__(self, posed: Pose, scene: Scene, shares: Mapping[int, Shares], parts: Spent) -> None:
        self.posed, self.scene, self.shares, self.parts = posed, scene, shares, parts

    def of(self, o: int) -> Figures:
        """Return the figures of order o."""
        order, sites, (_, fills, units, *costs) = self.posed.orders[o], self.scene.sites, self._columns
        why, excluded = self.posed.why, [""] * len(sites)
        least = len(order.lines) if order.ship_rule == "together" else 0
        sends = {w for _, w, _ in self.shares.get(o, ())} if least else ()
        for w, (room, count, filled) in enumerate(zip(self._room[o], units[o], fills[o], strict=True)):
            if (o, w) in why:
                excluded[w] = why[o, w]
            elif not room:
                excluded[w] = NO_ROOM
            elif not count:
                excluded[w] = _lacking(sites[w], order, self.posed.old.get(o, ()))
            elif filled < least and w not in sends:
                excluded[w] = "cannot send all of it together"
        columns = [fills[o], units[o], *(each[o] for each in costs)]
        if any(excluded):
            taken = [not each for each in excluded]
            columns = [list(compress(column, taken)) for column in columns]
        found = Figures(self._ids, self._known(o), excluded, *columns)
        return found._replace(next_best=self._next_best(o, excluded), unsent=self._unsent(o))

    def _unsent(self, o: int) -> list[str]:
        """Why goods that lack are not sent from where others of the order are, or from where they could be."""
        posed, mine = self.posed, self.shares.get(o, ())
        alone = [line for line in posed.orders[o].lines if line.alone]
        if not alone:
            return []
        lacking = Counter({line: int(posed.problem.units[line]) for line in range(*posed.problem.first[o : o + 2])})
        for line, _, units in mine:
            lacking[line] -= units
        products = {posed.products[posed.problem.product[line]] for line, units in lacking.items() if units > 0}
        chosen = {w for _, w, _ in mine} or {w for w in posed.columns.values() if (o, w) not in posed.why}
        sites = {site.id: site.code for w, site in enumerate(self.scene.sites) if w in chosen}
        said = (
            why.replace("from there", f"from {sites[site]}")
            for line in alone
            if line.product_id in products
            for site, why in line.alone.items()
            if site in sites
        )
        return list(dict.fromkeys(said))[:NAMED]

    def _next_best(self, o: int, excluded: Sequence[str]) -> NextBest | None:
        """Of an order that was split: who could send all of it alone, or the part of one of those that were chosen."""
        parts, problem = self.parts, self.posed.problem
        mine = slice(*np.searchsorted(parts.order, [o, o + 1]).tolist())
        sites = parts.site[mine]
        if len(sites) < 2:
            return None
        lines = slice(problem.first[o], problem.first[o + 1])
        can, given = self._could[0][lines], np.zeros((lines.stop - lines.start, len(problem.room)), np.int64)
        for line, w, units in self.shares[o]:
            given[line - lines.start, w] += units
        open_to = np.array([not each for each in excluded], np.bool_)
        cost, late = int(parts.total[mine].sum()), problem.late[o]
        ways = [(self._sent(o, given.sum(axis=1)) + late, can >= given.sum(axis=1, keepdims=True), None)]
        for nth, k in enumerate(sites.tolist()):
            less = parts.total[mine][nth] - parts.late[mine][nth] - parts.split[mine][nth]
            others = max(int(late[w]) for w in sites.tolist() if w != k)
            same = cost - less - int(parts.late[mine].sum()) + np.maximum(others, late)
            able = can >= given[:, [k]]
            able[:, sites] = False
            ways.append((same + self._sent(o, given[:, k]), able, self._ids[k]))
        found = [
            NextBest(self._ids[w], int(costs[w]), instead)
            for costs, able, instead in ways
            for w in np.flatnonzero(able.all(axis=0) & open_to).tolist()
        ]
        return min(found, key=lambda each: each.cost, default=None)

    def _sent(self, o: int, units: Ints) -> Ints:
        """What sending `units` of an order's lines costs from each warehouse, but for being late."""
        problem = self.posed.problem
        lines = slice(problem.first[o], problem.first[o + 1])
        grams = np.full(len(problem.room), int(problem.grams[lines] @ units), np.int64)
        toll = np.rint(units @ problem.toll[problem.product[lines]]).astype(np.int64)
        handling = np.rint(problem.fixed[o]).astype(np.int64) + int((units > 0).sum()) * problem.per_line
        found: Ints = prices(problem.tariff, problem.upto, problem.zone[o], grams) + handling + toll
        return found

    def _known(self, o: int) -> list[int | None]:
        km, order = self._columns[0][o], self.posed.orders[o]
        if None in (order.latitude, order.longitude):
            return [None] * len(km)
        return [each if known else None for each, known in zip(km, self._placed, strict=True)] if self._lost else km

    @cached_property
    def _ids(self) -> list[int]:
        return [site.id for site in self.scene.sites]

    @cached_property
    def _placed(self) -> list[bool]:
        return [None not in (site.latitude, site.longitude) for site in self.scene.sites]

    @cached_property
    def _lost(self) -> bool:
        return not all(self._placed)

    @cached_property
    def _could(self) -> tuple[Ints, NDArray[np.bool_]]:
        return _could(self.posed, self.shares)

    @cached_property
    def _room(self) -> list[list[bool]]:
        found: list[list[bool]] = self._could[1].tolist()
        return found

    @cached_property
    def _columns(self) -> list[list[list[int]]]:
        """Distance, lines and units that could be filled, and the costs and units given as `Figures` has them."""
        posed, problem, can, parts = self.posed, self.posed.problem, self._could[0], self.parts
        by_order = ByOrder(problem.first)
        whole = by_order.of(_filled(posed, can))
        some = by_order.of((can > 0).astype(np.int64))
        grams = by_order.of(can * problem.grams[:, None])
        scarce = by_order.of(np.rint(can * problem.toll[problem.product]).astype(np.int64))
        freight = np.maximum(0, prices(problem.tariff, problem.upto, problem.zone, grams) - posed.saved)
        handling = np.rint(problem.fixed).astype(np.int64) - posed.asked - posed.apart + posed.saved
        handling += some * problem.per_line
        units, late = by_order.of(can), problem.late.copy()
        given, asked, split = np.zeros_like(units), posed.asked.copy(), posed.apart.copy()
        chosen = parts.order, parts.site
        for column, decided in (
            (freight, parts.freight),
            (handling, parts.handling),
            (late, parts.late),
            (scarce, parts.scarce),
            (given, parts.units),
            (split, parts.split),
        ):
            column[chosen] = decided
        figures = (problem.km, whole, units, freight, handling, late, scarce, given, asked, split)
        return [each.tolist() for each in figures]


def _could(posed: Pose, shares: Mapping[int, Shares]) -> tuple[Ints, NDArray[np.bool_]]:
    """Return units of each line that each warehouse could give (L, W), and whether it has room for the order (O, W)."""
    problem = posed.problem
    given = np.zeros((len(problem.units), len(problem.room)), np.int64)
    used = np.zeros(problem.zone.shape, np.bool_)
    if flat := [(o, line, w, units) for o, mine in shares.items() for line, w, units in mine]:
        order_of, lines, sites, counts = np.array(flat, np.int64).T
        np.add.at(given, (lines, sites), counts)
        used[order_of, sites] = True
    kept, kept_back = np.zeros_like(given), np.zeros_like(given)
    for o, order in enumerate(posed.orders):
        for (pk, site), units in order.kept.items():
            for line in range(problem.first[o], problem.first[o + 1]):
                if posed.products[problem.product[line]] == pk and site in posed.columns:
                    kept[line, posed.columns[site]] = units
    left = problem.stock.copy()
    np.subtract.at(left, problem.product, np.maximum(0, given - kept))
    for o, back in posed.back.items():
        for line in range(problem.first[o], problem.first[o + 1]):
            for (item, w), units in back.items():
                if problem.product[line] == item:
                    kept_back[line, w] = units
    there = (left[problem.product] - kept_back).clip(0) + np.maximum(given, kept)
    can: Ints = np.minimum(problem.units[:, None], there)
    return can.clip(0), used | (problem.room - used.sum(axis=0) > 0)


def _filled(posed: Pose, can: Ints) -> Ints:
    """Count the order's lines that are filled whole; several of one product are filled one after another."""
    found = (can == posed.problem.units[:, None]).astype(np.int64)
    for line, mine in enumerate(posed.lines):
        if len(mine) > 1:
            sums = np.cumsum([units for _, units in mine])
            found[line] = np.searchsorted(sums, can[line], side="right")
    return found


def _lacking(site: Site, order: OrderNeed, old: Collection[tuple[int, int]]) -> str:
    """Say why a warehouse has nothing of what an order wants."""
    for line in order.lines:
        if limit := export_limit(line, order.country, site) or line.untaken.get(site.id):
            return f"{NOTHING_THERE}, or {limit}"
    if any(at == site.id for _, at in old):
        return NOT_KEEPING
    stores = any(line.storage_class in site.storage_classes for line in order.lines)
    return NOTHING_THERE if stores else "cannot store these goods"
