"""Read rate tables whole: they are small, and every parcel of a batch is rated from one copy."""

from collections import defaultdict

from packhorse.carriers.models import Carrier, Rate, Service, Zone
from packhorse.carriers.rules import Band, Lane, RateBook, ServiceTable


def rate_book() -> RateBook:
    """Return every carrier's lanes, services and prices."""
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
    services = tuple(
        ServiceTable(
            carrier_id=service.carrier_id,
            service_id=service.pk,
            carrier=service.carrier.code,
            service=service.code,
            dim_divisor=service.dim_divisor,
            max_weight_g=service.max_weight_g,
            max_length_mm=service.max_length_mm,
        )
        for service in Service.objects.select_related("carrier").order_by("id")
    )
    return RateBook(services, dict(lanes), dict(bands))


def names() -> dict[int, tuple[str, str, str]]:
    """Return {service id: (carrier name, service name, tracking prefix)}."""
    return {
        service.pk: (service.carrier.name, service.name, service.carrier.tracking_prefix)
        for service in Service.objects.select_related("carrier")
    }


def carrier_names() -> dict[int, str]:
    """Return {carrier id: name}."""
    return dict(Carrier.objects.values_list("id", "name"))


def reached() -> dict[str, frozenset[str]]:
    """Return {country of origin: countries to which some carrier goes from there}."""
    found: dict[str, set[str]] = defaultdict(set)
    for origin, dest in Zone.objects.values_list("origin_country", "dest_country").distinct().order_by():
        found[origin].add(dest)
    return {origin: frozenset(dests) for origin, dests in found.items()}
