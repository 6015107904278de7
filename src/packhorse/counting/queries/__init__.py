"""Read counts: what is to be counted, what was, and what it said of the books."""

from packhorse.counting.queries.counts import (
    CountRow,
    asked_on,
    busy_bins,
    count,
    counted_on,
    counts,
    counts_being_done,
    open_in,
    to_do,
    undone_cycle,
    waiting,
    where_last,
)
from packhorse.counting.queries.figures import AccuracyRow, accuracy
from packhorse.counting.queries.plans import PLAN_FIELDS, plan
from packhorse.counting.queries.rounds import (
    LineRow,
    RoundRow,
    TallyRow,
    counted_in,
    lines,
    rounds,
    tally,
)
from packhorse.counting.queries.seen import known, moved_since, seen

__all__ = [
    "PLAN_FIELDS",
    "AccuracyRow",
    "CountRow",
    "LineRow",
    "RoundRow",
    "TallyRow",
    "accuracy",
    "asked_on",
    "busy_bins",
    "count",
    "counted_in",
    "counted_on",
    "counts",
    "counts_being_done",
    "known",
    "lines",
    "moved_since",
    "open_in",
    "plan",
    "rounds",
    "seen",
    "tally",
    "to_do",
    "undone_cycle",
    "waiting",
    "where_last",
]
