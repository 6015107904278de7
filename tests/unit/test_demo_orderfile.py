"""The demonstration's order file: the real day, read without an error, nothing lost and nothing made up."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime

from packhorse.demo.data import rows
from packhorse.demo.goods import skus
from packhorse.demo.orderfile import customers, order_file
from packhorse.placing.faults import faults
from packhorse.placing.orderfile import read
from packhorse.placing.places import coordinates

CONTENT = order_file()
FOUND = read(CONTENT, channel="web")
RAW = rows("orders.csv.gz")
ORDERS = {each.order.external_id: each.order for each in FOUND.orders}


def test_the_file_is_the_same_every_time():
    assert order_file() == CONTENT


def test_it_reads_without_an_error():
    assert FOUND.errors == []
    assert FOUND.rows == CONTENT.count(b"\n") - 1


def test_it_has_as_many_orders_lines_charges_and_cancellations_as_the_day():
    lines = sum(len(order.lines) for order in ORDERS.values())
    charges = sum(len(order.charges) for order in ORDERS.values())
    assert (len(ORDERS), lines, charges, len(FOUND.cancels)) == (76, 2676, 4, 41)
    assert len(FOUND.orders) == len(ORDERS)


def test_every_order_is_an_invoice_of_the_day_with_all_its_units_and_money():
    units, pence = Counter(), Counter()
    for row in RAW:
        units[row["InvoiceNo"]] += int(row["Quantity"]) if row["StockCode"] in skus() else 0
        pence[row["InvoiceNo"]] += int(row["Quantity"]) * round(float(row["UnitPrice"]) * 100)
    charged = Counter(row["InvoiceNo"] for row in RAW if row["StockCode"] not in skus())
    for number, order in ORDERS.items():
        money = sum(line.quantity * line.unit_price_minor for line in order.lines)
        assert money + sum(charge.amount_minor for charge in order.charges) == pence[number]
        assert sum(line.quantity for line in order.lines) == units[number]
        assert len(order.charges) == charged[number]


def test_what_is_left_out_is_no_order_of_goods_at_a_price():
    for row in RAW:
        if not row["InvoiceNo"].startswith("C") and row["InvoiceNo"] not in ORDERS:
            assert float(row["UnitPrice"]) == 0 or row["StockCode"] not in skus()


def test_every_code_is_a_listed_product_or_a_charge():
    assert {line.sku for order in ORDERS.values() for line in order.lines} <= skus()
    assert {charge.code for order in ORDERS.values() for charge in order.charges} == {"POST", "DOT"}
    assert {cancel.sku for cancel in FOUND.cancels} <= skus()


def test_no_order_has_a_fault_and_all_were_placed_on_the_day():
    for order in ORDERS.values():
        assert faults(order, currencies={"web": "GBP"}, skus=skus(), now=order.placed_at) == []
        assert order.placed_at.date() == date(2010, 12, 10) and order.placed_at.tzinfo is UTC


def test_no_more_is_cancelled_than_was_ordered_and_never_before_it():
    ordered, cancelled = Counter(), defaultdict(int)
    for number, order in ORDERS.items():
        for line in order.lines:
            ordered[number, line.sku] += line.quantity
    for cancel in FOUND.cancels:
        cancelled[cancel.order_number, cancel.sku] += cancel.quantity
    assert all(units <= ordered[what] for what, units in cancelled.items())
    for cancel in FOUND.cancels:
        at = datetime.fromisoformat(cancel.key.split("|")[4])
        assert at >= ORDERS[cancel.order_number].placed_at
    assert len({cancel.key for cancel in FOUND.cancels}) == len(FOUND.cancels)


def test_every_customer_of_an_order_is_known_and_every_city_has_coordinates():
    known = customers()
    for order in ORDERS.values():
        assert not order.customer_number or known[order.customer_number] == order.address.country
        assert coordinates(order.address.country, order.address.city)
