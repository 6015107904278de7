"""Close what has nothing left to do: fulfillment orders, lists, waves."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Max, Q, Sum

from packhorse import sql
from packhorse.events import PicksDone
from packhorse.outbox.publish import publish
from packhorse.picking.models import PickList, PickTask, Wave


def finish(fulfillment_ids: Iterable[int], list_id: int, *, now: datetime, actor: str) -> bool:
    """Tell of those fulfillment orders that have no open task any more; return whether their list is done.

    The caller holds the lock on the list, on which these have no open task. An order may be on several lists.
    """
    ids = sorted(set(fulfillment_ids))
    found = _left(ids)
    if any(lists > 1 for *_, lists in found):
        sql.rows("picking", "one_order_at_a_time", {"ids": ids})
        found = _left(ids)
    done = [PicksDone(order_id, each, site, units) for each, order_id, left, units, site, _ in found if not left]
    publish(done, now=now, actor=actor)
    if PickTask.objects.filter(pick_list_id=list_id, state="open").exists():
        return False
    PickList.objects.filter(pk=list_id).exclude(state="done").update(state="done", done_at=now)
    wave = PickList.objects.values_list("wave_id", flat=True).get(pk=list_id)
    if not PickList.objects.filter(wave_id=wave).exclude(state="done").exists():
        Wave.objects.filter(pk=wave, state="released").update(state="done")
    return True


def _left(fulfillment_ids: list[int]) -> list[tuple[int, int, int, int, int, int]]:
    """Return (fulfillment id, order id, open tasks, units picked, warehouse id, lists) of each."""
    found = (
        PickTask.objects.filter(fulfillment_id__in=fulfillment_ids)
        .values_list("fulfillment_id", "order_id")
        .annotate(
            left=Count("id", filter=Q(state="open")),
            units=Sum("picked"),
            site=Max("pick_list__warehouse_id"),
            lists=Count("pick_list_id", distinct=True),
        )
        .order_by("fulfillment_id")
    )
    return list(found)
