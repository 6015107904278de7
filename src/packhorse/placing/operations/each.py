"""Hold, release or cancel many orders, each for itself: what one of them refuses undoes nothing of the others."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from packhorse.errors import Refusal
from packhorse.placing.models import OrderHold
from packhorse.placing.operations.cancel import cancel
from packhorse.placing.operations.hold import hold, release
from packhorse.placing.rules import HOLDS, order_number

MOST_AT_ONCE = 200  # orders a request


def hold_each(order_ids: Sequence[int], *, kind: str, reason: str, now: datetime, actor: str) -> dict[int, str]:
    """Hold orders for one reason; return {order id: why it could not be held}, and of those that are held nothing."""
    if kind not in HOLDS:
        raise Refusal("NO_SUCH_HOLD", f"{kind[:40]!r} is no kind of hold. Use one of: {', '.join(HOLDS)}.", status=422)
    if not reason.strip():
        raise Refusal("NO_REASON", "Say in words why these orders are held.", status=422)
    words = reason.strip()
    return _each(order_ids, lambda order_id: hold(order_id=order_id, kind=kind, reason=words, now=now, actor=actor))


def release_each(order_ids: Sequence[int], *, kind: str, now: datetime, actor: str) -> dict[int, str]:
    """Release orders from their hold of a kind, or from all (empty); return {order id: why it could not be}."""
    if kind and kind not in HOLDS:
        raise Refusal("NO_SUCH_HOLD", f"{kind[:40]!r} is no kind of hold. Use one of: {', '.join(HOLDS)}.", status=422)

    def let_go(order_id: int) -> None:
        for each in [kind] if kind else _kinds(order_id):
            release(order_id=order_id, kind=each, now=now, actor=actor)

    return _each(order_ids, let_go)


def cancel_each(order_ids: Sequence[int], *, now: datetime, actor: str) -> dict[int, str]:
    """Cancel all that has not shipped of orders; return {order id: why nothing was cancelled}."""
    return _each(order_ids, lambda order_id: cancel(order_id=order_id, units=None, now=now, actor=actor))


def _kinds(order_id: int) -> list[str]:
    found = OrderHold.objects.filter(order_id=order_id, released_at=None).order_by("id")
    if kinds := list(found.values_list("kind", flat=True)):
        return kinds
    raise Refusal("NOT_HELD", f"{order_number(order_id)} is not on hold.")


def _each(order_ids: Sequence[int], work: Callable[[int], object]) -> dict[int, str]:
    """Do `work` with one order after another, each in a transaction of its own."""
    if not 0 < len(order_ids) <= MOST_AT_ONCE:
        raise Refusal("TOO_MANY", f"Choose between 1 and {MOST_AT_ONCE} orders.", status=422)
    refused = {}
    for order_id in dict.fromkeys(order_ids):
        try:
            with transaction.atomic():
                work(order_id)
        except Refusal as refusal:
            refused[order_id] = refusal.text
    return refused
