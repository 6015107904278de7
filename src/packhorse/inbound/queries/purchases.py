"""Read suppliers and purchase orders."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Sum

from packhorse.inbound.models import DeliveryLine, PurchaseLine, PurchaseOrder, Supplier
from packhorse.inbound.rules import OPEN_DELIVERIES, purchase_number


@dataclass(frozen=True)
class SupplierRow:
    """A supplier."""

    id: int
    code: str
    name: str
    lead_time_days: int | None


@dataclass(frozen=True)
class PurchaseRow:
    """A purchase order; see `models.PurchaseOrder`."""

    id: int
    supplier_id: int
    supplier: str
    supplier_name: str
    warehouse_id: int
    external_number: str
    state: str
    currency: str
    note: str
    expected_on: date | None
    created_at: datetime
    created_by: str
    ordered_at: datetime | None
    ended_at: datetime | None

    @property
    def number(self) -> str:
        """The public number."""
        return purchase_number(self.id)


@dataclass(frozen=True)
class PurchaseLineRow:
    """Units of a product that are ordered, and that have come."""

    id: int
    order_id: int
    product_id: int
    quantity: int
    cost_minor: int
    received: int

    @property
    def open(self) -> int:
        """Units that have not come."""
        return max(0, self.quantity - self.received)


_ROW = (
    "id",
    "supplier_id",
    "supplier__code",
    "supplier__name",
    "warehouse_id",
    "external_number",
    "state",
    "currency",
    "note",
    "expected_on",
    "created_at",
    "created_by",
    "ordered_at",
    "ended_at",
)


def suppliers() -> list[SupplierRow]:
    """Return all suppliers by code."""
    rows = Supplier.objects.order_by("code")
    return [SupplierRow(*row) for row in rows.values_list(*SupplierRow.__dataclass_fields__)]


def purchases(*, state: str = "", after: int | None = None, limit: int = 50) -> list[PurchaseRow]:
    """Return purchase orders, the newest first: all, or those in a state; a page after (older than) `after`."""
    rows = PurchaseOrder.objects.order_by("-id")
    if state:
        rows = rows.filter(state=state)
    if after is not None:
        rows = rows.filter(id__lt=after)
    return [PurchaseRow(*row) for row in rows.values_list(*_ROW)[:limit]]


def purchase(order_id: int) -> PurchaseRow | None:
    """Return a purchase order, or None."""
    row = PurchaseOrder.objects.filter(pk=order_id).values_list(*_ROW).first()
    return PurchaseRow(*row) if row else None


def purchase_lines(order_ids: Iterable[int]) -> list[PurchaseLineRow]:
    """Return the lines of purchase orders."""
    rows = PurchaseLine.objects.filter(order_id__in=set(order_ids)).order_by("order_id", "id")
    return [PurchaseLineRow(*row) for row in rows.values_list(*PurchaseLineRow.__dataclass_fields__)]


def open_units(order_id: int) -> Counter[int]:
    """Return {product id: units} of a purchase order that have not come, and that no open delivery announces."""
    found: Counter[int] = Counter()
    for line in purchase_lines([order_id]):
        found[line.product_id] += line.open
    said = DeliveryLine.objects.filter(
        delivery__purchase_order_id=order_id, delivery__state__in=OPEN_DELIVERIES, product_id__in=set(found)
    ).values_list("product_id", "quantity", "received")
    for product, quantity, received in said:
        found[product] -= max(0, quantity - received)
    return +found


def purchase_sums(order_ids: Iterable[int]) -> dict[int, tuple[int, int, int]]:
    """Return {purchase order id: (units ordered, units received, lines)}."""
    found = PurchaseLine.objects.filter(order_id__in=set(order_ids)).values_list("order_id")
    rows = found.annotate(Sum("quantity"), Sum("received"), Count("id")).order_by()
    return {order: (quantity, received, lines) for order, quantity, received, lines in rows}
