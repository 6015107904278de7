"""Read rate tables as a merchant gave them, to be handed out again."""

from collections import defaultdict

from packhorse.carriers.models import Carrier, Rate, Service, Surcharge, Zone
from packhorse.carriers.rules import EVERY, NewCarrier, NewRate, NewService, NewSurcharge, NewZone


def surcharges() -> dict[str, list[NewSurcharge]]:
    """Return {code of a carrier: its surcharges}."""
    found: dict[str, list[NewSurcharge]] = defaultdict(list)
    rows = Surcharge.objects.order_by("service__code", "kind", "limit").values_list(
        "carrier__code", "service__code", "kind", "limit", "price_minor"
    )
    for carrier, service, kind, limit, price in rows:
        found[carrier].append(NewSurcharge(service or EVERY, kind, limit, price))
    return dict(found)


def tables() -> list[NewCarrier]:
    """Return all carriers by code, with everything that `operations.keep_carriers` would keep of them."""
    lanes: dict[int, list[NewZone]] = defaultdict(list)
    for carrier_id, *lane in Zone.objects.order_by("origin_country", "dest_country", "max_km").values_list(
        "carrier_id", "origin_country", "dest_country", "max_km", "zone"
    ):
        lanes[carrier_id].append(NewZone(*lane))
    rates: dict[int, list[NewRate]] = defaultdict(list)
    for service_id, *rate in Rate.objects.order_by("zone", "max_weight_g").values_list(
        "service_id", "zone", "max_weight_g", "price_minor", "transit_days"
    ):
        rates[service_id].append(NewRate(*rate))
    services: dict[int, list[NewService]] = defaultdict(list)
    for row in Service.objects.order_by("code"):
        limits = row.dim_divisor, row.max_weight_g, row.max_length_mm
        days = tuple(row.pickup_days), tuple(row.delivery_days)
        more = tuple(row.takes_hazmat), row.fuel, row.maxicode
        services[row.carrier_id].append(NewService(row.code, row.name, *limits, tuple(rates[row.pk]), *days, *more))
    added = surcharges()
    return [
        NewCarrier(
            *(row.code, row.name, row.tracking_prefix, row.currency),
            *(tuple(lanes[row.pk]), tuple(services[row.pk])),
            account=row.account.code if row.account else "",
            simulated=row.simulated,
            surcharges=tuple(added.get(row.code, ())),
        )
        for row in Carrier.objects.select_related("account").order_by("code")
    ]
