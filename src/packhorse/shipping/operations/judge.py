"""Parcels at the door: whether the promise was kept, and how long they took."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from packhorse import sql
from packhorse.algorithms.delivering import NO_HOLIDAYS, delivery_days_between
from packhorse.carriers import queries as carriers
from packhorse.events import TransitMeasured
from packhorse.network import queries as network
from packhorse.outbox.publish import publish
from packhorse.placing import queries as placing
from packhorse.shipping.models import Shipment
from packhorse.shipping.rules import SAID_STEP

FIGURES = ("delivered", "early", "on_time", "late", "days_late", "chances")
ACTOR = "shipping"


@transaction.atomic
def judge(parcel_ids: Sequence[int], *, now: datetime) -> None:
    """Note for parcels that have arrived how many days they took and were late; each counts once in the figures.

    Days are those of the warehouse's time zone. What was promised first counts: the customer was told it.
    """
    arrived = Shipment.objects.filter(parcel_id__in=set(parcel_ids), state="handed_over", transit_days=None)
    rows = list(
        arrived.exclude(delivered_at=None)
        .exclude(handed_over_at=None)
        .select_for_update()
        .order_by("id")
        .values_list(
            "id", "order_id", "warehouse_id", "service_id", "zone", "handed_over_at", "delivered_at",
            "first_promised_on", "chance",
        )
    )  # fmt: skip
    sites = {site.id: site for site in network.warehouses()}
    orders = placing.rows(row[1] for row in rows)
    addresses = placing.addresses(row[1] for row in rows)
    calendar = carriers.delivery_days({address.country for address in addresses.values()})
    took: list[tuple[int, int, int | None]] = []
    measured: Counter[tuple[int, int, str, int]] = Counter()
    figures: dict[tuple[object, ...], Counter[str]] = defaultdict(Counter)
    for pk, order_id, site_id, service, zone, handed_over_at, delivered_at, promised_on, chance in rows:
        site, country = sites[site_id], addresses[order_id].country
        day, left = site.day(delivered_at), site.day(handed_over_at)
        free = calendar.holidays.get(country, NO_HOLIDAYS)
        days = delivery_days_between(left, day, calendar.weekdays[service], free)
        late = (day - promised_on).days if promised_on else None
        took.append((pk, days, late))
        measured[service, site_id, zone, days] += 1
        said = None if late is None or chance is None else chance // SAID_STEP
        counted = figures[day, site_id, service, orders[order_id].channel, said]
        counted["delivered"] += 1
        if late is not None:
            counted["late" if late > 0 else "on_time" if late == 0 else "early"] += 1
            counted["days_late"] += max(0, late)
            counted["chances"] += chance or 0
    _keep(took, figures)
    publish([TransitMeasured(*key, parcels) for key, parcels in sorted(measured.items())], now=now, actor=ACTOR)


def _keep(took: Sequence[tuple[int, int, int | None]], figures: dict[tuple[object, ...], Counter[str]]) -> None:
    sql.rows(
        "shipping",
        "judge",
        {"ids": [row[0] for row in took], "days": [row[1] for row in took], "late": [row[2] for row in took]},
    )
    keys = list(figures)  # the statement locks them in their order
    names = ("days", "warehouses", "services", "channels", "said")
    values = {name: [key[nth] for key in keys] for nth, name in enumerate(names)}
    values |= {f"n_{name}": [figures[key][name] for key in keys] for name in FIGURES}
    sql.rows("shipping", "count_kept", values)
