"""Send pickers to bins, and take what they found."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import structlog
from django.db import transaction

from packhorse import sql
from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.events import BinDoubted
from packhorse.inventory.models import Allocation, BinStock
from packhorse.inventory.operations import serials
from packhorse.inventory.queries.likely import choices, pack_sizes
from packhorse.inventory.rules import choose_bins
from packhorse.outbox.publish import publish

log = structlog.get_logger(__name__)

ACTOR = "inventory"
NO_ARRIVALS: Mapping[int, date] = {}


@dataclass(frozen=True)
class PlannedPick:
    """One visit of one bin for one fulfillment order: `quantity` units on `allocation_id`."""

    allocation_id: int
    order_id: int
    line_id: int
    fulfillment_id: int
    product_id: int
    bin_id: int
    lot_id: int | None
    quantity: int


Part = tuple[int, int, int | None, int]  # allocation id, bin id, lot id, units


@transaction.atomic
def plan_picks(
    *,
    warehouse_id: int,
    fulfillment_ids: Sequence[int],
    now: datetime,
    arrivals: Mapping[int, date] = NO_ARRIVALS,
) -> list[PlannedPick]:
    """Choose the bins for everything these fulfillment orders hold, and keep those units for them.

    An allocation that needs several bins is divided, so that each pick is one allocation from one bin. Where the bins
    of a product hold less than its level says, the books are wrong: those bins are doubted, and the fulfillment orders
    that find too little in them are left out; the others go on. `arrivals` {fulfillment id: the day at the door}: lots
    that are no longer good then are left to others.
    """
    waiting = _locked(warehouse_id, fulfillment_ids)
    products = sorted({allocation.product_id for allocation in waiting})
    lying = sql.rows("inventory", "lock_bins", {"warehouse": warehouse_id, "products": products})
    free, packs = choices(lying), pack_sizes(products)
    fits, lacking = _fitting(waiting, {pk: sum(each.units for each in lie) for pk, lie in free.items()})
    _doubt(warehouse_id, lacking, now=now)
    firsts: list[Part] = []
    rests: list[Part] = []
    planned: dict[int, int] = defaultdict(int)
    for allocation in waiting:
        if allocation.fulfillment_id not in fits:
            continue
        arrives_on = arrivals.get(allocation.fulfillment_id or 0)
        product = allocation.product_id
        chosen = choose_bins(allocation.quantity, free[product], arrives_on, packs.get(product, ()))
        assert chosen is not None
        for nth, (choice, units) in enumerate(chosen):
            planned[choice.row_id] += units
            (rests if nth else firsts).append((allocation.pk, choice.bin_id, choice.lot_id, units))
    note(firsts, rests, planned, now)
    return [
        PlannedPick(a.pk, a.order_id, a.line_id, a.fulfillment_id, a.product_id, a.bin_id, a.lot_id, a.quantity)
        for a in Allocation.objects.filter(
            fulfillment_id__in=fulfillment_ids, warehouse_id=warehouse_id, state="allocated", bin__isnull=False
        ).order_by("id")
    ]


def _locked(warehouse_id: int, fulfillment_ids: Sequence[int]) -> list[Allocation]:
    """Lock all that these fulfillment orders hold and nobody is sent for, in the order of ids.

    Whoever adds to them just now is waited for, and what he added was not there when locking began. To lock it then,
    beside the rest, would be out of order and may end in a deadlock: all is let go of, and locked anew.
    """
    found = Allocation.objects.filter(
        fulfillment_id__in=fulfillment_ids, warehouse_id=warehouse_id, state="allocated", bin=None
    ).order_by("id")
    while True:
        mark = transaction.savepoint()
        rows = list(found.select_for_update())
        if {row.pk for row in rows} == set(found.values_list("id", flat=True)):
            transaction.savepoint_commit(mark)
            return rows
        transaction.savepoint_rollback(mark)


def _fitting(waiting: Sequence[Allocation], there: Mapping[int, int]) -> tuple[set[int], set[int]]:
    """The fulfillment orders for which there is enough of all they hold, in turn; and the products that lack."""
    left = Counter(there)
    wanted: dict[int, Counter[int]] = defaultdict(Counter)
    for allocation in waiting:
        wanted[allocation.fulfillment_id][allocation.product_id] += allocation.quantity
    fits, lacking = set(), set()
    for fulfillment, units in wanted.items():
        if units <= left:
            left.subtract(units)
            fits.add(fulfillment)
        else:
            lacking |= {product for product, count in units.items() if count > left[product]}
    return fits, lacking


def _doubt(warehouse_id: int, products: set[int], *, now: datetime) -> None:
    """Have the bins counted in which these products lie, or were booked last; of one in doubt a count is asked for."""
    if not products:
        return
    rows = BinStock.objects.filter(warehouse_id=warehouse_id, product_id__in=products).order_by("bin_id", "product_id")
    products = products.difference(rows.filter(doubted_at__isnull=False).values_list("product_id", flat=True))
    if not products:
        return
    log.warning("picks.bins_too_empty", warehouse=warehouse_id, products=sorted(products))
    pairs = dict.fromkeys(rows.filter(product_id__in=products).values_list("bin_id", "product_id"))
    publish([BinDoubted(warehouse_id, *pair) for pair in pairs], now=now, actor=ACTOR)


def note(firsts: list[Part], rests: list[Part], planned: dict[int, int], now: datetime) -> list[int]:
    """Send allocations to their bins: `firsts` as they are, `rests` as parts of their own; {bin row: units} planned.

    Return the ids of those parts.
    """
    made: sql.Rows = []
    if rests:
        said = {"states": ["allocated"] * len(rests), "now": now}
        made = sql.rows("inventory", "split_allocations", _columns(rests) | said)
    if firsts:
        sql.rows("inventory", "place_allocations", _columns(firsts) | {"now": now})
    rows = sorted(planned)
    if rows:
        sql.rows("inventory", "plan_bins", {"ids": rows, "planned": [planned[row] for row in rows]})
    return [row[0] for row in made]


def _columns(rows: list[Part]) -> dict[str, list[int | None]]:
    return {
        "ids": [r[0] for r in rows],
        "bins": [r[1] for r in rows],
        "lots": [r[2] for r in rows],
        "quantities": [r[3] for r in rows],
    }


@dataclass(frozen=True)
class Taken:
    """Units that were taken, and the ledger's line of it."""

    units: int
    movement_id: int


