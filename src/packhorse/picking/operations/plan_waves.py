"""Plan waves against cut-offs, and say of planned waves when they would be ready."""

from datetime import datetime, timedelta

from django.db import transaction

from packhorse.network.queries import WarehouseRow
from packhorse.picking import queries
from packhorse.picking.batching import guess_carts
from packhorse.picking.models import Wave, WaveOrder
from packhorse.picking.operations.leave import recount, sweep
from packhorse.picking.operations.load_carts import look
from packhorse.picking.operations.plan_wave import lock, untaken, warehouse_of
from packhorse.picking.rules import PlannedWave, Setup, plan, predict
from packhorse.sourcing import queries as sourcing

MOST = 2000  # orders that are planned together, the first to leave first


@transaction.atomic
def plan_waves(*, warehouse_id: int, now: datetime, actor: str) -> list[int]:
    """Plan all that waits in a warehouse and leaves within its look-ahead; return the ids of all planned waves.

    What was planned before is planned anew, under the same numbers; waves that a person changed stay as they are. In
    the end all of them together are said to be ready, or late, one after the other by their cut-offs.
    """
    site = warehouse_of(warehouse_id)
    setup = queries.floor_setup(warehouse_id)
    lock(warehouse_id)
    sweep(warehouse_id)
    mine = list(Wave.objects.filter(warehouse_id=warehouse_id, state="planned", by_hand=False).order_by("due_at", "id"))
    WaveOrder.objects.filter(wave__in=mine).delete()
    waiting = look(warehouse_id, _due(site, setup, now))
    busy = queries.work_ahead(warehouse_id)
    planned = plan(waiting, setup=setup, floor=site.floor, now=now, busy=busy, batcher=guess_carts)
    of_order = {row.id: row.order_id for row in sourcing.by_id(each.fulfillment_id for each in waiting).values()}
    waves = mine[: len(planned)]
    waves += [
        Wave.objects.create(warehouse_id=site.id, state="planned", planned_at=now, planned_by=actor)
        for _ in planned[len(mine) :]
    ]
    Wave.objects.filter(pk__in=[wave.pk for wave in mine[len(planned) :]]).update(state="cancelled", orders=0, late=0)
    for wave, found in zip(waves, planned, strict=True):
        _note(wave, found)
        WaveOrder.objects.bulk_create(
            WaveOrder(fulfillment_id=each, wave=wave, order_id=of_order[each], late=each in found.late)
            for each in found.fulfillment_ids
        )
    if Wave.objects.filter(warehouse_id=warehouse_id, state="planned", by_hand=True).exists():
        foresee(site, setup, now=now)
    return [row.id for row in queries.planned_waves(warehouse_id)]


def _due(site: WarehouseRow, setup: Setup, now: datetime) -> dict[int, datetime]:
    """Return {fulfillment id: cut-off} of all that waits, is in no wave, and leaves within the look-ahead."""
    until, planned = now + timedelta(minutes=setup.ahead_minutes), queries.in_waves(site.id)
    rows = sourcing.open_for_wave(site.id, limit=MOST + len(planned))
    return untaken({row.id: row.ship_by for row in rows if row.ship_by <= until and row.id not in planned})


def foresee(site: WarehouseRow, setup: Setup, *, now: datetime) -> None:
    """Say of every planned wave of a warehouse, as it is, when it would be ready and what would be late."""
    members: dict[int, dict[int, datetime]] = {row.id: {} for row in queries.planned_waves(site.id)}
    for row in queries.wave_orders(members):
        members[row.wave_id][row.fulfillment_id] = row.ship_by
    dues = {each: due for mine in members.values() for each, due in mine.items()}
    known = {each.fulfillment_id: each for each in look(site.id, dues)}
    waves = [
        (min(mine.values()), wave_id, [known[each] for each in mine if each in known])
        for wave_id, mine in members.items()
        if mine
    ]
    waves = sorted((wave for wave in waves if wave[2]), key=lambda wave: wave[:2])
    busy = queries.work_ahead(site.id)
    found = predict([wave[2] for wave in waves], setup=setup, floor=site.floor, now=now, busy=busy, batcher=guess_carts)
    for (_, wave_id, _), seen in zip(waves, found, strict=True):
        _note(Wave(pk=wave_id), seen)
        WaveOrder.objects.filter(wave_id=wave_id, late=True).exclude(pk__in=seen.late).update(late=False)
        WaveOrder.objects.filter(wave_id=wave_id, late=False, pk__in=seen.late).update(late=True)
    recount(members)  # what cannot be picked just now is in its wave all the same


def _note(wave: Wave, seen: PlannedWave) -> None:
    Wave.objects.filter(pk=wave.pk).update(
        due_at=seen.due, ready_at=seen.ready, orders=len(seen.fulfillment_ids), late=len(seen.late)
    )
