"""What could be had, asked before anything is placed. Nothing is kept."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from packhorse.algorithms.odds import all_kept
from packhorse.carriers.rules import Foreseen, Trip
from packhorse.catalog import queries as catalog
from packhorse.catalog.queries import ProductRow
from packhorse.catalog.rules import whole_kits
from packhorse.inbound import queries as inbound
from packhorse.inbound.rules import Coming, left_for_others
from packhorse.inventory import queries as inventory
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.placing import queries as placing
from packhorse.placing.rules import PRIORITIES
from packhorse.sourcing.by_day import decide_by_day
from packhorse.sourcing.costs import Freight
from packhorse.sourcing.crowd import Crowd, taken
from packhorse.sourcing.exporting import limited, never
from packhorse.sourcing.gathered import fold
from packhorse.sourcing.pose import hole, pose
from packhorse.sourcing.queries.candidates import candidate_sites, line_need, scene, value_of
from packhorse.sourcing.queries.coming import due, lacking
from packhorse.sourcing.queries.crowds import crowds_of
from packhorse.sourcing.queries.keeping import short_lived
from packhorse.sourcing.queries.leaving import Queue, queue_of
from packhorse.sourcing.queries.needs import ahead_of, needs
from packhorse.sourcing.rules import Decision, LineNeed, OrderNeed, kept_out

AHEAD = 200  # orders of the queue that are decided each for itself: a question must be quick
NOTHING: Mapping[tuple[int, int], int] = {}
Parts = tuple[tuple[int, int], ...]  # (product id, units in one) of what is asked for; a product is one of itself


@dataclass(frozen=True)
class Where:
    """Where goods would go: a country (ISO), and the place in WGS 84 degrees where it is known."""

    country: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class PartRow:
    """Units that a warehouse would send, and the day they could be promised for (None: no carrier says).

    `chance` (permille): that it is kept. Kits whose parts would come from several warehouses name them all, joined
    by +; then it is the chance that all of them keep theirs.
    """

    warehouse: str
    quantity: int
    promised_on: date | None
    chance: int | None


@dataclass(frozen=True)
class AvailabilityRow:
    """What can be promised of a product: units nobody holds that can reach the address, and who would send them.

    `expected_on`: the day from which what is lacking may be there, None when nothing is or nobody knows. `incoming`:
    what comes, less what orders wait for already. `never`: why nothing of it may ever be sent there, empty when it may.
    """

    product_id: int
    wanted: int
    available: int
    parts: tuple[PartRow, ...]
    expected_on: date | None
    incoming: tuple[Coming, ...] = ()
    never: str = ""


def availability(
    wanted: Mapping[int, int],
    *,
    where: Where,
    service: str,
    now: datetime,
    kept: Mapping[tuple[int, int], int] = NOTHING,
    channel: str = "",
    ship_rule: str = "as_available",
    value_minor: int | None = None,
    tier: str = "",
) -> list[AvailabilityRow]:
    """Answer what an order of `wanted` {product id: units} would get if it were placed now.

    The same decision as for real orders, on an order of normal priority that does not exist, behind those that wait for
    the same goods; others may be quicker. A kit is asked for by its parts, and there are as many of it as can be made
    up of them. `kept` {(product id, warehouse id): units} is there for the one who asks besides what nobody holds; a
    `channel`'s buyers are not promised its buffer. `ship_rule`: how it would leave; `value_minor`: what the goods are
    worth in it, where that is not the list price; `tier`: the customer's.
    """
    warehouses = {site.id: site for site in network.warehouses()}
    kits = catalog.kits(wanted)
    made_of = {pk: kits.get(pk, ((pk, 1),)) for pk in wanted}
    products = catalog.by_id({*wanted, *(part for parts in made_of.values() for part, _ in parts)})
    before, crowds = _before(products, now)
    goods_before = {line.product_id for need in before for line in need.lines}
    queue = queue_of(warehouses, now=now)
    around = scene(warehouses.values(), now=now, product_ids={*products, *goods_before}, queue=queue)
    stock = inventory.available({*products, *goods_before}, channel=channel, now=now)
    if crowds:
        goods = {pk: line_need(0, product, 1) for pk, product in products.items()}
        gone, served = taken(crowds, goods, around, stock)
        stock = Counter(stock)
        stock.subtract(gone)
        for site_id, orders in served.items():
            queue.join_many(warehouses[site_id], orders)
        around = replace(around, sites=tuple(candidate_sites(warehouses.values(), now=now, queue=queue)))
    sites = around.sites
    unreleased = {pk for pk, each in products.items() if each.released_on and each.released_on > now.date()}
    lines, item_of = _needs(wanted, made_of, products, unreleased)
    said = {
        "service": service,
        "channel": channel,
        "value_minor": value_of(products, wanted, channel) if value_minor is None else value_minor,
        "ship_rule": ship_rule,
        "tier": tier,
        "later": tuple((0, wanted[pk]) for pk in wanted if unreleased & {part for part, _ in made_of[pk]}),
        "kept": kept,
    }
    need = OrderNeed(0, where.latitude, where.longitude, lines, where.country, **said)
    *ahead, decision = decide_by_day([*before, need], around, stock)
    promised: defaultdict[tuple[int, int], list[tuple[date, int]]] = defaultdict(list)
    for turn, other in zip(before, ahead, strict=True):
        for site_id, day in _arrivals(turn, other, warehouses, queue, around.freight).items():
            for share in other.shares if day else ():
                if share.warehouse_id == site_id:
                    promised[share.product_id, site_id].append((day, share.quantity))
    stock = _left(stock, ahead)
    if around.short and promised:
        # Those ahead take the lots that are good for them and for nobody later, as when they are sourced.
        around = replace(around, short=short_lived({*products, *goods_before}, now=now, promised=promised))
        if not decision.shares:
            (decision,) = decide_by_day([need], around, stock)
    stock.update(kept)
    days: dict[int, Foreseen | None] = {}
    shares: dict[int, dict[int, dict[int, int]]] = {}  # of each item: {product id: {warehouse id: units}}
    sent: dict[int, list[LineNeed]] = {}
    for share in decision.shares:
        units_at = shares.setdefault(item_of[share.line_id], {}).setdefault(share.product_id, {})
        units_at[share.warehouse_id] = units_at.get(share.warehouse_id, 0) + share.quantity
        sent.setdefault(share.warehouse_id, []).append(line_need(0, products[share.product_id], share.quantity))
    for site_id, goods in sent.items():
        site, load = warehouses[site_id], around.freight.load(goods)
        trip = Trip(site.country, where.country, decision.km[site_id], site.day(queue.join(site)), site_id)
        days[site_id] = around.freight.foresee(trip, load, service=service)
    (ruled,) = limited(around.policy.applied([need], sites), sites)
    lines_of = {line.product_id: line for line in ruled.lines}
    reaching = [site for site in sites if where.country in (site.reaches or ()) and not kept_out(ruled, site)]
    old = pose([need], around, stock).old.get(0, NOTHING) if around.short else NOTHING
    keeping = {key: units - old.get(key, 0) for key, units in stock.items()}
    coming = inbound.incoming(products)
    waiting = lacking(coming.keys())
    rows = []
    for pk, units in wanted.items():
        parts = [
            PartRow("+".join(sorted(warehouses[site].code for site in together)), whole, *_latest(days, together))
            for together, whole in fold(made_of[pk], shares.get(pk, {}))
        ]
        free = {
            part: sum(
                around.policy.free(lines_of[part], site, keeping.get((part, site.id), 0), ruled)
                for site in reaching
                if products[part].storage_class in site.storage_classes
                and not any(hole(replace(ruled, lines=(lines_of[part],)), site, around.freight))
            )
            for part, _ in made_of[pk]
            if part not in unreleased
        }
        short = units - sum(part.quantity for part in parts)
        out = never(ruled, [lines_of[part] for part, _ in made_of[pk] if part in lines_of], sites)
        may = short > 0 and not out
        day = _due(made_of[pk], units, short, free, products, coming, waiting, now.date()) if may else None
        others = left_for_others(coming.get(pk, []), waiting[pk])
        rows.append(AvailabilityRow(pk, units, whole_kits(free, made_of[pk]), tuple(parts), day, tuple(others), out))
    return rows


def _before(product_ids: Collection[int], now: datetime) -> tuple[list[OrderNeed], list[Crowd]]:
    """What those want who wait for some of these goods, and whose turn comes before that of a new order.

    Few are decided each for itself; of many it is summed up what they take.
    """
    waiting = ahead_of(product_ids, limit=AHEAD + 1)
    normal = PRIORITIES["normal"]
    if len(waiting) > AHEAD:
        return [], crowds_of(product_ids, priority=normal)
    return needs([pk for pk, (priority, _) in placing.terms(waiting).items() if priority >= normal], now=now), []


def _arrivals(
    need: OrderNeed, decision: Decision, sites: Mapping[int, WarehouseRow], queue: Queue, freight: Freight
) -> dict[int, date | None]:
    """Let an order take its places in the queues of its warehouses; return the day of each part at the door."""
    goods = {line.line_id: line for line in need.lines}
    found = {}
    for site_id, km in decision.km.items():
        site = sites[site_id]
        sent = [(goods[share.line_id], share.quantity) for share in decision.shares if share.warehouse_id == site_id]
        trip = Trip(site.country, need.country, km, site.day(queue.join(site)), site_id)
        seen = freight.foresee(trip, freight.load_of(sent), service=need.service)
        found[site_id] = seen.day if seen else None
    return found


def _left(stock: Mapping[tuple[int, int], int], ahead: Iterable[Decision]) -> Counter[tuple[int, int]]:
    """What is left of stock, when those ahead have theirs."""
    found = Counter(stock)
    for share in (share for decision in ahead for share in decision.shares):
        found[share.product_id, share.warehouse_id] -= share.quantity
    return found


def _needs(
    wanted: Mapping[int, int],
    made_of: Mapping[int, Parts],
    products: Mapping[int, ProductRow],
    unreleased: Collection[int],
) -> tuple[tuple[LineNeed, ...], dict[int, int]]:
    """Return what would be order lines, and {line: the product that was asked for}; what is not released needs none."""
    lines, item_of = [], {}
    for pk, units in wanted.items():
        for part, each in made_of[pk]:
            if part not in unreleased:
                item_of[len(item_of)] = pk
                lines.append(line_need(len(lines), products[part], units * each))
    return tuple(lines), item_of


def _latest(days: Mapping[int, Foreseen | None], sites: Collection[int]) -> tuple[date | None, int | None]:
    """Return the day on which the last of what these warehouses send is there, and the chance that all of it is.

    None when it is not known of one.
    """
    known = [day for site in sites if (day := days[site])]
    if len(known) < len(sites):
        return None, None
    return max(each.day for each in known), all_kept(each.chance for each in known)


def _due(
    parts: Parts,
    wanted: int,
    short: int,
    free: Mapping[int, int],
    products: Mapping[int, ProductRow],
    coming: Mapping[int, Sequence[Coming]],
    waiting: Mapping[int, int],
    today: date,
) -> date | None:
    """Return from when all parts that are lacking may be there, None when it is not known of one."""
    lacking = [(part, each) for part, each in parts if free.get(part, 0) < wanted * each] or parts
    days = [
        due(products[part], coming.get(part, ()), waiting.get(part, 0) + short * each, today=today)
        for part, each in lacking
    ]
    known = [day for day in days if day]
    return max(known) if len(known) == len(days) else None
