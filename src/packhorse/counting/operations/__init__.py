"""What is done about a count, from the wish for one to its end."""

from packhorse.counting.operations.ask import ask_count, suspect
from packhorse.counting.operations.begin import begin, begin_at, give_back
from packhorse.counting.operations.close import drop
from packhorse.counting.operations.decide import approve, reject
from packhorse.counting.operations.plan import keep_plan, plan_counts
from packhorse.counting.operations.scan import Scanned, forget, scan
from packhorse.counting.operations.submit import Entry, enter, submit

__all__ = [
    "Entry",
    "Scanned",
    "approve",
    "ask_count",
    "begin",
    "begin_at",
    "drop",
    "enter",
    "forget",
    "give_back",
    "keep_plan",
    "plan_counts",
    "reject",
    "scan",
    "submit",
    "suspect",
]
