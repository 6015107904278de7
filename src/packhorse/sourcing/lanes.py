"""What carriers ask on a stretch of a way, by weight, and when they bring it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from packhorse.carriers.rules import Band, ServiceTable
from packhorse.carriers.rules.surcharges import WHOLE
from packhorse.sourcing.load import Size

Ints = NDArray[np.int64]

NO_PRICE = -1
NOBODY = 2**40  # a price that nothing costs: of a service that does not take so much


@dataclass(frozen=True)
class Sent:
    """A service in a zone: the largest unit that it takes, and its price and days by the table for each weight.

    `added`: what of the price of each parcel is for the country and the longest unit, without fuel.
    """

    service: ServiceTable
    zone: str
    most: Size
    price: Ints
    transit: Ints
    added: int = 0


@dataclass(frozen=True)
class Lane:
    """One stretch of a way: its row of prices (`NO_PRICE`: none, and why), and the services that may be bought."""

    row: int
    why: str = ""
    services: tuple[tuple[int, str, int], ...] = ()  # (id, zone, added)
    sent: tuple[Sent, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True)
class Days:
    """By weight, of the service that will be bought: the day at the door as a number, and its chance in permille."""

    day: Ints
    chance: Ints


def charged(service: ServiceTable, bands: Sequence[Band], grams: Ints, added: int) -> Ints:
    """Prices of parcels of so many grams (at most those of the last band), with surcharges and fuel."""
    ends = np.array([band.max_weight_g for band in bands], np.int64)
    price: Ints = np.array([band.price_minor for band in bands], np.int64)[np.searchsorted(ends, grams)]
    extra = service.surcharges
    if not extra.any:
        return price
    limits = np.array([limit for limit, _ in extra.weight], np.int64)
    heavy = np.array([0, *(each for _, each in extra.weight)], np.int64)[np.searchsorted(limits, grams)]
    price = price + heavy + added
    return price + (price * extra.fuel * 2 + WHOLE) // (2 * WHOLE)


def prices_of(sent: Sequence[Sent], upto: Ints) -> Ints:
    """Prices (service, weight); several parcels count only where no service takes it as one."""
    price = np.array([each.price for each in sent])
    whole = np.array([[each.most[0]] for each in sent]) >= upto
    found: Ints = np.where(whole | ~whole.any(axis=0), price, NOBODY)
    return found
