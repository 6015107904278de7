"""Read fill-ups of pick faces, and what is set for these."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from packhorse.picking.models import Face, FillUp


@dataclass(frozen=True)
class FillRow:
    """A fill-up with what a person must see of its bins, goods and lot ("" for none)."""

    id: int
    warehouse_id: int
    product_id: int
    sku: str
    name: str
    barcode: str
    serials: bool
    lot: str
    from_bin: str
    from_barcode: str
    to_bin: str
    to_barcode: str
    units: int
    moved: int
    state: str
    due_at: datetime | None
    person: str
    note: str


@dataclass(frozen=True)
class FaceRow:
    """What is set for a product in a pick face."""

    bin: str
    sku: str
    name: str
    least: int
    most: int


_FILL = (
    *("id", "warehouse_id", "product_id", "product__sku", "product__name", "product__barcode"),
    *("product__tracks_serials", "lot__code", "from_bin__code", "from_bin__barcode", "to_bin__code", "to_bin__barcode"),
    *("units", "moved", "state", "due_at", "person", "note"),
)
_FACE = ("bin__code", "product__sku", "product__name", "least", "most")


def fills(warehouse_id: int, *, limit: int = 200) -> list[FillRow]:
    """Return the open fill-ups of a warehouse, the most urgent first."""
    rows = FillUp.objects.filter(warehouse_id=warehouse_id, state="open").order_by("due_at", "id")
    return _rows(rows.values_list(*_FILL)[:limit])


def fill(task_id: int) -> FillRow | None:
    """Return one fill-up."""
    return next(iter(_rows(FillUp.objects.filter(pk=task_id).values_list(*_FILL))), None)


def faces(warehouse_id: int, *, limit: int = 1000) -> list[FaceRow]:
    """Return what is set for the pick faces of a warehouse, by bin and SKU."""
    rows = Face.objects.filter(bin__warehouse_id=warehouse_id).order_by("bin__code", "product__sku")
    return [FaceRow(*row) for row in rows.values_list(*_FACE)[:limit]]


def _rows(found: Iterable[tuple]) -> list[FillRow]:
    return [FillRow(*("" if value is None and nth == 7 else value for nth, value in enumerate(row))) for row in found]
