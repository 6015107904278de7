"""The shift's board, read: waves, lists, sorting, what is packed, what is late, and what should not be, first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from packhorse.catalog import queries as catalog
from packhorse.network.queries import WarehouseRow
from packhorse.picking import queries as picking
from packhorse.picking.queries import AtWorkRow, ListRow, WaveRow
from packhorse.picking.rules import RUSH, list_number, span, wave_number
from packhorse.placing.rules import order_number
from packhorse.sorting import queries as sorting
from packhorse.sourcing import queries as sourcing
from packhorse.sourcing.queries.cutoffs import STAGES, LateRow, by_cutoff, overdue
from packhorse.web.clocks import Clock

STALLED = timedelta(minutes=15)  # a list on which nobody made a scan for so long stands still
SHORT_FOR = timedelta(hours=12)  # short picks are shown for a shift
SHOWN = 8  # cards of a column, orders of a wave; the rest is counted
MOST = 200  # orders of a wave that is opened whole, and cards that are read at all


@dataclass(frozen=True)
class Alarm:
    """Something a lead should look at. `kind`: late, risk, stalled or short; `list_id` is that of a pick list."""

    kind: str
    what: str
    text: str
    list_id: int | None = None


@dataclass(frozen=True)
class CutoffCard:
    """A cut-off with its carriers, and its orders by `STAGES`; `left` is less than nothing when it has passed."""

    due: datetime
    carriers: tuple[str, ...]
    left: timedelta
    stages: tuple[int, ...]


@dataclass(frozen=True)
class OrderCard:
    """A fulfillment order that waits, in a planned wave or in none."""

    id: int
    number: str
    due: datetime
    late: bool


@dataclass(frozen=True)
class WaveCard:
    """A planned wave with its first orders; `more` are not shown."""

    row: WaveRow
    number: str
    orders: tuple[OrderCard, ...]
    more: int


@dataclass(frozen=True)
class ListCard:
    """A pick list with its orders, and when something was last done on it."""

    row: ListRow
    number: str
    orders: int
    rush: bool
    since: datetime | None


@dataclass(frozen=True)
class Board:
    """All of it. Columns hold their first cards; `counts` are all of each, by column."""

    at: datetime
    alarms: tuple[Alarm, ...]
    cutoffs: tuple[CutoffCard, ...]
    planned: tuple[WaveCard, ...]
    loose: tuple[OrderCard, ...]
    released: tuple[ListCard, ...]
    picking: tuple[ListCard, ...]
    sorting: tuple[tuple[str, int], ...]
    late: tuple[tuple[str, LateRow], ...]
    counts: dict[str, int]


def board_of(site: WarehouseRow, *, now: datetime, whole: int | None = None) -> Board:
    """Return a warehouse's board as it is; of wave `whole` all orders, up to `MOST` (0: of those that are in none)."""
    lists = picking.lists(warehouse_id=site.id)
    lists.sort(key=lambda row: (-row.priority, row.due_at is None, row.due_at or now, row.id))
    people = {row.list_id: row for row in picking.at_work(site.id, now=now)}
    orders = picking.orders_of_lists(row.id for row in lists)
    cards = [_list(row, orders.get(row.id, 0), people.get(row.id)) for row in lists]
    open_ones = [card for card in cards if card.row.state == "open"]
    walked = [card for card in cards if card.row.state == "picking"]
    waves = picking.planned_waves(site.id)
    loose = picking.in_no_wave(site.id, limit=MOST)
    to_sort = sorting.lists_to_sort(site.id, limit=MOST)
    late = overdue(site.id, now=now, limit=MOST)
    cutoffs = _cutoffs(site, now)
    stages = [sum(card.stages[nth] for card in cutoffs) for nth in range(len(STAGES))]
    return Board(
        at=now,
        alarms=tuple(_alarms(site, now, waves, cards, late)),
        cutoffs=cutoffs,
        planned=_waves(waves, whole),
        loose=_loose(loose, MOST if whole == 0 else SHOWN),
        released=tuple(open_ones[:SHOWN]),
        picking=tuple(walked[:SHOWN]),
        sorting=tuple((list_number(row.id), row.id) for row in to_sort[:SHOWN]),
        late=tuple((order_number(row.order_id), row) for row in late[:SHOWN]),
        counts={
            "planned": sum(row.orders for row in waves),
            "loose": len(loose),
            "released": len(open_ones),
            "picking": len(walked),
            "sorting": len(to_sort),
            "to_pack": stages[STAGES.index("sorted")],
            "packed": stages[STAGES.index("packed")],
            "late": len(late),
        },
    )


