"""Let several orders of one customer and address leave together: from one warehouse, by one cut-off."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from packhorse.errors import Refusal
from packhorse.placing import queries as placing
from packhorse.placing.rules import order_number
from packhorse.sourcing.operations.anew import at_work, serve_anew, untouched
from packhorse.sourcing.operations.promise import leave_together
from packhorse.sourcing.operations.steer import able, site_of
from packhorse.sourcing.operations.wish import because, begin, keep_change, set_wish


@transaction.atomic
def pool(*, order_id: int, others: Collection[int], warehouse_id: int, why: str, now: datetime, actor: str) -> None:
    """Serve an order and `others` of the same customer and address from one warehouse, to leave at the same cut-off.

    They stay orders of their own; to make one of them, merge them. What the warehouse lacks waits there. Refuses orders
    of which anything is on a pick list.
    """
    words = because(why)
    ids = sorted({order_id, *others})
    if len(ids) < 2:
        raise Refusal("NOTHING_TO_POOL", "numbers: name at least one other order.", status=422)
    begin(ids)
    if strangers := set(ids) - {order_id} - set(placing.mergeable(order_id)):
        number = order_number(min(strangers))
        text = f"{number} is no open order of the same customer, channel and address as {order_number(order_id)}."
        raise Refusal("NOT_SAME_PLACE", text)
    site = site_of(warehouse_id)
    for each in ids:
        if at_work(each):
            raise Refusal("ON_A_LIST", f"{order_number(each)} is on a pick list or further on: it leaves by itself.")
        able(each, site, now=now)
    for each in ids:
        set_wish(each, pinned_id=site.id, pool=order_id)
        keep_change(order_id=each, what="pool", warehouse_id=site.id, why=words, now=now, actor=actor)
        elsewhere = [row.pk for row in untouched(each) if row.warehouse_id != site.id]
        serve_anew({each: elsewhere}, cause="pooled", now=now)
    leave_together(ids, site.id)
