"""Returns, as verbs for the tests: an order that was delivered, and what becomes of the goods."""

from datetime import timedelta
from uuid import uuid4

from company import NOW, place_and_source, product, scan, site, told

from db.floor import deliver, ship
from packhorse.packing import queries as parcels
from packhorse.placing import queries as orders
from packhorse.returns import operations, queries
from packhorse.returns.rules import Wanted

LATER = NOW + timedelta(days=3)


def delivered(lines, number="1", code="BRS", **more):
    """Place, ship and deliver an order that comes from one warehouse; return its id."""
    order_id = place_and_source(number, lines, **more)
    for parcel_id in ship(code):
        deliver(parcel_id)
    return order_id


def order_of(parcel_id):
    return parcels.by_id([parcel_id])[parcel_id].order_id


def line_of(order_id, sku):
    return next(line.id for line in orders.lines([order_id]) if line.product_id == product(sku).id)


def ask(order_id, goods, *, wish="refund", reason="wrong_size", now=LATER, actor="ann", **more):
    """Ask to return `goods` {sku: units}; return the return's id."""
    lines = [Wanted(line_of(order_id, sku), units, reason) for sku, units in goods.items()]
    return operations.request_return(order_id=order_id, lines=lines, wish=wish, now=now, actor=actor, **more)


def came(return_id, code, units=1, *, at="LDS", scan_id=None, now=LATER, **more):
    return operations.receive(
        return_id=return_id,
        warehouse_id=site(at),
        code=code,
        units=units,
        scan_id=scan_id or scan(),
        now=now,
        actor="dock",
        **more,
    )


def look(return_id, disposition="restock", *, note="", now=LATER):
    """Inspect all that nobody has looked at; return the bins it went into."""
    return [
        operations.inspect(
            item_id=item.id, disposition=disposition, units=item.left, note=note, key=uuid4(), now=now, actor="ben"
        )
        for item in queries.items(return_id)
        if item.left
    ]


def back(order_id, goods, disposition="restock", **more):
    """Ask for, receive and inspect a return whole; return its id."""
    with told():
        return_id = ask(order_id, goods, **more)
        for sku, units in goods.items():
            came(return_id, sku, units)
        look(return_id, disposition)
    return return_id


def row(return_id):
    return queries.by_id([return_id])[return_id]


def refund(return_id, amount=None, **more):
    return operations.mark_refunded(return_id=return_id, amount_minor=amount, now=LATER, actor="boss", **more)
