"""Send a page to a printer of either kind."""

from dataclasses import dataclass
from typing import Literal

from packhorse.shipping.printing.answers import PrinterRefused
from packhorse.shipping.printing.ipp import send_ipp
from packhorse.shipping.printing.raw import send_raw
from packhorse.shipping.rules import ipp_address, raw_address


@dataclass(frozen=True)
class Page:
    """What is to be printed: its bytes, what they are, and the name of the job."""

    content: bytes
    form: Literal["pdf", "zpl"]
    name: str


def send(page: Page, *, kind: str, address: str, seconds: float) -> None:
    """Send a page and return when the printer has taken it whole.

    Raises PrinterAway when it was not reached or took nothing within `seconds`, PrinterRefused when it will not.
    """
    if kind == "raw" and (found := raw_address(address)):
        send_raw(page.content, *found, seconds=seconds)
    elif kind == "ipp" and (url := ipp_address(address)):
        send_ipp(page.content, page.form, page.name, url=url, printer=address, seconds=seconds)
    else:
        raise PrinterRefused(f"Its address {address[:60]!r} cannot be read: let a manager write it anew.")
