"""What happens to returns: asked for, authorised, received, inspected, settled."""

from packhorse.returns.operations.accept import accept_surplus
from packhorse.returns.operations.decide import approve, cancel, decline
from packhorse.returns.operations.follow_labels import follow_labels, poll_labels, take_label_tracking
from packhorse.returns.operations.forget import forget_words
from packhorse.returns.operations.get_label import get_label
from packhorse.returns.operations.inspect import inspect, report_missing
from packhorse.returns.operations.keep_rules import keep_rules
from packhorse.returns.operations.labels import expire_labels, get_label_again, give_label_back
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
    "expire_labels",
    "follow_labels",
    "forget_words",
    "get_label",
    "get_label_again",
    "give_label_back",
    "inspect",
    "keep_rules",
    "mark_refunded",
    "note_exchange",
    "poll_labels",
    "receive",
    "report_missing",
    "request_return",
    "take_label_tracking",
]
