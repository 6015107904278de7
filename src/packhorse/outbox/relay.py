"""Relay: take what is due in batches, give it to its handler, and mark it done in the same transaction."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import structlog
from django.db import OperationalError, transaction

from packhorse import sql
from packhorse.events import from_payload
from packhorse.outbox import wiring
from packhorse.outbox.models import Delivery

log = structlog.get_logger(__name__)

BATCH = 500
TRIES = 5
QUARRELS = 5  # deadlocks or lost connections of one batch in a row before it is a failure of its own


def drain(*, now: datetime, batch: int = BATCH, stop: Callable[[], bool] = lambda: False) -> int:
    """Relay until nothing is due at `now`; return how many deliveries were taken.

    Any number of relays may run at once: rows in another's hands are skipped. `stop` is asked before each batch: a
    worker that is told to end must not first work off a long queue.
    """
    total = 0
    while taken := sum(_handler_round(name, now, batch) for name in _due(now) if not stop()):
        total += taken
    return total


def _due(now: datetime) -> list[str]:
    """The handlers for which something is due, in the order of the table."""
    due = {row[0] for row in sql.rows("outbox", "due", {"now": now})}
    return [name for name in wiring.handler_names() if name in due]


def _handler_round(name: str, now: datetime, batch: int) -> int:
    for quarrel in range(QUARRELS):
        try:
            return _one_batch(name, now, batch)
        except OperationalError as error:
            log.warning("relay.retry", handler=name, quarrel=quarrel, error=type(error).__name__)
            last = error
    raise last


def _one_batch(name: str, now: datetime, batch: int) -> int:
    with transaction.atomic():
        taken = sql.rows("outbox", "take", {"handler": name, "now": now, "limit": batch})
        done: list[int] = []
        for kind in dict.fromkeys(row[2] for row in taken):
            done += _give(name, [row for row in taken if row[2] == kind], now)
        if done:
            sql.rows("outbox", "done", {"ids": done})
        return len(taken)


def _give(name: str, rows: Sequence[tuple[Any, ...]], now: datetime) -> list[int]:
    """Give rows of one kind to their handler; return the ids it took. A batch that fails is given one by one."""
    try:
        _call(name, rows, now)
        return [row[0] for row in rows]
    except OperationalError:
        raise
    except Exception as error:
        if len(rows) == 1:
            return _set_back(name, rows[0], now, error)
        taken: list[int] = []
        for row in rows:
            taken += _give(name, [row], now)
        return taken


def _call(name: str, rows: Sequence[tuple[Any, ...]], now: datetime) -> None:
    with transaction.atomic():
        # Django leaves jsonb from a plain cursor as text.
        wiring.call(name, [from_payload(row[2], json.loads(row[3])) for row in rows], now=now)


def _set_back(name: str, row: tuple[Any, ...], now: datetime, error: Exception) -> list[int]:
    text = f"{type(error).__name__}: {error}"[:2000]
    log.error("relay.failed", handler=name, event_id=row[1], kind=row[2], error=type(error).__name__)
    sql.rows("outbox", "failed", {"id": row[0], "error": text, "now": now, "tries": TRIES})
    return []


def try_again(ids: Sequence[int], *, now: datetime) -> int:
    """Let deliveries that were set aside be tried anew; return how many. The cause should be mended first."""
    return Delivery.objects.filter(pk__in=ids, set_aside_at__isnull=False).update(
        attempts=0, next_try_at=now, set_aside_at=None
    )
