"""A count ends: what was in doubt in its bin is so no more."""

from datetime import datetime

from django.db import transaction

from packhorse.counting.models import Count, CountRound
from packhorse.counting.operations.ask import want
from packhorse.counting.operations.hold import go, lock
from packhorse.counting.rules import count_number
from packhorse.errors import Refusal
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock


def close(row: Count, state: str, *, said: str, now: datetime, actor: str, result: str = "", note: str = "") -> None:
    """End a locked count as `done` (with its `result`) or `dropped`; `said` says in words what that means for doubts.

    What it counted and was in doubt may be had again. What is in doubt there and it did not count is counted next.
    """
    go(row, state, result=result, closed_by=actor, closed_at=now, note=note)
    words = f"{count_number(row.pk)}: {said}"
    inventory.end_doubt(
        bin_id=row.bin_id, product_id=row.product_id, count_id=row.pk, reason=words, now=now, actor=actor
    )
    for _, product_id, _ in stock.doubted(row.bin_id):
        want(row.bin_id, product_id, "suspicion", now=now, actor="counting")


@transaction.atomic
def drop(*, count_id: int, note: str, now: datetime, actor: str) -> None:
    """Nobody needs this count any more; what was scanned in a round that goes on is forgotten.

    What was in doubt there may be had again, uncounted.
    """
    row = lock(count_id)
    if not note.strip():
        raise Refusal("REASON_WANTED", "Say in words why this count is not needed.", status=422)
    CountRound.objects.filter(count=row, ended_at=None).delete()
    close(row, "dropped", said=f"dropped, {note.strip()}", note=note.strip()[:200], now=now, actor=actor)
