"""Source orders, let go of cancelled ones, and roll fulfillment orders forward."""

from packhorse.sourcing.operations.advance import advance, cancel_empty
from packhorse.sourcing.operations.aside import give_back, take_aside, try_again
from packhorse.sourcing.operations.follow_dates import follow_dates
from packhorse.sourcing.operations.follow_holds import follow_holds
from packhorse.sourcing.operations.let_go import let_go
from packhorse.sourcing.operations.move import move
from packhorse.sourcing.operations.part import alone, hand_over_all, hand_over_part
from packhorse.sourcing.operations.promise import promise_again
from packhorse.sourcing.operations.reserve import reserve
from packhorse.sourcing.operations.source import source, source_lost, source_waiting

__all__ = [
    "advance",
    "alone",
    "cancel_empty",
    "follow_dates",
    "follow_holds",
    "give_back",
    "hand_over_all",
    "hand_over_part",
    "let_go",
    "move",
    "promise_again",
    "reserve",
    "source",
    "source_lost",
    "source_waiting",
    "take_aside",
    "try_again",
]
