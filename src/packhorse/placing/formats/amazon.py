"""Amazon's order report (tabs): one row an item, every amount is that of the whole row, not of a unit."""

from packhorse.placing.formats.rows import Format, Own, Setting, Sheet, Skip, joined, one_line, service
from packhorse.placing.formats.sales import Charge, Sale, own_rows
from packhorse.placing.formats.times import instant
from packhorse.tables import Row

THEIRS = {
    "order_number": "order-id",
    "placed_at": "purchase-date",
    "name": "recipient-name",
    "line1": "ship-address-1",
    "line2": "ship-address-2",
    "city": "ship-city",
    "region": "ship-state",
    "postal_code": "ship-postal-code",
    "country": "ship-country",
    "phone": "ship-phone-number",
    "email": "buyer-email",
    "currency": "currency",
    "service": "ship-service-level",
    "delivery_instructions": "delivery-Instructions",
    "gift_message": "gift-message-text",
    "sku": "sku",
    "quantity": "quantity-purchased",
    "unit_price": "item-price",
}
# Taxes are no charge: in Europe they are in the prices, and where they come on top Amazon keeps and pays them.
MONEY = (
    ("SHIPPING", "Shipping", "shipping-price", False),
    ("GIFT-WRAP", "Gift wrap", "gift-wrap-price", False),
    ("DISCOUNT", "Item promotion", "item-promotion-discount", True),
    ("DISCOUNT", "Shipping promotion", "ship-promotion-discount", True),
)


def _order(sheet: Sheet, rows: list[Row], setting: Setting) -> list[Own] | Skip:
    first_line, first = rows[0]
    cell = sheet.cell
    # Further promotions of an item stand on rows of their own with hardly any cell filled.
    items = [row for row in rows if any(cell(row[1], column) for column in ("sku", "quantity-purchased", "item-price"))]
    left = [row for row in items if cell(row[1], "quantity-purchased") != "0"]
    if items and not left:
        return Skip("cancelled (quantity-purchased is 0)")
    theirs = sheet.named("amazon", lambda: THEIRS)
    currency = cell(first, "currency") or setting.currency
    sales = [_sale(sheet, line, cells, first, setting, currency) for line, cells in left or rows[:1]]
    gone = {line for line, _ in items} - {line for line, _ in left}
    charges = [
        Charge(code, description, cell(cells, column), column, taken_off=taken_off, line=line)
        for code, description, column, taken_off in MONEY
        for line, cells in rows
        if line not in gone
    ]
    return own_rows(sheet, theirs, sales, charges, first_line=first_line, currency=currency)


def _sale(sheet: Sheet, line: int, cells: list[str], first: list[str], setting: Setting, currency: str) -> Sale:
    def of_the_order(column: str) -> str:
        return sheet.cell(cells, column) or sheet.cell(first, column)

    street = [of_the_order(f"ship-address-{at}") for at in (1, 2, 3)]
    street = [part for part in street if part] or [""]
    order = {
        "order_number": of_the_order("order-id"),
        "placed_at": instant(of_the_order("purchase-date"), setting.zone),
        "name": of_the_order("recipient-name"),
        "line1": street[0],
        "line2": joined(*street[1:], by=", "),
        "city": of_the_order("ship-city"),
        "region": of_the_order("ship-state"),
        "postal_code": of_the_order("ship-postal-code"),
        "country": of_the_order("ship-country"),
        "phone": of_the_order("ship-phone-number") or of_the_order("buyer-phone-number"),
        "email": of_the_order("buyer-email"),
        "currency": of_the_order("currency") or currency,
        "service": service(of_the_order("ship-service-level")),
        "delivery_instructions": one_line(of_the_order("delivery-Instructions")),
        "gift_message": one_line(of_the_order("gift-message-text")),
        "payment": "paid",
    }
    return Sale(
        line,
        order,
        sku=sheet.cell(cells, "sku"),
        description=sheet.cell(cells, "product-name"),
        quantity=sheet.cell(cells, "quantity-purchased"),
        price=sheet.cell(cells, "item-price"),
        of_all=True,
    )


AMAZON = Format(
    "amazon",
    (
        ("order-id",),
        ("purchase-date",),
        ("sku",),
        ("quantity-purchased",),
        ("item-price",),
        ("recipient-name",),
        ("ship-address-1",),
        ("ship-city",),
        ("ship-country",),
    ),
    lambda names: names >= {"order-id", "order-item-id"},
    _order,
)
