"""Read what lies in bins, of which lots, and which numbered units they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from packhorse import sql
from packhorse.inventory.models import Allocation, BinStock, Lot, LotDay, MovedSerial, Serial


@dataclass(frozen=True)
class BinStockRow:
    """Units of a product and lot in a bin; `planned` of them are on pick lists, of `blocked` ones nobody has any.

    `doubted_at`: since when a picker did not find here what the books say; None where nobody doubts it.
    """

    bin_id: int
    product_id: int
    quantity: int
    planned: int
    lot_id: int | None
    lot: str
    expires_on: date | None
    blocked: bool
    doubted_at: datetime | None = None


@dataclass(frozen=True)
class LotRow:
    """A lot; `blocked` says in words why nobody may have any of it, or is empty."""

    id: int
    product_id: int
    code: str
    expires_on: date | None
    blocked: str


@dataclass(frozen=True)
class NumberRow:
    """A numbered unit and where it is; see `models.Serial`."""

    product_id: int
    code: str
    state: str
    bin_id: int | None
    lot_id: int | None
    lot: str

    @property
    def key(self) -> tuple[int, int | None]:
        """The product and lot."""
        return self.product_id, self.lot_id


def short_lived(product_ids: Iterable[int], *, until: date) -> dict[tuple[int, int], list[tuple[date, int]]]:
    """Return {(product id, warehouse id): (the last day on which units may arrive, units)}, the earliest day first.

    Of units that nobody is sent for, in lots that do not keep as their product must (`min_days_left`) when they arrive
    on `until` or before.
    """
    values = {"products": sorted(set(product_ids)), "until": until}
    found: dict[tuple[int, int], list[tuple[date, int]]] = {}
    for product, site, day, units in sql.rows("inventory", "short_lived", values) if values["products"] else ():
        found.setdefault((product, site), []).append((day, int(units)))
    return found


_ROW = ("bin_id", "product_id", "quantity", "planned", "lot_id", "lot__code", "lot__expires_on", "blocked")
_ROW += ("doubted_at",)
_LOT = tuple(LotRow.__dataclass_fields__)


def bins(product_id: int) -> list[BinStockRow]:
    """Return the bins that hold a product."""
    return _rows(product_id=product_id)


def in_bins(bin_ids: Iterable[int]) -> list[BinStockRow]:
    """Return what lies in these bins."""
    return _rows(bin_id__in=set(bin_ids))


def doubted(bin_id: int) -> list[tuple[int, int, int | None]]:
    """Return (bin id, product id, lot id) of what is in doubt in a bin."""
    found = BinStock.objects.filter(bin=bin_id, doubted_at__isnull=False).order_by("product_id", "lot_id")
    return list(found.values_list("bin_id", "product_id", "lot_id"))


def _rows(**which: object) -> list[BinStockRow]:
    rows = BinStock.objects.filter(quantity__gt=0, **which).order_by("bin_id", "product_id", "lot_id")
    return [BinStockRow(*row[:5], row[5] or "", *row[6:]) for row in rows.values_list(*_ROW)]


def lots(product_id: int) -> list[LotRow]:
    """Return the lots of a product, the first to expire first."""
    found = Lot.objects.filter(product_id=product_id).order_by("expires_on", "id")
    return [LotRow(*row) for row in found.values_list(*_LOT)]


def lot(product_id: int, code: str) -> LotRow | None:
    """Return a product's lot by its code, in any case; the one spelt like that where there are several."""
    found = Lot.objects.filter(product_id=product_id, code__iexact=code.strip()).order_by("id")
    rows = sorted((LotRow(*row) for row in found.values_list(*_LOT)), key=lambda row: row.code != code.strip())
    return rows[0] if rows else None


@dataclass(frozen=True)
class LotDayRow:
    """A lot's last day was set right."""

    before: date | None
    expires_on: date | None
    reason: str
    at: datetime
    actor: str


def lot_days(lot_id: int) -> list[LotDayRow]:
    """Return how a lot's last day was set right, the newest first."""
    found = LotDay.objects.filter(lot_id=lot_id).order_by("-id")
    return [LotDayRow(*row) for row in found.values_list(*LotDayRow.__dataclass_fields__)]


def lots_by_id(ids: Iterable[int]) -> dict[int, LotRow]:
    """Return the lots with these ids, by id."""
    return {row[0]: LotRow(*row) for row in Lot.objects.filter(pk__in=set(ids)).values_list(*_LOT)}


def where_lot(lot_id: int) -> list[tuple[int, str, int]]:
    """Return (order id, state, units) of those who were given units of a lot: picked, or shipped."""
    found = Allocation.objects.filter(lot_id=lot_id, state__in=["picked", "shipped"]).order_by("order_id", "id")
    return list(found.values_list("order_id", "state", "quantity"))


def serials(product_id: int, bin_id: int) -> list[str]:
    """Return the numbers of a product's units in a bin."""
    found = Serial.objects.filter(product_id=product_id, bin_id=bin_id, state="in_stock").order_by("code")
    return list(found.values_list("code", flat=True))


def numbers_in(bin_id: int) -> dict[tuple[int, int | None], set[str]]:
    """Return {(product id, lot id): numbers of the units} in a bin."""
    found: dict[tuple[int, int | None], set[str]] = {}
    rows = Serial.objects.filter(bin_id=bin_id, state="in_stock").values_list("product_id", "lot_id", "code")
    for product, lot_id, code in rows:
        found.setdefault((product, lot_id), set()).add(code)
    return found


def numbers_known(wanted: Iterable[tuple[int, str]]) -> list[NumberRow]:
    """Return those of these units (product id, number) that were ever here."""
    asked = set(wanted)
    rows = Serial.objects.filter(product__in={product for product, _ in asked}, code__in={code for _, code in asked})
    found = rows.order_by("id").values_list("product_id", "code", "state", "bin_id", "lot_id", "lot__code")
    return [NumberRow(*row[:5], row[5] or "") for row in found if row[:2] in asked]


def numbers_moved(movement_ids: Iterable[int]) -> dict[int, set[str]]:
    """Return {id of a line of the ledger: numbers of the units} that it moved."""
    found: dict[int, set[str]] = {}
    rows = MovedSerial.objects.filter(movement__in=set(movement_ids)).values_list("movement_id", "serial__code")
    for movement, code in rows:
        found.setdefault(movement, set()).add(code)
    return found


def on_the_way(cause: str, cause_id: int) -> dict[int, list[str]]:
    """Return {product id: numbers} of units that a document has sent and that have not come anywhere."""
    found: dict[int, list[str]] = {}
    sent = MovedSerial.objects.filter(movement__cause=cause, movement__cause_id=cause_id, serial__state="in_transit")
    for product, code in sent.order_by("serial__code").values_list("serial__product_id", "serial__code").distinct():
        found.setdefault(product, []).append(code)
    return found
