"""What an order wants, what a warehouse offers, and the answer for one order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from packhorse.algorithms.sourcing.placed import Placed

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

NOT_RULED: Mapping[int, str] = MappingProxyType({})
TOGETHER, IN_TURN, BETTERED = "least cost of all together", "in turn", "in turn, improved"
NO_ROOM = "no room in the next 10 days of work"
UNTOUCHED = ("open", "on_hold")  # on no pick list yet
STATES_AT_WORK = ("released", "picking", "picked", "sorted", "packed")  # on one or further on, and not gone

POLICY_STATES = {  # of a version of the manager's rules: only a draft is changed
    "draft": frozenset({"shadow", "live", "retired"}),
    "shadow": frozenset({"live", "retired"}),
    "live": frozenset({"retired"}),
    "retired": frozenset(),
}

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
    """A warehouse as a candidate. What it is given now leaves on `leaves_on`, in its own time zone.

    That is its next day of work with room, for `room_today` fulfillment orders; `later`: further days and their room.
    `reaches` holds the countries (ISO) to which some carrier goes from there; None: all of them. Handling costs are
    minor units. `closed` says why it is given nothing today.
    """

    id: int
    code: str
    latitude: float | None
    longitude: float | None
    storage_classes: frozenset[str]
    room_today: int
    reaches: frozenset[str] | None = None
    country: str = ""
    handling_order_minor: int = 0
    handling_line_minor: int = 0
    leaves_on: date | None = None
    closed: str = ""
    later: tuple[tuple[date, int], ...] = ()


class LineNeed(NamedTuple):
    """Units of a product that an order line still wants; grams, mm³ and the longest side are those of one unit.

    `not_to`: countries to which it may not be sent, or ABROAD; `hazmat`: its class of dangerous goods. `ruled`
    {warehouse id: why these goods are not served from there}: a manager's rule, that they may not go there, or that no
    carrier takes them; the latter alone is `untaken`.
    """

    line_id: int
    product_id: int
    quantity: int
    storage_class: str
    weight_g: int = 1
    volume_mm3: int = 0
    longest_mm: int = 1
    sku: str = ""
    not_to: Sequence[str] = ()
    hazmat: str = ""
    ruled: Mapping[int, str] = NOT_RULED
    untaken: Mapping[int, str] = NOT_RULED

    @property
    def alone(self) -> Mapping[int, str]:
        """What of `ruled` may hold for this order alone: none of it, where it is a manager's rules only."""
        return self.ruled if self.not_to or self.untaken else NOT_RULED


