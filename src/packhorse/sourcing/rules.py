"""Which warehouse serves which order: rules that exclude, then nearest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from packhorse.algorithms.geo import great_circle_km
from packhorse.catalog.rules import whole_kits

FULFILLMENT_STATES = {
    "open": frozenset({"released", "on_hold", "cancelled"}),
    "on_hold": frozenset({"open", "cancelled"}),
    "released": frozenset({"picking", "cancelled"}),
    "picking": frozenset({"picked", "cancelled"}),
    "picked": frozenset({"sorted", "cancelled"}),
    "sorted": frozenset({"packed", "cancelled"}),
    "packed": frozenset({"shipped", "cancelled"}),
    "shipped": frozenset({"delivered"}),
    "delivered": frozenset(),
    "cancelled": frozenset(),
}

UNTOUCHED = ("open", "on_hold")  # on no pick list yet

QUEUES = {
    "arrival": "what they lack comes on a known day",
    "backorder": "nobody knows when what they lack comes",
    "unfillable": "no warehouse may or can serve them as things are",
    "manual": "a person decides",
}

WISHES = {  # what people do to how an order is served
    "pin": "pinned to a warehouse",
    "unpin": "pinned no more",
    "bar": "not to be served from a warehouse",
    "admit": "a warehouse may serve it again",
    "reject": "rejected by a warehouse",
    "forbid_split": "not to be split",
    "allow_split": "may be split again",
    "move": "moved to a warehouse",
    "pool": "leaves together with others",
    "unpool": "leaves by itself again",
    "take_aside": "taken aside",
    "give_back": "given back to sourcing",
}


@dataclass(frozen=True)
class Site:
    """A warehouse as a candidate. `room_today` counts fulfillment orders it can still take before its cut-off.

    `reaches` holds the countries (ISO) to which some carrier goes from there; None: all of them. `closed` says why it
    is given nothing today.
    """

    id: int
    code: str
    latitude: float | None
    longitude: float | None
    storage_classes: frozenset[str]
    room_today: int
    reaches: frozenset[str] | None = None
    closed: str = ""


@dataclass(frozen=True)
class LineNeed:
    """Units of a product that an order line still wants."""

    line_id: int
    product_id: int
    quantity: int
    storage_class: str


@dataclass(frozen=True)
class OrderNeed:
    """An order to be sourced, with where it goes.

    `later` holds (line id, units) that may not be sent yet (pre-orders). `kept` {(product id, warehouse id): units} is
    there for this order alone. `ship_rule`: one of placing's SHIP_RULES; `home`: the warehouse that holds some of it.
    People may have said from which warehouses it is served `only`, from which it is `barred` {warehouse id: why}, and
    that it is `undivided`: what is there of it comes from one warehouse.
    """

    order_id: int
    latitude: float | None
    longitude: float | None
    lines: tuple[LineNeed, ...]
    country: str = ""
    later: tuple[tuple[int, int], ...] = ()
    kept: Mapping[tuple[int, int], int] = field(default_factory=dict)
    ship_rule: str = "as_available"
    home: int | None = None
    only: frozenset[int] | None = None
    barred: Mapping[int, str] = field(default_factory=dict)
    undivided: bool = False


@dataclass(frozen=True)
class Candidate:
    """What was known of a warehouse when the order was decided: distance and lines it could fill, or why not."""

    warehouse_id: int
    km: int | None
    fills_lines: int
    fills_units: int
    excluded: str = ""


@dataclass(frozen=True)
class Share:
    """Part of an order line given to a warehouse."""

    line_id: int
    product_id: int
    warehouse_id: int
    quantity: int


@dataclass(frozen=True)
class Decision:
    """The answer for one order: shares by warehouse, what nobody has, and every candidate's reason."""

    order_id: int
    shares: tuple[Share, ...]
    missing: tuple[tuple[int, int], ...]  # (line_id, quantity)
    candidates: tuple[Candidate, ...]


