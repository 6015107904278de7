"""A picker finds too little: what is missing leaves the books, and other bins of the warehouse give it at once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from packhorse import sql
from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.inventory.models import Allocation
from packhorse.inventory.operations import bins, serials
from packhorse.inventory.operations.bins import Spot
from packhorse.inventory.operations.doubt import doubt
from packhorse.inventory.operations.ledger import Move, add_to_levels, lock_levels, write
from packhorse.inventory.operations.pick import Part, PlannedPick, note, pick
from packhorse.inventory.queries.likely import choices, pack_sizes
from packhorse.inventory.rules import BinChoice, choose_bins
from packhorse.network import queries as network


@dataclass(frozen=True)
class Shorted:
    """What became of a short pick: units `lost` to the order there, and the picks that give it such at once.

    `aside_bin_id`: where the lost units are blocked as damaged; None where they were written off.
    """

    lost: int
    picks: tuple[PlannedPick, ...] = ()
    aside_bin_id: int | None = None

    @property
    def lacking(self) -> int:
        """Units that no bin of the warehouse has for the order."""
        return self.lost - sum(each.quantity for each in self.picks)


@transaction.atomic
def pick_short(
    *,
    allocation_id: int,
    found: int,
    task_id: int,
    now: datetime,
    actor: str,
    reason: str = "not in the bin",
    damaged: bool = False,
    doubted: bool = False,
    arrives_on: date | None = None,
    numbers: Sequence[str] = (),
) -> Shorted:
    """Take the `found` units that were there (fewer than wanted); the rest goes off the books, and is planned anew.

    The missing units leave on hand as an adjustment with its `reason` and the order's right to them ends, so the rest
    of the stock stays right. `damaged`: they are there, and are blocked in the warehouse's bin for damaged goods, where
    it has one and they have no serial numbers (nobody said which). `doubted`: what the books still have
    there is in doubt, too, until the bin is counted. What lies free in other bins and nobody has a right to is promised
    to the order instead, and planned there: of lots that are good on the day it `arrives_on`. The caller publishes what
    the `lacking` rest means for the order.
    """
    # Levels first, then the allocation, then all bins in one go: everybody locks in this order.
    row = Allocation.objects.filter(pk=allocation_id).first()
    if row is not None:
        lock_levels([(row.product_id, row.warehouse_id)])
        row = Allocation.objects.select_for_update().filter(pk=allocation_id, state="allocated").first()
    if row is None or row.bin_id is None:
        raise Refusal("NOT_WAITING", "These goods are not wanted any more: the order was cancelled. Leave them.")
    if not 0 <= found < row.quantity:
        raise Refusal("NOT_SHORT", f"{found} of {row.quantity} found is not short; scan the item instead.", status=422)
    lost = row.quantity - found
    aside = _aside(row) if damaged else None
    free = _lock_bins(row, aside)
    _end_right(row, found, lost, now=now)
    if found:
        pick(allocation_id=allocation_id, task_id=task_id, now=now, actor=actor, numbers=numbers)
    _leave(row, lost, aside, task_id=task_id, reason=reason, now=now, actor=actor)
    if doubted:
        spot: Spot = (row.bin_id, row.product_id, row.lot_id)
        doubt(spot, row.warehouse_id, now=now, actor=actor, reason=reason)
    return Shorted(lost, tuple(_anew(row, lost, free, arrives_on, now)), aside)


def _aside(row: Allocation) -> int | None:
    if catalog.numbered([row.product_id]):
        return None
    found = network.bins(row.warehouse_id, uses=["damaged"])
    return found[0].id if found else None


def _lock_bins(row: Allocation, aside: int | None) -> list[BinChoice]:
    """Lock the bin that is short, the one for damaged goods, and all others that could give; return these."""
    mine = [row.bin_id, *([aside] if aside else [])]
    wanted = {"warehouse": row.warehouse_id, "product": row.product_id, "bins": mine}
    rows = sql.rows("inventory", "lock_for_short", wanted)
    others = [each[:-1] for each in rows if not each[-1] and each[1] != row.bin_id and each[4] > 0]
    return choices(others).get(row.product_id, [])


def _end_right(row: Allocation, found: int, lost: int, *, now: datetime) -> None:
    if found:
        rest = {"ids": [row.pk], "bins": [row.bin_id], "lots": [row.lot_id], "quantities": [lost]}
        sql.rows("inventory", "split_allocations", rest | {"states": ["shorted"], "now": now})
        Allocation.objects.filter(pk=row.pk).update(quantity=found)
    else:
        Allocation.objects.filter(pk=row.pk).update(state="shorted", changed_at=now)


def _leave(
    row: Allocation, lost: int, aside: int | None, *, task_id: int, reason: str, now: datetime, actor: str
) -> None:
    """The missing units leave their bin: off the books, or blocked among damaged goods."""
    spot: Spot = (row.bin_id or 0, row.product_id, row.lot_id)
    bins.take({spot: (lost, lost)}, bins.lock([spot]))
    if aside:
        bins.lay([((aside, row.product_id, row.lot_id), row.warehouse_id, lost)])
    add_to_levels([(row.product_id, row.warehouse_id, 0 if aside else -lost, -lost, 0, lost if aside else 0)])
    moved = Move(
        "quarantined" if aside else "adjusted",
        row.product_id,
        row.warehouse_id,
        lost,
        0 if aside else -lost,
        "short pick",
        task_id,
        spot[0],
        aside,
        row.lot_id,
        lost if aside else 0,
        reason,
    )
    (movement_id,) = write([moved], now=now, actor=actor)
    if not aside:
        serials.lose(row.product_id, lost, bin_id=spot[0], lot_id=row.lot_id, movement_id=movement_id, now=now)


def _anew(
    row: Allocation, lost: int, free: list[BinChoice], arrives_on: date | None, now: datetime
) -> list[PlannedPick]:
    """Promise and plan what other bins have for the order, of what nobody else has a right to."""
    level = row.product_id, row.warehouse_id
    good = [each for each in free if each.keeps(arrives_on)]
    able = min(lost, max(0, lock_levels([level])[level]), sum(each.units for each in good))
    chosen = choose_bins(able, good, arrives_on, pack_sizes([row.product_id]).get(row.product_id, ())) if able else []
    if not chosen:
        return []
    parts: list[Part] = [(row.pk, choice.bin_id, choice.lot_id, units) for choice, units in chosen]
    planned = Counter({choice.row_id: units for choice, units in chosen})
    made = note([], parts, planned, now)
    add_to_levels([(*level, 0, able)])
    return [
        PlannedPick(a.pk, a.order_id, a.line_id, a.fulfillment_id, a.product_id, a.bin_id, a.lot_id, a.quantity)
        for a in Allocation.objects.filter(pk__in=made).order_by("id")
    ]
