"""Who buys."""

import re
from dataclasses import dataclass

TIER = r"[A-Z0-9][A-Z0-9_-]{0,19}"  # of a customer, a word of the merchant's own
LONGEST_NUMBER = 64


def is_tier(text: str) -> bool:
    """Say whether a text is written as a tier is."""
    return re.fullmatch(TIER, text) is not None


@dataclass(frozen=True)
class NewCustomer:
    """A customer as known to the merchant; `assumed` marks invented data of the demonstration.

    The address is the customer's usual one; each order keeps its own copy. Tiers are set by `set_tiers` alone.
    """

    number: str
    name: str
    email: str
    phone: str
    line1: str
    line2: str
    city: str
    region: str
    postal_code: str
    country: str
    latitude: float | None
    longitude: float | None
    assumed: bool = False
