"""What people do at the dock, as verbs for the tests: buy, announce, receive, put away, transfer."""

from datetime import date

from company import NOW, bin_id, product, run_sql, scan, site

from packhorse.inbound import operations as inbound
from packhorse.inbound import queries
from packhorse.inbound.rules import Announced, Ordered
from packhorse.inventory import queries as stock
from packhorse.network import queries as network

DAY = date(2024, 5, 20)


def buy(lines, *, code="LDS", draft=False, **more):
    """Order {sku: units} from a supplier; return the purchase order's id."""
    said = {"expected_on": DAY, "currency": "GBP"} | more
    order_id = inbound.buy(
        [Ordered(sku, units, 250) for sku, units in lines.items()],
        supplier="ACME",
        supplier_name="Acme Ltd",
        warehouse=code,
        now=NOW,
        actor="buyer",
        **said,
    )
    if not draft:
        inbound.order_goods(order_id=order_id, now=NOW, actor="buyer")
    return order_id


def announce(lines, *, code="LDS", order_id=None, **more):
    """Announce {sku: units}, or (sku, units, lot, expiry); return the delivery's id."""
    said = lines.items() if isinstance(lines, dict) else lines
    return inbound.announce(
        [Announced(*each) for each in said],
        warehouse="" if order_id else code,
        purchase_order_id=order_id,
        now=NOW,
        actor="supplier",
        **({"expected_on": DAY} | more),
    )


def rest(order_id):
    return inbound.expect_rest(purchase_order_id=order_id, now=NOW, actor="buyer")


def book(delivery_id, sku, units=1, *, now=NOW, **more):
    """Receive units of a delivery."""
    said = {"scan_id": scan(), "actor": "dock"} | more
    return inbound.receive(delivery_id=delivery_id, product_id=product(sku).id, units=units, now=now, **said)


def close(delivery_id, *, now=NOW, **more):
    inbound.close_delivery(delivery_id=delivery_id, now=now, actor="dock", **more)


def line(delivery_id, sku):
    """(announced, sent, received, damaged, lost) of a product in a delivery."""
    mine = [each for each in queries.lines([delivery_id]) if each.product_id == product(sku).id]
    return tuple(
        sum(getattr(each, name) for each in mine) for name in ("quantity", "sent", "received", "damaged", "lost")
    )


def bought(order_id):
    """{sku: (ordered, received)} of a purchase order."""
    return {
        sku: (quantity, received)
        for sku, quantity, received in run_sql(
            "SELECT sku, quantity, received FROM inbound_purchaseline JOIN catalog_product p ON p.id = product_id "
            "WHERE order_id = %s",
            order_id,
        )
    }


def transfer(lines, *, source="LDS", to="BRS", **more):
    """Ask for {sku: units} of another warehouse; return the transfer's id."""
    return inbound.request_transfer(
        [Announced(sku, units) for sku, units in lines.items()],
        from_warehouse=source,
        to_warehouse=to,
        now=NOW,
        actor="planner",
        **({"expected_on": DAY} | more),
    )


def send(delivery_id, sku, units, spot, *, source="LDS", **more):
    said = {"scan_id": scan(), "actor": "sender"} | more
    return inbound.send(
        delivery_id=delivery_id, product_id=product(sku).id, units=units, bin_id=bin_id(source, spot), now=NOW, **said
    )


def leave(delivery_id):
    """The goods of a transfer have left."""
    return inbound.finish_sending(delivery_id=delivery_id, now=NOW, actor="sender")


def put_away(code, sku, units, to, *, start="RECEIVING", **more):
    said = {"scan_id": scan(), "actor": "carrier"} | more
    return inbound.carry(
        product_id=product(sku).id,
        from_bin_id=bin_id(code, start),
        to_bin_id=bin_id(code, to),
        units=units,
        now=NOW,
        put_away=True,
        **said,
    )


def lying(code, sku):
    """{bin code: units} of a product in a warehouse."""
    codes = {pk: spot for spot, pk in network.bin_ids(code).items()}
    return {codes[row.bin_id]: row.quantity for row in stock.bins(product(sku).id) if row.bin_id in codes}


def available(sku, code):
    return stock.available([product(sku).id], now=NOW).get((product(sku).id, site(code)), 0)
