"""A difference goes into the ledger: so many units more or fewer than lie there now, whatever was picked since."""

from datetime import datetime

from django.db.models import F

from packhorse.counting.models import Count, CountedLine, CountRound
from packhorse.counting.rules import count_number
from packhorse.errors import Refusal
from packhorse.inventory import operations as inventory
from packhorse.inventory.rules import Change

OVERTAKEN = ("NOT_THERE", "SERIAL_NOT_THERE")  # what was missing has been taken meanwhile


def book(row: Count, round_row: CountRound, *, reason: str, now: datetime, actor: str) -> bool:
    """Write a round's differences into the ledger; False, and nothing written, when that is not possible any more."""
    lines = list(CountedLine.objects.filter(round=round_row).order_by("product_id", "lot_id"))
    changes = [change for line in lines for change in _changes(row.bin_id, line)]
    if not changes:
        return True
    try:
        inventory.adjust(
            changes,
            kind="counted",
            cause="count",
            cause_id=row.pk,
            reason=f"{count_number(row.pk)}: {reason}",
            now=now,
            actor=actor,
        )
    except Refusal as refusal:
        if refusal.code in OVERTAKEN:
            return False
        raise
    CountedLine.objects.filter(round=round_row).update(booked=F("difference"))
    return True


def _changes(bin_id: int, line: CountedLine) -> list[Change]:
    """What is missing and what was found, numbered units by their numbers."""
    where = {"bin_id": bin_id, "product_id": line.product_id, "lot_id": line.lot_id}
    if not (line.missing or line.found):
        return [Change(**where, quantity=line.difference)] if line.difference else []
    fewer, more = tuple(line.missing), tuple(line.found)
    changes = [Change(**where, quantity=-len(fewer), serials=fewer)] if fewer else []
    return [*changes, Change(**where, quantity=len(more), serials=more)] if more else changes
