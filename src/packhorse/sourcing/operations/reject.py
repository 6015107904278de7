"""A warehouse rejects its part of an order: it is not chosen for it again, and others are looked for."""

from datetime import datetime

from django.db import transaction

from packhorse.errors import Refusal
from packhorse.inventory import queries as stock
from packhorse.placing.rules import order_number
from packhorse.sourcing.models import FulfillmentOrder
from packhorse.sourcing.operations.anew import serve_anew
from packhorse.sourcing.operations.steer import forbid, site_of
from packhorse.sourcing.operations.wish import because, begin, keep_change
from packhorse.sourcing.rules import UNTOUCHED

NOT_PICKED = (*UNTOUCHED, "released", "picking")


@transaction.atomic
def reject(*, order_id: int, from_id: int, why: str, now: datetime, actor: str) -> None:
    """Give up what a warehouse has of an order, when nothing of it is picked, and serve it from others only.

    Pickers who are sent for it are called back. The warehouse may serve the order again when a person admits it.
    """
    words = because(why)
    begin([order_id])
    site, number = site_of(from_id), order_number(order_id)
    found = FulfillmentOrder.objects.select_for_update(no_key=True).filter(order_id=order_id, warehouse_id=from_id)
    rows = list(found.exclude(state="cancelled").order_by("id"))
    ids = [row.pk for row in rows if row.state in NOT_PICKED]
    if any(row.state not in (*NOT_PICKED, "shipped", "delivered") for row in rows) or stock.picked_units(ids):
        raise Refusal("PICKED_ALREADY", f"{number}: {site.code} has picked some of it: it goes on there.")
    if not ids:
        raise Refusal("NOT_SERVED_THERE", f"{number}: {site.code} has nothing of it that has not left.")
    forbid(order_id, site, why=f"rejected there: {words}"[:300])
    keep_change(order_id=order_id, what="reject", warehouse_id=site.id, why=words, now=now, actor=actor)
    serve_anew({order_id: ids}, cause="rejected by the warehouse", now=now)
