"""The picking that is ahead of a warehouse, read from its lists, its planned waves, and what waits."""

from datetime import datetime, timedelta

from packhorse.network.queries import WarehouseRow
from packhorse.picking import queries
from packhorse.picking.batching import guess_carts
from packhorse.picking.operations.load_carts import look
from packhorse.picking.rules import Ahead, Work, capacity, seconds_each

DAY = timedelta(hours=24)
MOST = 2000  # waiting orders that are looked at, the first to leave first: as many as are planned together


def ahead_of(site: WarehouseRow, *, pickers: int | None = None, now: datetime) -> list[Ahead]:
    """Return the cut-offs of the next 24 hours, and those that passed with work left, with work and room.

    `pickers`: as many as would pick; as the floor's setup says without.
    """
    setup = queries.floor_setup(site.id)
    return capacity(_work(site, now), setup=setup, pickers=pickers or setup.pickers, now=now)


def _work(site: WarehouseRow, now: datetime) -> list[Work]:
    setup, until = queries.floor_setup(site.id), now + DAY
    found = [
        Work(row.due_at or now, "floor", 0, row.seconds * row.open // max(1, row.tasks))
        for row in queries.lists(warehouse_id=site.id)
        if row.due_at is None or row.due_at <= until
    ]
    planned = {
        row.fulfillment_id: row.ship_by
        for row in queries.wave_orders(wave.id for wave in queries.planned_waves(site.id))
    }
    waiting = queries.in_no_wave(site.id, limit=MOST)
    dues = {each: due for each, due in (planned | waiting).items() if due <= until}
    seconds = seconds_each(look(site.id, dues), setup=setup, floor=site.floor, now=now, batcher=guess_carts)
    return found + [
        Work(dues[each], "planned" if each in planned else "waiting", 1, taken) for each, taken in seconds.items()
    ]
