"""Publish: the only way forward from one stage to the next."""

import json
from collections.abc import Sequence
from datetime import datetime

from packhorse import sql
from packhorse.events import Event, to_payload
from packhorse.outbox import wiring


def publish(events: Sequence[Event], *, now: datetime, actor: str) -> None:
    """Keep `events` and what the wiring says must hear of them, in the caller's transaction.

    Must be called inside one: an event without its cause, or a cause without its event, is a lie.
    """
    if not events:
        return
    told = [type(event).__name__ for event in events]
    kinds, handlers = wiring.pairs(set(told))
    sql.ask(
        "outbox",
        "publish",
        {
            "kinds": told,
            "orders": [getattr(event, "order_id", None) for event in events],
            "warehouses": [getattr(event, "warehouse_id", None) for event in events],
            "payloads": [json.dumps(to_payload(event)) for event in events],
            "now": now,
            "actor": actor,
            "wired_kinds": kinds,
            "wired_handlers": handlers,
        },
        len,
    )
