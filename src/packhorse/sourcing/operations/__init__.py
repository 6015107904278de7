"""Source orders, let go of cancelled ones, and roll fulfillment orders forward."""

from packhorse.sourcing.operations.advance import advance, cancel_empty
from packhorse.sourcing.operations.follow_holds import follow_holds
from packhorse.sourcing.operations.let_go import let_go
from packhorse.sourcing.operations.promise import promise_again
from packhorse.sourcing.operations.reserve import reserve
from packhorse.sourcing.operations.source import source, source_waiting

__all__ = [
    "advance",
    "cancel_empty",
    "follow_holds",
    "let_go",
    "promise_again",
    "reserve",
    "source",
    "source_waiting",
]
