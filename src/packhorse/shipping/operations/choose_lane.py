"""Choose the lane of a parcel, by the lanes' rules and what is bound for them already."""

from collections import Counter
from datetime import time

from django.db.models import Count

from packhorse.carriers import queries as carriers
from packhorse.placing.queries import AddressRow
from packhorse.shipping.models import Shipment
from packhorse.sorting import queries as sorting
from packhorse.sorting.queries import LaneRow
from packhorse.sorting.rules import Bound, lane_for


class Lanes:
    """The lanes of a warehouse while a batch of labels is bought."""

    def __init__(self, warehouse_id: int) -> None:
        self.rows = sorting.lanes(warehouse_id)
        self.services = {row.id: row for row in carriers.services()}
        self.standing: Counter[str] = Counter()
        in_turn = {row.id: row.code for row in self.rows if row.rules.in_turn}
        if in_turn:
            live = Shipment.objects.filter(warehouse_id=warehouse_id, state="labelled", lane_id__in=in_turn)
            for lane_id, count in live.values_list("lane_id").annotate(Count("id")).order_by():
                self.standing[in_turn[lane_id]] = count

    def take(self, address: AddressRow, service_id: int, *, at: time) -> LaneRow | None:
        """Return the lane of a parcel to an address by a service; `at` is the warehouse's time."""
        service = self.services[service_id]
        parcel = Bound(address.country, address.postal_code, service.carrier, service.code, at)
        code = lane_for(parcel, [row.rules for row in self.rows], standing=self.standing)
        if code is None:
            return None
        self.standing[code] += 1
        return sorting.lane_named(code, self.rows)
