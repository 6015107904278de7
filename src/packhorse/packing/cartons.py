"""Read carton types, how many there are, coolant, limits, and goods that no carton holds."""

from dataclasses import dataclass
from datetime import datetime

from packhorse import sql
from packhorse.algorithms.dangerous import LIMITED
from packhorse.packing.models import Carton, CartonMovement, CartonStock, Coolant, HazmatLimit
from packhorse.packing.rules import LIMITED_GROSS_G, NewCarton, NewCoolant
from packhorse.packing.shelf import free_cartons

_CARTON = tuple(NewCarton.__dataclass_fields__)
_COOLANT = tuple(NewCoolant.__dataclass_fields__)


@dataclass(frozen=True)
class StockRow:
    """How many of a carton there are in a warehouse, and how many no parcel at a bench will take."""

    warehouse_id: int
    on_hand: int
    free: int
    reorder_level: int

    @property
    def low(self) -> bool:
        """Say whether more should be ordered."""
        return self.on_hand <= self.reorder_level


@dataclass(frozen=True)
class CartonRow:
    """A carton type, and its stock where it is counted."""

    carton: NewCarton
    retired: bool
    stock: tuple[StockRow, ...]

    @property
    def low(self) -> bool:
        """Say whether it is low somewhere."""
        return not self.retired and any(row.low for row in self.stock)


@dataclass(frozen=True)
class CoolantRow:
    """A pack of coolant."""

    coolant: NewCoolant
    retired: bool


@dataclass(frozen=True)
class LimitRow:
    """What parcels with a class of dangerous goods may weigh; `usual`: nobody said so, it is the law's."""

    hazmat_class: str
    max_net_g: int | None
    max_gross_g: int | None
    usual: bool = False


@dataclass(frozen=True)
class BookedRow:
    """Cartons that came, were counted or used."""

    code: str
    warehouse_id: int
    kind: str
    quantity: int
    note: str
    at: datetime
    actor: str


@dataclass(frozen=True)
class TooLargeRow:
    """A product that no carton holds."""

    sku: str
    name: str
    length_mm: int
    width_mm: int
    height_mm: int
    weight_g: int


def cartons() -> list[CartonRow]:
    """Return all carton types: those first that are low somewhere, retired ones last."""
    stock: dict[int, list[StockRow]] = {}
    free: dict[int, dict[int, int]] = {}
    for row in CartonStock.objects.filter(counted=True).order_by("warehouse_id"):
        site = row.warehouse_id
        if site not in free:
            free[site] = free_cartons(site)
        left = free[site].get(row.carton_id, row.on_hand)
        stock.setdefault(row.carton_id, []).append(StockRow(site, row.on_hand, left, row.reorder_level))
    found = [
        CartonRow(NewCarton(*facts), retired, tuple(stock.get(pk, ())))
        for pk, retired, *facts in Carton.objects.order_by("code").values_list("id", "retired", *_CARTON)
    ]
    return sorted(found, key=lambda row: (row.retired, not row.low))


def carton(code: str) -> CartonRow | None:
    """Return the carton type with this code."""
    return next((row for row in cartons() if row.carton.code == code), None)


def coolants() -> list[CoolantRow]:
    """Return all packs of coolant, retired ones last."""
    rows = Coolant.objects.order_by("retired", "code").values_list("retired", *_COOLANT)
    return [CoolantRow(NewCoolant(*facts), retired) for retired, *facts in rows]


def limits() -> list[LimitRow]:
    """Return what parcels with dangerous goods may weigh."""
    kept = HazmatLimit.objects.order_by("hazmat_class").values_list("hazmat_class", "max_net_g", "max_gross_g")
    rows = [LimitRow(*each) for each in kept]
    if LIMITED not in {row.hazmat_class for row in rows}:
        rows.append(LimitRow(LIMITED, None, LIMITED_GROSS_G, usual=True))
    return rows


def booked(*, limit: int = 20) -> list[BookedRow]:
    """Return what people booked last: those used for parcels are left out."""
    found = CartonMovement.objects.exclude(kind="used").order_by("-id")
    fields = ("carton__code", "warehouse_id", "kind", "quantity", "note", "at", "actor")
    return [BookedRow(*row) for row in found.values_list(*fields)[:limit]]


def too_large(*, limit: int = 20) -> list[TooLargeRow]:
    """Return products that no carton holds although nobody said that they are sent as they are; by SKU."""
    return [TooLargeRow(*row) for row in sql.rows("packing", "too_large", {"limit": limit})]


def not_kept_cold() -> list[str]:
    """Return the climates of products for which there is no coolant and no insulated carton."""
    return [climate for (climate,) in sql.rows("packing", "not_kept_cold", {})]
