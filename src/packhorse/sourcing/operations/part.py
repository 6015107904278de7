"""Hand on what stock holds when orders are parted or joined. The warehouses stay as they are."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from packhorse import sql
from packhorse.errors import Refusal
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.inventory.operations import Handing
from packhorse.placing import queries as placing
from packhorse.sourcing.models import FulfillmentOrder, OrderWish, WaitingOrder
from packhorse.sourcing.operations.advance import cancel_empty
from packhorse.sourcing.operations.join import join_wishes
from packhorse.sourcing.operations.source import source
from packhorse.sourcing.operations.stop import stop_or_go
from packhorse.sourcing.operations.wait import (
    by_product,
    keep_waiting,
    lacking_products,
    let_kept_go,
    shorten,
)
from packhorse.sourcing.queries.lacking import Missing, lacking_of
from packhorse.sourcing.rules import UNTOUCHED

PROMISED = ("promised_on", "chance", "first_promised_on", "first_chance")


@transaction.atomic
def alone() -> None:
    """Let no batch be sourced until this transaction is over; asked before any order is locked."""
    sql.rows("sourcing", "one_at_a_time", {})


@transaction.atomic
def hand_over_part(*, order_id: int, child_id: int, passed: Sequence[tuple[int, int, int]], now: datetime) -> None:
    """Give an order that was split off its part of the goods: `passed` (line id, new line id, units).

    For each warehouse it gets a fulfillment order like the first one's. Refuses what is on a pick list.
    """
    inventory.lock_orders([order_id])
    for wish in OrderWish.objects.filter(order_id=order_id):  # what people said counts for all of it
        wish.order_id = child_id
        wish.save(force_insert=True)
    fulfillments = {row.pk: row for row in _of([order_id])}
    held = sorted(stock.allocations_of_orders([order_id]).values(), key=lambda row: row.id)
    children: dict[int, int] = {}
    handings = []
    for line_id, to_line_id, units in passed:
        left = units
        for row in held:
            if row.line_id != line_id or row.state != "allocated" or row.fulfillment_id not in fulfillments:
                continue
            if taken := min(left, row.quantity):
                if row.fulfillment_id not in children:
                    children[row.fulfillment_id] = _like(fulfillments[row.fulfillment_id], child_id, now)
                handings.append(Handing(row.id, taken, child_id, to_line_id, children[row.fulfillment_id]))
                left -= taken
        if left:
            raise _on_a_list()
    inventory.hand_on(handings, now=now)
    cancel_empty(list(children), now=now)
    missing = lacking_of([order_id, child_id])
    _hand_kept(order_id, child_id, missing, now)
    waiting = WaitingOrder.objects.filter(order_id=order_id).first()
    shorten([order_id], now=now)
    if waiting and missing[child_id]:
        keep_waiting({child_id: missing[child_id]}, now=now)
        WaitingOrder.objects.filter(order_id=child_id).update(since=waiting.since)
    source([order_id], now=now)
    let_kept_go(lacking_of([order_id]), now=now)
    stop_or_go([order_id, child_id], now=now)


def _hand_kept(order_id: int, child_id: int, missing: Mapping[int, Missing], now: datetime) -> None:
    """What the checkout had reserved goes with the units that go; what stays is enough for what stays."""
    kept = stock.kept_for([order_id]).get(order_id)
    if kept:
        lacks = lacking_products(missing)
        units = (by_product(kept) - lacks[order_id]) & lacks[child_id]
        inventory.hand_kept(order_id=order_id, to_order_id=child_id, units=units, now=now)


@transaction.atomic
def hand_over_all(*, order_id: int, others: Collection[int], now: datetime, actor: str) -> None:
    """Give an order the goods of those that were merged into it: one fulfillment order a warehouse, the first to leave.

    What people said of any of them counts for it. Refuses when any of them is on a pick list, and when what was said
    contradicts itself.
    """
    orders = {order_id, *others}
    inventory.lock_orders(orders)
    kept: dict[int, FulfillmentOrder] = {}
    to: dict[int, int] = {}
    for row in sorted(_of(orders), key=lambda row: (row.ship_by, row.pk)):
        if row.state not in UNTOUCHED:
            raise _on_a_list()
        first = kept.setdefault(row.warehouse_id, row)
        to[row.pk] = first.pk
        if row.promised_on and (first.promised_on is None or row.promised_on < first.promised_on):
            first.promised_on, first.chance = row.promised_on, row.chance
        told, was = row.first_promised_on, first.first_promised_on
        if told and (was is None or told < was):
            first.first_promised_on, first.first_chance = told, row.first_chance
    FulfillmentOrder.objects.filter(pk__in=to).update(order_id=order_id, changed_at=now)
    FulfillmentOrder.objects.bulk_update(kept.values(), list(PROMISED))
    live = [row for row in stock.allocations_of_orders(orders).values() if row.state == "allocated"]
    inventory.hand_on(
        [Handing(row.id, row.quantity, order_id, row.line_id, to[row.fulfillment_id]) for row in live], now=now
    )
    inventory.hand_reservations(dict.fromkeys(others, order_id))
    cancel_empty(sorted(set(to) - {row.pk for row in kept.values()}), now=now)
    if len(kept) > 1 and placing.terms([order_id])[order_id][1] == "together":
        raise Refusal("CANNOT_MERGE", "They lie in several warehouses, and are to leave together.")
    join_wishes(order_id=order_id, others=others, homes=kept, now=now, actor=actor)
    since = WaitingOrder.objects.filter(order_id__in=orders).order_by("since").values_list("since", flat=True).first()
    keep_waiting(dict.fromkeys(others, ()), now=now)
    keep_waiting(lacking_of([order_id]), now=now)
    if since:
        WaitingOrder.objects.filter(order_id=order_id).update(since=since)
    source([order_id], now=now)
    let_kept_go(lacking_of([order_id]), now=now)
    stop_or_go([order_id], now=now)


def _of(order_ids: Collection[int]) -> list[FulfillmentOrder]:
    found = (
        FulfillmentOrder.objects.select_for_update(no_key=True)
        .filter(order_id__in=order_ids)
        .exclude(state="cancelled")
    )
    return list(found.order_by("id"))


def _on_a_list() -> Refusal:
    return Refusal("ON_A_LIST", "Some of it is on a pick list or further on: it cannot be parted or merged any more.")


def _like(row: FulfillmentOrder, order_id: int, now: datetime) -> int:
    copied = {name: getattr(row, name) for name in ("warehouse_id", "state", "ship_by", "km", *PROMISED)}
    return FulfillmentOrder.objects.create(order_id=order_id, created_at=now, changed_at=now, **copied).pk
