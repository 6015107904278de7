"""Goods on their way in, as pages: the office's papers, and the loops of scans at the dock."""

from packhorse.inbound.pages.carry import carry, carry_scan, put_away, put_away_scan
from packhorse.inbound.pages.deliveries import (
    cancel_delivery,
    deliveries,
    delivery,
    new_delivery,
    new_transfer,
    settle,
)
from packhorse.inbound.pages.dock import dock, finish
from packhorse.inbound.pages.purchases import change_purchase, new_purchase, purchase, purchases
from packhorse.inbound.pages.receive import open_paper, receive, receive_scan
from packhorse.inbound.pages.send import send, send_left, send_scan

__all__ = [
    "cancel_delivery",
    "carry",
    "carry_scan",
    "change_purchase",
    "deliveries",
    "delivery",
    "dock",
    "finish",
    "new_delivery",
    "new_purchase",
    "new_transfer",
    "open_paper",
    "purchase",
    "purchases",
    "put_away",
    "put_away_scan",
    "receive",
    "receive_scan",
    "send",
    "send_left",
    "send_scan",
    "settle",
]
