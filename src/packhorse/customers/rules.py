"""Who buys."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NewCustomer:
    """A customer as known to the merchant; `assumed` marks invented data of the demonstration.

    The address is the customer's usual one; each order keeps its own copy.
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
