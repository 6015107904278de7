"""Set the books right where they differ: never silently, each change kept, all of it or nothing."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import OperationalError, transaction

from packhorse import sql
from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.events import BinDoubted, StockReceived
from packhorse.inventory.models import Allocation, BinStock, Repair, RepairedRow, ReservedUnits, Serial, StockLevel
from packhorse.inventory.operations import books
from packhorse.inventory.operations.bins import Spot
from packhorse.inventory.operations.books import Number
from packhorse.inventory.operations.give_up import give_up, lose_newest
from packhorse.inventory.operations.ledger import Move, open_levels, write
from packhorse.inventory.queries import LevelBook, RepairedNumber, SpotBook, level_books, spot_books
from packhorse.inventory.rules import Compensation, compensate
from packhorse.outbox.publish import publish

# The audits that say which products are to be looked at.
AUDITS = ("allocated", "bins", "blocked", "belongs", "not_oversold", "on_hand", "places", "planned", "reserved")
AUDITS += ("serials", "snapshots")
OVER = ("released", "expired")


@dataclass(frozen=True)
class Repaired:
    """What a repair changed, or would; `mark` tells one plan from another, `id` is None where nothing is done."""

    id: int | None
    changes: tuple[RepairedNumber, ...]
    mark: str


def repair(*, reason: str, now: datetime, actor: str, seen: str | None = None) -> Repaired:
    """Set right what differs in stock, and keep every change; return them.

    Counters become what their rows say. A bin is believed as it stands: the ledger gets a compensating line, the level
    follows, and the bin is doubted (`BinDoubted`), for somebody to count it. What is then promised and not there is
    given up: sourcing looks anew. `seen` is the mark of the plan that somebody agreed to: refuses when it is another by
    now. Stock stands still meanwhile.
    """
    try:
        with transaction.atomic():
            done = _repair(reason.strip(), now=now, actor=actor)
            if seen is not None and seen != done.mark:
                raise Refusal("BOOKS_MOVED", "The books differ in another way by now: look again.")
            return done
    except OperationalError as error:
        raise Refusal("STOCK_BUSY", "Stock is being moved just now: nothing is changed. Try again.") from error


def preview_repair(*, now: datetime) -> Repaired:
    """Return what `repair` would do, and do nothing."""
    try:
        with transaction.atomic():
            found = _repair("", now=now, actor="preview")
            transaction.set_rollback(True)
        return Repaired(None, found.changes, found.mark)
    except OperationalError as error:
        raise Refusal("STOCK_BUSY", "Stock is being moved just now. Try again.") from error


def _repair(reason: str, *, now: datetime, actor: str) -> Repaired:
    sql.rows("inventory", "repair_patience", {})
    sql.rows("inventory", "repair_alone", {})
    products, unnumbered = _suspects()
    before = books.read(products) if products else {}
    free = {(each.product_id, each.warehouse_id): each.free for each in level_books(products)} if products else {}
    if not products:
        return Repaired(None, (), _mark(()))
    row = Repair.objects.create(at=now, actor=actor, reason=reason[:200])
    _end_rights(products, now=now, actor=actor)
    _end_numbers(unnumbered, now=now)
    doubted = _write_lines(products, row.pk, reason, now=now, actor=actor)
    _set_bins(products)
    freed = _set_levels(products, free)
    sql.rows("inventory", "repair_snapshots", {"products": sorted(products)})
    changes = _changes(before, books.read(products))
    if not changes:
        row.delete()
        return Repaired(None, (), _mark(()))
    RepairedRow.objects.bulk_create([RepairedRow(repair=row, **vars(each)) for each in changes])
    sql.rows("inventory", "note_changes", {"products": sorted(products)})
    received = [StockReceived(site, tuple(sorted(freed[site]))) for site in sorted(freed)]
    publish([*doubted, *received], now=now, actor=actor)
    return Repaired(row.pk, changes, _mark(changes))


def _suspects() -> tuple[set[int], set[int]]:
    """Return the products of which an audit says that something differs; and those that have numbers and should not."""
    named = {audit: {row[1] for row in sql.ask("inventory", f"audit_{audit}", {}, list).read()} for audit in AUDITS}
    ids = catalog.ids_by_sku(set().union(*named.values()))
    odd = {ids[sku] for sku in named["serials"]}
    return set(ids.values()), odd - catalog.numbered(odd)


def _end_rights(products: Collection[int], *, now: datetime, actor: str) -> None:
    """What is over keeps nothing; nobody is sent for what does not lie there; nothing is promised that is not there."""
    over = ReservedUnits.objects.filter(product_id__in=products, held__gt=0, reservation__state__in=OVER)
    ReservedUnits.objects.filter(pk__in=list(over.values_list("id", flat=True))).update(held=0)
    for each in spot_books(products):
        if each.sent > each.most:
            sent = Allocation.objects.filter(
                bin_id=each.bin_id, product_id=each.product_id, lot_id=each.lot_id, state="allocated"
            )
            lose_newest(sent, each.sent - each.most, now, actor, counted=False)
    lacking = {
        (level.product_id, level.warehouse_id): level.promised + level.kept + level.stopped - level.there
        for level in level_books(products)
    }
    give_up({level: units for level, units in lacking.items() if units > 0}, now=now, actor=actor, counted=False)


def _end_numbers(products: Collection[int], *, now: datetime) -> None:
    """Units of products that are not numbered have no numbers."""
    mine = Serial.objects.filter(product_id__in=products, state__in=["in_stock", "picked"])
    mine.update(state="gone", bin=None, allocation_id=None, changed_at=now)


def _write_lines(
    products: Collection[int], repair_id: int, reason: str, *, now: datetime, actor: str
) -> list[BinDoubted]:
    """Bring the ledger to what is there; return which bins are to be counted."""
    lying: dict[tuple[int, int], list[SpotBook]] = defaultdict(list)
    for each in spot_books(products):
        lying[each.product_id, each.warehouse_id].append(each)
    moves = []
    doubted = []
    for level in level_books(products):
        mine = {each.spot: each for each in lying[level.product_id, level.warehouse_id]}
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


def _set_bins(products: Collection[int]) -> None:
    """A bin's row says how many pickers are sent for, whether anybody may have the units, and whose bin it is."""
    for each in spot_books(products):
        if each.row_id is not None:
            BinStock.objects.filter(pk=each.row_id).update(
                planned=each.sent, blocked=each.stopped, warehouse_id=each.warehouse_id
            )


