"""A manager looks at a difference that two people have counted, or could not agree on."""

from datetime import datetime

from django.db import transaction

from packhorse.counting.models import Count, CountRound
from packhorse.counting.operations.book import book
from packhorse.counting.operations.close import close
from packhorse.counting.operations.hold import go, lock
from packhorse.counting.rules import count_number
from packhorse.errors import Refusal


@transaction.atomic
def approve(*, count_id: int, note: str, now: datetime, actor: str) -> bool:
    """Write the last count's differences into the ledger; return whether that was possible.

    What was promised of missing goods is looked for elsewhere; numbered units that the books have in another bin are
    moved from there, or refused with words that say where they are. False: something but a pick has touched these goods
    since they were counted, or what was missing has been taken; the note says by what, and the bin is counted again.
    """
    row = _waiting(count_id)
    reason = _reason(note)
    last = CountRound.objects.filter(count=row).order_by("-nth")[0]
    if overtaken := book(row, last, reason=reason, now=now, actor=actor):
        go(row, "recount", note=f"overtaken: {overtaken}"[:200])
        return False
    close(row, "done", said="counted", result="approved", note=reason, now=now, actor=actor)
    return True


@transaction.atomic
def reject(*, count_id: int, again: bool, note: str, now: datetime, actor: str) -> None:
    """Believe neither number: `again` has the bin counted once more, otherwise the count ends and nothing changes."""
    row = _waiting(count_id)
    reason = _reason(note)
    if again:
        go(row, "recount", note=reason)
    else:
        close(row, "dropped", said=f"dropped, {reason}", note=reason, now=now, actor=actor)


def _waiting(count_id: int) -> Count:
    row = lock(count_id)
    if row.state != "approval":
        raise Refusal(
            "NOTHING_TO_APPROVE", f"Count {count_number(count_id)} is {row.state}: there is nothing to decide."
        )
    return row


def _reason(note: str) -> str:
    if not note.strip():
        raise Refusal("REASON_WANTED", "Say in words why the books and the bin differ.", status=422)
    return note.strip()[:150]
