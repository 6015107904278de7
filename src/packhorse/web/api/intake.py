"""Group commit: orders that come at once over HTTP share a transaction, and each is answered when it is durable.

One thread leads: it places what has come in the meantime, its own order among it, and hands the lead on. So a busy
hour costs few large transactions, and a quiet one is not slower than one transaction an order.
"""

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils import timezone

from packhorse.errors import Refusal
from packhorse.placing import operations
from packhorse.placing.operations import Placed
from packhorse.placing.rules import NewOrder, order_number
from packhorse.web.once import Ask, Reply, claim, keep

MOST = 200  # orders in one transaction


@dataclass(eq=False)
class Item:
    """One order on its way in. `reply` is there when it is durable, `error` when it is refused."""

    order: NewOrder
    actor: str
    ask: Ask | None
    woken: threading.Event = field(default_factory=threading.Event)
    leads: bool = False
    reply: Reply | None = None
    error: Exception | None = None


class Intake:
    """The queue before the database."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Item] = []
        self._led = False

    def place(self, item: Item) -> Reply:
        """Place one order together with those that others bring now; return when it is durable."""
        with self._lock:
            self._waiting.append(item)
            item.leads = not self._led
            self._led = True
        if not item.leads:
            item.woken.wait()
        if item.leads:
            self._lead()
        if item.error:
            raise item.error
        if item.reply is None:
            raise RuntimeError("an order left the queue without an answer")
        return item.reply

    def _lead(self) -> None:
        with self._lock:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        try:
            _commit(batch)
        finally:
            with self._lock:
                heir = self._waiting[0] if self._waiting else None
                self._led = heir is not None
            if heir:
                heir.leads = True
                heir.woken.set()
            for item in batch:
                item.woken.set()


def facts_of(order: NewOrder, placed: Placed) -> dict[str, Any]:
    """Tell what became of one order. Raises the refusal when it was not taken."""
    if placed.faults:
        faults = [{"field": fault.field, "line": fault.line, "text": fault.text} for fault in placed.faults]
        first = placed.faults[0]
        raise Refusal("WRONG_ORDER", f"{first.field}: {first.text}", status=422, details={"faults": faults})
    number = order_number(placed.order_id or 0)
    if placed.other:
        raise Refusal(
            "NUMBER_TAKEN",
            f"Channel {order.channel} placed another order as {order.external_id} before: it is {number}. "
            "Give this one a number of its own.",
            details={"number": number},
        )
    return {"number": number, "external_id": order.external_id, "channel": order.channel, "new": placed.new}


def _commit(batch: Sequence[Item]) -> None:
    try:
        _place(batch)
    except Exception as error:
        if len(batch) == 1:
            batch[0].error = error
            return
        for item in batch:  # one of them spoils it: each for itself
            _commit([item])


def _place(batch: Sequence[Item]) -> None:
    now = timezone.now()
    replies: dict[Item, Reply] = {}
    refusals: dict[Item, Refusal] = {}
    with transaction.atomic():
        bearing = [item for item in batch if item.ask]
        for item, before in zip(bearing, claim([item.ask for item in bearing if item.ask]), strict=True):
            if isinstance(before, Refusal):
                refusals[item] = before
            elif before:
                replies[item] = before
        todo = [item for item in batch if item not in replies and item not in refusals]
        fresh = []
        for actor, items in groupby(sorted(todo, key=lambda item: item.actor), key=lambda item: item.actor):
            mine = list(items)
            for item, placed in zip(
                mine, operations.place([item.order for item in mine], now=now, actor=actor), strict=True
            ):
                try:
                    replies[item] = Reply(201 if placed.new else 200, json.dumps(facts_of(item.order, placed)))
                    if item.ask:
                        fresh.append((item.ask, replies[item]))
                except Refusal as refusal:
                    refusals[item] = refusal
        if fresh:
            keep(fresh, now=now)
    for item in batch:  # only now is it durable
        item.reply, item.error = replies.get(item), refusals.get(item)
