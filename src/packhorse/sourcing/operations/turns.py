"""Try orders that wait again, in their turn: batch by batch, so that a long queue holds no locks for long."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction

from packhorse import sql
from packhorse.events import QueueTried
from packhorse.outbox.publish import publish
from packhorse.sourcing.operations.give import ACTOR
from packhorse.sourcing.operations.source import source
from packhorse.sourcing.reasons import BY_CARRIERS, BY_TIERS

BATCH = 2000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Turn:
    """Whose turn it is among those that wait."""

    priority: int
    since: datetime
    order_id: int


@dataclass(frozen=True)
class Part:
    """A part of the queue: who lacks one of `products` (None: any), is kept out, or waits for one of `codes`, if given.

    With these those are in it, too, that wait for a day though some of what they lack is free somewhere.
    """

    products: frozenset[int] | None = None
    kept_out: bool = False
    codes: tuple[str, ...] = ()


def source_waiting(*, now: datetime) -> None:
    """Try all orders that wait, each batch in a transaction of its own."""
    after = _try(Part(), after=None, now=now)
    while after:
        after = _try(Part(), after=after, now=now)


def try_waiting(
    *,
    product_ids: Collection[int] | None = None,
    kept_out: bool = False,
    now: datetime,
) -> None:
    """Try the first of those that wait for these products, or are kept out, or all; tell that others are next."""
    products = None if product_ids is None else frozenset(product_ids)
    _try_and_tell(Part(products, kept_out), after=None, now=now)


def try_for_carriers(*, now: datetime) -> None:
    """Try those that carriers keep waiting, as far as it is known: they go elsewhere, or take other goods, by now."""
    _try_and_tell(Part(codes=BY_CARRIERS), after=None, now=now)


def try_for_tiers(*, now: datetime) -> None:
    """Try those that rules keep waiting, as far as it is known: they mean other customers by now."""
    _try_and_tell(Part(codes=BY_TIERS), after=None, now=now)


@transaction.atomic
def try_further(told: Collection[QueueTried], *, now: datetime) -> None:
    """Try the next of those that wait; rounds through the same part of the queue go on together, from the earliest."""
    parts: dict[tuple[bool, bool, tuple[str, ...]], list[QueueTried]] = {}
    for event in told:
        parts.setdefault((event.kept_out, bool(event.product_ids), tuple(event.codes)), []).append(event)
    for (kept_out, some, codes), events in sorted(parts.items()):
        first = min(events, key=lambda event: (-event.priority, event.since_us, event.order_id))
        products = frozenset(pk for event in events for pk in event.product_ids) if some else None
        after = Turn(first.priority, EPOCH + timedelta(microseconds=first.since_us), first.order_id)
        _try_and_tell(Part(products, kept_out, codes), after=after, now=now)


def _try_and_tell(part: Part, *, after: Turn | None, now: datetime) -> None:
    if last := _try(part, after=after, now=now):
        since_us = (last.since - EPOCH) // timedelta(microseconds=1)
        turn = last.priority, since_us, last.order_id
        publish(
            [QueueTried(tuple(sorted(part.products or ())), part.kept_out, *turn, part.codes)], now=now, actor=ACTOR
        )


@transaction.atomic
def _try(part: Part, *, after: Turn | None, now: datetime) -> Turn | None:
    """Try a batch of those after a turn; return the turn of its last, None when there are no others."""
    # Who is just being told that he must wait stands in the queue only when that batch is done.
    sql.rows("sourcing", "one_at_a_time", {})
    codes = ["KEPT_OUT"] if part.kept_out else list(part.codes)
    values = {
        "products": None if part.products is None else sorted(part.products),
        "codes": codes or None,
        "there": bool(part.codes),
        "priority": after.priority if after else None,
        "since": after.since if after else None,
        "order": after.order_id if after else None,
        "limit": BATCH,
    }
    found = [Turn(*row) for row in sql.rows("sourcing", "waiting_in_turn", values)]
    source([each.order_id for each in found], now=now)
    return found[-1] if len(found) == BATCH else None
