"""What happens to returns: asked for, authorised, received, inspected, settled."""

from packhorse.returns.operations.accept import accept_surplus
from packhorse.returns.operations.decide import approve, cancel, decline
from packhorse.returns.operations.forget import forget_words
from packhorse.returns.operations.inspect import inspect, report_missing
from packhorse.returns.operations.keep_rules import keep_rules
from packhorse.returns.operations.receive import receive
from packhorse.returns.operations.request import request_return
from packhorse.returns.operations.settle import await_settlement, close_without, mark_refunded, note_exchange

__all__ = [
    "accept_surplus",
    "approve",
    "await_settlement",
    "cancel",
    "close_without",
    "decline",
    "forget_words",
    "inspect",
    "keep_rules",
    "mark_refunded",
    "note_exchange",
    "receive",
    "report_missing",
    "request_return",
]