def _set_levels(products: Collection[int], free: Mapping[tuple[int, int], int]) -> dict[int, set[int]]:
    """Levels say what their rows say; return {warehouse id: products of which more may be promised than before}."""
    freed: dict[int, set[int]] = defaultdict(set)
    found = level_books(products)
    open_levels((each.product_id, each.warehouse_id) for each in found)
    for each in found:
        StockLevel.objects.filter(product_id=each.product_id, warehouse_id=each.warehouse_id).update(
            on_hand=each.there, allocated=each.promised, reserved=each.kept, blocked=each.stopped
        )
        now_free = each.there - each.promised - each.kept - each.stopped
        if now_free > free.get((each.product_id, each.warehouse_id), 0):
            freed[each.warehouse_id].add(each.product_id)
    return freed


def _changes(before: Mapping[Number, int], after: Mapping[Number, int]) -> tuple[RepairedNumber, ...]:
    keys = sorted(before.keys() | after.keys(), key=lambda key: (key[1], key[2] or 0, key[0], key[3]))
    pairs = ((key, before.get(key, 0), after.get(key, 0)) for key in keys)
    return tuple(RepairedNumber(*key, old, new) for key, old, new in pairs if old != new)


def _mark(changes: Sequence[RepairedNumber]) -> str:
    return sha256(repr([tuple(vars(each).values()) for each in changes]).encode()).hexdigest()[:16]
