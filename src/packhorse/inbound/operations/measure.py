"""How fast products are picked: measured once a night, so that put-away need not add up the ledger at every scan."""

from datetime import datetime, timedelta

from django.db import transaction

from packhorse.inbound.models import Velocity
from packhorse.inbound.rules.places import MEASURED_DAYS
from packhorse.inventory import queries as stock

WINDOW = timedelta(days=MEASURED_DAYS)


@transaction.atomic
def measure_velocity(*, now: datetime) -> int:
    """Keep how many units of each product were picked in each warehouse in 60 days; return how many products."""
    Velocity.objects.all().delete()
    rows = [
        Velocity(warehouse_id=site, product_id=product, units=units)
        for (product, site), units in sorted(stock.picked_since(now - WINDOW).items())
    ]
    Velocity.objects.bulk_create(rows, batch_size=5000)
    return len(rows)
