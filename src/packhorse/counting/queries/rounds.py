"""Read the rounds of a count: what was scanned, and what it came to."""

from dataclasses import dataclass
from datetime import datetime

from packhorse.counting.models import CountedLine, CountRound, CountScan
from packhorse.counting.rules import Counted, Key, Person


@dataclass(frozen=True)
class RoundRow:
    """A round; `outcome` is empty while it goes on."""

    id: int
    nth: int
    counter: str
    begun_at: datetime
    ended_at: datetime | None
    outcome: str
    login: str
    device: str

    @property
    def person(self) -> Person:
        """Who that is; rounds of before devices were told apart say it by their counter only."""
        return Person(self.login, self.device) if self.login or self.device else Person(self.counter)


@dataclass(frozen=True)
class LineRow:
    """A product and lot as counted in a round; see `models.CountedLine`."""

    round_id: int
    nth: int
    product_id: int
    lot_id: int | None
    lot: str
    units: int
    expected: int
    expected_low: int
    expected_high: int
    difference: int
    missing: tuple[str, ...]
    found: tuple[str, ...]
    price_minor: int
    booked: int

    @property
    def key(self) -> Key:
        """The product and lot."""
        return self.product_id, self.lot_id

    @property
    def value_minor(self) -> int:
        """What the difference is worth."""
        return self.difference * self.price_minor

    @property
    def differs(self) -> bool:
        """Say whether it is not as expected."""
        return bool(self.difference or self.missing or self.found)


@dataclass(frozen=True)
class TallyRow:
    """What somebody has counted so far of a product and lot."""

    product_id: int
    lot_id: int | None
    lot: str
    units: int


_ROUND = tuple(RoundRow.__dataclass_fields__)
_LINE = (
    "round_id", "round__nth", "product_id", "lot_id", "lot__code", "units", "expected", "expected_low",
    "expected_high", "difference", "missing", "found", "price_minor", "booked",
)  # fmt: skip


def rounds(count_id: int) -> list[RoundRow]:
    """Return the rounds of a count in turn."""
    return [RoundRow(*row) for row in CountRound.objects.filter(count=count_id).order_by("nth").values_list(*_ROUND)]


def lines(count_id: int) -> list[LineRow]:
    """Return what was counted in every round that has ended."""
    found = CountedLine.objects.filter(round__count=count_id).order_by("round__nth", "product__sku", "lot__code")
    return [
        LineRow(*row[:4], row[4] or "", *row[5:10], tuple(row[10]), tuple(row[11]), *row[12:])
        for row in found.values_list(*_LINE)
    ]


def tally(count_id: int) -> list[TallyRow]:
    """Return what was counted so far in the round that goes on, what was scanned last first."""
    found: dict[Key, TallyRow] = {}
    rows = CountScan.objects.filter(round__count=count_id, round__ended_at=None).order_by("-id")
    for product, lot, code, units in rows.values_list("product_id", "lot_id", "lot__code", "units"):
        so_far = found[product, lot].units if (product, lot) in found else 0
        found[product, lot] = TallyRow(product, lot, code or "", so_far + units)
    return list(found.values())


def counted_in(round_id: int) -> dict[Key, Counted]:
    """Return {(product id, lot id): what was counted} in a round."""
    found: dict[Key, Counted] = {}
    rows = CountScan.objects.filter(round=round_id).order_by("id")
    for product, lot, units, serial in rows.values_list("product_id", "lot_id", "units", "serial"):
        so_far = found.get((product, lot), Counted(0))
        found[product, lot] = Counted(so_far.units + units, so_far.serials | ({serial} if serial else frozenset()))
    return found
