"""Rules that a manager sets: what orders may be served from where, and what else it costs. Money, or a filter."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from packhorse.money import written
from packhorse.sourcing.costs import Weights
from packhorse.sourcing.meant import EVERYTHING, What, some
from packhorse.sourcing.rules import LineNeed, OrderNeed, Site

Ints = NDArray[np.int64]


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

    def held(self, day: date, there: Mapping[str, date]) -> Self | None:
        """Return what holds of it on a company's day, and where warehouses are named by their own {code: day}."""
        if not self.warehouses:
            return self if self.holds(day) else None
        left = frozenset(code for code in self.warehouses if self.holds(there.get(code, day)))
        return replace(self, warehouses=left) if left else None


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
        return f"{self.what} not from {some(self.warehouses)}"


@dataclass(frozen=True)
class Tie(Limit):
    """What is meant is served from these warehouses only."""

    def held(self, day: date, there: Mapping[str, date]) -> Self | None:
        """All of it as long as it holds in one of the warehouses: it is about those that are not named."""
        return self if any(self.holds(there.get(code, day)) for code in self.warehouses) else None

    def forbids(self, code: str) -> bool:
        """Only from those named."""
        return code not in self.warehouses

    def __str__(self) -> str:
        return f"{self.what} only from {some(self.warehouses)}"


@dataclass(frozen=True)
class Prefer(Rule):
    """An order with what is meant costs `minor` more from these warehouses (less, when negative), and `km_minor` more
    for every 100 km of the way."""

    minor: int = 0
    km_minor: int = 0

    def __str__(self) -> str:
        said = [f"{'' if self.minor < 0 else '+'}{_amount(self.minor)}"] if self.minor else []
        said += [f"+{_amount(self.km_minor)} for 100 km"] if self.km_minor else []
        return f"{self.what} from {some(self.warehouses) or 'anywhere'}: {' and '.join(said) or 'nothing more'}"


@dataclass(frozen=True)
class KeepBack(Rule):
    """Sourcing leaves so many units of each product that is meant, or what so many weeks sell; in each of these
    warehouses, without any in all. One that names orders leaves them only when it serves these."""

    units: int = 0
    weeks_of_supply: int = 0

    def __str__(self) -> str:
        much = f"{self.units} units" if self.units else f"{self.weeks_of_supply} weeks"
        goods, orders = self.what.goods_named or "everything", self.what.orders_named
        text = f"{much} of {goods} kept back in {some(self.warehouses) or 'all warehouses'}"
        return f"{text} from orders {orders}" if orders else text


@dataclass(frozen=True)
class SplitFrom(Rule):
    """Orders whose goods are worth less than `minor` come from one warehouse; not those in a foreign currency."""

    minor: int = 0

    def __str__(self) -> str:
        return f"no splits below {_amount(self.minor)}"


@dataclass(frozen=True)
class First(Rule):
    """Among orders whose turn is equal, those that are meant and worth at least `minor` come first; with a `minor` none
    in a foreign currency. One that names tiers puts these customers before those that have waited longer, too."""

    minor: int = 0

    def __str__(self) -> str:
        return f"{self.what} {f'from {_amount(self.minor)} ' if self.minor else ''}first"


