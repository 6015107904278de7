"""Rules that a manager sets: what orders may be served from where, and what else it costs. Money, or a filter."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from packhorse.money import written
from packhorse.sourcing.costs import Weights
from packhorse.sourcing.rules import LineNeed, OrderNeed, Site

Ints = NDArray[np.int64]
NAMED = 3  # of a list, in a reason


@dataclass(frozen=True)
class What:
    """Which goods and which orders a rule is about: what each field that is not empty names. All empty: everything.

    Goods are named by storage class, and by SKU or the beginning of one; orders by country (ISO) and channel.
    """

    classes: frozenset[str] = frozenset()
    products: frozenset[str] = frozenset()
    sku_prefixes: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()

    @property
    def of_goods(self) -> bool:
        """Whether it names goods."""
        return bool(self.classes or self.products or self.sku_prefixes)

    @property
    def of_orders(self) -> bool:
        """Whether it names orders."""
        return bool(self.countries or self.channels)

    def goods(self, storage_class: str, sku: str) -> bool:
        """Say whether such goods are meant."""
        if self.classes and storage_class not in self.classes:
            return False
        return not (self.products or self.sku_prefixes) or self.sku(sku)

    def sku(self, sku: str) -> bool:
        """Say whether an SKU is one of those named."""
        return sku in self.products or sku.startswith(tuple(sorted(self.sku_prefixes)))

    def order(self, country: str, channel: str) -> bool:
        """Say whether an order that goes there, of this channel, is meant, whatever its goods are."""
        if self.countries and country not in self.countries:
            return False
        return not self.channels or channel in self.channels

    def lines(self, order: OrderNeed) -> list[LineNeed]:
        """Return the lines of an order that are meant."""
        if not self.order(order.country, order.channel):
            return []
        return [line for line in order.lines if self.goods(line.storage_class, line.sku)]

    def __str__(self) -> str:
        said = [f"class {_some(self.classes)}"] if self.classes else []
        if self.products or self.sku_prefixes:
            said.append(f"SKU {_some([*self.products, *(f'{each}…' for each in self.sku_prefixes)])}")
        if self.countries:
            said.append(f"to {_some(self.countries)}")
        if self.channels:
            said.append(f"of {_some(self.channels)}")
        return ", ".join(said) or "everything"


EVERYTHING = What()


@dataclass(frozen=True)
class Rule:
    """One rule, the `number`th of its policy. It holds from `valid_from` to `valid_until`, both included."""

    number: int
    what: What = EVERYTHING
    warehouses: frozenset[str] = frozenset()  # codes
    valid_from: date | None = None
    valid_until: date | None = None

    def holds(self, day: date) -> bool:
        """Say whether it holds on a day."""
        return (self.valid_from or day) <= day <= (self.valid_until or day)


@dataclass(frozen=True)
class Limit(Rule):
    """A rule about who may serve at all."""

    def forbids(self, code: str) -> bool:
        """Say whether what is meant may not be served from a warehouse."""
        raise NotImplementedError


@dataclass(frozen=True)
class Exclude(Limit):
    """What is meant is not served from these warehouses."""

    def forbids(self, code: str) -> bool:
        """Not from those named."""
        return code in self.warehouses

    def __str__(self) -> str:
        return f"{self.what} not from {_some(self.warehouses)}"


@dataclass(frozen=True)
class Tie(Limit):
    """What is meant is served from these warehouses only."""

    def forbids(self, code: str) -> bool:
        """Only from those named."""
        return code not in self.warehouses

    def __str__(self) -> str:
        return f"{self.what} only from {_some(self.warehouses)}"


@dataclass(frozen=True)
class Prefer(Rule):
    """An order with what is meant costs `minor` more from these warehouses (less, when negative), and `km_minor` more
    for every 100 km of the way."""

    minor: int = 0
    km_minor: int = 0

    def __str__(self) -> str:
        said = [f"{'' if self.minor < 0 else '+'}{_amount(self.minor)}"] if self.minor else []
        said += [f"+{_amount(self.km_minor)} for 100 km"] if self.km_minor else []
        return f"{self.what} from {_some(self.warehouses) or 'anywhere'}: {' and '.join(said) or 'nothing more'}"


@dataclass(frozen=True)
class KeepBack(Rule):
    """Sourcing leaves so many units of each product that is meant, or what so many weeks sell; in each of these
    warehouses, without any in all."""

    units: int = 0
    weeks_of_supply: int = 0

    def __str__(self) -> str:
        much = f"{self.units} units" if self.units else f"{self.weeks_of_supply} weeks"
        return f"{much} of {self.what} kept back in {_some(self.warehouses) or 'all warehouses'}"


@dataclass(frozen=True)
class SplitFrom(Rule):
    """Orders whose goods are worth less than `minor` come from one warehouse."""

    minor: int = 0

    def __str__(self) -> str:
        return f"no splits below {_amount(self.minor)}"


@dataclass(frozen=True)
class First(Rule):
    """Among orders whose turn is equal, those that are meant and worth at least `minor` come first."""

    minor: int = 0

    def __str__(self) -> str:
        return f"{self.what} {f'from {_amount(self.minor)} ' if self.minor else ''}first"


@dataclass(frozen=True)
class Policy:
    """The rules of a version that hold on a day, and what things are worth by it. Version 0: there are none.

    `sold` {(product id, warehouse id): units a week}, where a rule asks for it.
    """

    version: int = 0
    weights: Weights = field(default_factory=Weights)
    rules: tuple[Rule, ...] = ()
    sold: Mapping[tuple[int, int], float] = field(default_factory=dict)

    def on(self, day: date) -> "Policy":
        """Return it with those rules only that hold on a day."""
        return replace(self, rules=tuple(rule for rule in self.rules if rule.holds(day)))

    def name(self, rule: Rule) -> str:
        """Return a rule as reasons name it."""
        return f"rule {rule.number} of version {self.version}: {rule}"

    def applied(self, orders: Sequence[OrderNeed], sites: Collection[Site]) -> list[OrderNeed]:
        """Return needs with what the rules say of each: from where it is not served, and whether it may be split."""
        limits = [rule for rule in self.rules if isinstance(rule, Limit)]
        least = [rule for rule in self.rules if isinstance(rule, SplitFrom)]
        found = [self._limited(order, sites, limits) for order in orders] if limits else list(orders)
        for o, order in enumerate(found if least else ()):
            if any(order.value_minor < rule.minor and _meant(rule, order) for rule in least):
                found[o] = replace(order, undivided=True)
        return found

    def _limited(self, order: OrderNeed, sites: Collection[Site], limits: Sequence[Limit]) -> OrderNeed:
        """Rules about goods alone keep these goods from a warehouse; all others the order that has any of them."""
        whole: dict[int, str] = {}
        ruled: dict[int, dict[int, str]] = {}  # by product
        for rule in limits:
            lines = rule.what.lines(order)
            out = [site.id for site in sites if rule.forbids(site.code)] if lines else []
            for site in out:
                if rule.what.of_orders or not rule.what.of_goods:
                    whole.setdefault(site, self.name(rule))
                else:
                    for line in lines:
                        ruled.setdefault(line.product_id, {}).setdefault(site, self.name(rule))
        if not whole and not ruled:
            return order
        lines = [line._replace(ruled=ruled.get(line.product_id, {})) for line in order.lines]
        for site in lines[0].ruled:
            if all(site in line.ruled for line in lines):
                whole.setdefault(site, lines[0].ruled[site])
        kept = {key: units for key, units in order.kept.items() if key[1] not in ruled.get(key[0], {})}
        return replace(order, lines=tuple(lines), ruled=whole, kept=kept)

    def asked(self, orders: Sequence[OrderNeed], sites: Sequence[Site], km: Ints, served: NDArray[np.bool_]) -> Ints:
        """Return what preferences add to each order from each warehouse (O, W); the best that could serve something of
        it (`served`) adds nothing.

        What a rule takes off is added to all others: so no cost is below nothing, and none is lost.
        """
        found = np.zeros(km.shape, np.int64)
        for rule in self.rules:
            if not isinstance(rule, Prefer):
                continue
            mine = [o for o, order in enumerate(orders) if rule.what.lines(order)]
            here = [w for w, site in enumerate(sites) if not rule.warehouses or site.code in rule.warehouses]
            some = np.ix_(mine, here)
            found[some] += rule.minor + km[some] * rule.km_minor // 100
        best = np.where(served, found, np.iinfo(np.int64).max).min(axis=1, initial=np.iinfo(np.int64).max)
        asked: Ints = np.where(served, found - best[:, None], 0)
        return asked

    def kept_back(self, line: LineNeed, site: Site) -> tuple[int, str]:
        """Return units of a product that sourcing leaves in a warehouse, and the rule that says so."""
        found, said = 0, ""
        for rule in self.rules:
            here = isinstance(rule, KeepBack) and (not rule.warehouses or site.code in rule.warehouses)
            if here and rule.what.goods(line.storage_class, line.sku):
                sold = self.sold.get((line.product_id, site.id), 0.0) * rule.weeks_of_supply
                if (units := max(rule.units, round(sold))) > found:
                    found, said = units, self.name(rule)
        return found, said

    def free(self, line: LineNeed, site: Site, units: int) -> int:
        """Return what may be given of `units` that nobody holds; `line` as the rules were applied to it."""
        return 0 if site.id in line.ruled else max(0, units - self.kept_back(line, site)[0])

    def turn(self, order: OrderNeed) -> int:
        """Return the place of an order among those whose turn is equal: that of the first rule that means it."""
        ranks = [rule for rule in self.rules if isinstance(rule, First)]
        for nth, rule in enumerate(ranks):
            if order.value_minor >= rule.minor and _meant(rule, order):
                return nth
        return len(ranks)


NO_RULES = Policy()


def _meant(rule: Rule, order: OrderNeed) -> bool:
    return rule.what.order(order.country, order.channel) and (not rule.what.of_goods or bool(rule.what.lines(order)))


def _amount(minor: int) -> str:
    return written(minor, "GBP")  # every currency with hundredths is written so


def _some(names: Collection[str]) -> str:
    every = sorted(names)
    return ", ".join(every[:NAMED]) + (f" and {len(every) - NAMED} more" if len(every) > NAMED else "")
