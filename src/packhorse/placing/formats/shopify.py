"""The orders export of Shopify: one row a line item; only an order's first row carries the order's own cells."""

from decimal import Decimal

from packhorse.placing.formats.money import exact
from packhorse.placing.formats.rows import Format, Own, Setting, Sheet, Skip, joined, one_line, service
from packhorse.placing.formats.sales import Charge, Sale, own_rows
from packhorse.placing.formats.times import instant
from packhorse.tables import Row

PAID = ("paid", "partially_refunded", "")
THEIRS = {
    "order_number": "Name",
    "placed_at": "Created at",
    "name": "Shipping Name",
    "line1": "Shipping Address1",
    "line2": "Shipping Address2",
    "city": "Shipping City",
    "region": "Shipping Province",
    "postal_code": "Shipping Zip",
    "country": "Shipping Country",
    "phone": "Shipping Phone",
    "email": "Email",
    "currency": "Currency",
    "service": "Shipping Method",
    "delivery_instructions": "Notes",
    "payment": "Financial Status",
    "sku": "Lineitem sku",
    "quantity": "Lineitem quantity",
    "unit_price": "Lineitem price",
}
_ITEM = ("Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem sku")


def _order(sheet: Sheet, rows: list[Row], setting: Setting) -> list[Own] | Skip:
    first_line, first = rows[0]
    cell = sheet.cell
    if cell(first, "Cancelled at"):
        return Skip(f"cancelled in the shop at {cell(first, 'Cancelled at')}")
    if cell(first, "Fulfillment Status").lower() == "fulfilled":
        return Skip("shipped already, says the shop (Fulfillment Status is fulfilled)")
    currency = cell(first, "Currency") or setting.currency
    items = [(line, cells) for line, cells in rows if any(cell(cells, column) for column in _ITEM)]
    if items and all(_needs_no_parcel(sheet, cells) for _, cells in items):
        return Skip("holds nothing to ship (Lineitem requires shipping is false)")
    by_street = cell(first, "Shipping Street") and not cell(first, "Shipping Address1")
    street = "Shipping Street" if by_street else "Shipping Address1"
    theirs = sheet.named(street, lambda: THEIRS | {"line1": street})
    sales = [_sale(sheet, line, cells, first, setting, currency) for line, cells in items or rows[:1]]
    charges = [
        Charge("SHIPPING", cell(first, "Shipping Method") or "Shipping", cell(first, "Shipping"), "Shipping"),
        Charge(
            "DISCOUNT",
            cell(first, "Discount Code") or "Discount",
            cell(first, "Discount Amount"),
            "Discount Amount",
            taken_off=True,
        ),
    ]
    return own_rows(
        sheet,
        theirs,
        sales,
        charges,
        first_line=first_line,
        currency=currency,
        tax=exact(cell(first, "Taxes"), currency) or Decimal(0),
        total=exact(cell(first, "Total"), currency),
    )


def _needs_no_parcel(sheet: Sheet, cells: list[str]) -> bool:
    return sheet.cell(cells, "Lineitem requires shipping").lower() == "false"


def _sale(sheet: Sheet, line: int, cells: list[str], first: list[str], setting: Setting, currency: str) -> Sale:
    def of_the_order(column: str) -> str:
        return sheet.cell(cells, column) or sheet.cell(first, column)

    # Shopify writes an apostrophe before a postal code, so that no spreadsheet takes it for a number.
    address = {
        "name": of_the_order("Shipping Name") or of_the_order("Shipping Company"),
        "line1": of_the_order("Shipping Address1") or of_the_order("Shipping Street"),
        "line2": joined(of_the_order("Shipping Company"), of_the_order("Shipping Address2"), by=", "),
        "city": of_the_order("Shipping City"),
        "region": of_the_order("Shipping Province"),
        "postal_code": of_the_order("Shipping Zip").lstrip("'"),
        "country": of_the_order("Shipping Country"),
        "phone": (of_the_order("Shipping Phone") or of_the_order("Phone")).lstrip("'"),
    }
    status = of_the_order("Financial Status").lower()
    order = address | {
        "order_number": sheet.cell(cells, "Name") or sheet.cell(first, "Name"),
        "placed_at": instant(of_the_order("Created at"), setting.zone),
        "email": of_the_order("Email"),
        "currency": currency if cells is first else sheet.cell(cells, "Currency") or currency,
        "service": service(of_the_order("Shipping Method")),
        "delivery_instructions": one_line(of_the_order("Notes")),
        "payment": "paid" if status in PAID else "awaiting",
    }
    return Sale(
        line,
        order,
        sku=sheet.cell(cells, "Lineitem sku"),
        description=sheet.cell(cells, "Lineitem name"),
        quantity=sheet.cell(cells, "Lineitem quantity"),
        price=sheet.cell(cells, "Lineitem price"),
        parcel=not _needs_no_parcel(sheet, cells),
    )


SHOPIFY = Format(
    "shopify",
    (
        ("Name",),
        ("Created at",),
        ("Lineitem quantity",),
        ("Lineitem price",),
        ("Lineitem sku",),
        ("Shipping Name",),
        ("Shipping Address1", "Shipping Street"),
        ("Shipping City",),
        ("Shipping Country",),
    ),
    lambda names: names >= {"name", "lineitem quantity", "lineitem price"},
    _order,
)