def decide(
    orders: Sequence[OrderNeed], sites: Sequence[Site], available: Mapping[tuple[int, int], int]
) -> list[Decision]:
    """Serve `orders` one after another, each from the nearest warehouse that has it whole, else by greedy splits.

    `available` maps (product_id, warehouse_id) to units nobody else holds. An order that no single
    warehouse can fill is split: again and again the warehouse that fills most of what is still missing
    (nearest first among equals) gives what it has. What remains is missing and becomes a backorder.
    The baseline every later optimiser is measured against.
    """
    left = dict(available)
    room = {site.id: site.room_today for site in sites}
    return [_decide_one(order, sites, left, room) for order in orders]


def _decide_one(
    order: OrderNeed, sites: Sequence[Site], left: dict[tuple[int, int], int], room: dict[int, int]
) -> Decision:
    for key, units in order.kept.items():  # for this order it is free
        left[key] = left.get(key, 0) + units
    wanted = {line.line_id: line.quantity for line in order.lines}
    candidates = [_candidate(order, site, wanted, left, room[site.id]) for site in sites]
    if order.ship_rule == "together":
        candidates = [_whole(order, candidate) for candidate in candidates]
    shares = _shares(order, sites, candidates, left)
    open_units = {line.line_id: line.quantity for line in order.lines}
    for share in shares:
        open_units[share.line_id] -= share.quantity
    if order.ship_rule != "as_available" and (order.later or any(open_units.values())):
        shares, open_units = [], {line.line_id: line.quantity for line in order.lines}
    missing = tuple((line_id, quantity) for line_id, quantity in open_units.items() if quantity)
    for site in {share.warehouse_id for share in shares}:
        room[site] -= 1
    used: dict[tuple[int, int], int] = {}
    for share in shares:
        key = share.product_id, share.warehouse_id
        used[key] = used.get(key, 0) + share.quantity
    for key, units in used.items():
        left[key] -= units
    for key, units in order.kept.items():  # what it leaves of its own is nobody else's yet
        left[key] -= max(0, units - used.get(key, 0))
    return Decision(order.order_id, tuple(shares), (*missing, *order.later), tuple(candidates))


def _shares(
    order: OrderNeed, sites: Sequence[Site], candidates: Sequence[Candidate], left: Mapping[tuple[int, int], int]
) -> list[Share]:
    by_id = {site.id: site for site in sites}
    usable = [c for c in candidates if not c.excluded]
    open_units = {line.line_id: line.quantity for line in order.lines}
    shares: list[Share] = []
    while usable and any(open_units.values()):
        gives = {c.warehouse_id: _gives(order, by_id[c.warehouse_id], open_units, left) for c in usable}
        best = min(usable, key=lambda c: (-sum(gives[c.warehouse_id].values()), c.km or 0, c.warehouse_id))
        if not any(gives[best.warehouse_id].values()):
            break
        for line in order.lines:
            if quantity := gives[best.warehouse_id].get(line.line_id, 0):
                shares.append(Share(line.line_id, line.product_id, best.warehouse_id, quantity))
                open_units[line.line_id] -= quantity
        usable = [] if order.undivided else [c for c in usable if c is not best]
    return shares


def _whole(order: OrderNeed, candidate: Candidate) -> Candidate:
    """An order that leaves together leaves from one warehouse, and from where its other goods lie."""
    if candidate.excluded:
        return candidate
    if order.home not in (None, candidate.warehouse_id):
        return replace(candidate, excluded="the rest of the order lies elsewhere, and it leaves together")
    if candidate.fills_lines < len(order.lines):
        return replace(candidate, excluded="cannot send all of it together")
    return candidate


