"""Send other goods for a return: a new order to the same door, that costs the customer nothing, once."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal, missing
from packhorse.placing import operations as placing
from packhorse.placing import queries as orders
from packhorse.placing.rules import NewAddress, NewLine, NewOrder
from packhorse.returns import operations as returns
from packhorse.returns import queries


@transaction.atomic
def exchange(*, return_id: int, goods: Mapping[str, int], note: str = "", now: datetime, actor: str) -> int:
    """Place the order that sends `goods` {SKU: units} for a return, and settle it by that; return the order's id.

    Without goods it is the same ones again. It is named after the return: asked again, it is the same order. Refuses
    more units than came, or were claimed.
    """
    if (before_id := returns.await_settlement(return_id=return_id)) is not None:
        return before_id
    found = queries.detail(return_id)
    if found is None:
        raise missing("return", return_id)
    row = found.row
    products = catalog.by_id(line.product_id for line in found.lines)
    due: Counter[str] = Counter()
    for line in found.lines:
        due[products[line.product_id].sku] += line.credited
    wanted = {sku: units for sku, units in (goods or due).items() if units > 0}
    if not wanted or sum(wanted.values()) > due.total():
        text = f"Send 1 to {due.total()} units for this return, not {sum(wanted.values())}."
        raise Refusal("EXCHANGE_TOO_MANY", text, status=422)
    before = orders.rows([row.order_id])[row.order_id]
    to = orders.addresses([row.order_id])[row.order_id]
    service, instructions, _ = orders.wishes([row.order_id])[row.order_id]
    named = {name: getattr(to, name) for name in NewAddress.__dataclass_fields__}
    (placed,) = placing.place(
        [
            NewOrder(
                channel=before.channel,
                external_id=f"{before.number} return {row.rma}",
                placed_at=row.requested_at,
                currency=before.currency,
                address=NewAddress(**named),
                lines=tuple(NewLine(sku, count, 0) for sku, count in sorted(wanted.items())),
                service=service or "standard",
                delivery_instructions=instructions,
                replaces=row.order_id,
            )
        ],
        now=now,
        actor=actor,
    )
    if placed.order_id is None:
        why = "; ".join(f"{fault.field}: {fault.text}" for fault in placed.faults)
        raise Refusal("CANNOT_EXCHANGE", f"These goods cannot be sent: {why}.", status=422)
    returns.note_exchange(return_id=return_id, order_id=placed.order_id, note=note, now=now, actor=actor)
    return placed.order_id
