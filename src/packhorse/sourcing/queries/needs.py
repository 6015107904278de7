"""What orders still want, in the order of their turn."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from packhorse import sql
from packhorse.catalog import queries as catalog
from packhorse.catalog.queries import ProductRow
from packhorse.inventory import queries as stock
from packhorse.placing import queries as placing
from packhorse.placing.queries import LineRow
from packhorse.sourcing.models import FulfillmentOrder, WaitingOrder
from packhorse.sourcing.policy import Policy
from packhorse.sourcing.queries.candidates import like, line_need
from packhorse.sourcing.queries.policies import live
from packhorse.sourcing.queries.wishes import wishes
from packhorse.sourcing.rules import UNTOUCHED, LineNeed, OrderNeed

AHEAD = 1000  # orders of the queue that are looked at before newer ones


def with_those_ahead(order_ids: Sequence[int]) -> list[int]:
    """Return these orders and those of the queue that want the same goods, where there are any: nobody is passed by."""
    ids = list(dict.fromkeys(order_ids))
    if not WaitingOrder.objects.exclude(order_id__in=ids).exists():
        return ids
    return list(dict.fromkeys([*ids, *ahead_of({line.product_id for line in placing.lines(ids)}, limit=AHEAD)]))


def ahead_of(product_ids: Collection[int], *, limit: int) -> list[int]:
    """Return the orders of the queue that want some of these products, where anybody has them, the first in turn."""
    free = sorted({product for product, _ in stock.free(product_ids)})
    return [row[0] for row in sql.rows("sourcing", "waiting_for", {"products": free, "limit": limit})] if free else []


def needs(order_ids: Collection[int], *, now: datetime, rules: Policy | None = None) -> list[OrderNeed]:
    """Return what these orders want, by their own lines less what stock already holds for them.

    By priority; then customers of the tiers that the rules (None: the live ones) put first; then those that have been
    waiting, the longest first; then as other rules say, and as they were taken in. Held orders want nothing, and
    neither do those that a person took aside.
    """
    if not order_ids:
        return []
    wished = wishes(order_ids)
    stopped = placing.held(order_ids) | {order_id for order_id, wish in wished.items() if wish.aside}
    going = [order_id for order_id in order_ids if order_id not in stopped]
    lines = placing.lines(going)
    held = stock.held_units(line.id for line in lines)
    products = catalog.by_id(line.product_id for line in lines)
    wanted: dict[int, list[LineNeed]] = defaultdict(list)
    later: dict[int, list[tuple[int, int]]] = defaultdict(list)
    unreleased = {pk for pk, each in products.items() if each.released_on and each.released_on > now.date()}
    alike = {pk: like(each) for pk, each in products.items()}
    for line in lines:
        pk, units = line.product_id, line.quantity - line.cancelled - held.get(line.id, 0)
        if units > 0 and pk in unreleased:
            later[line.order_id].append((line.id, units))
        elif units > 0:
            wanted[line.order_id].append(LineNeed(line.id, pk, units, *alike[pk]))
    lacking = [order_id for order_id in going if order_id in wanted or order_id in later]
    addresses, terms, kept = placing.addresses(lacking), placing.terms(lacking), stock.kept_for(lacking)
    services, worth = placing.wishes(lacking), placing.worth(lacking)
    since = dict(WaitingOrder.objects.filter(order_id__in=lacking).values_list("order_id", "since"))
    having = {line.order_id for line in lines if held.get(line.id)}
    having = [pk for pk in lacking if pk in having]
    homes, lying = _homes(having), _lying(having, lines, products)
    turn = {order_id: nth for nth, order_id in enumerate(lacking)}
    found = [
        OrderNeed(
            order_id,
            at.latitude,
            at.longitude,
            tuple(wanted[order_id]),
            at.country,
            later=tuple(later[order_id]),
            kept=kept.get(order_id, {}),
            ship_rule=terms[order_id][1],
            home=homes.get(order_id),
            lying=lying.get(order_id, {}),
            service=services[order_id][0],
            channel=worth[order_id].channel,
            value_minor=worth[order_id].value_minor,
            tier=worth[order_id].tier,
            **(wished[order_id].terms() if order_id in wished else {}),
        )
        for order_id in lacking
        for at in [addresses[order_id]]
    ]
    said = rules or live(now)

    def key(need: OrderNeed) -> tuple[int, int, bool, datetime, int, int]:
        pk = need.order_id
        tier = said.turn(need, before_age=True)
        return -terms[pk][0], tier, pk not in since, since.get(pk, now), said.turn(need), turn[pk]

    return sorted(found, key=key)


def _homes(order_ids: Sequence[int]) -> dict[int, int]:
    """The warehouse that holds some of each order already."""
    if not order_ids:
        return {}
    found = FulfillmentOrder.objects.filter(order_id__in=order_ids).exclude(state="cancelled").order_by("-id")
    rows = list(found.values_list("id", "order_id", "warehouse_id"))
    units = stock.units_by_fulfillment(row[0] for row in rows)
    return {order_id: site for pk, order_id, site in rows if units.get(pk)}


def _lying(
    order_ids: Sequence[int], lines: Collection[LineRow], products: Mapping[int, ProductRow]
) -> dict[int, dict[int, tuple[LineNeed, ...]]]:
    """What lies for each order already, by warehouse, and no picker is sent for."""
    if not order_ids:
        return {}
    untouched = FulfillmentOrder.objects.filter(order_id__in=order_ids, state__in=UNTOUCHED)
    here = dict(untouched.values_list("id", "warehouse_id"))
    product_of = {line.id: line.product_id for line in lines}
    found: dict[int, dict[int, tuple[LineNeed, ...]]] = {}
    for row in stock.allocations_of_orders(order_ids).values() if here else ():
        if row.state == "allocated" and row.fulfillment_id in here:
            mine = found.setdefault(row.order_id, {})
            goods = line_need(row.line_id, products[product_of[row.line_id]], row.quantity)
            site = here[row.fulfillment_id]
            mine[site] = (*mine.get(site, ()), goods)
    return found
