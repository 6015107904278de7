"""Read the ledger: what moved, and what was there at any past moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Q, Sum

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


@dataclass(frozen=True)
class SnapshotRow:
    """What the ledger of a level added up to before a moment, and what it adds up to now."""

    warehouse_id: int
    at: datetime
    on_hand: int
    blocked: int
    ledger: int
    ledger_blocked: int

    @property
    def fits(self) -> bool:
        """Say whether the ledger still adds up to it."""
        return (self.on_hand, self.blocked) == (self.ledger, self.ledger_blocked)


@dataclass(frozen=True)
class ClueRow:
    """A line of the ledger that cannot be right: the first after which fewer than nothing was there, or one of no verb.

    `bin_id` is None when it is on hand that fell below nothing.
    """

    clue: str
    movement_id: int
    warehouse_id: int
    bin_id: int | None
    units: int


def snapshots(product_id: int) -> list[SnapshotRow]:
    """Return every snapshot of a product beside what the ledger says before it, oldest first."""
    return [SnapshotRow(*row) for row in sql.rows("inventory", "explain_snapshots", {"product": product_id})]


def clues(product_id: int) -> list[ClueRow]:
    """Walk the whole ledger of a product and return the lines that cannot be right, oldest first."""
    return [ClueRow(*row) for row in sql.rows("inventory", "explain_clues", {"product": product_id})]


def movements(
    product_id: int,
    *,
    limit: int = 100,
    before: int | None = None,
    warehouse_id: int | None = None,
    kind: str = "",
) -> list[MovementRow]:
    """Return the newest lines of a product's ledger, all or some; with `before`, those older than that line."""
    rows = Movement.objects.filter(product_id=product_id).order_by("-id")
    if warehouse_id is not None:
        rows = rows.filter(warehouse_id=warehouse_id)
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


def picked_since(since: datetime) -> dict[tuple[int, int], int]:
    """Return {(product id, warehouse id): units} that were picked from `since` on."""
    found = Movement.objects.filter(kind="picked", at__gte=since).values_list("product_id", "warehouse_id")
    return {(product, site): units for product, site, units in found.annotate(Sum("quantity")).order_by()}


def used(scan_id: UUID) -> bool:
    """Say whether a scan has moved goods already."""
    return Movement.objects.filter(scan_id=scan_id).exists()


def at_time(product_id: int, at: datetime) -> dict[int, tuple[int, int]]:
    """Return {warehouse id: (on hand, blocked)} of a product at a moment: its last snapshots and what moved since."""
    found = sql.rows("inventory", "on_hand_at", {"product": product_id, "at": at})
    return {warehouse: (on_hand, blocked) for warehouse, on_hand, blocked in found}


def came(bin_ids: Iterable[int]) -> dict[tuple[int, int], datetime]:
    """Return {(bin id, product id): when units last came into the bin}."""
    rows = Movement.objects.filter(to_bin__in=set(bin_ids)).values_list("to_bin_id", "product_id")
    return {(bin_id, product): at for bin_id, product, at in rows.annotate(at=Max("at")).order_by()}
