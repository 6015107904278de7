"""Write rate tables as rows of their files: what is read from them again is the same. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from packhorse.carriers.rules import NO_MAXICODE, NewCarrier
from packhorse.carriers.tablefiles.rows import (
    NO,
    YES,
    At,
    FileRate,
    FileService,
    FileSurcharge,
    FileZone,
    Tables,
)
from packhorse.money import written


def kept(carriers: Iterable[NewCarrier]) -> Tables:
    """Return carriers as rows that stand in no file."""
    tables = Tables()
    for each in carriers:
        facts = replace(each, zones=(), services=(), surcharges=None)
        for service in each.services:
            tables.services.append(FileService(At("services", 0), facts, replace(service, rates=())))
            tables.rates += [FileRate(At("rates", 0), each.code, service.code, rate) for rate in service.rates]
        tables.zones += [FileZone(At("zones", 0), each.code, zone) for zone in each.zones]
        tables.surcharges += [FileSurcharge(At("surcharges", 0), each.code, row) for row in each.surcharges or ()]
    return tables


def as_rows(what: str, tables: Tables, currency: str) -> list[Sequence[str]]:
    """Return the rows of one file as text, in its columns: what is read from them again is the same."""
    return [WRITERS[what](row, currency) for row in getattr(tables, what)]


def _of_service(row: FileService, currency: str) -> Sequence[str]:
    carrier, service = row.carrier, row.service
    days = [" ".join(map(str, each or ())) for each in (service.pickup_days, service.delivery_days)]
    limits = (service.dim_divisor, service.max_weight_g, service.max_length_mm)
    return (
        *(carrier.code, carrier.name, carrier.tracking_prefix, service.code, service.name, *map(str, limits), *days),
        *(" ".join(service.takes_hazmat or ()), written(service.fuel or 0, ""), carrier.currency),
        *(carrier.account or "", YES if carrier.simulated else NO),
        "" if service.maxicode in (None, NO_MAXICODE) else str(service.maxicode),
    )


def _of_zone(row: FileZone, currency: str) -> Sequence[str]:
    zone = row.zone
    return (
        row.carrier,
        zone.origin_country,
        zone.dest_country,
        str(zone.max_km) if zone.max_km is not None else "",
        zone.zone,
    )


def _of_rate(row: FileRate, currency: str) -> Sequence[str]:
    rate = row.rate
    price = written(rate.price_minor, currency)
    return row.carrier, row.service, rate.zone, str(rate.max_weight_g), price, str(rate.transit_days)


def _of_surcharge(row: FileSurcharge, currency: str) -> Sequence[str]:
    extra = row.surcharge
    return row.carrier, extra.service, extra.kind, extra.limit, written(extra.price_minor, currency)


WRITERS: dict[str, Callable[[Any, str], Sequence[str]]] = {
    "services": _of_service,
    "zones": _of_zone,
    "rates": _of_rate,
    "surcharges": _of_surcharge,
}
