"""Set the books right where they differ: never silently, each change kept, all of it or nothing."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import TypeVar

from django.db import OperationalError, transaction

from packhorse import sql
from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.events import BinDoubted, StockReceived
from packhorse.inventory.models import Allocation, BinStock, Repair, RepairedRow, ReservedUnits, Serial, StockLevel
from packhorse.inventory.operations import books
from packhorse.inventory.operations.bins import Spot
from packhorse.inventory.operations.books import Number
from packhorse.inventory.operations.doubt import ease, in_doubt, weigh
from packhorse.inventory.operations.give_up import give_up, lose_newest
from packhorse.inventory.operations.ledger import Move, open_levels, write
from packhorse.inventory.queries import LevelBook, RepairedNumber, SpotBook, level_books, spot_books
from packhorse.inventory.rules import Compensation, compensate
from packhorse.outbox.publish import publish

# The audits that say which products are to be looked at.
AUDITS = ("allocated", "bins", "blocked", "belongs", "not_oversold", "on_hand", "places", "planned", "reserved")
AUDITS += ("doubted", "serials", "snapshots")
OVER = ("released", "expired")
T = TypeVar("T")
PATIENCE, HURRY, TRIES = "5s", "100ms", 10
WAITED = ("55P03", "40P01")  # lock not to be had in time, deadlock


@dataclass(frozen=True)
class Repaired:
    """What a repair changed, or would; `mark` tells one plan from another, `id` is None where nothing is done."""

    id: int | None
    changes: tuple[RepairedNumber, ...]
    mark: str


def repair(*, reason: str, now: datetime, actor: str, seen: str | None = None) -> Repaired:
    """Set right what differs in stock, and keep every change; return them.

    Counters become what their rows say. A bin is believed as it stands: the ledger gets a compensating line, and the
    level follows. Where it says more than both of these it is not: nothing is promised that nobody has counted. Either
    way somebody is to count it (`BinDoubted`). What is then promised and not there is given up: sourcing looks anew.
    `seen` is the mark of the plan that somebody agreed to: refuses when it is another by now. Stock stands still
    meanwhile.
    """

    def work() -> Repaired:
        done = _repair(reason.strip(), now=now, actor=actor)
        if seen is not None and seen != done.mark:
            raise Refusal("BOOKS_MOVED", "The books differ in another way by now: look again.")
        return done

    return _alone(work)


def preview_repair(*, now: datetime) -> Repaired:
    """Return what `repair` would do, and do nothing."""

    def work() -> Repaired:
        found = _repair("", now=now, actor="preview")
        transaction.set_rollback(True)
        return Repaired(None, found.changes, found.mark)

    return _alone(work)


def _alone(work: Callable[[], T]) -> T:
    """Do it in one transaction, again when others did not let go of stock in time; refuse when they never do."""
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                return work()
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") not in WAITED:
                raise
    raise Refusal("STOCK_BUSY", "Stock is being moved just now: nothing is changed. Try again.")


def _repair(reason: str, *, now: datetime, actor: str) -> Repaired:
    products, unnumbered = _suspects()
    if not products:
        return Repaired(None, (), _mark(()))
    sql.rows("inventory", "repair_patience", {"patience": PATIENCE})
    sql.rows("inventory", "repair_quiet", {})
    sql.rows("inventory", "repair_alone", {})
    # Shorter than the server takes to look for deadlocks (1 s): it is the repair that steps back, never a picker.
    sql.rows("inventory", "repair_patience", {"patience": HURRY})
    sql.rows("inventory", "repair_rest", {})
    spots, levels = spot_books(products), level_books(products)
    before = books.read(products, spots, levels)
    eased = ease(each.level for each in levels)
    levels = _without_doubts(products, eased)
    row = Repair.objects.create(at=now, actor=actor, reason=reason[:200])
    overstated = _cut_bins(spots, levels)
    if overstated:
        spots, levels = spot_books(products), _without_doubts(products, eased)
    _end_rights(products, spots, levels, now=now, actor=actor)
    _end_numbers(unnumbered, now=now)
    doubted = _write_lines(spots, levels, row.pk, reason, now=now, actor=actor)
    _set_bins(spot_books(products))
    freed = _set_levels(level_books(products), {each.level: each.free for each in levels})
    weigh([each.level for each in levels], eased=eased, now=now, actor=actor)
    sql.rows("inventory", "repair_snapshots", {"products": sorted(products)})
    changes = _changes(before, books.read(products, spot_books(products), level_books(products)))
    if not changes:
        row.delete()
        return Repaired(None, (), _mark(()))
    RepairedRow.objects.bulk_create([RepairedRow(repair=row, **vars(each)) for each in changes])
    sql.rows("inventory", "note_changes", {"products": sorted(products)})
    received = [StockReceived(site, tuple(sorted(freed[site]))) for site in sorted(freed)]
    publish([*dict.fromkeys([*doubted, *overstated, *in_doubt(products)]), *received], now=now, actor=actor)
    return Repaired(row.pk, changes, _mark(changes))


def _suspects() -> tuple[set[int], set[int]]:
    """Return the products of which an audit says that something differs; and those that have numbers and should not."""
    named = {audit: {row[1] for row in sql.ask("inventory", f"audit_{audit}", {}, list).read()} for audit in AUDITS}
    ids = catalog.ids_by_sku(set().union(*named.values()))
    odd = {ids[sku] for sku in named["serials"]}
    return set(ids.values()), odd - catalog.numbered(odd)


def _without_doubts(products: Collection[int], eased: Mapping[tuple[int, int], int]) -> list[LevelBook]:
    """The levels as if the ledger had never blocked what is in doubt; in the end it is weighed anew."""
    return [
        replace(each, ledger_blocked=each.ledger_blocked - eased.get(each.level, 0)) for each in level_books(products)
    ]


def _cut_bins(spots: Sequence[SpotBook], levels: Sequence[LevelBook]) -> list[BinDoubted]:
    """Bins that say more than both ledger and level hold what the ledger says; return those that are to be counted.

    Numbered units are there by their numbers, one by one, and are left as they are.
    """
    too_much = {each.level: each.there - each.ledger for each in levels if each.on_hand <= each.ledger < each.there}
    numbered = catalog.numbered(product for product, _ in too_much)
    doubted = []
    for each in spots:
        level = each.product_id, each.warehouse_id
        cut = min(each.quantity - max(each.ledger, 0), too_much.get(level, 0))
        if cut <= 0 or each.product_id in numbered or each.row_id is None:
            continue
        too_much[level] -= cut
        kept = each.quantity - cut
        # No more can be on pick lists than lies there; the rights to the rest end below.
        BinStock.objects.filter(pk=each.row_id).update(quantity=kept, planned=min(each.planned, kept))
        doubted.append(BinDoubted(each.warehouse_id, each.bin_id, each.product_id))
    return doubted


def _end_rights(
    products: Collection[int], spots: Sequence[SpotBook], levels: Sequence[LevelBook], *, now: datetime, actor: str
) -> None:
    """What is over keeps nothing; nobody is sent for what does not lie there; nothing is promised that is not there."""
    over = ReservedUnits.objects.filter(product_id__in=products, held__gt=0, reservation__state__in=OVER)
    ended: Counter[tuple[int, int]] = Counter()
    for pk, product, site, units in list(over.values_list("id", "product_id", "warehouse_id", "held")):
        ReservedUnits.objects.filter(pk=pk).update(held=0)
        ended[product, site] += units
    for each in spots:
        if each.sent > each.most:
            sent = Allocation.objects.filter(
                bin_id=each.bin_id, product_id=each.product_id, lot_id=each.lot_id, state="allocated"
            )
            lose_newest(sent, each.sent - each.most, now, actor, counted=False)
            ended[each.product_id, each.warehouse_id] += each.sent - each.most
    lacking = {each.level: each.promised + each.kept + each.stopped - each.there - ended[each.level] for each in levels}
    give_up({level: units for level, units in lacking.items() if units > 0}, now=now, actor=actor, counted=False)


def _end_numbers(products: Collection[int], *, now: datetime) -> None:
    """Units of products that are not numbered have no numbers."""
    mine = Serial.objects.filter(product_id__in=products, state__in=["in_stock", "picked"])
    mine.update(state="gone", bin=None, allocation_id=None, changed_at=now)


def _write_lines(
    spots: Sequence[SpotBook],
    levels: Sequence[LevelBook],
    repair_id: int,
    reason: str,
    *,
    now: datetime,
    actor: str,
) -> list[BinDoubted]:
    """Bring the ledger to what is there; return which bins are to be counted."""
    lying: dict[tuple[int, int], list[SpotBook]] = defaultdict(list)
    for each in spots:
        lying[each.product_id, each.warehouse_id].append(each)
    moves = []
    doubted = []
    for level in levels:
        mine = {each.spot: each for each in lying[level.level]}
        lacking = {spot: each.quantity - each.ledger for spot, each in mine.items() if each.quantity != each.ledger}
        lines = compensate(level.there - level.ledger, lacking)
        written = [_line(level, line, mine, repair_id, reason) for line in lines]
        blocked = level.stopped - level.ledger_blocked - sum(move.blocked for move in written)
        if blocked:
            written.append(_blocking(level, blocked, repair_id, reason))
        moves += written
        bins = sorted({spot[0] for spot in lacking})
        doubted += [BinDoubted(level.warehouse_id, bin_id, level.product_id) for bin_id in bins]
    write(moves, now=now, actor=actor)
    return doubted


def _line(level: LevelBook, line: Compensation, spots: Mapping[Spot, SpotBook], repair_id: int, reason: str) -> Move:
    where = spots[line.spot] if line.spot else None
    bin_id = where.bin_id if where else None
    return Move(
        "adjusted" if line.counts else "moved",
        level.product_id,
        level.warehouse_id,
        abs(line.units),
        line.units if line.counts else 0,
        "repair",
        repair_id,
        from_bin_id=bin_id if line.units < 0 else None,
        to_bin_id=bin_id if line.units > 0 else None,
        lot_id=where.lot_id if where else None,
        blocked=line.units if where and where.stopped else 0,
        reason=_said(reason),
    )


def _blocking(level: LevelBook, units: int, repair_id: int, reason: str) -> Move:
    """The ledger says that so many more units are blocked (below zero: set free)."""
    where = level.product_id, level.warehouse_id
    return Move("quarantined", *where, abs(units), 0, "repair", repair_id, blocked=units, reason=_said(reason))


def _said(reason: str) -> str:
    return f"audit: {reason}" if reason else "audit"


def _set_bins(spots: Sequence[SpotBook]) -> None:
    """A bin's row says how many pickers are sent for, whether anybody may have the units, and whose bin it is."""
    for each in spots:
        if each.row_id is not None:
            BinStock.objects.filter(pk=each.row_id).update(
                planned=each.sent, blocked=each.stopped, warehouse_id=each.warehouse_id
            )