def _candidate(
    order: OrderNeed, site: Site, wanted: Mapping[int, int], left: Mapping[tuple[int, int], int], room: int
) -> Candidate:
    if why := kept_out(order, site):
        return Candidate(site.id, None, 0, 0, why)
    if site.latitude is None or site.longitude is None:
        return Candidate(site.id, None, 0, 0, "warehouse has no coordinates")
    if order.latitude is None or order.longitude is None:
        return Candidate(site.id, None, 0, 0, "address has no coordinates")
    km = round(great_circle_km(site.latitude, site.longitude, order.latitude, order.longitude))
    if site.reaches is not None and order.country not in site.reaches:
        return Candidate(site.id, km, 0, 0, f"no carrier goes from there to {order.country}")
    if room <= 0:
        return Candidate(site.id, km, 0, 0, "capacity of the day is used up")
    gives = _gives(order, site, wanted, left)
    if order.later and not order.lines:
        return Candidate(site.id, km, 0, 0, "nothing of it may be sent yet")
    if not any(gives.values()):
        held = any(line.storage_class in site.storage_classes for line in order.lines)
        return Candidate(site.id, km, 0, 0, "none of the goods in stock" if held else "cannot store these goods")
    whole = sum(1 for line in order.lines if gives[line.line_id] == line.quantity)
    return Candidate(site.id, km, whole, sum(gives.values()))


def kept_out(order: OrderNeed, site: Site) -> str:
    """Return why people keep an order from a warehouse; empty when they do not."""
    if site.closed:
        return f"closed: {site.closed}"
    if site.id in order.barred:
        return f"not to be chosen: {order.barred[site.id]}"
    if order.only is not None and site.id not in order.only:
        return "the order is pinned to another warehouse"
    if order.undivided and order.home not in (None, site.id):
        return "the rest of the order lies elsewhere, and it is not to be split"
    return ""


def _gives(
    order: OrderNeed, site: Site, wanted: Mapping[int, int], left: Mapping[tuple[int, int], int]
) -> dict[int, int]:
    """Units of each line the site could give; two lines of one product share its stock."""
    gives: dict[int, int] = {}
    taken: dict[int, int] = {}
    for line in order.lines:
        stock = left.get((line.product_id, site.id), 0) if line.storage_class in site.storage_classes else 0
        gives[line.line_id] = max(0, min(wanted[line.line_id], stock - taken.get(line.product_id, 0)))
        taken[line.product_id] = taken.get(line.product_id, 0) + gives[line.line_id]
    return gives


def gather(wanted: Mapping[int, int], available: Mapping[tuple[int, int], int]) -> dict[tuple[int, int], int] | None:
    """Choose where units are kept as long as nobody knows where they go: where most of each product lies.

    `wanted` {product id: units}, `available` {(product id, warehouse id): units}; None when they do not suffice.
    """
    found: dict[tuple[int, int], int] = {}
    for product, units in sorted(wanted.items()):
        places = sorted(((free, site) for (pk, site), free in available.items() if pk == product), reverse=True)
        for free, site in places:
            if taken := min(free, units):
                found[product, site] = taken
                units -= taken
        if units:
            return None
    return found


def fold(
    parts: Sequence[tuple[int, int]], shares: Mapping[int, Mapping[int, int]]
) -> list[tuple[tuple[int, ...], int]]:
    """Return ((warehouse ids), whole kits) that `shares` {part: {warehouse id: units}} of (part, units in one) make up.

    Kits that one warehouse has whole come first; those for which several must send parts name all of these.
    """
    left = {part: dict(shares.get(part, {})) for part, _ in parts}
    due = whole_kits({part: sum(held.values()) for part, held in left.items()}, parts)
    found: list[tuple[tuple[int, ...], int]] = []
    for site in dict.fromkeys(site for held in left.values() for site in held):
        if whole := whole_kits({part: held.get(site, 0) for part, held in left.items()}, parts):
            found.append(((site,), whole))
            due -= whole
            for part, units in parts:
                left[part][site] -= whole * units
    if due:
        sites: set[int] = set()
        for part, units in parts:
            wanted = due * units
            for site, held in left[part].items():
                if wanted > 0 and held > 0:
                    sites.add(site)
                    wanted -= held
        found.append((tuple(sorted(sites)), due))
    return found
