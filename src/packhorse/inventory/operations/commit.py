"""What is kept back from new buyers, and whose availability has changed."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from packhorse import sql
from packhorse.errors import Refusal
from packhorse.inventory.models import ChannelBuffer, SafetyStock

MOST = 1_000_000_000


@transaction.atomic
def set_safety(*, product_id: int, warehouse_id: int, units: int) -> None:
    """Keep so many units of a product in a warehouse back from new buyers; 0: none."""
    _must_fit(units)
    place = {"product_id": product_id, "warehouse_id": warehouse_id}
    if units:
        SafetyStock.objects.update_or_create(**place, defaults={"units": units})
    else:
        SafetyStock.objects.filter(**place).delete()
    sql.rows("inventory", "note_changes", {"products": [product_id]})


@transaction.atomic
def set_buffer(*, channel: str, product_id: int | None, units: int | None) -> None:
    """Tell a channel of so many units fewer of a product, or of every product (None) that has no number of its own.

    None units: nothing is said of it any more.
    """
    _must_fit(units or 0)
    which = {"channel": channel, "product_id": product_id}
    if units is None:
        ChannelBuffer.objects.filter(**which).delete()
    else:
        ChannelBuffer.objects.update_or_create(**which, defaults={"units": units})
    if product_id is None:
        sql.rows("inventory", "note_all", {})
    else:
        sql.rows("inventory", "note_changes", {"products": [product_id]})


@transaction.atomic
def note_stocked(warehouse_ids: Collection[int]) -> None:
    """Note all products of which anything lies in these warehouses: they were closed, or opened."""
    sql.rows("inventory", "note_stocked", {"warehouses": sorted(warehouse_ids)})


@transaction.atomic
def take_changed(*, limit: int) -> list[int]:
    """Return products whose availability may have changed since they were last returned, each once.

    They are forgotten with the caller's transaction.
    """
    return sorted(row[0] for row in sql.rows("inventory", "take_changed", {"limit": limit}))


def _must_fit(units: int) -> None:
    if not 0 <= units <= MOST:
        raise Refusal("WRONG_UNITS", f"Keep back a number of units from 0 to {MOST}.", status=422)


@transaction.atomic
def snapshot(*, at: datetime) -> None:
    """Keep what the ledger added up to before `at`, of every level that has moved since its last snapshot.

    `at` lies so far back that no transaction from before it is still under way.
    """
    sql.rows("inventory", "snapshot", {"at": at})
