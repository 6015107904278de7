"""Source orders, let go of cancelled ones, and roll fulfillment orders forward."""

from packhorse.sourcing.operations.advance import advance, cancel_empty
from packhorse.sourcing.operations.let_go import let_go
from packhorse.sourcing.operations.source import source, source_waiting

__all__ = ["advance", "cancel_empty", "let_go", "source", "source_waiting"]
