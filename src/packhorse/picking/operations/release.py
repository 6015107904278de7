"""Release what was planned, or what may not wait for a wave."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from packhorse.errors import Refusal, missing
from packhorse.network.queries import WarehouseRow
from packhorse.picking import queries
from packhorse.picking.models import Wave, WaveOrder
from packhorse.picking.operations.change_wave import not_waiting, planned, take
from packhorse.picking.operations.leave import cancel_empty, sweep
from packhorse.picking.operations.lists import make_lists, plan_picks
from packhorse.picking.operations.load_carts import CartLoad
from packhorse.picking.operations.plan_wave import decide, lock, untaken, warehouse_of
from packhorse.picking.rules import RUSH, Setup, wave_number
from packhorse.sourcing import queries as sourcing


def release_wave(*, wave_id: int, now: datetime, actor: str) -> list[int]:
    """Release a planned wave to the floor; return the ids of its lists.

    Refuses a wave that is not planned, or of which nothing can be picked any more: that one is cancelled.
    """
    row = queries.wave(wave_id)
    if row is None:
        raise missing("wave", wave_number(wave_id))
    site, setup = warehouse_of(row.warehouse_id), queries.setup_at_work(row.warehouse_id)
    loads = decide(site, setup, {each.fulfillment_id: each.ship_by for each in queries.wave_orders([wave_id])})
    if not _release(site, setup, loads, wave_id, now, actor):
        raise Refusal("NOTHING_WAITS", f"Nothing of {wave_number(wave_id)} can be picked any more: it is cancelled.")
    return queries.lists_of_wave(wave_id)


@transaction.atomic
def _release(
    site: WarehouseRow, setup: Setup, loads: Sequence[CartLoad], wave_id: int, now: datetime, actor: str
) -> bool:
    wave = planned(wave_id)
    sweep(site.id)
    dues = untaken({each.fulfillment_id: each.ship_by for each in queries.wave_orders([wave_id])})
    picks = plan_picks(site, list(dues), now=now) if dues else {}
    WaveOrder.objects.filter(wave=wave).delete()
    if not picks:
        Wave.objects.filter(pk=wave_id).update(state="cancelled", orders=0, late=0)
        return False
    orders = {pick.fulfillment_id for pick in picks.values()}
    late = min(wave.late, len(orders))
    Wave.objects.filter(pk=wave_id, state="planned").update(
        state="released", released_at=now, released_by=actor, orders=len(orders), late=late
    )
    make_lists(wave, site, setup, loads, picks, dues, priority=0, now=now, actor=actor)
    return True


def release_now(fulfillment_ids: Sequence[int], *, now: datetime, actor: str) -> list[int]:
    """Release fulfillment orders that may not wait for a wave, out of those they are in; return the ids of their lists.

    They get lists of their own, which are handed out before all others. Refuses what does not wait to be picked.
    """
    places: dict[int, dict[int, datetime]] = defaultdict(dict)
    rows = sourcing.by_id(fulfillment_ids)
    for each in dict.fromkeys(fulfillment_ids):
        row = rows.get(each)
        if row is None:
            raise missing("fulfillment order", each)
        if row.state != "open":
            raise not_waiting(each, row.state)
        places[row.warehouse_id][each] = row.ship_by
    decided = []
    for warehouse_id, dues in sorted(places.items()):
        site, setup = warehouse_of(warehouse_id), queries.setup_at_work(warehouse_id)
        decided.append((site, setup, dues, decide(site, setup, dues)))
    with transaction.atomic():
        return [each for rush in decided for each in _rush(*rush, now, actor)]


def _rush(
    site: WarehouseRow, setup: Setup, dues: dict[int, datetime], loads: Sequence[CartLoad], now: datetime, actor: str
) -> list[int]:
    lock(site.id)
    waiting = untaken(dues)
    states = sourcing.by_id(dues)
    for each in dues:
        if each not in waiting or states[each].state != "open":
            raise not_waiting(each, "on a list already" if each not in waiting else states[each].state)
    picks = plan_picks(site, list(dues), now=now)
    orders = {pick.fulfillment_id for pick in picks.values()}
    for each in dues:
        if each not in orders:
            raise Refusal("NOT_THERE", f"Fulfillment order {each} cannot be picked: its bins hold too little.")
    take(list(dues))
    cancel_empty()
    wave = Wave.objects.create(
        warehouse_id=site.id,
        state="released",
        released_at=now,
        released_by=actor,
        due_at=min(dues.values()),
        orders=len(dues),
    )
    make_lists(wave, site, setup, loads, picks, dues, priority=RUSH, now=now, actor=actor)
    return queries.lists_of_wave(wave.pk)
