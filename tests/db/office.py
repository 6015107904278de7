"""What the office and checkouts do, as verbs for the tests: reserve, split, merge, edit, each told to everybody."""

from datetime import timedelta

from company import NOW, product, site, told

from packhorse.inventory import queries as stock
from packhorse.placing import operations as placing
from packhorse.placing.rules import Edit
from packhorse.sourcing import operations as sourcing
from packhorse.sourcing import queries as served
from packhorse.web import parting

BATH = served.Where("GB", 51.38, -2.36)
LATER = NOW + timedelta(minutes=15)


def reserve(wanted, checkout="cart", *, where=BATH, now=NOW, until=LATER):
    """Keep goods {sku: units} for a checkout; return the reservation's id."""
    ids = {product(sku).id: units for sku, units in wanted.items()}
    return sourcing.reserve(ids, channel="web", checkout=checkout, where=where, expires_at=until, now=now)


def reserved(sku, code="BRS"):
    """Units of a product that are reserved in a warehouse."""
    return {row.warehouse_id: row.reserved for row in stock.levels([product(sku).id], now=NOW)}.get(site(code), 0)


def split(order_id, units, now=NOW):
    """Make an order of its own of some units; return its id."""
    with told(now):
        return parting.split(order_id=order_id, units=units, now=now, actor="agent")


def merge(order_id, *others, now=NOW):
    with told(now):
        parting.merge(order_id=order_id, others=set(others), now=now, actor="agent")


def edit(order_id, **change):
    with told():
        placing.edit(order_id=order_id, wanted=Edit(**change), now=NOW, actor="agent")


def homes(order_id):
    """The warehouses that serve an order."""
    return {row.warehouse_id for row in served.of_order(order_id) if row.state != "cancelled"}
