"""Read which shops are connected, and what opens their APIs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from packhorse.placing.models import Order, ShopConnection
from packhorse.placing.shops.access import unpacked
from packhorse.sealing import unseal
from packhorse.shops.connector import Access


@dataclass(frozen=True)
class ShopRow:
    """A connected shop; `address` is empty when Packhorse has no access to its API."""

    channel: str
    kind: str
    at: datetime
    address: str
    access_at: datetime | None


def shops() -> dict[str, ShopRow]:
    """Return {channel code: its shop} of the channels whose shop is connected."""
    found = ShopConnection.objects.values_list("channel__code", "kind", "at", "address", "access_at")
    return {row[0]: ShopRow(*row) for row in found}


def shop_access(channel: str) -> Access | None:
    """Return what opens the API of a channel's shop, or None. Refuses what another signing key has sealed."""
    shop = ShopConnection.objects.filter(channel__code=channel).exclude(address="").first()
    return Access(shop.kind, shop.address, unpacked(unseal(shop.access))) if shop else None


def of_shops(order_ids: Iterable[int]) -> set[int]:
    """Return those of the orders that came by a channel whose shop can be told what becomes of them.

    An order that replaces another is none of the shop's.
    """
    channels = ShopConnection.objects.exclude(address="").values("channel_id")
    orders = Order.objects.filter(pk__in=set(order_ids), channel_id__in=channels, replaces=None)
    return set(orders.values_list("id", flat=True))
