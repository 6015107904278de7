"""Order files for the tests: rows as {column: cell}, and files of them."""

COLUMNS = ["order_number", "action", "placed_at", "name", "line1", "city", "postal_code", "country"]
COLUMNS += ["currency", "sku", "quantity", "unit_price"]


def row(number, sku, quantity, /, **cells):
    """A row of an order file, as {column: cell}."""
    usual = {"action": "place", "placed_at": "2024-05-15T08:00:00Z", "name": "Ada Cole", "line1": "7 High Street"}
    place = {"city": "Bath", "postal_code": "BA1 1AA", "country": "GB", "currency": "GBP", "unit_price": "5.00"}
    return {**usual, **place, "order_number": str(number), "sku": sku, "quantity": str(quantity)} | cells


def order_file(*rows, columns=COLUMNS):
    """An order file of such rows."""
    lines = [",".join(columns), *(",".join(each.get(column, "") for column in columns) for each in rows)]
    return ("\n".join(lines) + "\n").encode()
