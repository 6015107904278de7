"""Files of rate tables: services, zones, rates and surcharges; which columns they have, and what a row says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from packhorse.carriers.rules import NewCarrier, NewRate, NewService, NewSurcharge, NewZone

COLUMNS = {
    "services": (
        "carrier", "carrier_name", "tracking_prefix", "service", "service_name", "dim_divisor", "max_weight_g",
        "max_length_mm", "pickup_days", "delivery_days", "takes_hazmat", "fuel_percent", "currency", "account",
        "simulated", "maxicode",
    ),
    "zones": ("carrier", "origin_country", "dest_country", "max_km", "zone"),
    "rates": ("carrier", "service", "zone", "max_weight_g", "price", "transit_days"),
    "surcharges": ("carrier", "service", "kind", "limit", "price"),
}  # fmt: skip
NEEDS = COLUMNS | {
    "services": COLUMNS["services"][:8],
    "zones": ("carrier", "origin_country", "dest_country", "zone"),
}
TOLD_BY = {"kind": "surcharges", "transit_days": "rates", "dest_country": "zones", "tracking_prefix": "services"}
YES, NO = "yes", "no"

Cells = Mapping[str, str]


class At(NamedTuple):
    """Where a row stands; line 0: it is kept already, and in no file of this upload."""

    file: str
    line: int


@dataclass(frozen=True)
class Fault:
    """What is wrong in a row and what to do, for a person; `column` is empty where it is the whole row."""

    at: At
    column: str
    reason: str


@dataclass(frozen=True)
class FileService:
    """A row of services. `carrier` has no zones and services; the service has no rates."""

    at: At
    carrier: NewCarrier
    service: NewService


@dataclass(frozen=True)
class FileZone:
    """A row of zones."""

    at: At
    carrier: str
    zone: NewZone


@dataclass(frozen=True)
class FileRate:
    """A row of rates. `over_g`: where the band begins, if the file says it."""

    at: At
    carrier: str
    service: str
    rate: NewRate
    over_g: int | None = None


@dataclass(frozen=True)
class FileSurcharge:
    """A row of surcharges."""

    at: At
    carrier: str
    surcharge: NewSurcharge


FileRow = FileService | FileZone | FileRate | FileSurcharge


@dataclass
class Tables:
    """The rows of all four files."""

    services: list[FileService] = field(default_factory=list)
    zones: list[FileZone] = field(default_factory=list)
    rates: list[FileRate] = field(default_factory=list)
    surcharges: list[FileSurcharge] = field(default_factory=list)


def what_is(names: Iterable[str]) -> str:
    """Return which of the files one with these columns is; empty when it is none."""
    there = set(names)
    return next((what for column, what in TOLD_BY.items() if column in there), "")


def missing_columns(what: str, names: Iterable[str]) -> list[str]:
    """Return the columns that the file must have and has not."""
    there = set(names)
    return [name for name in NEEDS[what] if name not in there]
