"""The way to a channel's shop: one module a kind of shop, each a `Connector` (docs/shops.md). Knows no area."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from packhorse.outside import ALL_SECONDS, Asks, Client, Refused, TryLater
from packhorse.shops.connector import (
    NO_PRODUCT,
    TWICE,
    UNTRACKED,
    Access,
    Connector,
    Sent,
    Stocked,
    StockSet,
)
from packhorse.shops.shopify import Shopify
from packhorse.shops.woocommerce import WooCommerce

__all__ = [
    "CONNECTORS",
    "NO_PRODUCT",
    "TWICE",
    "UNTRACKED",
    "Access",
    "Asks",
    "Connector",
    "Refused",
    "Sent",
    "StockSet",
    "Stocked",
    "TryLater",
    "fulfil",
    "open_shop",
    "try_access",
]

CONNECTORS: Mapping[str, Callable[[Mapping[str, str]], Connector]] = {"shopify": Shopify, "woocommerce": WooCommerce}


@contextmanager
def open_shop(
    access: Access, *, private: bool, seconds: float = ALL_SECONDS, stop: Callable[[], bool] = lambda: False
) -> Iterator[tuple[Connector, Asks]]:
    """Open the way to a shop for so many seconds: what knows its kind, and what speaks with it."""
    hidden = access.secrets.values()
    with Client(access.address, hidden=hidden, private=private, seconds=seconds, stop=stop) as client:
        yield CONNECTORS[access.kind](access.secrets), client


def fulfil(access: Access, sent: Sent, *, private: bool) -> str:
    """Tell a shop of a parcel; return in words what was done. Raises TryLater and Refused."""
    with open_shop(access, private=private) as (shop, client):
        return shop.fulfil(client, sent)


def try_access(access: Access, *, private: bool, feed: bool = False) -> str:
    """Ask a shop something harmless; return in words what came back. Raises TryLater and Refused."""
    with open_shop(access, private=private) as (shop, client):
        return shop.test(client, feed=feed)
