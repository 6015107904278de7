"""Exports of shops and market places: what each row becomes, and that errors stand where a person finds them."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from exports import AMAZON, COLUMNS, NUMBER, ORDER, SHOPIFY, SKU, WOOCOMMERCE, amazon, export, shopify, woocommerce
from hypothesis import given
from hypothesis import strategies as st

from packhorse.placing.formats.money import settle
from packhorse.placing.orderfile import read
from packhorse.placing.rules import Fault, NewCharge, NewLine


def take(name, *orders, columns=None, **how):
    return read(export(name, *orders, columns=columns), channel="web", currency="GBP", **how)


def one(name, *orders, **how):
    found = take(name, *orders, **how)
    assert (found.errors, found.format) == ([], name)
    (order,) = found.orders
    return order.order


def named(found):
    return [(error.line, error.column) for error in found.errors]


def money(order):
    goods = sum(line.quantity * line.unit_price_minor for line in order.lines)
    return goods + sum(charge.amount_minor for charge in order.charges)


def test_shopify_rows_take_the_orders_cells_from_its_first_row():
    order = one(
        "shopify",
        shopify(
            "#1001",
            ("MUG", "2", "16.00"),
            ("BOOK", "1", "20.00"),
            Shipping="6.00",
            Discount_Code="FALL5",
            Discount_Amount="5.00",
            Taxes="8.83",
            Total="53.00",
            Shipping_Company="Cole Ltd",
            Notes="Ring\ntwice",
        ),
    )
    assert order.lines == (NewLine("MUG", 2, 1600), NewLine("BOOK", 1, 2000))
    assert order.charges == (NewCharge("SHIPPING", "Standard Delivery", 600), NewCharge("DISCOUNT", "FALL5", -500))
    assert (order.external_id, order.placed_at) == ("#1001", datetime(2024, 1, 5, 9, 12, 33, tzinfo=UTC))
    assert (order.address.name, order.address.line1, order.address.line2) == (
        "Ada Cole",
        "1 High Street",
        "Cole Ltd, Flat 2",
    )
    assert (order.address.postal_code, order.address.phone) == ("01234", "+44 20 7946 0000")
    assert (order.delivery_instructions, order.awaiting_payment, order.service) == ("Ring twice", False, "standard")


@pytest.mark.parametrize("total, tax", [("18.00", 300), ("15.00", 0), ("99.00", 0), ("", 0)])
def test_shopify_tax_is_a_charge_where_the_total_says_that_it_comes_on_top(total, tax):
    order = one("shopify", shopify("#1", ("MUG", "1", "15.00"), Taxes="3.00", Total=total))
    assert sum(charge.amount_minor for charge in order.charges if charge.code == "TAX") == tax


def test_shopify_later_rows_of_an_order_may_stand_anywhere():
    first, second = shopify("#1", ("MUG", "1", "1.00"), ("BOOK", "1", "1.00")), shopify("#2", ("LAMP", "1", "1.00"))
    found = take("shopify", first[:1], second, first[1:])
    assert [len(each.order.lines) for each in found.orders] == [2, 1]
    assert found.orders[0].line_of(Fault("sku", 1, "")) == 4


@pytest.mark.parametrize(
    "column", ["Shipping Name", "Shipping City", "Shipping Country", "Created at", "Shipping Address1"]
)
def test_shopify_what_the_order_lacks_is_named_once_on_its_first_row(column):
    rows = shopify("#1", ("MUG", "1", "1.00"), ("BOOK", "1", "1.00"), ("LAMP", "1", "1.00"))
    for row in rows:
        row[column] = ""
    rows[0]["Shipping Street"] = ""
    found = take("shopify", shopify("#0", ("MUG", "1", "1.00")), rows)
    assert named(found) == [(3, column)] and [each.order.external_id for each in found.orders] == ["#0"]


def test_shopify_what_a_row_lacks_is_named_on_that_row_in_shopifys_words():
    found = take("shopify", shopify("#1", ("MUG", "1", "1.00"), ("", "1", "1.00"), ("BOOK", "x", "free")))
    assert named(found) == [(3, "Lineitem sku"), (4, "Lineitem quantity"), (4, "Lineitem price")]
    assert found.orders == []


def test_shopify_a_charge_that_is_no_amount_is_named_in_its_column():
    assert named(take("shopify", shopify("#1", ("MUG", "1", "1.00"), Shipping="free"))) == [(2, "Shipping")]
    assert named(take("shopify", shopify("#1", ("MUG", "1", "1.00"), Discount_Amount="-"))) == [(2, "Discount Amount")]


def test_shopify_faults_that_only_the_database_knows_stand_in_shopifys_column_and_line():
    (order,) = take("shopify", shopify("#1", ("MUG", "1", "1.00"), ("CUP", "1", "1.00"))).orders
    assert order.place_of(Fault("sku", 1, "")) == (3, "Lineitem sku")
    assert order.place_of(Fault("country", None, "")) == (2, "Shipping Country")


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"Cancelled_at": "2024-01-06 10:00:00 +0100"}, "cancelled in the shop"),
        ({"Fulfillment_Status": "fulfilled"}, "shipped already"),
        ({"Lineitem_requires_shipping": "false"}, "nothing to ship"),
    ],
)
def test_shopify_orders_with_nothing_to_do_are_passed_over_with_the_reason(changes, words):
    found = take("shopify", shopify("#1", ("MUG", "1", "1.00"), **changes), shopify("#2", ("MUG", "1", "1.00")))
    assert (found.errors, [each.order.external_id for each in found.orders]) == ([], ["#2"])
    (skipped,) = found.skipped
    assert (skipped.line, skipped.order_number) == (2, "#1") and words in skipped.reason


def test_shopify_a_gift_card_is_money_of_the_order_and_no_goods():
    rows = shopify("#1", ("MUG", "1", "5.00"), ("CARD", "2", "10.00"), Total="25.00")
    rows[1]["Lineitem requires shipping"] = "false"
    order = one("shopify", rows)
    assert order.lines == (NewLine("MUG", 1, 500),) and order.charges == (NewCharge("CARD", "The CARD", 2000),)


@pytest.mark.parametrize(
    "status, waits", [("paid", False), ("partially_refunded", False), ("", False), ("pending", True)]
)
def test_shopify_an_order_that_is_not_paid_waits(status, waits):
    assert one("shopify", shopify("#1", ("MUG", "1", "1.00"), Financial_Status=status)).awaiting_payment is waits


def test_shopify_two_orders_of_one_name_are_a_duplicate():
    other = shopify("#1", ("BOOK", "1", "1.00"), Shipping_Name="Ben Ellis")
    found = take("shopify", shopify("#1", ("MUG", "1", "1.00")), other)
    assert named(found) == [(3, "Name")] and "Shipping Name" in found.errors[0].reason and found.orders == []


def test_woocommerce_rows_become_lines_and_charges():
    cells = {
        "Order Shipping Amount": "4.50",
        "Cart Discount Amount": "2.00",
        "Coupon Code": "HELLO",
        "Customer Note": "Back door",
    }
    order = one("woocommerce", woocommerce("77", ("MUG", "2", "5"), ("BOOK", "1", "7.5"), cells=cells))
    assert order.lines == (NewLine("MUG", 2, 500), NewLine("BOOK", 1, 750))
    assert order.charges == (NewCharge("SHIPPING", "Flat rate", 450), NewCharge("DISCOUNT", "HELLO", -200))
    assert (order.address.name, order.address.city, order.currency) == ("Ada Cole", "Leeds", "GBP")
    assert (order.delivery_instructions, order.awaiting_payment) == ("Back door", False)


def test_woocommerce_times_hang_where_the_shop_does():
    rows = woocommerce("77", ("MUG", "1", "5"))
    assert one("woocommerce", rows, timezone="Europe/Berlin").placed_at == datetime(2024, 1, 5, 9, 12, tzinfo=UTC)
    assert one("woocommerce", rows).placed_at == datetime(2024, 1, 5, 10, 12, tzinfo=UTC)


def test_woocommerce_prices_without_tax_come_to_the_shops_total():
    # 3 x 8.4033613 net, 19 % tax: the customer paid 30.00.
    cells = {"Order Total Tax Amount": "4.79", "Order Total Amount": "30.00"}
    order = one("woocommerce", woocommerce("77", ("MUG", "3", "8.4033613"), cells=cells))
    assert order.lines == (NewLine("MUG", 3, 840),)
    assert {charge.code: charge.amount_minor for charge in order.charges} == {"TAX": 479, "ROUNDING": 1}
    assert money(order) == 3000


@pytest.mark.parametrize(
    "status, waits",
    [("processing", False), ("wc-on-hold", True), ("On hold", True), ("Pending payment", True), ("pending", True)],
)
def test_woocommerce_an_order_that_is_not_paid_waits(status, waits):
    rows = woocommerce("77", ("MUG", "1", "5"), cells={"Order Status": status})
    assert one("woocommerce", rows).awaiting_payment is waits


@pytest.mark.parametrize("status", ["Cancelled", "wc-cancelled", "refunded", "failed", "Completed"])
def test_woocommerce_orders_with_nothing_to_do_are_passed_over(status):
    found = take("woocommerce", woocommerce("77", ("MUG", "1", "5"), cells={"Order Status": status}))
    assert (found.errors, found.orders, [each.order_number for each in found.skipped]) == ([], [], ["77"])


def test_woocommerce_what_was_refunded_is_not_sent():
    assert one("woocommerce", woocommerce("77", ("MUG", "0", "5"), ("BOOK", "1", "7"))).lines == (
        NewLine("BOOK", 1, 700),
    )
    assert take("woocommerce", woocommerce("78", ("MUG", "0", "5"))).skipped[0].order_number == "78"


def test_woocommerce_without_a_delivery_address_delivers_to_the_billing_address():
    gone = {name: "" for name in WOOCOMMERCE if name.endswith("(Shipping)")}
    address = one("woocommerce", woocommerce("77", ("MUG", "1", "5"), cells=gone)).address
    assert (address.name, address.line1, address.city) == ("Bill Payer", "9 Bank Street", "York")
    found = take("woocommerce", woocommerce("77", ("MUG", "1", "5"), cells=gone | {"Address 1&2 (Billing)": ""}))
    assert named(found) == [(2, "Address 1&2 (Billing)")]


def test_amazon_the_price_is_that_of_all_units_and_the_rest_is_told():
    cells = {"shipping-price": "3.99", "item-promotion-discount": "-1.00", "ship-service-level": "Expedited"}
    order = one("amazon", amazon("026-1", ("MUG", "3", "10.00"), ("BOOK", "2", "8.00"), cells=cells))
    assert order.lines == (NewLine("MUG", 3, 333), NewLine("BOOK", 2, 400))
    sums = {}
    for charge in order.charges:
        sums[charge.code] = sums.get(charge.code, 0) + charge.amount_minor
    assert sums == {"SHIPPING": 798, "DISCOUNT": -200, "ROUNDING": 1}
    assert money(order) == 1000 + 800 + 798 - 200
    assert (order.service, order.address.line1, order.address.line2) == ("express", "Cole Ltd", "1 High Street")


def test_amazon_yen_have_no_hundredths():
    rows = amazon("249-1", ("MUG", "2", "1501.00"), cells={"currency": "JPY"})
    order = one("amazon", rows)
    assert order.lines == (NewLine("MUG", 2, 750),) and money(order) == 1501


def test_amazon_a_further_promotion_stands_on_a_row_with_hardly_a_cell():
    more = [{"order-id": "026-1", "item-promotion-discount": "0.50"}]
    order = one("amazon", amazon("026-1", ("MUG", "1", "10.00")), more)
    assert len(order.lines) == 1 and money(order) == 950


def test_amazon_what_was_cancelled_is_passed_over():
    assert take("amazon", amazon("026-1", ("MUG", "0", "10.00"))).skipped[0].order_number == "026-1"


def test_amazon_a_wrong_price_is_named_in_amazons_column():
    found = take("amazon", amazon("026-1", ("MUG", "1", "10.00"), ("BOOK", "1", "ten")))
    assert named(found) == [(3, "item-price")] and found.orders == []


@pytest.mark.parametrize("name", ORDER)
def test_a_row_without_its_orders_number_takes_its_neighbours_with_it(name):
    rows = ORDER[name]("1", ("MUG", "1", "1.00"), ("BOOK", "1", "1.00"))
    below, far = (ORDER[name](number, ("MUG", "1", "1.00")) for number in "23")
    rows[1][NUMBER[name]] = ""
    found = take(name, rows, below, far)
    assert named(found) == [(2, NUMBER[name]), (3, NUMBER[name]), (4, NUMBER[name])]
    assert [each.order.external_id for each in found.orders] == ["3"]


@pytest.mark.parametrize("name", ORDER)
def test_a_column_that_is_missing_is_named(name):
    without = [column for column in COLUMNS[name] if column != SKU[name]]
    rows = [{k: v for k, v in row.items() if k in without} for row in ORDER[name]("1", ("MUG", "1", "1.00"))]
    found = take(name, rows, columns=without)
    assert (named(found), found.format, found.orders) == ([(1, SKU[name])], name, [])


def test_formats_are_known_by_their_header_in_any_case_and_order():
    for name, columns in (("shopify", SHOPIFY), ("amazon", AMAZON), ("woocommerce", WOOCOMMERCE)):
        header = ",".join(f'"{column.upper()}"' for column in reversed(columns))
        assert read(header.encode(), channel="web").format == name


@given(
    st.lists(st.tuples(st.integers(1, 50), st.decimals(0, 10_000, places=3)), min_size=1, max_size=6),
    st.lists(st.decimals(-500, 500, places=3), max_size=3),
)
def test_the_money_of_an_order_is_exact_to_half_a_minor_unit(goods, charges):
    done = settle(goods, charges)
    units = sum(unit * quantity for unit, (quantity, _) in zip(done.units, goods, strict=True))
    exact = sum(money for _, money in goods) + sum(charges)
    assert abs(units + sum(done.charges) + done.tax + done.rounding - exact) <= Decimal("0.5")
    assert all(unit * quantity <= money for unit, (quantity, money) in zip(done.units, goods, strict=True))


def test_amazon_the_postage_of_a_cancelled_item_is_not_charged():
    rows = amazon("026-1", ("MUG", "1", "10.00"), ("BOOK", "0", "0.00"))
    rows[1]["shipping-price"] = "3.00"
    assert money(one("amazon", rows)) == 1000


@pytest.mark.parametrize("name", ORDER)
def test_bytes_that_are_no_text_are_named_once_and_nothing_is_said_of_the_orders_other_rows(name):
    content = export(name, ORDER[name]("1", ("MUG", "1", "1.00"), ("BOOK", "1", "1.00"))).replace(
        b"Leeds", b"K\xf6ln", 1
    )
    found = read(content, channel="web")
    assert len(found.errors) == 1 and "UTF-8" in found.errors[0].reason and found.orders == []