@dataclass(frozen=True)
class Policy:
    """The rules of a version that hold on a day, and what things are worth by it. Version 0: there are none.

    `sold` {(product id, warehouse id): units a week}, where a rule asks for it. `soon` {(product id, warehouse id):
    units that are wanted there before more comes, on average}, where taking such is worth something.
    """

    version: int = 0
    weights: Weights = field(default_factory=Weights)
    rules: tuple[Rule, ...] = ()
    sold: Mapping[tuple[int, int], float] = field(default_factory=dict)
    soon: Mapping[tuple[int, int], float] = field(default_factory=dict)

    def on(self, day: date, there: Mapping[str, date] = MappingProxyType({})) -> "Policy":
        """Return it with those rules only that hold on a day; `there` {code: the day that it is in a warehouse}."""
        held = (rule.held(day, there) for rule in self.rules)
        return replace(self, rules=tuple(rule for rule in held if rule))

    def name(self, rule: Rule) -> str:
        """Return a rule as reasons name it."""
        return f"rule {rule.number} of version {self.version}: {rule}"

    def applied(self, orders: Sequence[OrderNeed], sites: Collection[Site]) -> list[OrderNeed]:
        """Return needs with what the rules say of each: from where it is not served, and whether it may be split."""
        limits = [rule for rule in self.rules if isinstance(rule, Limit)]
        least = [rule for rule in self.rules if isinstance(rule, SplitFrom)]
        found = [self._limited(order, sites, limits) for order in orders] if limits else list(orders)
        for o, order in enumerate(found if least else ()):
            value = order.value_minor
            if value is not None and any(value < rule.minor and _meant(rule, order) for rule in least):
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
            those = np.ix_(mine, here)
            found[those] += rule.minor + km[those] * rule.km_minor // 100
        best = np.where(served, found, np.iinfo(np.int64).max).min(axis=1, initial=np.iinfo(np.int64).max)
        asked: Ints = np.where(served, found - best[:, None], 0)
        return asked

    def kept_back(self, line: LineNeed, site: Site, order: OrderNeed | None = None) -> tuple[int, str]:
        """Return units of a product that sourcing leaves in a warehouse, and the rule that says so.

        Rules that name orders count when it serves such an `order`.
        """
        found, said = 0, ""
        for rule in self.rules:
            here = isinstance(rule, KeepBack) and (not rule.warehouses or site.code in rule.warehouses)
            if here and rule.what.of_orders:
                here = order is not None and rule.what.order(order.country, order.channel, order.tier)
            if here and rule.what.goods(line.storage_class, line.sku):
                sold = self.sold.get((line.product_id, site.id), 0.0) * rule.weeks_of_supply
                if (units := max(rule.units, round(sold))) > found:
                    found, said = units, self.name(rule)
        return found, said

    def free(self, line: LineNeed, site: Site, units: int, order: OrderNeed | None = None) -> int:
        """Return what may be given of `units` that nobody holds; `line` as the rules were applied to it."""
        return 0 if site.id in line.ruled else max(0, units - self.kept_back(line, site, order)[0])

    def back(self, orders: Sequence[OrderNeed], sites: Sequence[Site]) -> dict[int, dict[tuple[int, int], int]]:
        """Return {number of an order: {(product id, warehouse id): units that are kept back from it alone}}."""
        rules = [rule for rule in self.rules if isinstance(rule, KeepBack) and rule.what.of_orders]
        found: dict[int, dict[tuple[int, int], int]] = {}
        known: dict[tuple[int, str, str, str], dict[tuple[int, int], int]] = {}  # many orders want the same goods
        for o, order in enumerate(orders if rules else ()):
            if any(rule.what.order(order.country, order.channel, order.tier) for rule in rules):
                for line in order.lines:
                    key = line.product_id, order.country, order.channel, order.tier
                    if key not in known:
                        mores = (
                            (site.id, self.kept_back(line, site, order)[0] - self.kept_back(line, site)[0])
                            for site in sites
                        )
                        known[key] = {(line.product_id, site): more for site, more in mores if more > 0}
                    if known[key]:
                        found.setdefault(o, {}).update(known[key])
        return found

    def turn(self, order: OrderNeed, *, before_age: bool = False) -> int:
        """Return the place of an order among those whose turn is equal: that of the first rule that means it.

        `before_age`: by rules that name tiers of customers only, which count before how long anybody has waited.
        """
        ranks = [rule for rule in self.rules if isinstance(rule, First) and (rule.what.tiers or not before_age)]
        for nth, rule in enumerate(ranks):
            worth = order.value_minor is not None and order.value_minor >= rule.minor
            if (worth or not rule.minor) and _meant(rule, order):
                return nth
        return len(ranks)


NO_RULES = Policy()


def _meant(rule: Rule, order: OrderNeed) -> bool:
    return rule.what.order(order.country, order.channel, order.tier) and (
        not rule.what.of_goods or bool(rule.what.lines(order))
    )


def _amount(minor: int) -> str:
    return written(minor, "GBP")  # every currency with hundredths is written so
