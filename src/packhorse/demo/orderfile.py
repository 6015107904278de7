"""The real day's lines as a Packhorse order file: goods, charges and cancellations told apart.

Left out, since they are no orders: stock corrections (invoices in which nothing has a price), and
cancellations of goods that were ordered on another day.
"""

import csv
import io
import random
from collections import defaultdict

from packhorse.demo.data import rows
from packhorse.demo.goods import skus
from packhorse.demo.people import COUNTRIES, Person, person
from packhorse.placing.orderfile import OPTIONAL, REQUIRED

COLUMNS = (*REQUIRED, *OPTIONAL)
INSTRUCTIONS = (
    "Leave with a neighbour",
    "Ring twice, the bell is quiet",
    "Deliver to the back door",
    "Call on arrival",
)
GIFT = "With best wishes for the season"

Row = dict[str, str]


def order_file() -> bytes:
    """Return the day's orders in Packhorse's own format (CSV, UTF-8)."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n", restval="")
    writer.writeheader()
    invoices: dict[str, list[Row]] = defaultdict(list)
    for row in rows("orders.csv.gz"):
        invoices[row["InvoiceNo"]].append(row)
    placed = {number: lines for number, lines in invoices.items() if _is_order(number, lines)}
    for number, lines in placed.items():
        writer.writerows(_order_row(number, line) for line in lines)
    writer.writerows(_cancels(invoices, placed))
    return text.getvalue().encode("utf-8")


def customers() -> dict[str, str]:
    """Return {customer number: country (ISO)} of everybody who ordered on the day."""
    return {
        row["CustomerID"]: COUNTRIES[row["Country"]]
        for row in rows("orders.csv.gz")
        if row["CustomerID"] and not row["InvoiceNo"].startswith("C")
    }


def _is_order(number: str, lines: list[Row]) -> bool:
    return not number.startswith("C") and any(_is_goods(line) and float(line["UnitPrice"]) > 0 for line in lines)


def _is_goods(line: Row) -> bool:
    return line["StockCode"] in skus()


def _order_row(number: str, line: Row) -> Row:
    customer = line["CustomerID"]
    someone = person(COUNTRIES[line["Country"]], customer or number)
    dice = random.Random(f"wishes {number}")
    return {
        **_base(number, line, someone),
        "action": "place" if _is_goods(line) else "charge",
        "customer_number": customer,
        "email": someone.email,
        "phone": someone.phone,
        "postal_code": someone.postal_code,
        "description": line["Description"].strip(),
        "service": dice.choices(("standard", "economy", "express"), (70, 20, 10))[0],
        "delivery_instructions": dice.choice(INSTRUCTIONS) if dice.random() < 0.15 else "",
        "gift_message": GIFT if dice.random() < 0.1 else "",
    }


def _base(number: str, line: Row, someone: Person) -> Row:
    return {
        "order_number": number,
        "placed_at": line["InvoiceDate"].replace(" ", "T") + "+00:00",  # London in winter
        "name": someone.name,
        "line1": someone.line1,
        "city": someone.city,
        "country": someone.country,
        "currency": "GBP",
        "sku": line["StockCode"],
        "quantity": str(abs(int(line["Quantity"]))),
        "unit_price": line["UnitPrice"],
    }


def _cancels(invoices: dict[str, list[Row]], placed: dict[str, list[Row]]) -> list[Row]:
    """The day's cancellations that name goods the same customer had ordered earlier on it."""
    ordered: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for number, lines in placed.items():
        for line in lines:
            ordered[line["CustomerID"], line["StockCode"]][number] += int(line["Quantity"])
    found = []
    for number, lines in invoices.items():
        for line in lines:
            if not (number.startswith("C") and line["CustomerID"] and _is_goods(line)):
                continue
            units = -int(line["Quantity"])
            of = ordered[line["CustomerID"], line["StockCode"]]
            order = next((each for each, left in of.items() if left >= units), None)
            if order and placed[order][0]["InvoiceDate"] <= line["InvoiceDate"]:
                of[order] -= units
                someone = person(COUNTRIES[line["Country"]], line["CustomerID"])
                found.append({**_base(order, line, someone), "action": "cancel", "customer_number": line["CustomerID"]})
    return found
