"""Let the shops of orders be told of their parcels: rows to be seen, and jobs that speak with the shops later."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from packhorse.deferring import Later, defer
from packhorse.placing import queries as placing
from packhorse.shipping.models import ShopNotice

JOB, QUEUE = "shipping.tell_shop", "shops"


@transaction.atomic
def notify_shops(parcels: Mapping[int, int], *, now: datetime) -> None:
    """Let the shops be told of `parcels` {parcel id: order id}; orders of channels without such a shop are left out.

    A parcel that its shop was, or is to be, told of already is left as it is.
    """
    told = placing.of_shops(parcels.values())
    known = set(ShopNotice.objects.filter(parcel_id__in=parcels).values_list("parcel_id", flat=True))
    fresh = {parcel: order for parcel, order in sorted(parcels.items()) if order in told and parcel not in known}
    ShopNotice.objects.bulk_create(
        [ShopNotice(parcel_id=parcel, order_id=order, at=now) for parcel, order in fresh.items()]
    )
    _defer(fresh)


@transaction.atomic
def tell_again(parcel_ids: Sequence[int], *, now: datetime) -> int:
    """Let shops be told anew of parcels of which telling failed; return how many. Mend the cause first."""
    failed = (
        ShopNotice.objects.select_for_update().filter(parcel_id__in=parcel_ids, state="failed").order_by("parcel_id")
    )
    again = dict(failed.values_list("parcel_id", "order_id"))
    ShopNotice.objects.filter(parcel_id__in=again).update(
        state="waiting", attempts=0, begun_at=None, ended_at=None, at=now
    )
    _defer(again)
    return len(again)


def _defer(parcels: Mapping[int, int]) -> None:
    """One job a parcel; those of one order take turns, for each reads in the shop what the one before it wrote."""
    defer(QUEUE, (Later(JOB, {"parcel_id": pk}, f"shop order {order}") for pk, order in parcels.items()))
