"""Packhorse's own columns (docs/orderfile.md), into which every other format is translated."""

REQUIRED = (
    "order_number",
    "placed_at",
    "name",
    "line1",
    "city",
    "country",
    "currency",
    "sku",
    "quantity",
    "unit_price",
)
OPTIONAL = (
    "action",
    "customer_number",
    "email",
    "phone",
    "line2",
    "region",
    "postal_code",
    "description",
    "service",
    "delivery_instructions",
    "gift_message",
    "payment",
    "ship_rule",
    "priority",
)
# Cells that must say the same on every row of an order.
SAME = ("placed_at", "customer_number", "name", "line1", "line2", "city", "postal_code", "country", "currency")
# Cells that belong to one row; all others belong to the order.
OF_THE_ROW = frozenset({"sku", "quantity", "unit_price", "action", "description"})
ACTIONS = ("place", "charge", "cancel")
PAYMENTS = ("", "paid", "awaiting")
