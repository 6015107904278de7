"""Read why orders wait, once what there was is given out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from packhorse.carriers import queries as carriers
from packhorse.inventory import queries as stock
from packhorse.network.queries import WarehouseRow
from packhorse.sourcing.costs import Freight
from packhorse.sourcing.exporting import limited
from packhorse.sourcing.keeping import products_of
from packhorse.sourcing.pose import hole, pose
from packhorse.sourcing.queries import candidate_sites, live
from packhorse.sourcing.queries.keeping import short_lived
from packhorse.sourcing.queries.lacking import Missing
from packhorse.sourcing.reasons import NOTHING_OLD, OVERTAKEN, Why, why_waiting
from packhorse.sourcing.rules import OrderNeed
from packhorse.sourcing.scene import Scene
from packhorse.sourcing.untaken import without_untaken

Units = Mapping[tuple[int, int], int]


def whys_of(
    needs: Mapping[int, OrderNeed],
    missing: Mapping[int, Missing],
    *,
    overtaken: Collection[int],
    sites: Collection[WarehouseRow],
    now: datetime,
    freight: Freight | None = None,
) -> dict[int, Why]:
    """Return {order id: why it waits} of orders that were decided just now; `overtaken` were refused to the last."""
    waiting = {order_id: dict(lines) for order_id, lines in missing.items() if lines and order_id in needs}
    if not waiting:
        return {}
    products = {line.product_id for order_id in waiting for line in needs[order_id].lines}
    free = stock.free(products)
    blocked = {row.product_id for row in stock.levels(products, now=now) if row.blocked}
    candidates = candidate_sites(sites, now=now)
    # What rules say of the goods that lack, whatever they say of the others.
    lacked = [
        replace(needs[pk], lines=tuple(line for line in needs[pk].lines if line.line_id in lacking) or needs[pk].lines)
        for pk, lacking in waiting.items()
    ]
    policy, freight = live(now, products), freight or Freight(carriers.rate_book(on=now.date()))
    around = Scene(tuple(candidates), freight, policy.weights, policy, short_lived(products, now=now))
    said = limited(policy.applied(lacked, candidates), candidates)
    ruled = {need.order_id: need for need in without_untaken(said, candidates, freight, free)}
    old = _old(lacked, around, free)
    return {
        order_id: OVERTAKEN
        if order_id in overtaken
        else why_waiting(
            ruled[order_id],
            lacking,
            candidates,
            free,
            blocked,
            policy,
            partial(hole, ruled[order_id], freight=freight),
            old.get(order_id, NOTHING_OLD),
        )
        for order_id, lacking in waiting.items()
    }


def _old(needs: Sequence[OrderNeed], around: Scene, free: Units) -> dict[int, Units]:
    """Return {order id: {(product id, warehouse id): units that would not keep until they arrive}}."""
    products = products_of(around.short)
    concerned = [need for need in needs if any(line.product_id in products for line in need.lines)]
    return {concerned[o].order_id: units for o, units in pose(concerned, around, free).old.items()} if concerned else {}