def pick(*, allocation_id: int, task_id: int, now: datetime, actor: str, numbers: Sequence[str] = ()) -> int:
    """Take all units of an allocation out of its bin; return how many. Refuses when it is not waiting any more.

    `numbers` are the serial numbers of the units, where they have some.
    """
    taken = ask_pick(allocation_id=allocation_id, task_id=task_id, now=now, actor=actor).read()
    note_serials(allocation_id=allocation_id, taken=taken, numbers=numbers, now=now)
    return taken.units


def ask_pick(*, allocation_id: int, task_id: int, now: datetime, actor: str) -> sql.Answer[Taken]:
    """Do what `pick` does together with other statements; the refusal comes when the answer is read.

    The serial numbers are to be noted afterwards (`note_serials`).
    """
    values = {"allocation": allocation_id, "task": task_id, "now": now, "actor": actor}
    return sql.ask("inventory", "pick", values, _taken)


def note_serials(*, allocation_id: int, taken: Taken, numbers: Sequence[str], now: datetime) -> None:
    """Note which numbered units were taken; refuses other numbers than those of the lot's units in the bin."""
    allocation = Allocation.objects.get(pk=allocation_id)
    product = allocation.product_id
    codes = serials.check(product, taken.units, numbers, numbered=catalog.numbered([product]))
    serials.move(
        product,
        codes,
        from_bin_id=allocation.bin_id or 0,
        lot_id=allocation.lot_id,
        movement_id=taken.movement_id,
        now=now,
        allocation_id=allocation_id,
        state="picked",
    )


def _taken(found: sql.Rows) -> Taken:
    if not found:
        raise Refusal("NOT_WAITING", "These goods are not wanted any more: the order was cancelled. Leave them.")
    return Taken(*found[0])
