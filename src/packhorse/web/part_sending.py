"""Send what lies in a slot without the rest: goods, picks and the fulfillment order part in one transaction."""

from datetime import datetime

from django.db import transaction

from packhorse.errors import Refusal
from packhorse.inventory import operations as inventory
from packhorse.picking import operations as picking
from packhorse.placing import queries as placing
from packhorse.sorting import operations as sorting
from packhorse.sourcing import operations as sourcing
from packhorse.sourcing import queries as fulfillments


@transaction.atomic
def send_part(*, slot_id: int, now: datetime, actor: str) -> int:
    """Let the goods in a slot be packed now; return the fulfillment order that the rest is from now on.

    Refuses an order that is to leave whole.
    """
    mine, laid = sorting.begin_part(slot_id=slot_id)
    row = fulfillments.by_id([mine])[mine]
    if row.state == "cancelled":
        raise Refusal("ORDER_CANCELLED", "The order was cancelled: put its goods back into their bins.")
    _, rule = placing.terms([row.order_id])[row.order_id]
    if rule != "as_available":
        raise Refusal(
            "LEAVES_WHOLE",
            "This order is to leave whole. Change that on the order's page first, if the customer agrees.",
        )
    rest = picking.lock_rest(fulfillment_id=mine, but=laid)
    state = "picking" if rest.open else "picked"
    rest_id = sourcing.divide(fulfillment_id=mine, state=state, now=now)
    inventory.divide(rest.allocations, to_fulfillment_id=rest_id, now=now)
    picking.hand_tasks(rest.allocations, to_fulfillment_id=rest_id)
    sorting.end_part(fulfillment_id=mine, order_id=row.order_id, rest_id=rest_id, now=now, actor=actor)
    return rest_id
