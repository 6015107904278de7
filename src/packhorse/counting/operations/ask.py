"""Somebody or something wants a bin counted, or not any more."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from packhorse.catalog import queries as catalog
from packhorse.counting.models import Count
from packhorse.counting.rules import OPEN, REASONS, TO_DO
from packhorse.errors import Refusal, missing
from packhorse.network import queries as network


@transaction.atomic
def ask_count(*, bin_id: int, product_id: int | None = None, now: datetime, actor: str) -> int:
    """Want a bin counted, or one product in it; return the count's id, an open one's where there is one."""
    if bin_id not in network.bins_by_id([bin_id]):
        raise missing("bin", bin_id)
    if product_id is not None and product_id not in catalog.by_id([product_id]):
        raise missing("product", product_id)
    if product_id is not None and catalog.kits([product_id]):
        sku = catalog.by_id([product_id])[product_id].sku
        raise Refusal("KIT", f"{sku} is a kit and is never stocked: have its parts counted.", status=422)
    return want(bin_id, product_id, "manual", now=now, actor=actor)


@transaction.atomic
def suspect(pairs: Collection[tuple[int, int]], *, now: datetime) -> None:
    """Count a product at once in a bin where it is in doubt: (bin id, product id)."""
    for bin_id, product_id in sorted(set(pairs)):
        want(bin_id, product_id, "suspicion", now=now, actor="counting")


def want(bin_id: int, product_id: int | None, reason: str, *, now: datetime, actor: str) -> int:
    """Want a bin counted for one of `rules.REASONS`; return the count's id, an open one's where there is one."""
    site = network.bins_by_id([bin_id])[bin_id].warehouse_id
    wish = Count(
        warehouse_id=site,
        bin_id=bin_id,
        product_id=product_id,
        reason=reason,
        priority=REASONS[reason],
        state="due",
        due_on=now.date(),
        asked_by=actor,
        asked_at=now,
    )
    while True:
        Count.objects.bulk_create([wish], ignore_conflicts=True)
        row = Count.objects.select_for_update().filter(bin_id=bin_id, state__in=OPEN).first()
        if row is not None:  # the open count that was in the way may be closed by now
            break
    if row.state in TO_DO:
        wider = row.product_id if product_id == row.product_id or row.state != "due" else None
        more = {"reason": reason, "priority": REASONS[reason]} if REASONS[reason] > row.priority else {}
        Count.objects.filter(pk=row.pk).update(product_id=wider, due_on=min(row.due_on, now.date()), **more)
    return row.pk
