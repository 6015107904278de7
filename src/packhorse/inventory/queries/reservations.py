"""Read what checkouts have reserved."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from packhorse.inventory.models import Reservation, ReservedUnits
from packhorse.inventory.rules import reservation_number


@dataclass(frozen=True)
class ReservedRow:
    """Units of a product that a reservation took in a warehouse, and what of them it still keeps."""

    product_id: int
    warehouse_id: int
    quantity: int
    held: int


@dataclass(frozen=True)
class ReservationRow:
    """A checkout's reservation. `order_id`: the order that this checkout has placed."""

    id: int
    channel: str
    checkout: str
    state: str
    order_id: int | None
    expires_at: datetime
    units: tuple[ReservedRow, ...]

    @property
    def number(self) -> str:
        """The public number."""
        return reservation_number(self.id)


_ROW = ("id", "channel", "checkout", "state", "order_id", "expires_at")


def reservation(reservation_id: int) -> ReservationRow | None:
    """Return a reservation, or None."""
    row = Reservation.objects.filter(pk=reservation_id).values_list(*_ROW).first()
    return _whole([row])[0] if row else None


def reservations_of(product_id: int, *, limit: int = 50) -> list[ReservationRow]:
    """Return who keeps units of a product, the first to expire first."""
    keeping = ReservedUnits.objects.filter(product_id=product_id, held__gt=0).values("reservation_id")
    found = Reservation.objects.filter(pk__in=keeping).order_by("expires_at", "id")
    return _whole(list(found.values_list(*_ROW)[:limit]))


def kept_for(order_ids: Iterable[int]) -> dict[int, Counter[tuple[int, int]]]:
    """Return {order id: {(product id, warehouse id): units}} that are kept for orders not served yet."""
    found: dict[int, Counter[tuple[int, int]]] = {}
    rows = ReservedUnits.objects.filter(
        reservation__order_id__in=set(order_ids), reservation__state="consumed", held__gt=0
    )
    for order, product, site, units in rows.values_list("reservation__order_id", "product_id", "warehouse_id", "held"):
        found.setdefault(order or 0, Counter())[product, site] += units
    return found


def kept_by(channel: str, checkout: str) -> Counter[tuple[int, int]]:
    """Return {(product id, warehouse id): units} that a checkout keeps now."""
    found: Counter[tuple[int, int]] = Counter()
    rows = ReservedUnits.objects.filter(
        reservation__channel=channel, reservation__checkout=checkout, reservation__state="active", held__gt=0
    )
    for product, site, units in rows.values_list("product_id", "warehouse_id", "held"):
        found[product, site] += units
    return found


def live_reservation(channel: str, checkout: str) -> int | None:
    """Return the id of what a checkout keeps now, or None."""
    live = Reservation.objects.filter(channel=channel, checkout=checkout, state="active")
    return live.values_list("id", flat=True).first()


def kept_too_long(product_ids: Iterable[int], *, now: datetime) -> Counter[tuple[int, int]]:
    """Return {(product id, warehouse id): units} of these products that checkouts keep past their time."""
    found: Counter[tuple[int, int]] = Counter()
    rows = ReservedUnits.objects.filter(
        product_id__in=set(product_ids), reservation__state="active", reservation__expires_at__lte=now, held__gt=0
    )
    for product, site, units in rows.values_list("product_id", "warehouse_id", "held"):
        found[product, site] += units
    return found


def _whole(rows: list[tuple[int, str, str, str, int | None, datetime]]) -> list[ReservationRow]:
    units: dict[int, list[ReservedRow]] = {row[0]: [] for row in rows}
    found = ReservedUnits.objects.filter(reservation__in=units).order_by("product_id", "warehouse_id")
    for reservation_id, *rest in found.values_list("reservation_id", "product_id", "warehouse_id", "quantity", "held"):
        units[reservation_id].append(ReservedRow(*rest))
    return [ReservationRow(*row, tuple(units[row[0]])) for row in rows]
