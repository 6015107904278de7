"""Read which parcels are under way though their promised day is over."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from packhorse.shipping.models import Shipment
from packhorse.shipping.rules import FINAL_TRACKING

LOOKED_BACK = 14  # days: what is later than that is lost, and people know


@dataclass(frozen=True)
class OverdueRow:
    """A shipment under way that was promised for a day that is over, or just begins to be, by the time zone."""

    id: int
    parcel_id: int
    order_id: int
    warehouse_id: int
    promised_on: date


def overdue(*, now: datetime, after: int, limit: int) -> list[OverdueRow]:
    """Return the first shipments after an id that were promised for a day before tomorrow (UTC) and are under way."""
    today = now.date()
    found = Shipment.objects.filter(state="handed_over", pk__gt=after, promised_on__lte=today)
    found = found.exclude(tracking_state__in=sorted(FINAL_TRACKING))
    found = found.filter(promised_on__gte=today - timedelta(days=LOOKED_BACK)).order_by("id")
    return [OverdueRow(*row) for row in found.values_list(*OverdueRow.__dataclass_fields__)[:limit]]
