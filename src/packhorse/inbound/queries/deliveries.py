"""Read deliveries and transfers, their lines, and what came under codes nobody knew."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from packhorse.inbound.models import Delivery, DeliveryLine, LostReason, UnknownItem
from packhorse.inbound.rules import OPEN_DELIVERIES, delivery_number
from packhorse.inventory import queries as stock


@dataclass(frozen=True)
class DeliveryRow:
    """A delivery; see `models.Delivery`."""

    id: int
    warehouse_id: int
    purchase_order_id: int | None
    supplier: str
    from_warehouse_id: int | None
    reference: str
    expected_on: date | None
    state: str
    note: str
    created_at: datetime
    created_by: str
    sent_at: datetime | None
    arrived_at: datetime | None
    closed_at: datetime | None

    @property
    def number(self) -> str:
        """The public number."""
        return delivery_number(self.id)

    @property
    def is_transfer(self) -> bool:
        """Say whether it comes from another of our warehouses."""
        return self.from_warehouse_id is not None


@dataclass(frozen=True)
class LineRow:
    """Units of a product and lot: announced (`quantity`), and what became of them."""

    id: int
    delivery_id: int
    product_id: int
    lot: str
    expires_on: date | None
    quantity: int
    sent: int
    received: int
    damaged: int
    lost: int

    def due(self, transfer: bool) -> int:
        """Units that should come: those announced, of a transfer those sent."""
        return self.sent if transfer else self.quantity

    def differs(self, transfer: bool) -> bool:
        """Say whether other units came than should, or damaged ones."""
        return bool(self.received != self.due(transfer) or self.damaged)


@dataclass(frozen=True)
class UnknownRow:
    """Units that came under a code nobody knows, and how the office settled it."""

    id: int
    delivery_id: int
    code: str
    units: int
    note: str
    at: datetime
    actor: str
    settled_at: datetime | None
    settled_by: str
    product_id: int | None
    damaged: bool


_ROW = (
    "id",
    "warehouse_id",
    "purchase_order_id",
    "purchase_order__supplier__name",
    "from_warehouse_id",
    "reference",
    "expected_on",
    "state",
    "note",
    "created_at",
    "created_by",
    "sent_at",
    "arrived_at",
    "closed_at",
)
_LINE = ("id", "delivery_id", "product_id", "lot_code", "expires_on", "quantity", "sent", "received", "damaged", "lost")


def delivery(delivery_id: int) -> DeliveryRow | None:
    """Return a delivery, or None."""
    return next(iter(_rows(pk=delivery_id)), None)


def deliveries(
    *,
    states: Sequence[str] = (),
    warehouse_id: int | None = None,
    transfers: bool | None = None,
    after: int | None = None,
    limit: int = 50,
) -> list[DeliveryRow]:
    """Return deliveries, the newest first: in some states, to a warehouse, transfers or not; those before `after`."""
    which: dict[str, object] = {}
    if states:
        which["state__in"] = list(states)
    if warehouse_id is not None:
        which["warehouse_id"] = warehouse_id
    if transfers is not None:
        which["from_warehouse__isnull"] = not transfers
    if after is not None:
        which["id__lt"] = after
    return _rows(limit=limit, **which)


def deliveries_of(purchase_order_id: int) -> list[DeliveryRow]:
    """Return the deliveries of a purchase order, the newest first."""
    return _rows(purchase_order_id=purchase_order_id, limit=500)


def to_receive(warehouse_id: int, *, limit: int = 100) -> list[DeliveryRow]:
    """Return the deliveries that may come to a warehouse, the first to come first."""
    return _rows("expected_on", "id", limit=limit, warehouse_id=warehouse_id, state__in=OPEN_DELIVERIES)


def to_send(warehouse_id: int, *, limit: int = 100) -> list[DeliveryRow]:
    """Return the transfers that are asked of a warehouse, the oldest first."""
    return _rows("id", limit=limit, from_warehouse_id=warehouse_id, state="requested")


def lines(delivery_ids: Iterable[int]) -> list[LineRow]:
    """Return the lines of deliveries, in the order in which they were announced."""
    rows = DeliveryLine.objects.filter(delivery_id__in=set(delivery_ids)).order_by("delivery_id", "id")
    return [LineRow(*row) for row in rows.values_list(*_LINE)]


def unknown_items(delivery_id: int | None = None, *, limit: int = 200) -> list[UnknownRow]:
    """Return what came under unknown codes: of a delivery all, else of all deliveries what is not settled."""
    rows = UnknownItem.objects.order_by("at", "id")
    rows = rows.filter(settled_at=None) if delivery_id is None else rows.filter(delivery_id=delivery_id)
    return [UnknownRow(*row) for row in rows.values_list(*UnknownRow.__dataclass_fields__)[:limit]]


def lots_on_the_way(delivery_id: int, product_id: int) -> Counter[str]:
    """Return {lot code (empty: no lot): units} of what a transfer sent of a product, less what came in its name."""
    moves = [move for move in stock.moved("delivery", delivery_id) if move.product_id == product_id]
    codes = stock.lots_by_id(move.lot_id for move in moves if move.lot_id is not None)
    left: Counter[str] = Counter()
    for move in moves:
        code = codes[move.lot_id].code if move.lot_id is not None else ""
        if move.kind == "transferred_out":
            left[code] += move.quantity
        elif move.kind == "transferred_in":  # a lot that was not known when it left takes its units from those without
            left[code if code in left else ""] -= move.quantity
    return left


def lost_reason(delivery_id: int) -> str:
    """Return why units of a transfer have not come, as somebody said; or nothing."""
    return LostReason.objects.filter(pk=delivery_id).values_list("reason", flat=True).first() or ""


def _rows(*order: str, limit: int = 1, **which: object) -> list[DeliveryRow]:
    rows = Delivery.objects.filter(**which).order_by(*(order or ("-id",))).values_list(*_ROW)
    return [DeliveryRow(*row[:3], row[3] or "", *row[4:]) for row in rows[:limit]]
