"""What carriers take for an order from a warehouse, and the day they bring it: of the service that will be bought.

Minor units of the company's currency throughout. Which carton and which service it will be is decided when the goods
are packed; here stands what is likely: goods fill a carton to seven tenths, and the cheapest service takes it, with its
fuel and its surcharges of weight, longest side and country (girth and postal code are not known here). Costs
and promises both read it here, so that neither counts on a service that the other does not pay.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from packhorse.carriers.rules import Band, Foreseen, RateBook, ServiceTable, Trip, beyond, not_taken, reckoned
from packhorse.sourcing.lanes import NO_PRICE, NOBODY, Days, Lane, Sent, charged, prices_of
from packhorse.sourcing.load import Hazmat, Load, Size, most_of, takes, too_much
from packhorse.sourcing.rules import LineNeed

Ints = NDArray[np.int64]

FILLED = 0.7  # of a carton
TARE_G = 150  # of a likely carton
SMALL = Load().size


@dataclass(frozen=True)
class Weights:
    """What the merchant says things are worth, in minor units.

    `split`: each further parcel of an order, beside what it costs. `late_day`: each day after the earliest that any
    warehouse could promise. `balance`: a unit where all that is left of it will surely be wanted before more comes.
    `missing`: a unit that is not served though somebody has it.
    """

    split: int = 50
    late_day: int = 30
    balance: int = 0
    missing: int = 10_000_000


class Freight:
    """Prices and days of parcels from country to country by distance and weight, of the cheapest service each.

    Where an order wishes for a service, only that one counts, unless it does not go there or does not take the goods.
    """

    def __init__(self, book: RateBook) -> None:
        self.book = book
        self.divisor = min((service.dim_divisor for service in book.services), default=5000)
        self._billed: dict[tuple[int, int], int] = {}
        self._rows: list[Ints] = []
        self._row_of: dict[bytes, int] = {}
        self._sent: dict[tuple[int, str, int], Sent] = {}
        self._lanes: dict[tuple[str, str, str, Size, Hazmat], tuple[Ints, list[Lane]]] = {}
        self._days: dict[tuple[object, ...], Days] = {}
        self._reckoned: dict[tuple[object, ...], tuple[int, int]] = {}
        self._measured = {site for _, site, _ in book.measured}

    @cached_property
    def upto(self) -> Ints:
        """The ends of all weight bands of all services, and where heavy parcels cost more: gross grams of a parcel."""
        ends = set()
        for (service_id, _), bands in self.book.bands.items():
            for service in self.book.services:
                if service.service_id == service_id and bands:
                    most = min(service.max_weight_g, bands[-1].max_weight_g)
                    ends |= {min(band.max_weight_g, service.max_weight_g) for band in bands}
                    ends |= {limit for limit, _ in service.surcharges.weight if limit < most}
        return np.array(sorted(ends) or [1], np.int64)

    @cached_property
    def ends(self) -> Ints:
        """The same for the goods in it. A carton's grams are never so many that a band is lost in another."""
        gaps = np.diff(np.concatenate([[0], self.upto]))
        net: Ints = np.maximum(1, self.upto - int(min(TARE_G, gaps.min() // 2)))
        return net

    @cached_property
    def _ends(self) -> list[int]:
        found: list[int] = self.ends.tolist()
        return found

    def bands(self, grams: Ints) -> tuple[NDArray[np.bool_], Ints]:
        """Return of goods of so many grams whether they are more than the last band, and the band of what is over."""
        full = (np.maximum(1, grams) - 1) // self.ends[-1]
        return full > 0, np.searchsorted(self.ends, grams - full * self.ends[-1])

    def grams(self, weight_g: int, volume_mm3: int) -> int:
        """Return what is billed of a unit: its weight, or its share of the carton by volume."""
        found = self._billed.get((weight_g, volume_mm3))
        if found is None:
            found = max(1, weight_g, -(-round(volume_mm3 / FILLED) // self.divisor))
            self._billed[weight_g, volume_mm3] = found
        return found

    def load(self, lines: Iterable[LineNeed]) -> Load:
        """Return lines as goods that leave together."""
        return self.load_of((line, line.quantity) for line in lines)

    def load_of(self, goods: Iterable[tuple[LineNeed, int]]) -> Load:
        """Return units of what lines want as goods that leave together."""
        grams, heaviest, bulkiest, longest = 0, 1, 1, 1
        hazmat: set[str] = set()
        for line, units in goods:
            weight, volume, length = line.weight_g, line.volume_mm3, line.longest_mm
            grams += self.grams(weight, volume) * units
            heaviest = weight if weight > heaviest else heaviest  # max() takes three times as long
            bulkiest = volume if volume > bulkiest else bulkiest
            longest = length if length > longest else longest
            if line.hazmat:
                hazmat.add(line.hazmat)
        return Load(max(1, grams), heaviest, bulkiest, longest, tuple(sorted(hazmat)))

    def lanes(
        self, origin: str, dest: str, service: str, km: Ints, size: Size = SMALL, hazmat: Hazmat = ()
    ) -> list[Lane]:
        """Return the lane of each distance; a wish for a service that nobody offers there is as good as none."""
        ends, lanes = self.stretches(origin, dest, service, self.alike(size), hazmat)
        return [lanes[nth] for nth in np.searchsorted(ends, km).tolist()]

    def stretches(
        self, origin: str, dest: str, service: str, size: Size = SMALL, hazmat: Hazmat = ()
    ) -> tuple[Ints, list[Lane]]:
        """Return the distances up to which each lane goes, and the lanes: one more, for what is farther.

        `size`: one that `alike` says; `hazmat`: the classes of dangerous goods.
        """
        key = origin, dest, service, size, hazmat
        if key not in self._lanes:
            self._lanes[key] = self._between(*key)
        return self._lanes[key]

    def taker(self, origin: str, dest: str, service: str, km: int, load: Load) -> tuple[str, int] | None:
        """Return who takes goods at the lane's price, and in how many parcels; None when nobody does."""
        ends, lanes = self.stretches(origin, dest, service, self.alike(load.size), load.hazmat)
        lane = lanes[int(np.searchsorted(ends, km))]
        if lane.row == NO_PRICE:
            return None
        full, rest = divmod(max(1, load.grams) - 1, int(self.ends[-1]))
        price = prices_of(lane.sent, self.upto)
        best = lane.sent[int(np.argmin(full * price[:, -1] + price[:, np.searchsorted(self.ends, rest + 1)]))]
        tare = int(self.upto[-1] - self.ends[-1])
        return f"{best.service.carrier} {best.service.service}", -(-load.grams // max(1, best.most[0] - tare))

    def alike(self, size: Size) -> Size:
        """Return the largest goods that the same services take: there are few such sizes."""
        heaviest, bulkiest, longest = (
            limits[min(bisect_left(limits, each), len(limits) - 1)]
            for limits, each in zip(self._limits, size, strict=True)
        )
        return heaviest, bulkiest, longest

    def all_alike(self, sizes: Ints) -> list[Size]:
        """Return the same of each row of `sizes` (N, 3)."""
        columns = [
            limits[np.minimum(np.searchsorted(limits, sizes[:, kind]), len(limits) - 1)].tolist()
            for kind, limits in enumerate(map(np.array, self._limits))
        ]
        return list(zip(*columns, strict=True))

    def days(self, lane: Lane, trip: Trip) -> Days:
        """Return when what leaves now is there, by weight; `km` of the trip does not matter."""
        book, at = self.book, trip.warehouse_id if trip.warehouse_id in self._measured else 0
        # Countries without holidays are alike, and so are warehouses of which nothing was measured.
        there = trip.dest_country if book.holidays.get(trip.dest_country) else ""
        key = lane.services, trip.leaves_on, at, there
        if key not in self._days:
            self._days[key] = self._cheapest(lane, trip, (trip.leaves_on, at, there))
        return self._days[key]

    def foresee(self, trip: Trip, load: Load, *, service: str) -> Foreseen | None:
        """Return the day that can be promised of goods, and its chance; None when no carrier takes them.

        It is that of the service that will be bought, which is the cheapest; of equals the quickest.
        """
        way = trip.origin_country, trip.dest_country, service
        ends, lanes = self.stretches(*way, self.alike(load.size), load.hazmat)
        lane = lanes[bisect_left(ends, trip.km)]
        if lane.row == NO_PRICE:
            return None
        full, rest = divmod(max(1, load.grams) - 1, self._ends[-1])  # as `bands`, of one: an array is slow for that
        band = bisect_left(self._ends, rest + 1)
        days = self.days(lane, trip)
        nth = -1 if full and days.day[-1] > days.day[band] else band  # of several parcels the last
        return Foreseen(date.fromordinal(int(days.day[nth])), int(days.chance[nth]))

    @property
    def tariff(self) -> Ints:
        """Prices by row and band of `upto`, of all lanes that were asked for."""
        return np.array(self._rows or [np.zeros(len(self.upto))], np.int64)

    @cached_property
    def _limits(self) -> tuple[list[int], list[int], list[int]]:
        """Above which sizes of a unit some service does not take it, or takes more; the last is more than all take."""
        kinds: tuple[set[int], set[int], set[int]] = ({NOBODY}, {NOBODY}, {NOBODY})
        for service in self.book.services:
            for (service_id, _), bands in self.book.bands.items():
                if service_id == service.service_id and bands:
                    for kind, most in zip(kinds, most_of(service, bands), strict=True):
                        kind.add(most)
            kinds[2].update(limit for limit, _ in service.surcharges.longest)
        heaviest, bulkiest, longest = (sorted(kind) for kind in kinds)
        return heaviest, bulkiest, longest

    def _between(self, origin: str, dest: str, wish: str, size: Size, hazmat: Hazmat) -> tuple[Ints, list[Lane]]:
        going = [each for each in self.book.services if self.book.lanes.get((each.carrier_id, origin, dest))]
        # Where rules leave nobody a person decides at the label; until then all of them may.
        going = [each for each in going if (each.service_id, dest) not in self.book.barred] or going
        ends = sorted(
            {
                lane.max_km
                for each in going
                for lane in self.book.lanes[each.carrier_id, origin, dest]
                if lane.max_km is not None
            }
        )
        taken = wish, size, hazmat
        return np.array(ends, np.int64), [self._stretch(going, (origin, dest), km, *taken) for km in [*ends, None]]

    def _stretch(
        self,
        going: Sequence[ServiceTable],
        ends: tuple[str, str],
        km: int | None,
        wish: str,
        size: Size,
        hazmat: Hazmat,
    ) -> Lane:
        priced = []
        for service in going:
            lanes = self.book.lanes[service.carrier_id, *ends]
            near = (lane.zone for lane in lanes if lane.max_km is None or (km is not None and km <= lane.max_km))
            zone = next(near, None)
            if zone is not None and (bands := self.book.bands.get((service.service_id, zone), ())):
                extra = service.surcharges
                added = extra.of_country(ends[1]) + beyond(extra.longest, size[2])
                priced.append(self._of(service, zone, bands, added))
        if not priced:
            return Lane(NO_PRICE, "price")
        taking = [each for each in priced if takes(each.most, size)]
        if not taking:
            return Lane(NO_PRICE, too_much(size, [each.most for each in priced]))
        taking = [each for each in taking if not not_taken(each.service, hazmat)]
        if not taking:
            return Lane(NO_PRICE, "hazmat")
        sent = tuple([each for each in taking if each.service.service == wish] or taking)
        price = prices_of(sent, self.upto).min(axis=0)
        nth = self._row_of.setdefault(price.tobytes(), len(self._rows))  # many countries are one zone
        if nth == len(self._rows):
            self._rows.append(price)
        return Lane(nth, "", tuple((each.service.service_id, each.zone, each.added) for each in sent), sent)

    def _of(self, service: ServiceTable, zone: str, bands: Sequence[Band], added: int) -> Sent:
        """Prices and days of a service at the ends of all bands; what is too heavy for it goes as several.

        `added`: what the country and the longest unit cost more, in minor units a parcel.
        """
        key = service.service_id, zone, added
        if key not in self._sent:
            most, *_ = largest = most_of(service, bands)
            ends, days = (
                np.array(each, np.int64)
                for each in zip(*((b.max_weight_g, b.transit_days) for b in bands), strict=True)
            )
            full = (self.upto - 1) // most
            left = self.upto - full * most
            rest, last = np.searchsorted(ends, left), int(np.searchsorted(ends, most))
            price = full * charged(service, bands, np.array([most]), added) + charged(service, bands, left, added)
            transit = np.where(full > 0, np.maximum(days[last], days[rest]), days[rest])
            self._sent[key] = Sent(service, zone, largest, price, transit, added)
        return self._sent[key]

    def _cheapest(self, lane: Lane, trip: Trip, key: tuple[object, ...]) -> Days:
        found = []
        for sent in lane.sent:
            pairs = {}
            for transit in set(sent.transit.tolist()):
                each = sent.service.service_id, sent.zone, transit, *key
                if each not in self._reckoned:
                    _, day, chance = reckoned(self.book, sent.service, trip, sent.zone, transit)
                    self._reckoned[each] = day.toordinal(), chance
                pairs[transit] = self._reckoned[each]
            found.append([pairs[transit] for transit in sent.transit.tolist()])
        days = np.array(found, np.int64)  # service, weight, (day, chance)
        best = np.lexsort((days[..., 0], prices_of(lane.sent, self.upto)), axis=0)[0]
        day, chance = np.take_along_axis(days, best[None, :, None], axis=0)[0].T
        return Days(day, chance)
