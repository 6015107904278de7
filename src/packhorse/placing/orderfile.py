"""Packhorse's own order file (CSV, UTF-8): rows in, orders and row errors out. docs/orderfile.md tells the columns."""

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import TypeVar

from packhorse.placing.rules import Fault, NewAddress, NewCharge, NewLine, NewOrder

T = TypeVar("T")

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
)
# Cells that must say the same on every row of an order.
SAME = ("placed_at", "customer_number", "name", "line1", "line2", "city", "postal_code", "country", "currency")
ACTIONS = ("place", "charge", "cancel")
# Currencies whose minor unit is not a hundredth (ISO 4217).
EXPONENTS = {"JPY": 0, "KRW": 0, "ISK": 0, "CLP": 0, "VND": 0, "BHD": 3, "KWD": 3, "JOD": 3, "OMR": 3, "TND": 3}


@dataclass(frozen=True)
class RowError:
    """A row that cannot be taken: its line in the file (from 1), the column, and why."""

    line: int
    column: str
    reason: str


@dataclass
class FileOrder:
    """An order of the file and the lines it stands on: `rows` of its goods in order, `first` its first line."""

    order: NewOrder
    first: int
    rows: list[int] = field(default_factory=list)

    def line_of(self, fault: Fault) -> int:
        """Return the line of the file a fault is on."""
        return self.first if fault.line is None else self.rows[fault.line]


@dataclass(frozen=True)
class FileCancel:
    """A row that cancels units of an order's product; `key` is the same whenever the same row comes again."""

    order_number: str
    sku: str
    quantity: int
    line: int
    key: str


@dataclass
class OrderFile:
    """What a file holds: whole orders, cancellations, and the rows that cannot be taken."""

    orders: list[FileOrder]
    cancels: list[FileCancel]
    errors: list[RowError]
    rows: int


def read(content: bytes, *, channel: str) -> OrderFile:
    """Read a file. An order with a wrong row is left out whole, and every wrong row is named."""
    found = OrderFile([], [], [], 0)
    text = content.decode("utf-8-sig", errors="surrogateescape")
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, strict=True)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
    except csv.Error as error:
        found.errors.append(RowError(1, "", f"cannot be read as CSV: {error}"))
        return found
    for column in REQUIRED:
        if column not in header:
            found.errors.append(RowError(1, column, "the column is missing: add it to the header"))
    for column in {name for name in header if header.count(name) > 1}:
        found.errors.append(RowError(1, column, "the column stands twice in the header"))
    if not found.errors:
        _read_rows(reader, lines, header, found, channel)
    return found


def _read_rows(
    reader: Iterator[list[str]], lines: list[str], header: list[str], found: OrderFile, channel: str
) -> None:
    groups: dict[str, list[tuple[int, dict[str, str]]]] = {}
    wrong: set[str] = set()
    unread: dict[str, int] = {}  # what stands in rows that could not be read, and the line it is on
    for line, cells in _rows(reader, lines, found.errors, unread):
        if not any(cells):
            continue
        found.rows += 1
        row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        errors = _cell_errors(line, header, cells, row)
        found.errors += errors
        if len(cells) != len(header):
            unread |= {cell.strip(): line for cell in cells}
        elif errors:
            wrong.add(row.get("order_number", ""))
        else:
            groups.setdefault(row["order_number"], []).append((line, row))
    for number, rows in groups.items():
        if number in unread:
            reason = f"order {number} is left out: line {unread[number]} seems to be one of its rows and is wrong"
            found.errors.append(RowError(rows[0][0], "order_number", reason))
        elif number not in wrong:
            _read_order(number, rows, found, channel)


def _rows(
    reader: Iterator[list[str]], lines: list[str], errors: list[RowError], unread: dict[str, int]
) -> Iterator[tuple[int, list[str]]]:
    while True:
        line = getattr(reader, "line_num", 0) + 1
        try:
            yield line, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            errors.append(RowError(line, "", f"cannot be read as CSV: {error}"))
            raw = "".join(lines[line - 1 : getattr(reader, "line_num", line)])
            unread |= dict.fromkeys((word.strip() for word in re.split(r'[,"\r\n]', raw)), line)


