"""Which bins are counted when, and what a count says of the books."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from packhorse import numbers

COUNT_STATES = {
    "due": frozenset({"counting", "dropped"}),
    "counting": frozenset({"due", "recount", "approval", "done", "dropped"}),
    "recount": frozenset({"counting", "dropped"}),
    "approval": frozenset({"recount", "done", "dropped"}),
    "done": frozenset(),
    "dropped": frozenset(),
}
OPEN = ("due", "counting", "recount", "approval")  # a bin has at most one count in these
TO_DO = ("recount", "due")  # somebody is to go there

# why a bin is counted: how urgent that is
REASONS = {"cycle": 0, "manual": 1, "suspicion": 2}

# What one round came to. `moved`: it differs, but the bin changed meanwhile, so that nothing follows from it.
OUTCOMES = ("expected", "booked", "recount", "approval", "moved")

CLASSES = ("A", "B", "C")
SHARES = {"A": 80, "B": 95}  # percent of the value moved that a class and those before it stand for
WEEK = 7  # nights' worth of counts that may lie undone before no more are added
MAX_UNITS = 1_000_000


@dataclass(frozen=True)
class Plan:
    """How a warehouse counts.

    A bin is counted every `a_days`, `b_days` or `c_days` by the class of what lies in it; `per_night` bins are added a
    night, 0: as many as it takes. A difference is booked at once if it is no more than `tolerance_units` or
    `tolerance_percent` of what was expected, and worth no more than `tolerance_minor`. `same_person`: whoever counted
    first may count a second time.
    """

    a_days: int = 30
    b_days: int = 90
    c_days: int = 180
    per_night: int = 0
    tolerance_units: int = 0
    tolerance_percent: int = 0
    tolerance_minor: int = 0
    same_person: bool = False

    def days(self, letter: str) -> int:
        """Return after how many days a bin of this class is counted again."""
        return {"A": self.a_days, "B": self.b_days}.get(letter, self.c_days)


@dataclass(frozen=True)
class Person:
    """Who counts: a `login` of the console, where it is known, and the `device` of another make, where there is one."""

    login: str = ""
    device: str = ""

    def may_be(self, other: "Person") -> bool:
        """Say whether both may be one and the same: two known logins are two, any other names on one device are not."""
        if self.login and other.login:
            return self.login == other.login
        return self.device == other.device


@dataclass(frozen=True)
class PlannedBin:
    """A bin of a class, and the day on which it was counted last (None: never)."""

    bin_id: int
    letter: str
    counted_on: date | None


@dataclass(frozen=True)
class Counted:
    """Units of a product and lot that a person counted, by number where they have some."""

    units: int
    serials: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Seen:
    """What the books had of a product and lot in a bin during a count: every number in turn, the last one is today's.

    `planned` of them are on pick lists. `serials` are the numbers of the units, of a product that has them, and
    `passed` the numbers of those that came or went meanwhile.
    """

    units: tuple[int, ...] = (0,)
    planned: int = 0
    numbered: bool = False
    serials: frozenset[str] = frozenset()
    passed: frozenset[str] = frozenset()

    @property
    def moved(self) -> bool:
        """Say whether some came or went meanwhile."""
        return len(self.units) > 1


@dataclass(frozen=True)
class Finding:
    """A product and lot of a bin as counted and as expected; `missing` and `found` are numbers of units."""

    product_id: int
    lot_id: int | None
    counted: int
    expected: int
    low: int
    high: int
    difference: int = 0
    missing: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    moved: bool = False
    planned: int = 0

    @property
    def key(self) -> tuple[int, int | None]:
        """The product and lot."""
        return self.product_id, self.lot_id

    @property
    def differs(self) -> bool:
        """Say whether it is not as expected."""
        return bool(self.difference or self.missing or self.found)


Key = tuple[int, int | None]  # product id, lot id


def classes(values: Mapping[int, int]) -> dict[int, str]:
    """Return {product id: class} by the value each moved: A the first 80 % of all value, B the next 15 %, C the rest.

    The product that crosses a border is still of the class before it; what moved nothing is C.
    """
    total = sum(values.values())
    found, before = {}, 0
    for product, value in sorted(values.items(), key=lambda each: (-each[1], each[0])):
        reached = [letter for letter, share in SHARES.items() if value > 0 and before * 100 < share * total]
        found[product] = reached[0] if reached else "C"
        before += value
    return found


def best(letters: Iterable[str]) -> str:
    """Return the class of a bin in which goods of these classes lie."""
    return min(letters, default="C")


def share_of_night(bins: Sequence[PlannedBin], plan: Plan) -> int:
    """Return how many bins a night keep the whole year even."""
    return plan.per_night or ceil(sum((Fraction(1, plan.days(each.letter)) for each in bins), Fraction()))


def choose(bins: Sequence[PlannedBin], plan: Plan, *, today: date, most: int) -> list[tuple[PlannedBin, date]]:
    """Return up to `most` bins whose turn it is, with the day they were due: never counted ones first, A before B.

    Then comes what is overdue for longest.
    """
    due = []
    for each in bins:
        day = each.counted_on + timedelta(days=plan.days(each.letter)) if each.counted_on else date.min
        if day <= today:
            due.append((day, each.letter, each.bin_id, each))
    due.sort(key=lambda row: row[:3])
    return [(each, day if each.counted_on else today) for day, _, _, each in due[: max(0, most)]]


def judge(key: Key, counted: Counted, seen: Seen) -> Finding:
    """Hold what was counted against what the books had meanwhile.

    A number that the books had at any moment of the count is as expected: goods that are picked during a count are
    counted or not, and both is right. So it is with each numbered unit that came or went; the others must be there.
    """
    now = seen.units[-1]
    missing, found = _numbers(counted, seen)
    as_seen = counted.units in seen.units and seen.passed.issuperset((*missing, *found))
    return Finding(
        *key,
        counted=counted.units,
        expected=counted.units if as_seen else now,
        low=min(seen.units),
        high=max(seen.units),
        difference=0 if as_seen else counted.units - now,
        missing=() if as_seen else missing,
        found=() if as_seen else found,
        moved=seen.moved,
        planned=seen.planned,
    )


def _numbers(counted: Counted, seen: Seen) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if not seen.numbered:
        return (), ()
    return tuple(sorted(seen.serials - counted.serials)), tuple(sorted(counted.serials - seen.serials))


def settle(findings: Sequence[Finding], *, first: bool, plan: Plan, prices: Mapping[int, int]) -> str:
    """Return what a round comes to; `first`: none was counted before that one could believe.

    A difference is booked at once only when it is small and nobody is on the way to pick the goods; one that may come
    of a movement is never believed, and every other one is counted twice and then shown to a manager.
    """
    wrong = [each for each in findings if each.differs]
    if not wrong:
        return "expected"
    if any(each.moved for each in wrong):
        return "moved"
    if not first:
        return "approval"
    small = all(within(each, plan, prices.get(each.product_id, 0)) for each in wrong)
    return "booked" if small else "recount"


def within(finding: Finding, plan: Plan, price_minor: int) -> bool:
    """Say whether a difference is small enough to be booked without asking; one of numbered units never is."""
    if finding.missing or finding.found or (finding.difference < 0 and finding.planned):
        return False
    units = abs(finding.difference)
    allowed = max(plan.tolerance_units, finding.expected * plan.tolerance_percent // 100)
    return units <= allowed and units * price_minor <= plan.tolerance_minor


def verdict(difference: int, before: int | None) -> str:
    """Say in a word what a second number means beside the first: `as the books`, `confirmed` or `third number`."""
    if not difference:
        return "as the books"
    return "confirmed" if difference == before else "third number"


def distance(here: tuple[int, int], there: tuple[int, int]) -> int:
    """Return about how far it is in mm, along and across the aisles."""
    return abs(here[0] - there[0]) + abs(here[1] - there[1])


def count_number(count_id: int) -> str:
    """Return the public number of a count."""
    return numbers.number("CT", count_id)


def count_id_of(number: str) -> int | None:
    """Return the id behind a public number, or None when it is not one."""
    return numbers.id_of("CT", number)