def _set_levels(levels: Sequence[LevelBook], free: Mapping[tuple[int, int], int]) -> dict[int, set[int]]:
    """Levels say what their rows say; return {warehouse id: products of which more may be promised than before}."""
    freed: dict[int, set[int]] = defaultdict(set)
    open_levels(each.level for each in levels)
    for each in levels:
        StockLevel.objects.filter(product_id=each.product_id, warehouse_id=each.warehouse_id).update(
            on_hand=each.there, allocated=each.promised, reserved=each.kept, blocked=each.stopped
        )
        now_free = each.there - each.promised - each.kept - each.stopped
        if now_free > free.get(each.level, 0):
            freed[each.warehouse_id].add(each.product_id)
    return freed


def _changes(before: Mapping[Number, int], after: Mapping[Number, int]) -> tuple[RepairedNumber, ...]:
    keys = sorted(before.keys() | after.keys(), key=lambda key: (key[1], key[2] or 0, key[0], key[3]))
    pairs = ((key, before.get(key, 0), after.get(key, 0)) for key in keys)
    return tuple(RepairedNumber(*key, old, new) for key, old, new in pairs if old != new)


def _mark(changes: Sequence[RepairedNumber]) -> str:
    return sha256(repr([tuple(vars(each).values()) for each in changes]).encode()).hexdigest()[:16]