@dataclass(frozen=True)
class OrderNeed:
    """An order to be sourced, with where it goes.

    `later` holds (line id, units) that may not be sent yet (pre-orders). `kept` {(product id, warehouse id): units} is
    there for this order alone. `ship_rule`: one of placing's SHIP_RULES; `home`: the warehouse that holds some of it;
    `lying` {warehouse id: goods} are there for it already, and no picker is sent for them.
    People may have said from which warehouses it is served `only`, from which it is `barred` {warehouse id: why}, and
    that it is `undivided`: what is there of it comes from one warehouse.
    `ruled` {warehouse id: the manager's rule that keeps the order from there}; `value_minor`: what its goods are worth,
    None in another currency than the company's; `tier`: the customer's.
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
    service: str = ""
    only: frozenset[int] | None = None
    barred: Mapping[int, str] = field(default_factory=dict)
    undivided: bool = False
    channel: str = ""
    tier: str = ""
    value_minor: int | None = 0
    ruled: Mapping[int, str] = field(default_factory=dict)
    lying: Mapping[int, tuple[LineNeed, ...]] = field(default_factory=dict)


class Candidate(NamedTuple):
    """What was known of a warehouse when the order was decided: what it could fill, and at which cost; or why not.

    The costs are minor units, of what it sends (`given`: units that were decided for it) or, if that is nothing, of all
    it could fill by itself: freight in the likely carton, handling, what a later promise costs, and what it is worth to
    leave what will soon be wanted there (`scarce`). `asked`: what preferences of a manager's rules add. `split`: what a
    further parcel is worth; of an order's parcels only the latest is `late`. Those of the chosen are what was decided.
    """

    warehouse_id: int
    km: int | None
    fills_lines: int
    fills_units: int
    excluded: str = ""
    freight: int = 0
    handling: int = 0
    late: int = 0
    scarce: int = 0
    given: int = 0
    asked: int = 0
    split: int = 0

    @property
    def total(self) -> int:
        """All parts together."""
        return self.freight + self.handling + self.late + self.scarce + self.asked + self.split


class NextBest(NamedTuple):
    """What a split order's next best way would have cost: a warehouse that sends all of it alone, or what one of the
    chosen ones sends (`instead_of`)."""

    warehouse_id: int
    cost: int
    instead_of: int | None = None


class Figures(NamedTuple):
    """What `Candidate` says of one warehouse, of all of them column by column; of those excluded without the costs."""

    warehouse_ids: Sequence[int]
    km: Sequence[int | None]
    excluded: Sequence[str]
    fills_lines: Sequence[int] = ()
    fills_units: Sequence[int] = ()
    freight: Sequence[int] = ()
    handling: Sequence[int] = ()
    late: Sequence[int] = ()
    scarce: Sequence[int] = ()
    given: Sequence[int] = ()
    asked: Sequence[int] = ()
    split: Sequence[int] = ()
    next_best: NextBest | None = None
    unsent: Sequence[str] = ()  # why some of what lacks is not sent from warehouses that send, or could send, the rest

    @property
    def costs(self) -> Sequence[Sequence[int]]:
        """The columns of those that are not excluded; one that nobody filled in holds nothing."""
        return [column or [0] * len(self.fills_lines) for column in self[3:-2]]

    def candidates(self) -> tuple[Candidate, ...]:
        """Return them warehouse by warehouse."""
        taken = zip(*self.costs, strict=True)
        return tuple(
            Candidate(site, km, 0, 0, why) if why else Candidate(site, km, fills, units, why, *costs)
            for site, km, why in zip(*self[:3], strict=True)
            for fills, units, *costs in [(0, 0) if why else next(taken)]
        )


class Share(NamedTuple):
    """Part of an order line given to a warehouse."""

    line_id: int
    product_id: int
    warehouse_id: int
    quantity: int


def nothing_known() -> Figures:
    """Figures of no warehouses."""
    return Figures((), (), ())


@dataclass(frozen=True)
class Decision:
    """The answer for one order: shares by warehouse, what nobody has, every candidate's reason, and what it costs.

    `figures` works out what was known of the warehouses; `km` {warehouse id: way} of those it is served from; `method`:
    how it was found, `placed` with which others, None when nothing of its batch was placed together in the end, though
    that was tried `placings` times.
    """

    order_id: int
    shares: tuple[Share, ...]
    missing: tuple[tuple[int, int], ...]  # (line_id, quantity)
    figures: Callable[[], Figures] = field(default=nothing_known, compare=False, repr=False)
    cost: int = 0
    km: Mapping[int, int] = field(default_factory=dict)
    method: str = ""
    placed: Placed | None = field(default=None, compare=False)
    placings: int = field(default=0, compare=False)

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """Every warehouse, and what was known of it."""
        return self.figures().candidates()


def kept_out(order: OrderNeed, site: Site) -> str:
    """Return why people, or the rules that they set, keep an order from a warehouse; empty when they do not."""
    if site.closed:
        return f"closed: {site.closed}"
    if site.id in order.barred:
        return f"not to be chosen: {order.barred[site.id]}"
    if order.only is not None and site.id not in order.only:
        return "the order is pinned to another warehouse"
    if order.undivided and order.home not in (None, site.id):
        return "the rest of the order lies elsewhere, and it is not to be split"
    return order.ruled.get(site.id, "")
