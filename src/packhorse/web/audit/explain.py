"""How a product's stock came to be what it is: the ledger, who has a right to it, and where it began to differ."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from packhorse.catalog import queries as catalog
from packhorse.errors import missing
from packhorse.inventory import queries as stock
from packhorse.inventory.queries import ClueRow, LevelBook, MovementRow, SnapshotRow, SpotBook
from packhorse.network import queries as network
from packhorse.network.queries import BinRow
from packhorse.picking import queries as picking
from packhorse.picking.rules import list_number
from packhorse.placing.rules import order_number
from packhorse.web.audit import runs
from packhorse.web.audit.history import Explanation, Level, Line, Mended, Pick, Right, Snapshot

LINES = 200
SHOWN_SNAPSHOTS = 20


@dataclass(frozen=True)
class _Names:
    """What warehouses and bins are called; `only` is the one warehouse asked about, if it is one."""

    sites: dict[int, str]
    bins: dict[int, BinRow]
    only: int | None

    def site(self, pk: int | None) -> str:
        return self.sites.get(pk or 0, "")

    def bin(self, pk: int | None) -> str:
        return self.bins[pk].code if pk in self.bins else ""

    def asked(self, warehouse_id: int | None) -> bool:
        return self.only in (None, warehouse_id)


def explain(*, sku: str, warehouse: str = "", lines: int = LINES) -> Explanation:
    """Return the history that led to a product's stock, in one warehouse or in all. Refuses what does not exist."""
    product = catalog.by_sku(sku)
    if product is None:
        raise missing("product", sku[:64])
    sites = {site.id: site.code for site in network.warehouses()}
    if warehouse and warehouse not in sites.values():
        raise missing("warehouse", warehouse[:20])
    only = next((pk for pk, code in sites.items() if code == warehouse), None)
    levels = [each for each in stock.level_books([product.id]) if only in (None, each.warehouse_id)]
    spots = [each for each in stock.spot_books([product.id]) if only in (None, each.warehouse_id)]
    snapshots = [each for each in stock.snapshots(product.id) if only in (None, each.warehouse_id)]
    differs = _differs(levels, spots, sites)
    # The walk along the whole ledger takes its time: nobody needs it while all is well.
    wrong = differs or any(not each.fits for each in snapshots)
    clues = [each for each in stock.clues(product.id) if only in (None, each.warehouse_id)] if wrong else []
    movements = stock.movements(product.id, limit=lines + 1, warehouse_id=only)
    held, tasks = stock.held_of_product(product.id), picking.open_of_product(product.id)
    ids = [m.from_bin_id for m in movements] + [m.to_bin_id for m in movements] + [h.bin_id for h in held]
    ids += [t.bin_id for t in tasks] + [c.bin_id for c in clues]
    names = _Names(sites, network.bins_by_id(pk for pk in ids if pk), only)
    told = [_clue(each, names) for each in clues] + _snapshots_clue(snapshots, names)
    return Explanation(
        product=product,
        levels=tuple(_level(each, names) for each in levels),
        differs=tuple(differs),
        clues=tuple(told + (_nights_clue(sku, warehouse, told) if differs else [])),
        lines=tuple(_lines(movements[:lines], levels, {each.movement_id for each in clues}, names)),
        rights=tuple(
            [
                Right(
                    order_number(h.order_id),
                    names.site(h.warehouse_id),
                    h.quantity,
                    h.state,
                    names.bin(h.bin_id),
                    h.since,
                )
                for h in held
                if names.asked(h.warehouse_id)
            ]
        ),
        kept=tuple(_kept(product.id, names)),
        picks=tuple(
            Pick(list_number(t.pick_list_id), order_number(t.order_id), names.bin(t.bin_id), t.quantity)
            for t in tasks
            if names.asked(names.bins[t.bin_id].warehouse_id)
        ),
        snapshots=tuple(
            Snapshot(names.site(s.warehouse_id), s.at, s.on_hand, s.ledger, s.fits)
            for s in reversed(snapshots[-SHOWN_SNAPSHOTS:])
        ),
        repairs=tuple(_mended(product.id, names)),
        more=len(movements) > lines,
    )


def _level(each: LevelBook, names: _Names) -> Level:
    return Level(
        warehouse=names.site(each.warehouse_id),
        on_hand=each.on_hand,
        ledger=each.ledger,
        there=each.there,
        allocated=each.allocated,
        promised=each.promised,
        reserved=each.reserved,
        kept=each.kept,
        blocked=each.blocked,
        stopped=each.stopped,
    )


