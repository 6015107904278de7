"""What a parcel's label says, whatever it is printed with."""

import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Address:
    """A postal address as it is printed; parts that are empty take no line."""

    name: str
    company: str
    line1: str
    line2: str
    city: str
    region: str
    postal_code: str
    country: str
    phone: str

    def lines(self) -> tuple[str, ...]:
        """Return the lines of the address from the name to the phone number, none of them empty."""
        town = f"{self.postal_code} {self.city}".strip()
        lines = (self.name, self.company, self.line1, self.line2, town, self.region, self.country, self.phone)
        return tuple(line for line in lines if line.strip())


@dataclass(frozen=True)
class MaxiCode:
    """What a carrier wants in a MaxiCode: where to and how, for its sorters, and a message of its own.

    A `postal_code` of digits (up to 9) makes mode 2, as in the USA; letters and digits (the first 6) mode 3. `country`
    is the numeric code of ISO 3166, `service_class` the carrier's number, each up to 999.
    """

    postal_code: str
    country: int
    service_class: int
    message: str

    @property
    def postal(self) -> str:
        """The postal code as it stands in the code."""
        return self.postal_code.replace(" ", "").replace("-", "").upper()

    @property
    def routable(self) -> bool:
        """Whether there is a postal code that it can hold."""
        return re.fullmatch("[0-9A-Z]{1,9}", self.postal) is not None


@dataclass(frozen=True)
class ShippingLabel:
    """All that stands on a parcel's label.

    `parcel_index` counts from 1, `weight_g` is in grams, `ship_date` is the day at the warehouse, `sscc` has 18
    digits, and `marks` are short warnings such as "Fragile". `tracking_url` is the link behind the QR code; empty: no
    QR code. `hazmat` are classes of dangerous goods, as `algorithms.dangerous` lists them;
    `un_numbers` theirs, such as UN3481. `lacks`: what the carrier asks for and this label cannot have, in words.
    """

    sender: Address
    recipient: Address
    carrier_name: str
    service_name: str
    tracking_number: str
    sscc: str
    order_number: str
    parcel_index: int
    parcel_count: int
    weight_g: int
    ship_date: date
    lane: str
    delivery_instructions: str
    marks: tuple[str, ...]
    routing_zone: str
    tracking_url: str = ""
    maxicode: MaxiCode | None = None
    hazmat: tuple[str, ...] = ()
    un_numbers: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
