"""Read the ledger: what moved, and what was there at any past moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from packhorse import sql
from packhorse.inventory.models import Movement


@dataclass(frozen=True)
class MovementRow:
    """A line of the ledger."""

    id: int
    at: datetime
    kind: str
    product_id: int
    warehouse_id: int
    lot_id: int | None
    quantity: int
    delta: int
    blocked: int
    from_bin_id: int | None
    to_bin_id: int | None
    actor: str
    cause: str
    cause_id: int | None
    reason: str


_ROW = tuple(MovementRow.__dataclass_fields__)


def movements(product_id: int, *, limit: int = 100, before: int | None = None, kind: str = "") -> list[MovementRow]:
    """Return the newest lines of a product's ledger, of one kind or all; with `before`, those older than that line."""
    rows = Movement.objects.filter(product_id=product_id).order_by("-id")
    if kind:
        rows = rows.filter(kind=kind)
    if before is not None:
        rows = rows.filter(id__lt=before)
    return [MovementRow(*row) for row in rows.values_list(*_ROW)[:limit]]


def movements_between(start: datetime, end: datetime, *, after: int = 0, limit: int = 1000) -> list[MovementRow]:
    """Return what moved from `start` on and before `end`, oldest first, after line `after`."""
    rows = Movement.objects.filter(at__gte=start, at__lt=end, id__gt=after).order_by("id")
    return [MovementRow(*row) for row in rows.values_list(*_ROW)[:limit]]


def of_bin(bin_id: int, *, limit: int = 100, before: int | None = None) -> list[MovementRow]:
    """Return what moved into and out of a bin, newest first; with `before`, what did so before that line."""
    rows = Movement.objects.filter(Q(from_bin=bin_id) | Q(to_bin=bin_id)).order_by("-id")
    if before is not None:
        rows = rows.filter(id__lt=before)
    return [MovementRow(*row) for row in rows.values_list(*_ROW)[:limit]]


def moved_last() -> datetime | None:
    """Return when goods moved last."""
    return Movement.objects.order_by("-id").values_list("at", flat=True).first()


def moved(cause: str, cause_id: int) -> list[MovementRow]:
    """Return the lines that a document caused, oldest first."""
    rows = Movement.objects.filter(cause=cause, cause_id=cause_id).order_by("id")
    return [MovementRow(*row) for row in rows.values_list(*_ROW)]


def history(bin_ids: Iterable[int], *, since: datetime) -> list[MovementRow]:
    """Return what moved into and out of these bins from `since` on, oldest first."""
    ids = set(bin_ids)
    rows = Movement.objects.filter(Q(from_bin__in=ids) | Q(to_bin__in=ids), at__gte=since).order_by("id")
    return [MovementRow(*row) for row in rows.values_list(*_ROW)]


def used(scan_id: UUID) -> bool:
    """Say whether a scan has moved goods already."""
    return Movement.objects.filter(scan_id=scan_id).exists()


def at_time(product_id: int, at: datetime) -> dict[int, tuple[int, int]]:
    """Return {warehouse id: (on hand, blocked)} of a product at a moment: its last snapshots and what moved since."""
    found = sql.rows("inventory", "on_hand_at", {"product": product_id, "at": at})
    return {warehouse: (on_hand, blocked) for warehouse, on_hand, blocked in found}