def _differs(levels: Iterable[LevelBook], spots: Iterable[SpotBook], sites: dict[int, str]) -> list[str]:
    """Say each number that is not what its rows say."""
    found = []
    for each in levels:
        numbers = (
            ("on hand", each.on_hand, "the ledger adds up to", each.ledger),
            ("on hand", each.on_hand, "in bins and hands are", each.there),
            ("allocated", each.allocated, "the open allocations say", each.promised),
            ("reserved", each.reserved, "the reservations say", each.kept),
            ("blocked", each.blocked, "the bins say", each.stopped),
            ("blocked", each.blocked, "the ledger says", each.ledger_blocked),
        )
        site = sites[each.warehouse_id]
        found += [f"{site}: {what} {says}, {other} {units}" for what, says, other, units in numbers if says != units]
        if each.free < 0:
            found.append(f"{site}: {-each.free} units more are promised than there are")
    for spot in spots:
        where = f"{sites[spot.warehouse_id]}: {spot.place}"
        if spot.quantity != spot.ledger:
            found.append(f"{where} holds {spot.quantity}, the ledger says {spot.ledger}")
        if spot.planned != spot.sent:
            found.append(f"{where} has {spot.planned} on pick lists, the allocations say {spot.sent}")
        if spot.row_id is not None and spot.blocked != spot.stopped:
            found.append(f"{where} is {'blocked' if spot.blocked else 'free'} and should not be")
    return found


def _clue(each: ClueRow, names: _Names) -> str:
    where = f"{names.site(each.warehouse_id)}" + (f", bin {names.bin(each.bin_id)}" if each.bin_id else "")
    if each.clue == "below":
        what = "in the bin" if each.bin_id else "on hand"
        return f"Ledger line {each.movement_id} ({where}) is the first after which {each.units} would be {what}."
    return f"Ledger line {each.movement_id} ({where}) is not one that Packhorse writes: it names no bin it should."


def _snapshots_clue(snapshots: Sequence[SnapshotRow], names: _Names) -> list[str]:
    """Name each warehouse's first snapshot that the ledger does not add up to any more, and the last one before."""
    told = []
    for site in dict.fromkeys(each.warehouse_id for each in snapshots):
        mine = [each for each in snapshots if each.warehouse_id == site]
        first = next((nth for nth, each in enumerate(mine) if not each.fits), None)
        if first is None:
            continue
        wrong = mine[first]
        since = (
            f"since the one before {mine[first - 1].at:%Y-%m-%d %H:%M}, which fits" if first else "from the beginning"
        )
        told.append(
            f"{names.site(site)}: the snapshot before {wrong.at:%Y-%m-%d %H:%M} kept {wrong.on_hand} on hand and "
            f"{wrong.blocked} blocked; the ledger now adds up to {wrong.ledger} and {wrong.ledger_blocked}. The books "
            f"began to differ {since}: the snapshot was changed, or a line was written later and dated back."
        )
    return told


def _nights_clue(sku: str, warehouse: str, told: Sequence[str]) -> list[str]:
    """Say between which audits it began."""
    clean, first = runs.began(sku, warehouse)
    if first is None:
        return ["No audit that was kept has found this: it began after the last one."]
    since = f"That of {clean:%Y-%m-%d %H:%M} found nothing: look at what happened between." if clean else ""
    words = [f"The audit of {first:%Y-%m-%d %H:%M} was the first to find it. {since}".strip()]
    if not told:
        words.append("Every line of the ledger is one that Packhorse writes: a number was changed beside it.")
    return words


def _lines(
    movements: Sequence[MovementRow], levels: Iterable[LevelBook], suspects: set[int], names: _Names
) -> Iterable[Line]:
    """Return the lines, newest first, each with what the ledger adds up to after it."""
    after = Counter({each.warehouse_id: each.ledger for each in levels})
    for each in movements:
        yield Line(
            id=each.id,
            at=each.at,
            kind=each.kind,
            warehouse=names.site(each.warehouse_id),
            quantity=each.quantity,
            delta=each.delta,
            blocked=each.blocked,
            on_hand=after[each.warehouse_id],
            from_bin=names.bin(each.from_bin_id),
            to_bin=names.bin(each.to_bin_id),
            actor=each.actor,
            document=f"{each.cause} {each.cause_id}" if each.cause_id else each.cause,
            reason=each.reason,
            suspect=each.id in suspects,
        )
        after[each.warehouse_id] -= each.delta


def _kept(product_id: int, names: _Names) -> Iterable[Right]:
    for each in stock.reservations_of(product_id):
        for units in each.units:
            if units.product_id == product_id and units.held and names.asked(units.warehouse_id):
                who = f"{each.number} ({each.channel} {each.checkout})"
                yield Right(who, names.site(units.warehouse_id), units.held, each.state, "", each.expires_at)


def _mended(product_id: int, names: _Names) -> Iterable[Mended]:
    for repair in stock.repairs(limit=20, product_id=product_id):
        for row in repair.rows:
            if names.asked(row.warehouse_id):
                site = names.site(row.warehouse_id)
                yield Mended(repair.at, repair.actor, repair.reason, site, row.what, row.place, row.before, row.after)