def _list(row: ListRow, orders: int, who: AtWorkRow | None) -> ListCard:
    return ListCard(row, list_number(row.id), orders, row.priority >= RUSH, who.since if who else None)


def _waves(waves: Sequence[WaveRow], whole: int | None) -> tuple[WaveCard, ...]:
    members: dict[int, list[OrderCard]] = {row.id: [] for row in waves}
    for row in picking.wave_orders(members):
        card = OrderCard(row.fulfillment_id, order_number(row.order_id), row.ship_by, row.late)
        members[row.wave_id].append(card)
    cards = []
    for wave in waves:
        shown = members[wave.id][: MOST if wave.id == whole else SHOWN]
        cards.append(WaveCard(wave, wave_number(wave.id), tuple(shown), len(members[wave.id]) - len(shown)))
    return tuple(cards)


def _loose(waiting: dict[int, datetime], most: int) -> tuple[OrderCard, ...]:
    rows = sourcing.by_id(list(waiting)[:most])
    return tuple(OrderCard(each, order_number(rows[each].order_id), rows[each].ship_by, False) for each in rows)


def carriers_at(site: WarehouseRow, due: datetime) -> tuple[str, ...]:
    """Return the carriers whose lanes close at this hour; none where lanes follow the warehouse's own."""
    hour = Clock(site).here(due).time()
    return tuple(sorted({row.rules.carrier for row in sorting.lanes(site.id) if row.cutoff == hour} - {""}))


def _cutoffs(site: WarehouseRow, now: datetime) -> tuple[CutoffCard, ...]:
    stages: dict[datetime, dict[str, int]] = {}
    for row in by_cutoff(site.id):
        stages.setdefault(row.ship_by, {})[row.state] = row.orders
    return tuple(
        CutoffCard(due, carriers_at(site, due), due - now, tuple(found.get(stage, 0) for stage in STAGES))
        for due, found in stages.items()
    )


def _alarms(
    site: WarehouseRow, now: datetime, waves: Sequence[WaveRow], cards: Sequence[ListCard], late: Sequence[LateRow]
) -> list[Alarm]:
    """Return what should not be: the worst first."""
    clock, after = Clock(site), timedelta(minutes=picking.floor_setup(site.id).after_minutes)
    found = []
    if left := [row for row in late if row.state != "packed"]:
        number = f"{len(left)}{'+' if len(late) == MOST else ''}"
        words = f"order{'s' * (len(left) > 1)} should have left and {'are' if len(left) > 1 else 'is'} not packed"
        found.append(Alarm("late", number, f"{words}, the first by {clock.words(left[0].ship_by, now)}"))
    for wave in waves:
        if wave.late and wave.ready_at and wave.due_at and wave.due_at > now:
            words = f"{wave.late} of {wave.orders} orders would miss their cut-off; ready about "
            found.append(Alarm("risk", wave_number(wave.id), words + clock.words(wave.ready_at, now)))
    for card in cards:
        left_s = card.row.seconds * card.row.open // max(1, card.row.tasks)
        ready, due = now + timedelta(seconds=left_s) + after, card.row.due_at
        if due and now < due < ready:
            words = f"would be ready {clock.words(ready, now)}, after its cut-off {clock.words(due, now)}"
            nobody = "; nobody has it" if card.row.state == "open" else ""
            found.append(Alarm("risk", card.number, words + nobody, card.row.id))
        if card.row.state == "picking" and card.since and card.since <= now - STALLED:
            still = span(int((now - card.since).total_seconds()))
            found.append(Alarm("stalled", card.number, f"{card.row.picker} made no scan for {still}", card.row.id))
    return found + _shorts(site, now, clock)


def _shorts(site: WarehouseRow, now: datetime, clock: Clock) -> list[Alarm]:
    rows = picking.shorts(site.id, since=now - SHORT_FOR, limit=SHOWN)
    goods = catalog.by_id(row.product_id for row in rows)
    return [
        Alarm(
            "short",
            list_number(row.list_id),
            f"{row.missing} × {goods[row.product_id].sku} missing in {row.bin_code} for {order_number(row.order_id)}, "
            f"found by {row.actor} at {clock.words(row.at, now)}",
            row.list_id,
        )
        for row in rows
    ]
