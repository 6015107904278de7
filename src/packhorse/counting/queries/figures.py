"""Read how well the books fit."""

from dataclasses import dataclass
from datetime import datetime

from packhorse import sql


@dataclass(frozen=True)
class AccuracyRow:
    """The counts of a warehouse for one reason: how many lines were right when first counted, and what was booked."""

    warehouse_id: int
    reason: str
    counts: int
    lines: int
    right: int
    units_more: int
    units_fewer: int
    value_more_minor: int
    value_fewer_minor: int
    currency: str


def accuracy(since: datetime) -> list[AccuracyRow]:
    """Return how well the books fitted in counts that were done from a moment on."""
    return [AccuracyRow(*row) for row in sql.rows("counting", "accuracy", {"since": since})]
