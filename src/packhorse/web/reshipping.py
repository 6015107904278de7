"""Send a parcel's goods again: a new order, of the same goods to the same door, that costs the customer nothing."""

from collections import Counter
from datetime import datetime

from django.db import transaction

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal, missing
from packhorse.packing import queries as packing
from packhorse.placing import operations as placing
from packhorse.placing import queries as orders
from packhorse.placing.rules import NewAddress, NewLine, NewOrder, order_number
from packhorse.returns import queries as returns
from packhorse.shipping import operations as shipping
from packhorse.shipping.queries import troubles


@transaction.atomic
def reship(*, trouble_id: int, note: str, now: datetime, actor: str) -> int:
    """Place the order that replaces a parcel, before all others; return its id. Asked again, it is the same order.

    It is named after the parcel, so a parcel is replaced once, whatever else goes wrong with it.
    """
    row = troubles.trouble(trouble_id)
    if row is None:
        raise missing("trouble", trouble_id)
    left = returns.left_of(row.order_id)
    inside = packing.contents([row.parcel_id])[row.parcel_id]
    if any(left[each.line_id].shipped - left[each.line_id].stands < each.quantity for each in inside):
        text = "Goods of this parcel are returned or claimed: settle that return by an exchange instead."
        raise Refusal("RETURNED", text)
    before = orders.rows([row.order_id])[row.order_id]
    to = orders.addresses([row.order_id])[row.order_id]
    service, instructions, _ = orders.wishes([row.order_id])[row.order_id]
    units: Counter[int] = Counter()
    for content in inside:
        units[content.product_id] += content.quantity
    products = catalog.by_id(units)
    named = {name: getattr(to, name) for name in NewAddress.__dataclass_fields__}
    (placed,) = placing.place(
        [
            NewOrder(
                channel=before.channel,
                external_id=f"{before.number} parcel {packing.by_id([row.parcel_id])[row.parcel_id].sscc} again",
                placed_at=now,
                currency=before.currency,
                address=NewAddress(**named),
                lines=tuple(NewLine(products[pk].sku, count, 0) for pk, count in sorted(units.items())),
                service=service or "standard",
                delivery_instructions=instructions,
                priority="urgent",
                replaces=row.order_id,
            )
        ],
        now=now,
        actor=actor,
    )
    if placed.order_id is None:
        why = "; ".join(f"{fault.field}: {fault.text}" for fault in placed.faults)
        raise Refusal("CANNOT_RESHIP", f"The goods cannot be sent again: {why}.", status=422)
    if not placed.new:
        raise Refusal("RESHIPPED", f"This parcel is replaced already, by order {order_number(placed.order_id)}.")
    shipping.act_on_trouble(
        trouble_id=trouble_id, act="reship", note=note, order_id=placed.order_id, now=now, actor=actor
    )
    return placed.order_id