def _cell_errors(line: int, header: list[str], cells: list[str], row: dict[str, str]) -> list[RowError]:
    if len(cells) != len(header):
        return [RowError(line, "", f"has {len(cells)} cells where the header has {len(header)}")]
    errors = []
    for column, cell in row.items():
        if any("\udc80" <= char <= "\udcff" for char in cell):
            errors.append(RowError(line, column, "is not UTF-8: save the file with UTF-8 encoding"))
        elif "\x00" in cell:
            errors.append(RowError(line, column, "holds a NUL character"))
    if errors:
        return errors
    if row.get("action", "") not in ("", *ACTIONS):
        errors.append(RowError(line, "action", f"{row['action']!r} is unknown: use {', '.join(ACTIONS)}"))
    for column in REQUIRED:
        if not row[column]:
            errors.append(RowError(line, column, "is empty"))
    if row["quantity"] and _quantity(row) is None:
        errors.append(RowError(line, "quantity", f"{row['quantity']!r} is not a whole number"))
    elif row["quantity"] and row.get("action") != "charge" and (_quantity(row) or 0) <= 0:
        errors.append(RowError(line, "quantity", f"{row['quantity']} is not above zero"))
    if row["unit_price"] and _minor(row) is None:
        errors.append(RowError(line, "unit_price", f"{row['unit_price']!r} is not an amount of {row['currency']}"))
    if row["placed_at"] and _instant(row) is None:
        wanted = "a time with its offset, for example 2010-12-08T09:26:00Z"
        errors.append(RowError(line, "placed_at", f"{row['placed_at']!r} is not {wanted}"))
    return errors


def _read_order(number: str, rows: list[tuple[int, dict[str, str]]], found: OrderFile, channel: str) -> None:
    placing = [(line, row) for line, row in rows if row.get("action", "") != "cancel"]
    cancels = [(line, row) for line, row in rows if row.get("action", "") == "cancel"]
    if placing:
        first_line, first = placing[0]
        for line, row in placing[1:]:
            if column := next((c for c in SAME if row.get(c, "") != first.get(c, "")), None):
                reason = f"order {number} stands twice: this row's {column} is not that of line {first_line}"
                found.errors.append(RowError(line, "order_number", f"{reason} (duplicate order number)"))
                return
        goods = [(line, row) for line, row in placing if row.get("action", "") != "charge"]
        found.orders.append(FileOrder(_order(number, placing, channel), first_line, [line for line, _ in goods]))
    seen: dict[tuple[str, str, str], int] = {}
    for line, row in cancels:
        what = row["sku"], row["quantity"], row["placed_at"]
        seen[what] = seen.get(what, 0) + 1
        key = "|".join((channel, number, *what, str(seen[what])))
        key = key if len(key) <= 200 else hashlib.sha256(key.encode()).hexdigest()
        found.cancels.append(FileCancel(number, row["sku"], _checked(_quantity(row)), line, key))


def _order(number: str, rows: list[tuple[int, dict[str, str]]], channel: str) -> NewOrder:
    first = rows[0][1]
    address = NewAddress(
        name=first["name"],
        line1=first["line1"],
        line2=first.get("line2", ""),
        city=first["city"],
        region=first.get("region", ""),
        postal_code=first.get("postal_code", ""),
        country=first["country"].upper(),
        email=first.get("email", ""),
        phone=first.get("phone", ""),
    )
    goods = [row for _, row in rows if row.get("action", "") != "charge"]
    charges = [row for _, row in rows if row.get("action", "") == "charge"]
    return NewOrder(
        channel=channel,
        external_id=number,
        placed_at=_checked(_instant(first)),
        currency=first["currency"].upper(),
        address=address,
        lines=tuple(NewLine(row["sku"], _checked(_quantity(row)), _checked(_minor(row))) for row in goods),
        charges=tuple(
            NewCharge(
                row["sku"][:64],
                (row.get("description", "") or row["sku"])[:300],
                _checked(_quantity(row)) * _checked(_minor(row)),
            )
            for row in charges
        ),
        customer_number=first.get("customer_number", ""),
        service=first.get("service", "") or "standard",
        delivery_instructions=first.get("delivery_instructions", ""),
        gift_message=first.get("gift_message", ""),
    )


def _checked(value: T | None) -> T:
    """The value of a cell that `_cell_errors` has let pass."""
    if value is None:
        raise ValueError("a cell was read that was not checked")
    return value


def _quantity(row: dict[str, str]) -> int | None:
    try:
        return int(row["quantity"]) if len(row["quantity"]) <= 12 and "_" not in row["quantity"] else None
    except ValueError:
        return None


def _minor(row: dict[str, str]) -> int | None:
    """The unit price in minor units; None when it is not an amount of that currency."""
    if len(row["unit_price"]) > 24 or "_" in row["unit_price"]:  # more digits would be rounded
        return None
    try:
        amount = Decimal(row["unit_price"]).scaleb(EXPONENTS.get(row["currency"].upper(), 2))
    except ArithmeticError:
        return None
    if amount == 0 and Decimal(row["unit_price"]) != 0:
        return None
    return int(amount) if amount.is_finite() and amount == amount.to_integral_value() and abs(amount) < 10**12 else None


def _instant(row: dict[str, str]) -> datetime | None:
    try:
        instant = datetime.fromisoformat(row["placed_at"])
        return instant.astimezone(UTC) if instant.tzinfo else None
    except (ValueError, OverflowError):
        return None
