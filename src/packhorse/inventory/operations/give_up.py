"""Goods are not there, or may not be had: somebody's right to them ends, and he is told."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet

from packhorse import sql
from packhorse.errors import Refusal
from packhorse.events import AllocationLost
from packhorse.inventory.models import Allocation, ReservedUnits
from packhorse.inventory.operations import bins
from packhorse.inventory.operations.bins import Spot
from packhorse.inventory.operations.ledger import add_to_levels
from packhorse.outbox.publish import publish

Level = tuple[int, int]  # product id, warehouse id


TRIES = 5
T = TypeVar("T")


class Moved(Exception):
    """What lies in a bin was planned anew while this waited for it: everything is to be read again."""


def again(work: Callable[[], T]) -> T:
    """Do something that reads bins and then locks what was read, until nobody came between."""
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                return work()
        except Moved:
            continue
    raise Refusal("BIN_BUSY", "Pickers are being sent to this bin just now: try again.")


def lose_planned(
    units: Mapping[Spot, int], *, now: datetime, actor: str, beside: Iterable[Spot] = ()
) -> Counter[Level]:
    """End so many units of the rights of those whose pickers are sent to these spots; the last to be given goes first.

    The levels are locked; the spots are locked here, with those `beside` that the caller works on, too: all are to be
    locked in one order. Return {(product id, warehouse id): units} that nobody has a right to any more.
    """
    sent: dict[Spot, list[Allocation]] = {spot: [] for spot in units}
    # All of the products' at once: what else is to be taken from them is not to be locked out of order later.
    of_products = Allocation.objects.filter(product_id__in={product for _, product, _ in units}, state="allocated")
    for row in _newest(of_products) if units else ():
        sent.get((row.bin_id or 0, row.product_id, row.lot_id), []).append(row)
    lost: list[tuple[Allocation, int]] = []
    for spot, wanted in units.items():
        taken = _taken(sent[spot], wanted)
        if sum(quantity for _, quantity in taken) < wanted:
            raise Moved
        lost += taken
    if lost:
        bins.lock({*units, *beside})
    bins.unplan(units)
    return _lose(lost, now=now, actor=actor)


def give_up(lacking: Mapping[Level, int], *, now: datetime, actor: str, counted: bool = True) -> None:
    """End so many units of rights to the goods of these levels, which are locked.

    Not `counted`: the counters of levels and bins are left as they are, for a repair that sets them anew.

    Checkouts lose theirs before orders, and of those who wait for the same the last one to be given goes first: what is
    kept for checkouts, then what is allocated and on no pick list, then what is kept for orders, then what pickers are
    sent for. What is picked is there. Refuses when all that does not suffice.
    """
    _newest(_of_levels(lacking))  # all at once: level by level they would be locked out of order
    for level, units in sorted(lacking.items()):
        product, site = level
        mine = Allocation.objects.filter(product_id=product, warehouse_id=site, state="allocated")
        ways = (
            lambda left, level=level: _unreserve(level, left, "active", counted),
            lambda left, mine=mine: lose_newest(mine.filter(bin=None), left, now, actor, counted),
            lambda left, level=level: _unreserve(level, left, "consumed", counted),
            lambda left, mine=mine: lose_newest(mine.exclude(bin=None), left, now, actor, counted),
        )
        left = units
        for way in ways:
            if left > 0:
                left -= way(left)
        if left > 0:
            raise Refusal(
                "STILL_HELD",
                f"{left} of these units are picked or promised and cannot be taken away. Run `packhorse audit`.",
            )


def lose_newest(found: QuerySet[Allocation], units: int, now: datetime, actor: str, counted: bool = True) -> int:
    """End rights to up to so many units of these allocations, the newest first; return how many."""
    taken = _taken(_newest(found), units)
    spots: Counter[Spot] = Counter()
    for allocation, quantity in taken:
        if allocation.bin_id is not None:
            spots[allocation.bin_id, allocation.product_id, allocation.lot_id] += quantity
    if counted:
        bins.unplan(spots)
    return sum(_lose(taken, now=now, actor=actor, counted=counted).values())


def _newest(found: QuerySet[Allocation]) -> list[Allocation]:
    """Lock allocations, as everybody does in the order of their ids; return them, the newest first."""
    return list(found.select_for_update().order_by("id"))[::-1]


def _of_levels(levels: Iterable[Level]) -> QuerySet[Allocation]:
    wanted = set(levels)
    found = Allocation.objects.filter(state="allocated", product_id__in={product for product, _ in wanted})
    return found.filter(warehouse_id__in={site for _, site in wanted})


def _taken(rows: Sequence[Allocation], units: int) -> list[tuple[Allocation, int]]:
    found = []
    for row in rows:
        if quantity := min(row.quantity, units):
            found.append((row, quantity))
            units -= quantity
    return found


def _lose(lost: Sequence[tuple[Allocation, int]], *, now: datetime, actor: str, counted: bool = True) -> Counter[Level]:
    """End rights to units of locked allocations, and tell."""
    freed: Counter[Level] = Counter()
    told: dict[tuple[int, int, int, int], Counter[int]] = defaultdict(Counter)
    for row, quantity in lost:
        if quantity < row.quantity:
            rest = {"ids": [row.pk], "bins": [row.bin_id], "lots": [row.lot_id], "quantities": [quantity]}
            sql.rows("inventory", "split_allocations", rest | {"states": ["shorted"], "now": now})
            Allocation.objects.filter(pk=row.pk).update(quantity=row.quantity - quantity, changed_at=now)
        else:
            Allocation.objects.filter(pk=row.pk).update(state="shorted", changed_at=now)
        freed[row.product_id, row.warehouse_id] += quantity
        told[row.order_id, row.fulfillment_id, row.warehouse_id, row.product_id][row.line_id] += quantity
    if counted:
        add_to_levels((product, site, 0, -units) for (product, site), units in freed.items())
    events = [AllocationLost(*whose, tuple(sorted(lines.items()))) for whose, lines in sorted(told.items())]
    publish(events, now=now, actor=actor)
    return freed


def _unreserve(level: Level, units: int, state: str, counted: bool) -> int:
    """Keep up to so many units less for checkouts (`active`) or for their orders (`consumed`); return how many."""
    rows = ReservedUnits.objects.select_for_update(of=("self",)).filter(
        product_id=level[0], warehouse_id=level[1], held__gt=0, reservation__state=state
    )
    gone = 0
    for row in rows.order_by("-id"):
        taken = min(row.held, units - gone)
        if not taken:
            break
        ReservedUnits.objects.filter(pk=row.pk).update(held=row.held - taken)
        gone += taken
    if counted:
        add_to_levels([(*level, 0, 0, -gone)])
    return gone
