"""What serving an order from a warehouse costs, part by part: freight by the rate tables, handling, lateness.

Minor units of the company's currency throughout. Which carton and which service it will be is decided when the goods
are packed; here stands what is likely: goods fill a carton to seven tenths, and the cheapest service takes it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from packhorse.carriers.rules import Band, RateBook, ServiceTable, weekdays_after

Ints = NDArray[np.int64]

FILLED = 0.7  # of a carton
TARE_G = 150  # of a likely carton
NO_PRICE = -1


@dataclass(frozen=True)
class Weights:
    """What the merchant says things are worth, in minor units.

    `split`: each further parcel of an order, beside what it costs. `late_day`: each day after the earliest that any
    warehouse could promise. `balance`: a unit from where there is least of it, beside where there is most.
    `missing`: a unit that is not served though somebody has it.
    """

    split: int = 50
    late_day: int = 30
    balance: int = 0
    missing: int = 10_000_000


@dataclass(frozen=True)
class Lane:
    """One stretch of a way: its row of prices (`NO_PRICE`: none), and the weekdays of the quickest service."""

    row: int
    days: int


class Freight:
    """Prices of parcels from country to country by distance and weight, the cheapest service each."""

    def __init__(self, book: RateBook) -> None:
        self.book = book
        self.divisor = min((service.dim_divisor for service in book.services), default=5000)
        self._rows: list[Ints] = []
        self._row_of: dict[bytes, int] = {}
        self._priced: dict[tuple[int, str | None], Ints] = {}
        self._lanes: dict[tuple[str, str, str], tuple[Ints, list[Lane]]] = {}

    @cached_property
    def upto(self) -> Ints:
        """The ends of all weight bands of all services: gross grams of a parcel."""
        ends = {
            min(band.max_weight_g, service.max_weight_g)
            for (service_id, _), bands in self.book.bands.items()
            for service in self.book.services
            if service.service_id == service_id
            for band in bands
        }
        return np.array(sorted(ends) or [1], np.int64)

    def grams(self, weight_g: int, volume_mm3: int) -> int:
        """Return what is billed of a unit: its weight, or its share of the carton by volume."""
        return max(1, weight_g, -(-round(volume_mm3 / FILLED) // self.divisor))

    def lanes(self, origin: str, dest: str, service: str, km: Ints) -> list[Lane]:
        """Return the lane of each distance; a wish for a service that nobody offers there is as good as none."""
        ends, lanes = self.stretches(origin, dest, service)
        return [lanes[nth] for nth in np.searchsorted(ends, km).tolist()]

    def stretches(self, origin: str, dest: str, service: str) -> tuple[Ints, list[Lane]]:
        """Return the distances up to which each lane goes, and the lanes: one more, for what is farther."""
        key = origin, dest, service
        if key not in self._lanes:
            self._lanes[key] = self._between(origin, dest, service)
        return self._lanes[key]

    def taker(self, origin: str, dest: str, service: str, km: int, grams: int) -> tuple[str, int] | None:
        """Return who takes goods of so many grams, carton included, at the lane's price, and in how many parcels."""
        full, rest = divmod(max(1, grams) - 1, int(self.upto[-1]))
        band = int(np.searchsorted(self.upto, rest + 1))
        found = [
            (int(full * prices[-1] + prices[band]), each, min(each.max_weight_g, bands[-1].max_weight_g))
            for each in self._going(origin, dest, service)
            if (bands := self._bands(each, origin, dest, km))
            for prices in [self._prices(each, bands)]
        ]
        if not found:
            return None
        _, each, most = min(found, key=lambda one: one[0])
        return f"{each.carrier} {each.service}", -(-max(1, grams) // most)

    @property
    def tariff(self) -> Ints:
        """Prices by row and band of `upto`, of all lanes that were asked for."""
        return np.array(self._rows or [np.zeros(len(self.upto))], np.int64)

    def _between(self, origin: str, dest: str, service: str) -> tuple[Ints, list[Lane]]:
        going = self._going(origin, dest, service)
        ends = sorted(
            {
                lane.max_km
                for each in going
                for lane in self.book.lanes[each.carrier_id, origin, dest]
                if lane.max_km is not None
            }
        )
        return np.array(ends, np.int64), [self._stretch(going, origin, dest, km) for km in [*ends, None]]

    def _going(self, origin: str, dest: str, service: str) -> list[ServiceTable]:
        """Return the services that go there: those that were wished for, or all."""
        going = [each for each in self.book.services if self.book.lanes.get((each.carrier_id, origin, dest))]
        return [each for each in going if each.service == service] or going

    def _zone(self, service: ServiceTable, origin: str, dest: str, km: int | None) -> str | None:
        """Return a service's zone at a distance (None: farther than all ends)."""
        lanes = self.book.lanes[service.carrier_id, origin, dest]
        near = (lane.zone for lane in lanes if lane.max_km is None or (km is not None and km <= lane.max_km))
        return next(near, None)

    def _bands(self, service: ServiceTable, origin: str, dest: str, km: int | None) -> Sequence[Band]:
        zone = self._zone(service, origin, dest, km)
        return self.book.bands.get((service.service_id, zone), ()) if zone is not None else ()

    def _stretch(self, going: Sequence[ServiceTable], origin: str, dest: str, km: int | None) -> Lane:
        prices, days = [], []
        for service in going:
            zone, bands = self._zone(service, origin, dest, km), self._bands(service, origin, dest, km)
            if bands:
                key = service.service_id, zone
                if key not in self._priced:
                    self._priced[key] = self._prices(service, bands)
                prices.append(self._priced[key])
                days.append(min(band.transit_days for band in bands))
        if not prices:
            return Lane(NO_PRICE, 0)
        row = np.min(prices, axis=0)
        nth = self._row_of.setdefault(row.tobytes(), len(self._rows))  # many countries are one zone
        if nth == len(self._rows):
            self._rows.append(row)
        return Lane(nth, min(days))

    def _prices(self, service: ServiceTable, bands: Sequence[Band]) -> Ints:
        """Prices of a service at the ends of all bands; what is too heavy for it goes as several."""
        most = min(service.max_weight_g, bands[-1].max_weight_g)
        ends = np.array([band.max_weight_g for band in bands], np.int64)
        price = np.array([band.price_minor for band in bands], np.int64)
        full = (self.upto - 1) // most
        rest = self.upto - full * most
        return full * price[np.searchsorted(ends, most)] + price[np.searchsorted(ends, rest)]


def arrival(leaves_on: date, days: int) -> date:
    """Return the day a parcel is at the door."""
    return weekdays_after(leaves_on, days)
