"""What carriers ask on a stretch of a way, by weight, and when they bring it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from packhorse.carriers.rules import ServiceTable
from packhorse.sourcing.load import Size

Ints = NDArray[np.int64]

NO_PRICE = -1
NOBODY = 2**40  # a price that nothing costs: of a service that does not take so much


@dataclass(frozen=True)
class Sent:
    """A service in a zone: the largest unit that it takes, and its price and days by the table for each weight."""

    service: ServiceTable
    zone: str
    most: Size
    price: Ints
    transit: Ints


@dataclass(frozen=True)
class Lane:
    """One stretch of a way: its row of prices (`NO_PRICE`: none, and why), and the services that may be bought."""

    row: int
    why: str = ""
    services: tuple[tuple[int, str], ...] = ()  # (id, zone)
    sent: tuple[Sent, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True)
class Days:
    """By weight, of the service that will be bought: the day at the door as a number, and its chance in permille."""

    day: Ints
    chance: Ints


def prices_of(sent: Sequence[Sent], upto: Ints) -> Ints:
    """Prices (service, weight); several parcels count only where no service takes it as one."""
    price = np.array([each.price for each in sent])
    whole = np.array([[each.most[0]] for each in sent]) >= upto
    found: Ints = np.where(whole | ~whole.any(axis=0), price, NOBODY)
    return found
