"""Hold orders and let them go on; say by which rules orders are held by themselves."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from django.db import transaction

from packhorse import sql
from packhorse.errors import Refusal, missing
from packhorse.events import HoldReleased, OrderHeld
from packhorse.network import queries as network
from packhorse.outbox.publish import publish
from packhorse.placing.holding import Past, Rule, holds_of
from packhorse.placing.models import Channel, HoldRule, Order, OrderHold, OrderLine
from packhorse.placing.rules import CHANGEABLE, HOLDS, RULE_KINDS, NewHold, NewOrder, order_number

UNPAID = "the channel says it is not paid yet"
STUCK = {
    "NO_CARRIER": "no carrier takes it from there",
    "NO_PRICE": "no carrier that goes there from it has a price for it",
    "NO_CARRIER_TAKES_IT": "a unit of it is too heavy, bulky, long or dangerous for all carriers that go there from it",
    "EXPORT_LIMIT": "goods of it may not be sent there from it",
    "RULED_OUT": "by the rules of sourcing no warehouse may send it there",
    "TOO_OLD": "goods of it would not keep until they arrive there",
}


@transaction.atomic
def hold(*, order_id: int, kind: str, reason: str, now: datetime, actor: str) -> bool:
    """Hold an order for a reason; return whether it was not held for this kind of reason yet.

    Refuses when everything has shipped or is cancelled. What has not left the house yet stays there.
    """
    if kind not in HOLDS:
        raise Refusal("NO_SUCH_HOLD", f"{kind[:40]!r} is no kind of hold. Use one of: {', '.join(HOLDS)}.", status=422)
    order = _locked(order_id)
    if order.state not in CHANGEABLE:
        raise Refusal("TOO_LATE_TO_HOLD", f"{order_number(order_id)} is {order.state}: there is nothing left to hold.")
    if OrderHold.objects.filter(order_id=order_id, kind=kind, released_at=None).exists():
        return False
    keep_holds({order_id: [NewHold(kind, reason[:300])]}, now=now, actor=actor)
    return True


@transaction.atomic
def release(*, order_id: int, kind: str, now: datetime, actor: str) -> bool:
    """Release an order's hold of a kind; return whether it was the last one. Refuses when there is no such hold."""
    _locked(order_id)
    open_holds = OrderHold.objects.filter(order_id=order_id, released_at=None)
    if not open_holds.filter(kind=kind).update(released_at=now, released_by=actor):
        raise Refusal("NOT_HELD", f"{order_number(order_id)} is not held for {kind[:40]}.")
    last = not open_holds.exists()
    publish([HoldReleased(order_id, kind, last)], now=now, actor=actor)
    return last


def hold_stuck(warehouses: Mapping[int, tuple[int, str]], *, now: datetime) -> None:
    """Hold orders that carriers do not take to their address from the warehouse where they are.

    `warehouses` {order id: (warehouse id, why: one of STUCK)}.
    """
    codes = {site.id: site.code for site in network.warehouses()}
    for order_id, (warehouse_id, code) in sorted(warehouses.items()):
        why = f"{codes[warehouse_id]} has it on a pick list or further on, and {STUCK[code]}"
        with suppress(Refusal):  # it has left, or was cancelled meanwhile
            hold(order_id=order_id, kind="INCORRECT_ADDRESS", reason=why, now=now, actor="sourcing")


def release_paid(order_ids: Sequence[int], *, now: datetime, actor: str) -> None:
    """Let orders go on of which a channel said that they were not paid, and now says that they are.

    What was split off them goes on too: the channel knows nothing of that.
    """
    # Asked again when it is done: one that was split while this waited for it left its hold on both parts.
    while unpaid := _unpaid(order_ids):
        for order_id in unpaid:
            with suppress(Refusal):  # released meanwhile
                release(order_id=order_id, kind="AWAITING_PAYMENT", now=now, actor=actor)


def _unpaid(order_ids: Sequence[int]) -> list[int]:
    """Return those of these orders, and of those that hold lines ordered in them, that wait for the payment."""
    if not order_ids:
        return []
    parts = OrderLine.objects.filter(ordered_in__in=order_ids).values_list("order_id", flat=True)
    held = OrderHold.objects.filter(
        order__in={*order_ids, *parts}, kind="AWAITING_PAYMENT", reason=UNPAID, released_at=None
    )
    return sorted(held.values_list("order_id", flat=True))


def keep_holds(holds: Mapping[int, Sequence[NewHold]], *, now: datetime, actor: str) -> None:
    """Write holds {order id: holds} and tell of them, in the caller's transaction; one a kind and order."""
    if not holds:
        return
    rows = [(order_id, each) for order_id, found in holds.items() for each in {h.kind: h for h in found}.values()]
    placed_at = dict(Order.objects.filter(pk__in=holds).values_list("id", "placed_at"))
    OrderHold.objects.bulk_create(
        [
            OrderHold(
                order_id=order_id,
                kind=each.kind,
                reason=each.reason,
                at=now,
                actor=actor,
                order_placed_at=placed_at[order_id],
            )
            for order_id, each in rows
        ]
    )
    publish([OrderHeld(order_id, each.kind) for order_id, each in rows], now=now, actor=actor)


def ask_rules() -> sql.Answer[list[Rule]]:
    """Ask for the merchant's rules, together with other questions."""
    return sql.ask("placing", "hold_rules", {}, lambda found: [Rule(*row) for row in found])


def holds_by_rule(orders: Mapping[int, NewOrder], rules: Sequence[Rule]) -> dict[int, list[NewHold]]:
    """Return what the merchant's rules say about orders that were just kept, {order id: holds}."""
    if not rules or not orders:
        return {}
    past: dict[int, Past] = {}
    for hours in sorted({rule.hours for rule in rules}):
        for order_id, ever, recent in sql.rows("placing", "past", {"orders": list(orders), "hours": hours}):
            before = past.get(order_id, Past()).within
            past[order_id] = Past(ever, {**before, hours: recent})
    return {order_id: holds_of(order, rules, past[order_id]) for order_id, order in orders.items()}


@transaction.atomic
def add_hold_rule(*, kind: str, hold: str, channel: str = "", limit: int = 0, hours: int = 24) -> int:
    """Add a rule that holds orders from now on; return its id. Orders placed before are left alone."""
    if kind not in RULE_KINDS:
        raise Refusal("NO_SUCH_RULE", f"{kind[:40]!r} is no kind of rule. Use: {', '.join(RULE_KINDS)}.", status=422)
    if hold not in HOLDS:
        raise Refusal("NO_SUCH_HOLD", f"{hold[:40]!r} is no kind of hold. Use: {', '.join(HOLDS)}.", status=422)
    if not (0 <= limit <= 10**12 and 0 < hours <= 24 * 366):
        raise Refusal("WRONG_LIMIT", "The limit must not be negative, and the hours between 1 and 8,784.", status=422)
    owner = Channel.objects.filter(code=channel).first() if channel else None
    if channel and owner is None:
        raise missing("channel", channel[:40])
    return HoldRule.objects.create(kind=kind, hold=hold, channel=owner, limit=limit, hours=hours).pk


def drop_hold_rule(*, rule_id: int) -> None:
    """Remove a rule; the holds it has set stay until they are released."""
    if not HoldRule.objects.filter(pk=rule_id).delete()[0]:
        raise missing("hold rule", rule_id)


def _locked(order_id: int) -> Order:
    order = Order.objects.select_for_update(no_key=True).filter(pk=order_id).first()
    if order is None:
        raise missing("order", order_number(order_id))
    return order
