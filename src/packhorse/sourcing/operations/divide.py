"""One fulfillment order becomes two, when what is there is to leave before the rest."""

from datetime import datetime

from packhorse.errors import missing
from packhorse.sourcing.models import FulfillmentOrder


def divide(*, fulfillment_id: int, state: str, now: datetime) -> int:
    """Return the id of a new fulfillment order of the same order, warehouse and promise, in `state`.

    It holds nothing yet; the caller is in the transaction in which it gets its goods.
    """
    found = FulfillmentOrder.objects.select_for_update(no_key=True).filter(pk=fulfillment_id).first()
    if found is None:
        raise missing("fulfillment order", fulfillment_id)
    return FulfillmentOrder.objects.create(
        order_id=found.order_id,
        warehouse_id=found.warehouse_id,
        state=state,
        created_at=now,
        changed_at=now,
        ship_by=found.ship_by,
        promised_on=found.promised_on,
        chance=found.chance,
        first_promised_on=found.first_promised_on,
        first_chance=found.first_chance,
        km=found.km,
    ).pk
