"""A picker did not find what the books say: until somebody has counted, nobody is sent there and nobody is promised it.

What lies in a doubted bin and no picker is sent for is blocked on its level, as far as nobody has a right to it
already: who has one keeps it until the count says more. The level is weighed anew whenever rights end, and when goods
come and go.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from packhorse import sql
from packhorse.events import BinDoubted, StockFreed
from packhorse.inventory.models import BinStock
from packhorse.inventory.operations.bins import Spot
from packhorse.inventory.operations.ledger import Move, lock_levels, write
from packhorse.outbox.publish import publish

Level = tuple[int, int]  # product id, warehouse id
NOT_BLOCKED: Mapping[Level, int] = {}


def ease(levels: Iterable[Level]) -> Counter[Level]:
    """Block nothing for doubts of these locked levels while goods come or go; return what was, for `weigh`.

    Meanwhile `lock_levels` says what nobody has a right to, doubted or not.
    """
    return Counter(
        {(product, site): units for product, site, units in sql.rows("inventory", "ease_doubts", _columns(levels))}
    )


def weigh(
    levels: Iterable[Level],
    *,
    now: datetime,
    actor: str,
    eased: Mapping[Level, int] = NOT_BLOCKED,
    spot: Spot | None = None,
    reason: str = "in doubt until the bin is counted",
    count_id: int | None = None,
) -> Counter[Level]:
    """Block of these locked levels what is in doubt now; the ledger says how much more or less that is than before.

    `eased` is what `ease` gave back. `spot` is where the goods lie, where that is one place. Return how many more units
    (below zero: fewer) are blocked of each level.
    """
    wanted = {*levels, *eased}
    if not wanted:
        return Counter()
    more = Counter(
        {(product, site): units for product, site, units in sql.rows("inventory", "weigh_doubts", _columns(wanted))}
    )
    more.subtract(eased)
    bin_id, _, lot_id = spot or (None, 0, None)
    cause = "count" if count_id else "doubt"
    moves = [
        Move(
            "quarantined",
            *level,
            abs(units),
            0,
            cause,
            count_id,
            from_bin_id=bin_id,
            to_bin_id=bin_id,
            lot_id=lot_id,
            blocked=units,
            reason=reason,
        )
        for level, units in sorted(more.items())
        if units
    ]
    write(moves, now=now, actor=actor)
    return more


def doubt(spot: Spot, warehouse_id: int, *, now: datetime, actor: str, reason: str) -> None:
    """What is left in a spot is in doubt from now on; its level and its row are locked. Nothing left, nothing is."""
    bin_id, product_id, lot_id = spot
    mine = BinStock.objects.filter(bin=bin_id, product=product_id, lot=lot_id, quantity__gt=0, blocked=False)
    if mine.filter(doubted_at=None).update(doubted_at=now):
        weigh([(product_id, warehouse_id)], now=now, actor=actor, spot=spot, reason=f"{reason}: to be counted")


@transaction.atomic
def end_doubt(*, bin_id: int, product_id: int | None, count_id: int, reason: str, now: datetime, actor: str) -> None:
    """What lies in a bin (of one product, or all) is in doubt no more: it may be had again, and who waits is told.

    `count_id` is the count that says so, `reason` its words.
    """
    mine = BinStock.objects.filter(bin=bin_id, doubted_at__isnull=False)
    if product_id is not None:
        mine = mine.filter(product=product_id)
    levels = sorted(set(mine.values_list("product_id", "warehouse_id")))
    if not levels:
        return
    lock_levels(levels)
    rows = mine.filter(product_id__in=[product for product, _ in levels]).select_for_update().order_by("id")
    BinStock.objects.filter(pk__in=[row.pk for row in rows]).update(doubted_at=None)
    weigh(levels, now=now, actor=actor, reason=reason, count_id=count_id)
    publish([StockFreed(tuple(product for product, _ in levels))], now=now, actor=actor)


def in_doubt(product_ids: Iterable[int]) -> list[BinDoubted]:
    """Return where these products are in doubt, as events that have it counted."""
    rows = BinStock.objects.filter(product_id__in=set(product_ids), doubted_at__isnull=False).order_by("id")
    return [BinDoubted(*row) for row in rows.values_list("warehouse_id", "bin_id", "product_id")]


def _columns(levels: Iterable[Level]) -> dict[str, list[int]]:
    wanted = sorted(set(levels))
    return {"products": [product for product, _ in wanted], "warehouses": [site for _, site in wanted]}
