"""What a person changes in planned waves: put an order in, take one out, give a wave up."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from packhorse.errors import Refusal, missing
from packhorse.picking import queries
from packhorse.picking.models import Wave, WaveOrder
from packhorse.picking.operations.leave import cancel_empty, recount, sweep
from packhorse.picking.operations.plan_wave import lock, untaken, warehouse_of
from packhorse.picking.operations.plan_waves import foresee
from packhorse.picking.rules import wave_number
from packhorse.sourcing import queries as sourcing


@transaction.atomic
def put_in(fulfillment_ids: Sequence[int], *, wave_id: int, now: datetime) -> None:
    """Put waiting fulfillment orders into a planned wave, out of those they are in. All or none.

    From then on planning leaves the wave as it is. Refuses what does not wait in the wave's warehouse.
    """
    wave = planned(wave_id)
    rows = sourcing.by_id(fulfillment_ids)
    waiting = untaken({row.id: row.ship_by for row in rows.values()})
    for each in dict.fromkeys(fulfillment_ids):
        row = rows.get(each)
        if row is None:
            raise missing("fulfillment order", each)
        if row.state != "open" or row.warehouse_id != wave.warehouse_id or each not in waiting:
            raise not_waiting(each, row.state)
    take(fulfillment_ids)
    WaveOrder.objects.bulk_create(
        WaveOrder(fulfillment_id=each, wave=wave, order_id=rows[each].order_id) for each in sorted(rows)
    )
    Wave.objects.filter(pk=wave.pk).update(by_hand=True)
    recount([wave.pk])
    cancel_empty()
    _foresee(wave, now)


@transaction.atomic
def take_out(fulfillment_ids: Sequence[int], *, now: datetime) -> None:
    """Take fulfillment orders out of the planned waves they are in: they wait for another. All or none."""
    found = WaveOrder.objects.filter(pk__in=set(fulfillment_ids), wave__state="planned").select_related("wave")
    waves = {each.fulfillment_id: each.wave for each in found}
    for wave in {wave.warehouse_id: wave for wave in waves.values()}.values():
        lock(wave.warehouse_id)
    left = set(WaveOrder.objects.filter(pk__in=waves).values_list("pk", flat=True))
    for each in fulfillment_ids:
        if each not in left:
            raise Refusal("NOT_IN_A_WAVE", f"Fulfillment order {each} is in no planned wave.")
    take(fulfillment_ids)
    Wave.objects.filter(pk__in={wave.pk for wave in waves.values()}).update(by_hand=True)
    cancel_empty()
    for wave in {wave.warehouse_id: wave for wave in waves.values()}.values():
        _foresee(wave, now)


@transaction.atomic
def cancel_wave(*, wave_id: int, now: datetime) -> None:
    """Give a planned wave up: its orders wait for another."""
    wave = planned(wave_id)
    WaveOrder.objects.filter(wave=wave).delete()
    Wave.objects.filter(pk=wave.pk, state="planned").update(state="cancelled", orders=0, late=0)
    _foresee(wave, now)


def planned(wave_id: int) -> Wave:
    """Return a planned wave, and let nobody else change waves of its warehouse; refuses any other."""
    wave = Wave.objects.filter(pk=wave_id).first()
    if wave is None:
        raise missing("wave", wave_number(wave_id))
    lock(wave.warehouse_id)
    wave = Wave.objects.get(pk=wave_id)
    if wave.state != "planned":
        text = f"{wave_number(wave_id)} is {wave.state}. Only a planned wave can be changed or released."
        raise Refusal("WAVE_NOT_PLANNED", text)
    return wave


def not_waiting(fulfillment_id: int, state: str) -> Refusal:
    """Return the refusal for a fulfillment order that cannot go to the floor from there."""
    text = f"Fulfillment order {fulfillment_id} does not wait to be picked here: it is {state.replace('_', ' ')}."
    return Refusal("NOT_WAITING", text, details={"fulfillment": fulfillment_id, "state": state})


def take(fulfillment_ids: Sequence[int]) -> None:
    """Take them out of the waves they are in, whose numbers of orders shrink."""
    found = WaveOrder.objects.filter(pk__in=set(fulfillment_ids))
    waves = set(found.values_list("wave_id", flat=True))
    found.delete()
    recount(waves)


def _foresee(wave: Wave, now: datetime) -> None:
    sweep(wave.warehouse_id)
    foresee(warehouse_of(wave.warehouse_id), queries.floor_setup(wave.warehouse_id), now=now)
