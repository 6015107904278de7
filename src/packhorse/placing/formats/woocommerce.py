"""The order export of WooCommerce's usual export plugins: one row a line item, the order's cells on every row."""

from decimal import Decimal

from packhorse.placing.formats.money import exact
from packhorse.placing.formats.rows import Format, Own, Setting, Sheet, Skip, joined, one_line, service
from packhorse.placing.formats.sales import Charge, Sale, own_rows
from packhorse.placing.formats.times import instant
from packhorse.tables import Row

NUMBER = ("Order Number", "Order ID")
QUANTITY = ("Quantity (- Refund)", "Quantity")
COST = ("Item Cost", "Item Cost (inc. tax)")
CURRENCY = ("Order Currency", "Currency")
PAID = ("", "processing", "paid")
OVER = {"cancelled": "cancelled", "canceled": "cancelled", "failed": "not paid for", "refunded": "refunded"}
OVER |= {"trash": "deleted", "draft": "no order yet", "checkout-draft": "no order yet", "completed": "shipped already"}


def _order(sheet: Sheet, rows: list[Row], setting: Setting) -> list[Own] | Skip:
    first_line, first = rows[0]
    cell = sheet.cell
    status = _status(cell(first, "Order Status"))
    if status in OVER:
        return Skip(f"{OVER[status]}, says the shop (Order Status is {cell(first, 'Order Status')})")
    currency = cell(first, sheet.first_of(*CURRENCY)) or setting.currency
    quantity = sheet.first_of(*QUANTITY)
    # What was refunded whole is exported with no quantity left.
    left = [row for row in rows if cell(row[1], quantity) not in ("0", "0.0", "0.00")]
    if not left:
        return Skip(f"nothing is left of it ({quantity} is 0)")
    kind = _address_kind(sheet, first)
    theirs = sheet.named(kind, lambda: _columns(sheet, kind))
    sales = [_sale(sheet, line, cells, first, setting, currency, kind) for line, cells in left]
    charges = [
        Charge(
            "SHIPPING",
            cell(first, "Shipping Method Title") or "Shipping",
            cell(first, "Order Shipping Amount"),
            "Order Shipping Amount",
        ),
        Charge(
            "DISCOUNT",
            cell(first, "Coupon Code") or "Discount",
            cell(first, "Cart Discount Amount"),
            "Cart Discount Amount",
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
        tax=exact(cell(first, "Order Total Tax Amount") or "0", currency) or Decimal(0),
        total=exact(cell(first, "Order Total Amount"), currency),
    )


def _status(text: str) -> str:
    """The status as WooCommerce names it inside: exports write `wc-on-hold`, `On hold` and `on-hold`."""
    return text.lower().replace(" ", "-").removeprefix("wc-")


def _address_kind(sheet: Sheet, first: list[str]) -> str:
    """A shop that always delivers to the billing address leaves the other one empty."""
    delivery = ("First Name", "Last Name", "Full Name", "Address 1&2", "Address 1", "City", "Postcode")
    there = any(sheet.cell(first, f"{column} (Shipping)") for column in delivery)
    return "Shipping" if there or not sheet.cell(first, "City (Billing)") else "Billing"


def _columns(sheet: Sheet, kind: str) -> dict[str, str]:
    return {
        "order_number": sheet.first_of(*NUMBER),
        "placed_at": "Order Date",
        "name": sheet.first_of(f"First Name ({kind})", f"Full Name ({kind})"),
        "line1": sheet.first_of(f"Address 1&2 ({kind})", f"Address 1 ({kind})"),
        "line2": f"Address 2 ({kind})",
        "city": f"City ({kind})",
        "region": f"State Code ({kind})",
        "postal_code": f"Postcode ({kind})",
        "country": f"Country Code ({kind})",
        "email": "Email (Billing)",
        "phone": sheet.first_of("Phone (Shipping)", "Phone (Billing)"),
        "currency": sheet.first_of(*CURRENCY),
        "service": "Shipping Method Title",
        "delivery_instructions": "Customer Note",
        "payment": "Order Status",
        "sku": "SKU",
        "quantity": sheet.first_of(*QUANTITY),
        "unit_price": sheet.first_of(*COST),
    }


def _sale(
    sheet: Sheet, line: int, cells: list[str], first: list[str], setting: Setting, currency: str, kind: str
) -> Sale:
    def of_the_order(column: str) -> str:
        # The plugin can be told to leave the order's cells empty after its first row.
        return sheet.cell(cells, column) or sheet.cell(first, column)

    def address(column: str) -> str:
        return of_the_order(f"{column} ({kind})")

    order = {
        "order_number": of_the_order(sheet.first_of(*NUMBER)),
        "placed_at": instant(of_the_order("Order Date"), setting.zone),
        "name": joined(address("First Name"), address("Last Name")) or address("Full Name") or address("Company"),
        "line1": address("Address 1&2") or address("Address 1"),
        "line2": joined(address("Company"), address("Address 2"), by=", "),
        "city": address("City"),
        "region": address("State Code"),
        "postal_code": address("Postcode"),
        "country": address("Country Code"),
        "email": of_the_order("Email (Billing)"),
        "phone": of_the_order("Phone (Shipping)") or of_the_order("Phone (Billing)"),
        "currency": of_the_order(sheet.first_of(*CURRENCY)) or currency,
        "service": service(of_the_order("Shipping Method Title")),
        "delivery_instructions": one_line(of_the_order("Customer Note")),
        # A state of the shop's own making may be paid or not: what waits can be let go, what is gone cannot.
        "payment": "paid" if _status(of_the_order("Order Status")) in PAID else "awaiting",
    }
    return Sale(
        line,
        order,
        sku=sheet.cell(cells, "SKU"),
        description=sheet.cell(cells, sheet.first_of("Item Name", "Name", "Product Name")),
        quantity=sheet.cell(cells, sheet.first_of(*QUANTITY)),
        price=sheet.cell(cells, sheet.first_of(*COST)),
    )


def _fits(names: frozenset[str]) -> bool:
    numbered = any(name.lower() in names for name in NUMBER)
    addressed = "city (shipping)" in names or "city (billing)" in names
    return numbered and addressed and bool(names & {"sku", "item cost", "item cost (inc. tax)", "quantity (- refund)"})


WOOCOMMERCE = Format(
    "woocommerce",
    (
        NUMBER,
        ("Order Date",),
        ("First Name (Shipping)", "First Name (Billing)", "Full Name (Shipping)", "Full Name (Billing)"),
        ("Address 1&2 (Shipping)", "Address 1&2 (Billing)", "Address 1 (Shipping)", "Address 1 (Billing)"),
        ("City (Shipping)", "City (Billing)"),
        ("Country Code (Shipping)", "Country Code (Billing)"),
        ("SKU",),
        QUANTITY,
        COST,
    ),
    _fits,
    _order,
)
