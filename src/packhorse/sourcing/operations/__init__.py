"""Source orders, let go of cancelled ones, and roll fulfillment orders forward."""

from packhorse.sourcing.operations.advance import advance, cancel_empty
from packhorse.sourcing.operations.aside import give_back, take_aside, try_again
from packhorse.sourcing.operations.closing import leave_closed
from packhorse.sourcing.operations.divide import divide
from packhorse.sourcing.operations.follow_dates import follow_dates, follow_further
from packhorse.sourcing.operations.follow_holds import follow_holds
from packhorse.sourcing.operations.let_go import let_go
from packhorse.sourcing.operations.move import move
from packhorse.sourcing.operations.move_fulfillment import move_fulfillment
from packhorse.sourcing.operations.part import alone, hand_over_all, hand_over_part
from packhorse.sourcing.operations.policies import (
    change_policy,
    draft_policy,
    go_live,
    prove_again,
    retire_policy,
    try_policy,
)
from packhorse.sourcing.operations.pool import pool
from packhorse.sourcing.operations.promise import promise_again
from packhorse.sourcing.operations.reject import reject
from packhorse.sourcing.operations.reserve import reserve
from packhorse.sourcing.operations.runs import RUNS_KEPT, forget_runs
from packhorse.sourcing.operations.source import source, source_lost
from packhorse.sourcing.operations.steer import admit, allow_split, bar, forbid_split, pin, unpin
from packhorse.sourcing.operations.turns import (
    source_waiting,
    try_for_carriers,
    try_for_tiers,
    try_further,
    try_waiting,
)
from packhorse.sourcing.operations.unsent import reached, take_back_unsent

__all__ = [
    "RUNS_KEPT",
    "admit",
    "advance",
    "allow_split",
    "alone",
    "bar",
    "cancel_empty",
    "change_policy",
    "divide",
    "draft_policy",
    "follow_dates",
    "follow_further",
    "follow_holds",
    "forbid_split",
    "forget_runs",
    "give_back",
    "go_live",
    "hand_over_all",
    "hand_over_part",
    "leave_closed",
    "let_go",
    "move",
    "move_fulfillment",
    "pin",
    "pool",
    "promise_again",
    "prove_again",
    "reached",
    "reject",
    "reserve",
    "retire_policy",
    "source",
    "source_lost",
    "source_waiting",
    "take_aside",
    "take_back_unsent",
    "try_again",
    "try_for_carriers",
    "try_for_tiers",
    "try_further",
    "try_policy",
    "try_waiting",
    "unpin",
]
