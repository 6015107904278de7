"""What is done to goods on their way in: order, announce, receive, put away, transfer, take back."""

from packhorse.inbound.operations.announce import announce, cancel_delivery, expect_rest
from packhorse.inbound.operations.buy import buy, cancel_purchase, close_purchase, know_supplier, order_goods
from packhorse.inbound.operations.close import close_delivery
from packhorse.inbound.operations.measure import measure_velocity
from packhorse.inbound.operations.put_away import carry, check_place
from packhorse.inbound.operations.receive import receive
from packhorse.inbound.operations.take_back import take_back
from packhorse.inbound.operations.transfer import finish_sending, request_transfer, send
from packhorse.inbound.operations.unknown import note_unknown, settle_unknown

__all__ = [
    "announce",
    "buy",
    "cancel_delivery",
    "cancel_purchase",
    "carry",
    "check_place",
    "close_delivery",
    "close_purchase",
    "expect_rest",
    "finish_sending",
    "know_supplier",
    "measure_velocity",
    "note_unknown",
    "order_goods",
    "receive",
    "request_transfer",
    "send",
    "settle_unknown",
    "take_back",
]
