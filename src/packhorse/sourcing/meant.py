"""What a manager's rule is about: goods and orders, by name."""

from collections.abc import Collection
from dataclasses import dataclass

from packhorse.sourcing.rules import LineNeed, OrderNeed

NAMED = 3  # of a list, in a reason


@dataclass(frozen=True)
class What:
    """Which goods and which orders a rule is about: what each field that is not empty names. All empty: everything.

    Goods are named by storage class, and by SKU or the beginning of one; orders by country (ISO), channel and the
    customer's tier.
    """

    classes: frozenset[str] = frozenset()
    products: frozenset[str] = frozenset()
    sku_prefixes: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    tiers: frozenset[str] = frozenset()

    @property
    def of_goods(self) -> bool:
        """Whether it names goods."""
        return bool(self.classes or self.products or self.sku_prefixes)

    @property
    def of_orders(self) -> bool:
        """Whether it names orders."""
        return bool(self.countries or self.channels or self.tiers)

    def goods(self, storage_class: str, sku: str) -> bool:
        """Say whether such goods are meant."""
        if self.classes and storage_class not in self.classes:
            return False
        return not (self.products or self.sku_prefixes) or self.sku(sku)

    def sku(self, sku: str) -> bool:
        """Say whether an SKU is one of those named."""
        return sku in self.products or sku.startswith(tuple(sorted(self.sku_prefixes)))

    def order(self, country: str, channel: str, tier: str) -> bool:
        """Say whether an order that goes there, of this channel and customer, is meant, whatever its goods are."""
        if (self.countries and country not in self.countries) or (self.tiers and tier not in self.tiers):
            return False
        return not self.channels or channel in self.channels

    def lines(self, order: OrderNeed) -> list[LineNeed]:
        """Return the lines of an order that are meant."""
        if not self.order(order.country, order.channel, order.tier):
            return []
        return [line for line in order.lines if self.goods(line.storage_class, line.sku)]

    def __str__(self) -> str:
        return ", ".join(each for each in (self.goods_named, self.orders_named) if each) or "everything"

    @property
    def goods_named(self) -> str:
        """The goods in words, empty for all."""
        said = [f"class {some(self.classes)}"] if self.classes else []
        if self.products or self.sku_prefixes:
            said.append(f"SKU {some([*self.products, *(f'{each}…' for each in self.sku_prefixes)])}")
        return ", ".join(said)

    @property
    def orders_named(self) -> str:
        """The orders in words, empty for all."""
        said = [f"to {some(self.countries)}"] if self.countries else []
        said += [f"of {some(self.channels)}"] if self.channels else []
        return ", ".join([*said, f"of tier {some(self.tiers)}"] if self.tiers else said)


EVERYTHING = What()


def some(names: Collection[str]) -> str:
    """Name the first few of many."""
    every = sorted(names)
    return ", ".join(every[:NAMED]) + (f" and {len(every) - NAMED} more" if len(every) > NAMED else "")
