"""Goods that leave together as carriers see them, and what of them is more than a carrier takes."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from packhorse.carriers.rules import Band, ServiceTable
from packhorse.sourcing.rules import LineNeed

Size = tuple[int, int, int]  # of single units: the heaviest (g), the bulkiest (mm³), the longest side (mm)
Hazmat = tuple[str, ...]  # classes of dangerous goods, sorted
KINDS = ("weight", "volume", "length")


class Load(NamedTuple):
    """Grams billed of all goods together, what no number of parcels makes less of single units (see `Size`), and the
    classes of dangerous goods among them.
    """

    grams: int = 1
    heaviest_g: int = 1
    bulkiest_mm3: int = 1
    longest_mm: int = 1
    hazmat: Hazmat = ()

    @property
    def size(self) -> Size:
        """What no number of parcels makes less."""
        return self.heaviest_g, self.bulkiest_mm3, self.longest_mm

    def too_much(self, why: str, dest: str) -> str:
        """Say in words that no carrier takes a unit of it to a country; `why` as `too_much` found it."""
        kg, mm = f"{self.heaviest_g / 1000:.1f} kg", f"{self.longest_mm} mm"
        litres = f"{self.bulkiest_mm3 / 1e6:.0f} litres"
        goods = f"dangerous goods of class {', '.join(self.hazmat)}"
        said = {"weight": kg, "length": mm, "volume": litres, "hazmat": goods}.get(why, f"{kg} and {mm}")
        return f"no carrier takes {said} from there to {dest}"


def most_of(service: ServiceTable, bands: Sequence[Band]) -> Size:
    """Return the largest unit that a service takes in a zone. A unit may be its own packaging."""
    end = bands[-1].max_weight_g
    return min(service.max_weight_g, end), end * service.dim_divisor, service.max_length_mm


def takes(most: Size, size: Size) -> bool:
    """Say whether units of a size are not too large."""
    return all(each <= limit for each, limit in zip(size, most, strict=True))


def too_much(size: Size, most: Collection[Size]) -> str:
    """Return which of `KINDS` is more than anybody takes; "size" when each takes something else."""
    too = (kind for nth, kind in enumerate(KINDS) if all(size[nth] > each[nth] for each in most))
    return next(too, "size")


def hazmat_of(lines: Iterable[LineNeed]) -> Hazmat:
    """Return the classes of dangerous goods among lines; most have none."""
    found = {line.hazmat for line in lines if line.hazmat}
    return tuple(sorted(found)) if found else ()


def no_price(dest: str) -> str:
    """Say in words that a lane has a hole."""
    return f"no carrier has a price from there to {dest} at this distance"
