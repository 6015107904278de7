"""The ways to printers: bytes over a socket, or a job by the Internet Printing Protocol. Nothing of an answer is kept.

A printer's address is the merchant's own and private by nature, set by a manager only: the rules for addresses of the
outside do not hold for it.
"""

from packhorse.shipping.printing.answers import PrinterAway, PrinterRefused
from packhorse.shipping.printing.send import Page, send

__all__ = ["Page", "PrinterAway", "PrinterRefused", "send"]
