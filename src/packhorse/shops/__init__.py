"""The way back to a channel's shop: one module a kind of shop, each a `Connector` (docs/shops.md)."""

from collections.abc import Callable, Mapping

from packhorse.shops.client import Client
from packhorse.shops.connector import Access, Connector, Refused, Sent, TryLater
from packhorse.shops.shopify import Shopify
from packhorse.shops.woocommerce import WooCommerce

__all__ = ["CONNECTORS", "Access", "Refused", "Sent", "TryLater", "fulfil", "try_access"]

CONNECTORS: Mapping[str, Callable[[Mapping[str, str]], Connector]] = {"shopify": Shopify, "woocommerce": WooCommerce}


def fulfil(access: Access, sent: Sent, *, private: bool) -> str:
    """Tell a shop of a parcel; return in words what was done. Raises TryLater and Refused."""
    with Client(access.address, hidden=access.secrets.values(), private=private) as client:
        return CONNECTORS[access.kind](access.secrets).fulfil(client, sent)


def try_access(access: Access, *, private: bool) -> str:
    """Ask a shop something harmless; return in words what came back. Raises TryLater and Refused."""
    with Client(access.address, hidden=access.secrets.values(), private=private) as client:
        return CONNECTORS[access.kind](access.secrets).test(client)
