"""What the freight of an order's parcels will be, before there are any: of the service whose label will be bought."""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from packhorse.carriers.rules import RateBook, RateRule, ServiceTable, Trip, billed_weight_g, not_taken, reckoned
from packhorse.carriers.rules.rate_rules import OF_SERVICES, percent_of

UNSENT = 10**9  # minor units of a parcel that nobody takes: a packer's last choice


@dataclass(frozen=True)
class Sold:
    """A service on the way of an order: by the ends of its weight bands the price, and the day to be relied on.

    `there`: the surcharges of the place it goes to, in minor units. `added` and `percent`: what it counts more
    by rules.
    """

    table: ServiceTable
    ends: tuple[int, ...]
    prices: tuple[int, ...]
    days: tuple[date, ...]
    there: int
    added: int = 0
    percent: int = 0


class Freight:
    """Freight of the parcels of one order: read once, asked for every carton that is thought of.

    `trip` is the way of all its parcels, `promised_on` the day that is to be kept, `hazmat` the classes of dangerous
    goods in the order: which parcel they will lie in is not known yet, so that each must be one that takes them.
    The service is that of `carriers.rules.choose`: the cheapest that keeps the day, else the earliest. `rules`
    are those that mean its parcels, whatever they weigh: what they exclude is out, and what they prefer counts so;
    those on weight only for parcels that are heavier. Where they leave none for any parcel a person overrules them in
    the end: then all is in. Where they leave none for heavy ones nobody takes these, so that lighter ones are made.
    """

    def __init__(
        self,
        book: RateBook,
        trip: Trip,
        *,
        promised_on: date | None,
        hazmat: Collection[str] = (),
        rules: Sequence[RateRule] = (),
    ) -> None:
        self.promised_on = promised_on
        going = ((table, _zone(book, table, trip)) for table in book.services if not not_taken(table, hazmat))
        sold = [_sold(book, table, trip, zone) for table, zone in going if zone]
        limits = {rule.about.over_g for rule in rules if rule.kind in OF_SERVICES}
        # Rules differ only from limit to limit of weight: between two of them all parcels have the same services.
        self._limits = sorted(limit for limit in limits if limit is not None)
        self._steps = [_under(sold, _for_heavier(rules, limit)) for limit in (None, *self._limits)]
        if not self._steps[0]:
            self._limits, self._steps = [], [sold]

    @property
    def known(self) -> bool:
        """Say whether any carrier has prices for this way and these goods."""
        return any(each.ends for each in self._steps[0])

    @property
    def why_unsent(self) -> str:
        """Say why nobody takes a parcel."""
        by_rules = " by the rules on carriers" if not all(self._steps) else ""
        return f"no carrier takes such a parcel{by_rules}"

    def price(self, length_mm: int, width_mm: int, height_mm: int, weight_g: int) -> int:
        """Return the freight of a parcel in minor units; `UNSENT` where nobody takes it."""
        found = self._best(length_mm, width_mm, height_mm, weight_g)
        return found[0] if found else UNSENT

    def service(self, length_mm: int, width_mm: int, height_mm: int, weight_g: int) -> str:
        """Return who will take a parcel ("carrier service"); empty where nobody does."""
        found = self._best(length_mm, width_mm, height_mm, weight_g)
        return f"{found[1].carrier} {found[1].service}" if found else ""

    def last_day(self) -> date | None:
        """Return the last day on which the service that will be taken may come; None where no rates go."""
        found = [self._last_of(sold) for sold in self._steps if sold]
        return max((day for day in found if day), default=self.promised_on)

    def _last_of(self, sold: Sequence[Sold]) -> date | None:
        days = [day for each in sold for day in each.days]
        on_time = [day for day in days if self.promised_on is None or day <= self.promised_on]
        return max(on_time, default=min(days, default=self.promised_on))

    def _best(self, length: int, width: int, height: int, weight_g: int) -> tuple[int, ServiceTable] | None:
        offers = []
        for each in self._steps[bisect_left(self._limits, weight_g)]:
            table = each.table
            if weight_g > table.max_weight_g or max(length, width, height) > table.max_length_mm:
                continue
            billed = billed_weight_g(weight_g=weight_g, length_mm=length, width_mm=width, height_mm=height,
                                     dim_divisor=table.dim_divisor)  # fmt: skip
            nth = bisect_left(each.ends, billed)
            if nth < len(each.ends):
                day, price = each.days[nth], each.prices[nth]
                if table.surcharges.any:
                    parts = table.surcharges.of_parcel(weight_g, length, width, height)
                    price += each.there + sum(minor for _, minor in parts)
                    price += table.surcharges.fuel_on(price)
                late = self.promised_on is not None and day > self.promised_on
                counts = price + each.added + percent_of(price, each.percent)
                offers.append(
                    (late, day if late else date.min, price if late else counts, table.service_id, price, table)
                )
        if not offers:
            return None
        *_, price, table = min(offers, key=lambda offer: offer[:4])
        return price, table


def _for_heavier(rules: Sequence[RateRule], limit: int | None) -> list[RateRule]:
    """Return the rules for parcels that are heavier than one of the limits, and no heavier than the next."""
    return [rule for rule in rules if rule.about.over_g is None or (limit is not None and rule.about.over_g <= limit)]


def _under(sold: Sequence[Sold], rules: Sequence[RateRule]) -> list[Sold]:
    """Return what rules leave of the services, counting as they prefer."""
    return [_liked(each, rules) for each in sold if not _banned(each.table, rules)]


def _liked(sold: Sold, rules: Sequence[RateRule]) -> Sold:
    named = sold.table.carrier, sold.table.service
    liked = [rule for rule in rules if rule.kind == "prefer" and rule.means(*named)]
    if not liked:
        return sold
    return replace(sold, added=sum(rule.minor for rule in liked), percent=sum(rule.percent for rule in liked))


def _banned(table: ServiceTable, rules: Sequence[RateRule]) -> bool:
    return any(
        rule.means(table.carrier, table.service) == (rule.kind == "never")
        for rule in rules
        if rule.kind in ("never", "only")
    )


def _zone(book: RateBook, table: ServiceTable, trip: Trip) -> str:
    """Return the zone of a way, empty where the carrier does not go."""
    lanes = book.lanes.get((table.carrier_id, trip.origin_country, trip.dest_country), ())
    return next((lane.zone for lane in lanes if lane.max_km is None or trip.km <= lane.max_km), "")


def _sold(book: RateBook, table: ServiceTable, trip: Trip, zone: str) -> Sold:
    bands = book.bands.get((table.service_id, zone), ())
    sure = {n: reckoned(book, table, trip, zone, n)[1] for n in {band.transit_days for band in bands}}
    return Sold(
        table,
        tuple(band.max_weight_g for band in bands),
        tuple(band.price_minor for band in bands),
        tuple(sure[band.transit_days] for band in bands),
        sum(minor for _, minor in table.surcharges.of_place(trip.dest_country, trip.postal_code)),
    )
