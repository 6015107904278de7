"""Days of delivery of a batch of parcels, each way of them worked out once. No database."""

from bisect import bisect_left
from dataclasses import replace

from packhorse.carriers.rules import Foreseen, RateBook, Trip, foresee


class Foresight:
    """Foresees many parcels by one book: what leaves a warehouse on a day for the same zones is foreseen once."""

    def __init__(self, book: RateBook) -> None:
        self.book = book
        self._ends: dict[tuple[str, str], list[int]] = {}
        self._said: dict[tuple[Trip, int, str], Foreseen | None] = {}

    def foresee(self, trip: Trip, *, service: str) -> Foreseen | None:
        """Return the day and its chance; see `carriers.rules.foresee`."""
        way = trip.origin_country, trip.dest_country
        if way not in self._ends:
            lanes = (each for (_, *ends), found in self.book.lanes.items() if tuple(ends) == way for each in found)
            self._ends[way] = sorted({lane.max_km for lane in lanes if lane.max_km is not None})
        key = replace(trip, km=0), bisect_left(self._ends[way], trip.km), service
        if key not in self._said:
            self._said[key] = foresee(self.book, trip, service=service)
        return self._said[key]
