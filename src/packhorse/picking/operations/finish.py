"""Close what has nothing left to do: fulfillment orders, lists, waves."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Max, Q, Sum

from packhorse.events import PicksDone
from packhorse.outbox.publish import publish
from packhorse.picking.models import PickList, PickTask, Wave


def finish(fulfillment_ids: Iterable[int], list_id: int, *, now: datetime, actor: str) -> bool:
    """Tell of those fulfillment orders that have no open task any more; return whether their list is done.

    The caller holds the lock on the list.
    """
    found = (
        PickTask.objects.filter(fulfillment_id__in=set(fulfillment_ids))
        .values_list("fulfillment_id", "order_id")
        .annotate(left=Count("id", filter=Q(state="open")), units=Sum("picked"), site=Max("pick_list__warehouse_id"))
        .order_by("fulfillment_id")
    )
    done = [PicksDone(order_id, each, site, units) for each, order_id, left, units, site in found if not left]
    publish(done, now=now, actor=actor)
    if not done or PickTask.objects.filter(pick_list_id=list_id, state="open").exists():
        return False
    PickList.objects.filter(pk=list_id).exclude(state="done").update(state="done", done_at=now)
    wave = PickList.objects.values_list("wave_id", flat=True).get(pk=list_id)
    if not PickList.objects.filter(wave_id=wave).exclude(state="done").exists():
        Wave.objects.filter(pk=wave, state="released").update(state="done")
    return True
