"""Rate-table carriers: zones, weight bands, transit days, dimensional weight, and the choice among them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from packhorse.algorithms.delivering import EVERY_DAY, NO_HOLIDAYS, delivered_after, delivery_days_between, picked_up_on
from packhorse.algorithms.odds import PARCEL, Counts, blend, chance_of, days_kept
from packhorse.carriers.rules.surcharges import NONE, Part, Surcharges

WEEKDAYS = (1, 2, 3, 4, 5)  # ISO weekdays
WANTED = 900  # permille: the chance with which a promise is to be kept


@dataclass(frozen=True)
class Offer:
    """One service's answer for one parcel: its price and days, or the first rule that excludes it.

    `arrives_on` is the day of the rate table; `kept_on` the earliest that is kept with the wanted chance, by which a
    promise is judged, with its `chance` in permille. The price is that of the band (`base_minor`), its surcharges by
    kind, and fuel; a carrier that is asked for its price says no parts.

    `on_time` is the chance (permille) of the day that was promised, by the table and so many `parcels` of our own. What
    rules do (`rate_rules`): what they add in choosing (`handicap_minor`, `late_minor`), the chance that they ask for
    (`least`), their names, and that of the one which excluded it (`banned`).
    """

    carrier_id: int
    service_id: int
    carrier: str
    service: str
    zone: str = ""
    billed_g: int = 0
    price_minor: int = 0
    arrives_on: date | None = None
    excluded: str = ""
    kept_on: date | None = None
    chance: int = 0
    base_minor: int = 0
    surcharges: tuple[Part, ...] = ()
    fuel_minor: int = 0
    on_time: int = 0
    parcels: int = 0
    handicap_minor: int = 0
    late_minor: int = 0
    least: int = 0
    rules: tuple[str, ...] = ()
    banned: str = ""

    @property
    def sure_on(self) -> date | None:
        """The day that may be relied on."""
        return self.kept_on or self.arrives_on

    @property
    def counts_minor(self) -> int:
        """What it counts as in choosing; its price is what is paid."""
        return self.price_minor + self.handicap_minor + self.late_minor

    def keeps(self, promised_on: date | None) -> bool:
        """Say whether it may be relied on to be there by a day; of what is excluded nobody may."""
        sure_on = self.kept_on or self.arrives_on
        if self.excluded or sure_on is None:
            return False
        if promised_on is None:
            return True
        return self.on_time >= self.least if self.least else sure_on <= promised_on


@dataclass(frozen=True)
class Lane:
    """The zone up to a distance (None: any)."""

    max_km: int | None
    zone: str


@dataclass(frozen=True)
class Band:
    """Price and weekdays to the door up to a billed weight."""

    max_weight_g: int
    price_minor: int
    transit_days: int


@dataclass(frozen=True)
class ServiceTable:
    """A service, its limits, the ISO weekdays on which it takes and delivers parcels, and hazmat that it takes."""

    carrier_id: int
    service_id: int
    carrier: str
    service: str
    dim_divisor: int
    max_weight_g: int
    max_length_mm: int
    pickup_days: tuple[int, ...] = EVERY_DAY
    delivery_days: tuple[int, ...] = WEEKDAYS
    takes_hazmat: frozenset[str] = frozenset()
    surcharges: Surcharges = NONE


@dataclass(frozen=True)
class RateBook:
    """All rate tables: services, lanes by (carrier, origin, destination), bands by (service, zone), both ascending.

    `holidays` are by country of destination. `measured` {(service, warehouse, zone): how long our own parcels took};
    `wanted` (permille) is the chance with which a promise is to be kept. `barred` (service, country): where a manager's
    rules let a service take no parcel at all.
    """

    services: tuple[ServiceTable, ...]
    lanes: Mapping[tuple[int, str, str], Sequence[Lane]]
    bands: Mapping[tuple[int, str], Sequence[Band]]
    holidays: Mapping[str, frozenset[date]] = field(default_factory=dict)
    measured: Mapping[tuple[int, int, str], Counts] = field(default_factory=dict)
    wanted: int = WANTED
    barred: frozenset[tuple[int, str]] = frozenset()


@dataclass(frozen=True)
class Trip:
    """A parcel's way: countries (ISO), kilometres as the crow flies, the day it leaves, and the warehouse it leaves.

    `postal_code` is that of the door, where it is known: remote places cost more. `promised_on`: the day that was
    promised, of which each offer says its chance.
    """

    origin_country: str
    dest_country: str
    km: int
    leaves_on: date
    warehouse_id: int = 0
    postal_code: str = ""
    promised_on: date | None = None


@dataclass(frozen=True)
class Foreseen:
    """The day an order can be promised, and the chance (permille) that this is kept."""

    day: date
    chance: int


@dataclass(frozen=True)
class Box:
    """A parcel to be rated: gross grams, outer millimetres, and the classes of dangerous goods in it."""

    weight_g: int
    length_mm: int
    width_mm: int
    height_mm: int
    hazmat: tuple[str, ...] = ()


def weekdays_after(day: date, days: int) -> date:
    """Return the day `days` weekdays (Monday to Friday) after `day`."""
    while days > 0:
        day += timedelta(days=1)
        days -= day.isoweekday() <= 5
    return day


def offers(book: RateBook, trip: Trip, box: Box) -> list[Offer]:
    """Ask every service for its price and day; an excluded one says which rule excluded it."""
    return [_offer(book, service, trip, box) for service in book.services]


def _offer(book: RateBook, table: ServiceTable, trip: Trip, box: Box) -> Offer:
    blank = Offer(table.carrier_id, table.service_id, table.carrier, table.service)

    def excluded(why: str) -> Offer:
        return Offer(blank.carrier_id, blank.service_id, blank.carrier, blank.service, excluded=why)

    if box.weight_g > table.max_weight_g:
        return excluded(f"heavier than {table.max_weight_g} g")
    if max(box.length_mm, box.width_mm, box.height_mm) > table.max_length_mm:
        return excluded(f"longer than {table.max_length_mm} mm")
    if lost := not_taken(table, box.hazmat):
        return excluded(f"takes no dangerous goods of class {lost}")
    lanes = book.lanes.get((table.carrier_id, trip.origin_country, trip.dest_country), ())
    zone = next((lane.zone for lane in lanes if lane.max_km is None or trip.km <= lane.max_km), None)
    if zone is None:
        return excluded(f"does not go from {trip.origin_country} to {trip.dest_country}")
    billed = billed_weight_g(
        weight_g=box.weight_g,
        length_mm=box.length_mm,
        width_mm=box.width_mm,
        height_mm=box.height_mm,
        dim_divisor=table.dim_divisor,
    )
    band = next((b for b in book.bands.get((table.service_id, zone), ()) if billed <= b.max_weight_g), None)
    if band is None:
        return excluded(f"no price for {billed} g in zone {zone}")
    arrives_on, kept_on, chance = reckoned(book, table, trip, zone, band.transit_days)
    on_time, seen = lived(book, table, trip, zone, band.transit_days)
    parts, fuel = _added(table.surcharges, band.price_minor, trip, box)
    return Offer(
        blank.carrier_id,
        blank.service_id,
        blank.carrier,
        blank.service,
        zone,
        billed,
        band.price_minor + sum(minor for _, minor in parts) + fuel,
        arrives_on,
        kept_on=kept_on,
        chance=chance,
        base_minor=band.price_minor,
        surcharges=parts,
        fuel_minor=fuel,
        on_time=on_time,
        parcels=seen,
    )


def _added(extra: Surcharges, base: int, trip: Trip, box: Box) -> tuple[tuple[Part, ...], int]:
    """Return the surcharges of a parcel by kind, and the fuel."""
    if not extra.any:
        return (), 0
    parts = extra.of_parcel(box.weight_g, box.length_mm, box.width_mm, box.height_mm)
    parts += extra.of_place(trip.dest_country, trip.postal_code)
    return tuple(parts), extra.fuel_on(base + sum(minor for _, minor in parts))


def not_taken(table: ServiceTable, hazmat: Collection[str]) -> str:
    """Return the first class of dangerous goods that a service does not take; empty when it takes all of them.

    The only place that knows: prices, promises and labels ask here.
    """
    return next((each for each in hazmat if each not in table.takes_hazmat), "")


def reckoned(book: RateBook, table: ServiceTable, trip: Trip, zone: str, transit_days: int) -> tuple[date, date, int]:
    """Return a service's days at the door: the rate table's, and the one to be relied on with its chance (permille).

    The only place that knows when carriers come and deliver, holidays, and how long our own parcels took.
    """
    leaves = picked_up_on(trip.leaves_on, table.pickup_days)
    free = book.holidays.get(trip.dest_country, NO_HOLIDAYS)
    measured = book.measured.get((table.service_id, trip.warehouse_id, zone), ())
    # Where nothing was measured nothing is known but the table.
    kept, chance = _kept(transit_days, tuple(measured), book.wanted if measured else 0)
    by_table = _there(leaves, transit_days, table.delivery_days, free)
    return by_table, _there(leaves, kept, table.delivery_days, free), chance


def lived(book: RateBook, table: ServiceTable, trip: Trip, zone: str, transit_days: int) -> tuple[int, int]:
    """Return the chance (permille) that a service keeps the promised day, and of how many own parcels that is known.

    Where no day was promised it is that of the table. Parcels that never arrived count as ones that took longest. Where
    nothing was measured it is what the table is worth (`odds.PRIOR`).
    """
    measured = tuple(book.measured.get((table.service_id, trip.warehouse_id, zone), ()))
    seen = sum(milli for _, milli in measured) // PARCEL
    if trip.promised_on is None:
        return _chance(transit_days, measured, transit_days), seen
    leaves = picked_up_on(trip.leaves_on, table.pickup_days)
    if trip.promised_on < leaves:
        return 0, seen
    free = book.holidays.get(trip.dest_country, NO_HOLIDAYS)
    return _chance(transit_days, measured, _between(leaves, trip.promised_on, table.delivery_days, free)), seen


# Of a batch of parcels most leave on the same day with the same services: what is the same is reckoned once.
_there = lru_cache(maxsize=10_000)(delivered_after)
_between = lru_cache(maxsize=10_000)(delivery_days_between)


@lru_cache(maxsize=10_000)
def _kept(transit_days: int, measured: Counts, wanted: int) -> tuple[int, int]:
    return days_kept(blend(transit_days, measured), wanted)


@lru_cache(maxsize=10_000)
def _chance(transit_days: int, measured: Counts, days: int) -> int:
    return chance_of(blend(transit_days, measured), days)


def billed_weight_g(*, weight_g: int, length_mm: int, width_mm: int, height_mm: int, dim_divisor: int) -> int:
    """Return the greater of real and dimensional weight in grams (IATA: volume in cm³ / divisor = kg)."""
    dimensional_g = -(-length_mm * width_mm * height_mm // dim_divisor)  # mm³ / (cm³/kg) = mm³/1000*1000 g
    return max(weight_g, dimensional_g)


def choose(offers: Sequence[Offer], *, promised_on: date | None) -> Offer | None:
    """Choose the cheapest offer that may be relied on by `promised_on`; if none may, the earliest, then cheapest.

    None when every offer is excluded. Ties are broken by service id, so the answer is always the same.
    """
    in_time = [offer for offer in offers if offer.keeps(promised_on)]
    if in_time:
        return min(in_time, key=lambda o: (o.counts_minor, o.service_id))
    usable = [offer for offer in offers if not offer.excluded and offer.sure_on is not None]
    return min(usable, key=lambda o: (o.sure_on or date.max, o.price_minor, o.service_id), default=None)
