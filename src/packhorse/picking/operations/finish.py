"""Close what has nothing left to do: lists, waves, and the picks of orders."""

from datetime import datetime

from django.db.models import Count, Max, Q, Sum

from packhorse import sql
from packhorse.events import PicksDone
from packhorse.outbox.publish import publish
from packhorse.picking.models import PickList, PickTask, Wave


def finish(list_id: int, *, now: datetime, actor: str) -> bool:
    """Close a list that has no open task any more and tell of its orders; return whether it was closed.

    An order's picks are done when every list that it is on is done: until then a pick of it may still be undone. The
    caller holds the lock on the list.
    """
    if PickTask.objects.filter(pick_list_id=list_id, state="open").exists():
        return False
    if not PickList.objects.filter(pk=list_id).exclude(state="done").update(state="done", done_at=now):
        return False
    mine = sorted(set(PickTask.objects.filter(pick_list_id=list_id).values_list("fulfillment_id", flat=True)))
    sql.rows("picking", "one_finish_at_a_time", {"fulfillments": mine})
    found = (
        PickTask.objects.filter(fulfillment_id__in=mine)
        .values_list("fulfillment_id", "order_id")
        .annotate(
            left=Count("id", filter=~Q(pick_list__state="done")),
            units=Sum("picked"),
            site=Max("pick_list__warehouse_id"),
        )
        .order_by("fulfillment_id")
    )
    done = [PicksDone(order_id, each, site, units) for each, order_id, left, units, site in found if not left]
    publish(done, now=now, actor=actor)
    wave = PickList.objects.values_list("wave_id", flat=True).get(pk=list_id)
    if not PickList.objects.filter(wave_id=wave).exclude(state="done").exists():
        Wave.objects.filter(pk=wave, state="released").update(state="done")
    return True
