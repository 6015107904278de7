"""Read the history of events, and what could not be told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from packhorse.outbox.models import Delivery, Event


@dataclass(frozen=True)
class EventRow:
    """One thing that happened; `payload` as in `packhorse.events`."""

    id: int
    kind: str
    at: datetime
    actor: str
    warehouse_id: int | None
    payload: dict[str, Any]


@dataclass(frozen=True)
class SetAsideRow:
    """An event that a handler could not take in any of its tries."""

    id: int
    handler: str
    kind: str
    order_id: int | None
    attempts: int
    error: str
    set_aside_at: datetime


def history(order_id: int) -> list[EventRow]:
    """Return all that happened to an order, oldest first."""
    found = Event.objects.filter(order_id=order_id).order_by("id")
    return [EventRow(*row) for row in found.values_list("id", "kind", "at", "actor", "warehouse_id", "payload")]


def last_at(kind: str, order_ids: Collection[int]) -> dict[int, datetime]:
    """Return {order id: when an event of this kind happened to it last} of those of these orders with any."""
    found = Event.objects.filter(order_id__in=order_ids, kind=kind).order_by("id").values_list("order_id", "at")
    return {order_id: at for order_id, at in found if order_id is not None}


@dataclass(frozen=True)
class UntoldRow:
    """An event of a parcel that a handler has not taken yet: tries so far, the last error, whether it was given up."""

    attempts: int
    error: str
    set_aside: bool


def untold(kind: str, *, order_id: int, parcel_id: int) -> UntoldRow | None:
    """Return what is still to be told of an event of a parcel, or None when everybody has heard of it."""
    found = Delivery.objects.filter(event__kind=kind, event__order_id=order_id, event__payload__parcel_id=parcel_id)
    row = found.order_by("id").values_list("attempts", "error", "set_aside_at").first()
    return UntoldRow(row[0], row[1], row[2] is not None) if row else None


def set_aside(*, limit: int = 100) -> list[SetAsideRow]:
    """Return the newest deliveries that were set aside for a person to see."""
    found = Delivery.objects.filter(set_aside_at__isnull=False).order_by("-set_aside_at", "-id")
    rows = found.values_list("id", "handler", "event__kind", "event__order_id", "attempts", "error", "set_aside_at")
    return [SetAsideRow(*row) for row in rows[:limit]]


def set_aside_count() -> int:
    """Return how many deliveries are set aside."""
    return Delivery.objects.filter(set_aside_at__isnull=False).count()


def under_way(order_ids: Collection[int]) -> set[int]:
    """Return those of these orders of which not everybody has heard everything yet, or could not take it."""
    return set(Delivery.objects.filter(event__order_id__in=order_ids).values_list("event__order_id", flat=True))
