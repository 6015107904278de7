"""The way back to a channel's shop: one module a kind of shop, each a `Connector` (docs/shops.md)."""

from collections.abc import Callable, Mapping

from packhorse.placing.queries import ShopAccess
from packhorse.shipping.shops.client import Client
from packhorse.shipping.shops.connector import Connector, Refused, Sent, TryLater
from packhorse.shipping.shops.shopify import Shopify
from packhorse.shipping.shops.woocommerce import WooCommerce

__all__ = ["CONNECTORS", "Refused", "Sent", "TryLater", "fulfil", "try_access"]

CONNECTORS: Mapping[str, Callable[[Mapping[str, str]], Connector]] = {"shopify": Shopify, "woocommerce": WooCommerce}


def fulfil(access: ShopAccess, sent: Sent, *, private: bool) -> str:
    """Tell a shop of a parcel; return in words what was done. Raises TryLater and Refused."""
    with Client(access.address, hidden=access.secrets.values(), private=private) as client:
        return CONNECTORS[access.kind](access.secrets).fulfil(client, sent)


def try_access(access: ShopAccess, *, private: bool) -> str:
    """Ask a shop something harmless; return in words what came back. Raises TryLater and Refused."""
    with Client(access.address, hidden=access.secrets.values(), private=private) as client:
        return CONNECTORS[access.kind](access.secrets).test(client)
