"""Keep carriers and their rate tables."""

from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction

from packhorse.carriers.models import Carrier, Rate, Service, Zone
from packhorse.carriers.rules import NewCarrier


@transaction.atomic
def keep_carriers(carriers: Sequence[NewCarrier]) -> None:
    """Keep carriers with lanes, services and prices; a known carrier's table is replaced. All or none."""
    for new in carriers:
        carrier, _ = Carrier.objects.update_or_create(
            code=new.code,
            defaults={"name": new.name, "tracking_prefix": new.tracking_prefix, "currency": new.currency},
        )
        Zone.objects.filter(carrier=carrier).delete()
        Zone.objects.bulk_create([Zone(carrier=carrier, **asdict(zone)) for zone in new.zones])
        for each in new.services:
            facts = {key: value for key, value in asdict(each).items() if key not in ("code", "rates")}
            service, _ = Service.objects.update_or_create(carrier=carrier, code=each.code, defaults=facts)
            Rate.objects.filter(service=service).delete()
            Rate.objects.bulk_create([Rate(service=service, **asdict(rate)) for rate in each.rates])
