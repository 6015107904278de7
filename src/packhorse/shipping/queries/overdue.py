"""Read which parcels under way are not there on their promised day, or are not likely to be."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Q

from packhorse.shipping.models import Shipment

LOOKED_BACK = 14  # days: what is later than that is lost, and people know


@dataclass(frozen=True)
class OverdueRow:
    """A shipment under way whose promised day is over, or just begins to be by the time zone, or will not be kept.

    `likely_on`: when it is likely to arrive, where that is known.
    """

    id: int
    parcel_id: int
    order_id: int
    warehouse_id: int
    promised_on: date
    likely_on: date | None


def overdue(*, now: datetime, after: int, limit: int) -> list[OverdueRow]:
    """Return the first shipments after an id that are under way and late by tomorrow (UTC), or likely to be late."""
    today = now.date()
    found = Shipment.objects.filter(state="handed_over", ended_at=None, pk__gt=after)
    found = found.filter(Q(promised_on__lte=today) | Q(likely_on__gt=F("promised_on")))
    found = found.filter(promised_on__gte=today - timedelta(days=LOOKED_BACK)).order_by("id")
    return [OverdueRow(*row) for row in found.values_list(*OverdueRow.__dataclass_fields__)[:limit]]
