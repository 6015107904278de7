"""What happens to warehouses, and to what orders are sourced by."""

from dataclasses import dataclass


@dataclass(frozen=True)
class WarehouseClosed:
    """A warehouse is closed from today on: nothing more is to be sent from it."""

    warehouse_id: int


@dataclass(frozen=True)
class WarehouseOpened:
    """A warehouse that was closed works again."""

    warehouse_id: int


@dataclass(frozen=True)
class WarehouseLeft:
    """What orders up to this one had untouched in a closed warehouse is served from elsewhere: the others are next."""

    warehouse_id: int
    order_id: int


@dataclass(frozen=True)
class QueueTried:
    """Orders that wait were tried, those whose turn comes up to this one: the others are next.

    Those that wait for `product_ids` (none: whatever they wait for), or only those that a warehouse or a rule keeps
    out, or that wait for one of the reasons `codes`. The turn is priority, since when it waits (microseconds since
    1970, UTC), and order.
    """

    product_ids: tuple[int, ...]
    kept_out: bool
    priority: int
    since_us: int
    order_id: int
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class RulesChanged:
    """Orders are sourced by other rules than before: a version went live, or the live one was retired."""

    version: int


@dataclass(frozen=True)
class ProductsChanged:
    """Products have other facts by which it is decided from where, by whom and whereto they may be sent."""

    product_ids: tuple[int, ...]


@dataclass(frozen=True)
class CarriersChanged:
    """Carriers go elsewhere, at other prices, or take other goods than before."""


@dataclass(frozen=True)
class TiersChanged:
    """Customers have other tiers than before."""
