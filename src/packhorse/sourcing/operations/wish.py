"""Keep what a person did to how an order is served: as it counts now, as a row for ever, and in its history."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from packhorse import sql
from packhorse.errors import Refusal, missing
from packhorse.events import OrderSteered
from packhorse.inventory import operations as inventory
from packhorse.outbox.publish import publish
from packhorse.placing import queries as placing
from packhorse.placing.rules import order_number
from packhorse.sourcing.models import OrderWish, WishChange

LONGEST = 300


@transaction.atomic
def begin(order_ids: Sequence[int]) -> None:
    """Let no batch be sourced until this transaction is over, and lock the orders; refuses one that is not there."""
    sql.rows("sourcing", "one_at_a_time", {})
    # All levels that it may come to, at once: who locks lower ones later waits for one who waits for him.
    products = {line.product_id for line in placing.lines(order_ids)}
    inventory.lock_for_sourcing(products, order_ids=order_ids)
    if lost := set(order_ids) - set(placing.terms(order_ids)):
        raise missing("order", order_number(min(lost)))


def because(why: str) -> str:
    """Return a reason as it is kept; refuses none, and one too long."""
    words = " ".join(why.split())
    if not words:
        raise Refusal("NO_REASON", "why: say in words why, for those who look at the order later.", status=422)
    if len(words) > LONGEST:
        raise Refusal("REASON_TOO_LONG", f"why: {len(words)} letters, {LONGEST} at most.", status=422)
    return words


def set_wish(order_id: int, **values: Any) -> None:
    """Bring what counts for an order up to `values`."""
    OrderWish.objects.update_or_create(order_id=order_id, defaults=values)


def keep_change(
    *, order_id: int, what: str, why: str, now: datetime, actor: str, warehouse_id: int | None = None
) -> None:
    """Keep who did what and why, and tell it."""
    row = WishChange.objects.create(
        order_id=order_id, what=what, warehouse_id=warehouse_id, at=now, actor=actor, why=why
    )
    publish([OrderSteered(order_id, what, row.pk)], now=now, actor=actor)
