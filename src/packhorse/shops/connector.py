"""What a connector is: how Packhorse speaks to one kind of shop, and the words both sides use."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from packhorse.outside import Asks


@dataclass(frozen=True)
class Access:
    """What opens a shop's API. The secrets are not shown when it is printed."""

    kind: str
    address: str
    secrets: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True)
class Sent:
    """A parcel that has left: what a shop is told of it.

    `order` is the shop's own order number; `units` are (SKU, units in this parcel), each SKU once; of a
    kit, those that this parcel completes. `url` is where its buyer can follow it, or empty. `last`: nothing of the
    order is still to come. `key` names the parcel for ever (its SSCC), so that a connector can tell what it said
    already.
    """

    key: str
    order: str
    units: tuple[tuple[str, int], ...]
    carrier: str
    number: str
    url: str
    last: bool


@dataclass(frozen=True)
class Stocked:
    """What a shop believes of one of its items. `units` is None where it tracks no stock of it."""

    sku: str
    item: str
    units: int | None


@dataclass
class StockSet:
    """What came of setting stock: {SKU: the item that was set}, and {SKU: why it was not}."""

    items: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


NO_PRODUCT = "no such product in the shop"
TWICE = "stands twice in the shop"
UNTRACKED = "the shop does not track its stock"


class Connector(Protocol):
    """One kind of shop, made with the secrets that open it (`packhorse.placing.shops.access.SECRETS`).

    `fulfil` may be called again for the same parcel: after an answer that was lost on the way, or when its worker was
    killed. It must first ask the shop what it knows, and do only what is missing. `stock` and `set_stock` speak of one
    place of the shop's (`places`), or of the whole shop, where the place is empty.
    """

    def fulfil(self, client: Asks, sent: Sent) -> str:
        """Tell the shop of a parcel; return in words what was done."""

    def test(self, client: Asks, *, feed: bool) -> str:
        """Ask something harmless; return in words what came back. With `feed`, stock is to be told as well."""

    def places(self, client: Asks) -> dict[str, str]:
        """Return {place: its name} where the shop keeps stock by place; nothing where it does not."""

    def stock(self, client: Asks, place: str) -> Iterator[Stocked]:
        """Return all that the shop sells, item by item, however many pages that takes."""

    def set_stock(self, client: Asks, place: str, units: Mapping[str, int], known: Mapping[str, str]) -> StockSet:
        """Set how many units of each SKU the shop may sell. `known`: {SKU: the item it was found as}, of some."""
