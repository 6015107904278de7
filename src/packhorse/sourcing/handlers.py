"""What sourcing hears of."""

from collections.abc import Sequence
from datetime import datetime

from packhorse.events import (
    AllocationLost,
    CarriersChanged,
    DatesFollowed,
    HoldReleased,
    OrderCancelled,
    OrderEdited,
    OrderHeld,
    OrderPacked,
    OrderPlaced,
    OrderSorted,
    ParcelDelivered,
    ParcelShipped,
    PickingStarted,
    PicksDone,
    PickShort,
    ProductDated,
    ProductsChanged,
    QueueTried,
    RulesChanged,
    StockFreed,
    StockReceived,
    StockReleased,
    TiersChanged,
    WarehouseClosed,
    WarehouseLeft,
    WarehouseOpened,
    WaveReleased,
)
from packhorse.placing import queries as placing
from packhorse.sourcing import operations


def source_placed(events: Sequence[OrderPlaced], *, now: datetime) -> None:
    """New orders are decided together."""
    operations.source([event.order_id for event in events], now=now)


def source_short(events: Sequence[PickShort], *, now: datetime) -> None:
    """What a picker missed is looked for elsewhere."""
    operations.source(sorted({event.order_id for event in events}), now=now)


def source_lost(events: Sequence[AllocationLost], *, now: datetime) -> None:
    """What turned out not to be there is looked for elsewhere; who holds nothing any more ends here."""
    lost = {event.fulfillment_id: event.order_id for event in events}
    operations.source_lost(lost, now=now)


def follow_dates(events: Sequence[ProductDated], *, now: datetime) -> None:
    """What may not be sent yet is taken back, and those who wait are told the day."""
    operations.follow_dates({each for event in events for each in event.product_ids}, now=now)


def follow_further(events: Sequence[DatesFollowed], *, now: datetime) -> None:
    """Products' days count for some orders by now: the next are looked at."""
    operations.follow_further(events, now=now)


def source_waiting(events: Sequence[StockReceived | StockReleased | StockFreed], *, now: datetime) -> None:
    """There is stock again: orders that wait for it may be served."""
    products = {each for event in events for each in getattr(event, "product_ids", ())}
    freed = {line_id for event in events for line_id, _ in getattr(event, "lines", ())}
    orders = {event.order_id for event in events if isinstance(event, StockReleased)}
    products |= {line.product_id for line in placing.lines(orders) if line.id in freed}
    operations.try_waiting(product_ids=products, now=now)


def follow_holds(events: Sequence[OrderHeld | HoldReleased], *, now: datetime) -> None:
    """Held orders wait, released ones go on."""
    operations.follow_holds([event.order_id for event in events], now=now)


def follow_edit(events: Sequence[OrderEdited], *, now: datetime) -> None:
    """More is wanted, or otherwise: look for it. It goes elsewhere or by another service: decide and promise anew."""
    again = ("lines", "ship_rule", "priority")
    operations.follow_holds(sorted({event.order_id for event in events if event.what in again}), now=now)
    moved = sorted({event.order_id for event in events if event.what in ("address", "service")})
    operations.take_back_unsent(sorted({event.order_id for event in events if event.what == "address"}), now=now)
    operations.move(sorted({event.order_id for event in events if event.what in ("address", "ship_rule")}), now=now)
    operations.follow_holds(moved, now=now)  # what waited may be served where it goes by now
    operations.promise_again(moved, now=now)


def let_go(events: Sequence[OrderCancelled], *, now: datetime) -> None:
    """Cancelled orders give their stock back."""
    operations.let_go(sorted({event.order_id for event in events}), now=now)


def leave_closed(events: Sequence[WarehouseClosed], *, now: datetime) -> None:
    """A warehouse is closed: orders untouched there are served from elsewhere."""
    operations.leave_closed({event.warehouse_id: 0 for event in events}, now=now)


def leave_further(events: Sequence[WarehouseLeft], *, now: datetime) -> None:
    """Some orders have left a closed warehouse: the next do."""
    after: dict[int, int] = {}
    for event in events:
        after[event.warehouse_id] = min(event.order_id, after.get(event.warehouse_id, event.order_id))
    operations.leave_closed(after, now=now)


def use_opened(events: Sequence[WarehouseOpened], *, now: datetime) -> None:
    """A warehouse works again: those that were kept from warehouses are tried."""
    operations.try_waiting(kept_out=True, now=now)


def follow_rules(events: Sequence[RulesChanged], *, now: datetime) -> None:
    """Other rules: those that wait may be served by them."""
    operations.try_waiting(now=now)


def follow_products(events: Sequence[ProductsChanged], *, now: datetime) -> None:
    """Goods may go elsewhere, or by others, than before: those that wait for them may be served."""
    operations.try_waiting(product_ids={each for event in events for each in event.product_ids}, now=now)


def follow_carriers(events: Sequence[CarriersChanged], *, now: datetime) -> None:
    """Carriers go elsewhere, or take other goods: those that wait for one may be served."""
    operations.try_for_carriers(now=now)


def follow_tiers(events: Sequence[TiersChanged], *, now: datetime) -> None:
    """Rules may mean other customers: those that they keep waiting may be served."""
    operations.try_for_tiers(now=now)


def try_further(events: Sequence[QueueTried], *, now: datetime) -> None:
    """The first of those that wait were tried: the next are."""
    operations.try_further(events, now=now)


def follow_wave(events: Sequence[WaveReleased], *, now: datetime) -> None:
    """On a pick list."""
    operations.advance([event.fulfillment_id for event in events], state="released", now=now)


def follow_start(events: Sequence[PickingStarted], *, now: datetime) -> None:
    """A picker walks."""
    operations.advance([event.fulfillment_id for event in events], state="picking", now=now)


def follow_picks(events: Sequence[PicksDone], *, now: datetime) -> None:
    """Picked; one of which nothing was found ends here."""
    operations.advance([event.fulfillment_id for event in events if event.units], state="picked", now=now)
    operations.cancel_empty([event.fulfillment_id for event in events if not event.units], now=now)


def follow_sorted(events: Sequence[OrderSorted], *, now: datetime) -> None:
    """Whole in its slot."""
    operations.advance([event.fulfillment_id for event in events], state="sorted", now=now)


def follow_packed(events: Sequence[OrderPacked], *, now: datetime) -> None:
    """Every parcel closed."""
    operations.advance([event.fulfillment_id for event in events], state="packed", now=now)


def follow_shipped(events: Sequence[ParcelShipped], *, now: datetime) -> None:
    """The last parcel left."""
    operations.advance([event.fulfillment_id for event in events if event.last], state="shipped", now=now)


def follow_delivered(events: Sequence[ParcelDelivered], *, now: datetime) -> None:
    """The last parcel is at the door."""
    operations.advance([event.fulfillment_id for event in events if event.last], state="delivered", now=now)
