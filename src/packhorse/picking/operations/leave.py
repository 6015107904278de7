"""Orders leave planned waves by themselves: held, cancelled, moved away or short, they cannot go out with them."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from packhorse import sql
from packhorse.inventory import queries as stock
from packhorse.picking.models import Wave, WaveOrder


@transaction.atomic
def leave_waves(order_ids: Sequence[int]) -> None:
    """Take all that these orders have in planned waves out of them."""
    sql.rows("picking", "leave_waves", {"orders": sorted(set(order_ids)), "warehouse": None})
    cancel_empty()


@transaction.atomic
def leave_empty(order_ids: Sequence[int]) -> None:
    """Take what holds no goods any more out of planned waves."""
    found = dict(WaveOrder.objects.filter(order_id__in=set(order_ids)).values_list("fulfillment_id", "order_id"))
    holding = stock.waiting_tasks(found)
    if gone := [order_id for each, order_id in found.items() if each not in holding]:
        leave_waves(gone)


def sweep(warehouse_id: int) -> None:
    """Take out of a warehouse's planned waves what cannot go out with them any more, told of or not."""
    sql.rows("picking", "leave_waves", {"orders": [], "warehouse": warehouse_id})
    cancel_empty()


def recount(wave_ids: Iterable[int]) -> None:
    """Keep with planned waves how many orders are in them, and how many of these would be late."""
    sql.rows("picking", "recount_waves", {"ids": sorted(set(wave_ids))})


def cancel_empty() -> None:
    """A planned wave without orders is none."""
    empty = Wave.objects.filter(state="planned", waveorder=None).order_by("pk").values_list("pk", flat=True)
    if not empty:
        return
    # Whoever puts an order into one of them just now is waited for; what he put in is seen after that.
    held = list(Wave.objects.select_for_update().filter(pk__in=list(empty), state="planned").order_by("pk"))
    filled = set(WaveOrder.objects.filter(wave__in=held).values_list("wave_id", flat=True))
    gone = [wave.pk for wave in held if wave.pk not in filled]
    Wave.objects.filter(pk__in=gone).update(state="cancelled", orders=0, late=0)
