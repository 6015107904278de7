"""The first rule that keeps an order from a warehouse, whatever lies there, in words."""

from packhorse.sourcing.lanes import Lane
from packhorse.sourcing.load import no_price
from packhorse.sourcing.rules import NO_ROOM, OrderNeed, Site, kept_out

TOO_MUCH = "too much"  # each order says itself how much it is


def said_of(order: OrderNeed) -> tuple[object, ...]:
    """Return all that `excluded` asks of an order, but for where it goes and how."""
    return (
        tuple(sorted(order.ruled.items())) if order.ruled else (),
        tuple(sorted(order.barred.items())) if order.barred else (),
        order.only,
        order.home,
        order.undivided,
        order.ship_rule == "together",
        bool(order.lines),
        bool(order.later),
        order.latitude is None or order.longitude is None,
    )


def excluded(order: OrderNeed, site: Site, lane: Lane) -> str:
    """Return the first rule that keeps an order from a warehouse, whatever lies there; empty for none."""
    if why := kept_out(order, site):
        return why
    if site.latitude is None or site.longitude is None:
        return "warehouse has no coordinates"
    if order.latitude is None or order.longitude is None:
        return "address has no coordinates"
    if site.reaches is not None and order.country not in site.reaches:
        return f"no carrier goes from there to {order.country}"
    if lane.why == "price":
        return no_price(order.country)
    if lane.why:
        return TOO_MUCH
    if site.room_today <= 0:
        return NO_ROOM
    if order.later and not order.lines:
        return "nothing of it may be sent yet"
    if not order.lines:
        return "nothing of it is left to be served"
    if order.ship_rule == "together" and order.home not in (None, site.id):
        return "the rest of the order lies elsewhere, and it leaves together"
    return ""
