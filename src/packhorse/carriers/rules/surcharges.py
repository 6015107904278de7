"""What a service adds to the price of its band: surcharges, and fuel upon all of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

OVER = ("weight_over", "longest_over", "girth_over")  # grams; mm of the longest side; mm of length and girth
PLACES = ("country", "postal_prefix")
KINDS = (*OVER, *PLACES)
EVERY = "*"  # a surcharge of all services of a carrier
WHOLE = 10_000  # hundredths of a percent in a whole

Steps = tuple[tuple[int, int], ...]  # (what is exceeded, minor units), ascending
Part = tuple[str, int]  # (kind, minor units)


@dataclass(frozen=True)
class NewSurcharge:
    """What `service` ("*": each of the carrier) adds, in minor units, to a parcel beyond `limit`.

    `limit` is grams for `weight_over`, millimetres for `longest_over` and `girth_over` (length + twice width and
    height), a country for `country`, a country and the beginning of a postal code ("GB HS") for `postal_prefix`.
    """

    service: str
    kind: str
    limit: str
    price_minor: int


@dataclass(frozen=True)
class Surcharges:
    """Surcharges of one service. Of each kind one counts: the highest limit exceeded, the longest prefix that fits.

    `fuel`: hundredths of a percent of price and surcharges.
    """

    weight: Steps = ()
    longest: Steps = ()
    girth: Steps = ()
    countries: tuple[Part, ...] = ()
    prefixes: tuple[tuple[str, str, int], ...] = ()  # country, prefix, minor units; the longest prefix first
    fuel: int = 0
    any: bool = field(init=False, compare=False, default=False)  # asked for every parcel of a batch

    def __post_init__(self) -> None:
        some = self.weight or self.longest or self.girth or self.countries or self.prefixes or self.fuel
        object.__setattr__(self, "any", bool(some))

    def of_parcel(self, weight_g: int, length_mm: int, width_mm: int, height_mm: int) -> list[Part]:
        """Return what a parcel's weight and size add."""
        longest = max(length_mm, width_mm, height_mm)
        girth = 2 * (length_mm + width_mm + height_mm) - longest
        asked = (self.weight, weight_g), (self.longest, longest), (self.girth, girth)
        added = ((kind, beyond(steps, value)) for kind, (steps, value) in zip(OVER, asked, strict=True))
        return [part for part in added if part[1]]

    def of_place(self, country: str, postal_code: str) -> list[Part]:
        """Return what the place it goes to adds."""
        found = [("country", self.of_country(country))]
        code = prefix_of(postal_code)
        mine = (price for land, prefix, price in self.prefixes if land == country and code.startswith(prefix))
        found.append(("postal_prefix", next(mine, 0)))
        return [part for part in found if part[1]]

    def of_country(self, country: str) -> int:
        """Return what a country alone adds."""
        return next((price for land, price in self.countries if land == country), 0)

    def fuel_on(self, minor: int) -> int:
        """Return the fuel upon price and surcharges, rounded half up."""
        return (minor * self.fuel * 2 + WHOLE) // (2 * WHOLE)


NONE = Surcharges()


def beyond(steps: Steps, value: int) -> int:
    """Return the price of the highest limit that a value exceeds."""
    return next((price for limit, price in reversed(steps) if value > limit), 0)


def prefix_of(text: str) -> str:
    """Return a postal code, or the beginning of one, as they are compared."""
    return " ".join(text.upper().split())


def surcharges_of(given: Iterable[NewSurcharge], service: str, fuel: int) -> Surcharges:
    """Return a service's surcharges; its own of a kind stand in for those of all services."""
    rows = list(given)
    mine = {kind: [row for row in rows if row.kind == kind and row.service == service] for kind in KINDS}
    for kind in KINDS:
        mine[kind] = mine[kind] or [row for row in rows if row.kind == kind and row.service == EVERY]
    steps = [tuple(sorted((int(row.limit), row.price_minor) for row in mine[kind])) for kind in OVER]
    lands = tuple(sorted((row.limit, row.price_minor) for row in mine["country"]))
    prefixes = [(row.limit[:2], row.limit[3:], row.price_minor) for row in mine["postal_prefix"]]
    prefixes.sort(key=lambda each: (-len(each[1]), each))
    return Surcharges(steps[0], steps[1], steps[2], lands, tuple(prefixes), fuel)
