"""What a merchant says of carriers: their services, lanes and prices, and days on which nobody delivers."""

from dataclasses import dataclass
from datetime import date

from packhorse.carriers.rules.surcharges import NewSurcharge

NO_MAXICODE, MOST_MAXICODE = -1, 999  # what stands for a service class where none is asked for, and the highest


@dataclass(frozen=True)
class NewZone:
    """A lane of a carrier: from `origin_country` to `dest_country` up to `max_km` (None: any distance) is `zone`.

    The first matching row by ascending `max_km` counts.
    """

    origin_country: str
    dest_country: str
    max_km: int | None
    zone: str


@dataclass(frozen=True)
class NewRate:
    """Price in minor units for a billed weight up to `max_weight_g` in `zone`, and the days from hand-over to door."""

    zone: str
    max_weight_g: int
    price_minor: int
    transit_days: int


@dataclass(frozen=True)
class NewService:
    """A service: `dim_divisor` is cm³ per kg; limits are for one parcel (longest side in mm).

    `pickup_days` and `delivery_days` are ISO weekdays; None leaves those of a known service as they are. The same holds
    for `takes_hazmat`: the classes of dangerous goods that it takes, for `fuel`: hundredths of a percent upon price and
    surcharges, and for `maxicode`: the service class in the MaxiCode that its carrier wants on labels, or NO_MAXICODE.
    A service with a `max_weight_g` of 0 is not sold any more.
    """

    code: str
    name: str
    dim_divisor: int
    max_weight_g: int
    max_length_mm: int
    rates: tuple[NewRate, ...]
    pickup_days: tuple[int, ...] | None = None
    delivery_days: tuple[int, ...] | None = None
    takes_hazmat: tuple[str, ...] | None = None
    fuel: int | None = None
    maxicode: int | None = None


@dataclass(frozen=True)
class NewHoliday:
    """A day on which nobody delivers in a country (ISO, two letters)."""

    country: str
    day: date
    name: str


@dataclass(frozen=True)
class NewCarrier:
    """A carrier with its lanes and services. `tracking_prefix` starts its tracking numbers.

    `account`: code of the account that its labels are bought with. `simulated`: it does not exist. None leaves either
    of a known carrier as it is; the same holds for its `surcharges`.
    """

    code: str
    name: str
    tracking_prefix: str
    currency: str
    zones: tuple[NewZone, ...]
    services: tuple[NewService, ...]
    account: str | None = None
    simulated: bool | None = None
    surcharges: tuple[NewSurcharge, ...] | None = None
