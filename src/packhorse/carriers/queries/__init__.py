"""Read rate tables whole: they are small, and every parcel of a batch is rated from one copy."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from packhorse.carriers.models import Carrier, Holiday, Rate, Service, Transit, Zone
from packhorse.carriers.queries.rate_rules import rules_in_force
from packhorse.carriers.queries.tables import surcharges
from packhorse.carriers.rules import NO_MAXICODE, Band, Lane, RateBook, ServiceTable, surcharges_of
from packhorse.carriers.rules.rate_rules import barred


def company_currency() -> str:
    """Return the currency that all costs are counted in."""
    found: str = settings.CURRENCY
    return found


def rate_book(*, on: date | None = None) -> RateBook:
    """Return every carrier's lanes, services, prices and days, with how long our own parcels took.

    A service that is not sold any more (it takes nothing) is not in it. `on`: say, too, where the rules of that
    day let a service take nothing.
    """
    lanes: dict[tuple[int, str, str], list[Lane]] = defaultdict(list)
    zones = Zone.objects.order_by("max_km")  # empty max_km sorts last in PostgreSQL
    for carrier, origin, dest, *lane in zones.values_list(
        "carrier_id", "origin_country", "dest_country", "max_km", "zone"
    ):
        lanes[carrier, origin, dest].append(Lane(*lane))
    bands: dict[tuple[int, str], list[Band]] = defaultdict(list)
    rates = Rate.objects.order_by("max_weight_g")
    for service_id, name, *band in rates.values_list(
        "service_id", "zone", "max_weight_g", "price_minor", "transit_days"
    ):
        bands[service_id, name].append(Band(*band))
    added = surcharges()
    services = tuple(
        ServiceTable(
            carrier_id=service.carrier_id,
            service_id=service.pk,
            carrier=service.carrier.code,
            service=service.code,
            dim_divisor=service.dim_divisor,
            max_weight_g=service.max_weight_g,
            max_length_mm=service.max_length_mm,
            pickup_days=tuple(service.pickup_days),
            delivery_days=tuple(service.delivery_days),
            takes_hazmat=frozenset(service.takes_hazmat),
            surcharges=surcharges_of(added.get(service.carrier.code, ()), service.code, service.fuel),
        )
        for service in Service.objects.filter(max_weight_g__gt=0).select_related("carrier").order_by("id")
    )
    measured: dict[tuple[int, int, str], list[tuple[int, int]]] = defaultdict(list)
    for service_id, site, zone, days, milli in Transit.objects.order_by("days").values_list(
        "service_id", "warehouse_id", "zone", "days", "milli"
    ):
        measured[service_id, site, zone].append((days, milli))
    free: dict[str, set[date]] = defaultdict(set)
    for country, day in Holiday.objects.values_list("country", "day"):
        free[country].add(day)
    holidays = {country: frozenset(days) for country, days in free.items()}
    rules = rules_in_force(since=on) if on else ()
    countries = {dest for _, _, dest in lanes} if rules else set()
    closed = frozenset(
        (each.service_id, country)
        for each in services
        for country in countries
        if on and barred(rules, on, (each.carrier, each.service), country)
    )
    lived = {key: tuple(counts) for key, counts in measured.items()}
    return RateBook(services, dict(lanes), dict(bands), holidays, lived, settings.PROMISE_CHANCE, closed)


@dataclass(frozen=True)
class ServiceRow:
    """A service, the ISO weekdays on which it takes and delivers parcels, and the hazmat classes that it takes."""

    id: int
    carrier: str
    carrier_name: str
    code: str
    name: str
    pickup_days: tuple[int, ...]
    delivery_days: tuple[int, ...]
    takes_hazmat: tuple[str, ...]


def services() -> list[ServiceRow]:
    """Return all services by carrier and code."""
    found = Service.objects.order_by("carrier__code", "code").values_list(
        "id", "carrier__code", "carrier__name", "code", "name", "pickup_days", "delivery_days", "takes_hazmat"
    )
    return [ServiceRow(*row, *map(tuple, lists)) for *row, lists in ((*each[:5], each[5:]) for each in found)]


@dataclass(frozen=True)
class HolidayRow:
    """A day on which nobody delivers in a country."""

    country: str
    day: date
    name: str


def holidays(*, since: date) -> list[HolidayRow]:
    """Return the holidays from a day on, the next first."""
    found = Holiday.objects.filter(day__gte=since).order_by("day", "country")
    return [HolidayRow(*row) for row in found.values_list("country", "day", "name")]


@dataclass(frozen=True)
class DeliveryDays:
    """On which days parcels of a service are delivered: ISO weekdays, and the holidays of each country."""

    weekdays: dict[int, tuple[int, ...]]
    holidays: dict[str, frozenset[date]]


def delivery_days(countries: Iterable[str]) -> DeliveryDays:
    """Return the days of delivery of every service, and the holidays of these countries."""
    found = dict(Service.objects.values_list("id", "delivery_days"))
    free: dict[str, set[date]] = defaultdict(set)
    for country, day in Holiday.objects.filter(country__in=set(countries)).values_list("country", "day"):
        free[country].add(day)
    return DeliveryDays(
        {pk: tuple(days) for pk, days in found.items()}, {country: frozenset(days) for country, days in free.items()}
    )


@dataclass(frozen=True)
class TransitRow:
    """How many of our own parcels (thousandths, old ones count less) took so many days of delivery."""

    service_id: int
    warehouse_id: int
    zone: str
    days: int
    milli: int


def transit() -> list[TransitRow]:
    """Return how long our own parcels took."""
    found = Transit.objects.order_by("service_id", "warehouse_id", "zone", "days")
    return [TransitRow(*row) for row in found.values_list("service_id", "warehouse_id", "zone", "days", "milli")]


def names() -> dict[int, tuple[str, str, str]]:
    """Return {service id: (carrier name, service name, tracking prefix)}."""
    return {
        service.pk: (service.carrier.name, service.name, service.carrier.tracking_prefix)
        for service in Service.objects.select_related("carrier")
    }


def maxicodes() -> dict[int, int]:
    """Return {service id: service class} of those whose carriers want a MaxiCode on labels."""
    return dict(Service.objects.exclude(maxicode=NO_MAXICODE).values_list("id", "maxicode"))


def carrier_names() -> dict[int, str]:
    """Return {carrier id: name}."""
    return dict(Carrier.objects.values_list("id", "name"))


def reached() -> dict[str, frozenset[str]]:
    """Return {country of origin: countries to which some carrier goes from there}."""
    found: dict[str, set[str]] = defaultdict(set)
    for origin, dest in Zone.objects.values_list("origin_country", "dest_country").distinct().order_by():
        found[origin].add(dest)
    return {origin: frozenset(dests) for origin, dests in found.items()}


@dataclass(frozen=True)
class CarrierRow:
    """A carrier, the names of its services that are sold, and the account of its labels, empty for none."""

    id: int
    code: str
    name: str
    services: tuple[str, ...]
    account: str
    simulated: bool


def carriers() -> list[CarrierRow]:
    """Return all carriers by code."""
    named: dict[int, list[str]] = defaultdict(list)
    sold = Service.objects.filter(max_weight_g__gt=0)
    for carrier_id, name in sold.order_by("code").values_list("carrier_id", "name"):
        named[carrier_id].append(name)
    found = Carrier.objects.order_by("code").values_list("id", "code", "name", "account__code", "simulated")
    return [
        CarrierRow(pk, code, name, tuple(named[pk]), account or "", fake) for pk, code, name, account, fake in found
    ]
