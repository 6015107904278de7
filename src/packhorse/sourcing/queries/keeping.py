"""Which goods would not keep until they arrive, by product and warehouse."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

from packhorse.inventory import queries as stock
from packhorse.sourcing.keeping import Short, steps_of
from packhorse.sourcing.models import FulfillmentOrder

FARTHEST = timedelta(days=90)  # no promise goes farther


Promised = Mapping[tuple[int, int], Collection[tuple[date, int]]]
NOBODY_ELSE: Promised = {}


def short_lived(
    product_ids: Iterable[int], *, now: datetime, without: Collection[int] = (), promised: Promised = NOBODY_ELSE
) -> Short:
    """Return what of these products does not keep for all who may be promised it; most products have no such lots.

    What is promised to the orders `without` counts as promised to nobody: they may arrive on another day by now.
    `promised` {(product id, warehouse id): (day of arrival, units)} counts as promised though nobody holds it yet.
    """
    lots = stock.short_lived(product_ids, until=now.date() + FARTHEST)
    if not lots:
        return {}
    held = stock.waiting_for_pickers(lots)
    arrivals = dict(
        FulfillmentOrder.objects.filter(pk__in={row[2] for row in held}, promised_on__isnull=False)
        .exclude(order_id__in=without)
        .values_list("id", "promised_on")
    )
    taken: dict[tuple[int, int], list[tuple[date, int]]] = defaultdict(list)
    for product, site, fulfillment, units in held:
        if fulfillment in arrivals:
            taken[product, site].append((arrivals[fulfillment], units))
    for key, more in promised.items():
        taken[key] += more
    return {key: steps_of(each, taken[key]) for key, each in lots.items()}
