"""One order of an order file: its rows, already read, become the order, and know where they stand."""

import hashlib
from dataclasses import dataclass, field

from packhorse.placing.formats.columns import SAME
from packhorse.placing.formats.rows import Place
from packhorse.placing.ordercells import Read
from packhorse.placing.rules import Fault, NewAddress, NewCharge, NewLine, NewOrder


@dataclass(frozen=True)
class RowError:
    """A row that cannot be taken: its line in the file (from 1), the column, and why."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True)
class SkippedOrder:
    """An order that is not to be taken, though nothing about it is wrong: the line it begins on, and why."""

    line: int
    order_number: str
    reason: str


@dataclass(slots=True)
class FileOrder:
    """An order of the file and where it stands: its `first` row, and the `rows` of its goods in order."""

    order: NewOrder
    first: Place
    rows: list[Place]

    def place_of(self, fault: Fault) -> tuple[int, str]:
        """Return the line and the column of the file a fault is on."""
        return (self.first if fault.line is None else self.rows[fault.line]).of(fault.field)

    def line_of(self, fault: Fault) -> int:
        """Return the line of the file a fault is on."""
        return self.place_of(fault)[0]


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
    """What a file holds: whole orders, cancellations, what is passed over, and the rows that cannot be taken.

    `lines` tells on which lines an order's rows stand, whether it can be taken or not.
    """

    orders: list[FileOrder]
    cancels: list[FileCancel]
    errors: list[RowError]
    rows: int
    format: str = ""
    skipped: list[SkippedOrder] = field(default_factory=list)
    lines: dict[str, list[int]] = field(default_factory=dict)


def on_row(row: Read, column: str, reason: str) -> RowError:
    """Return an error of the row itself, though the column may be one of the order."""
    return RowError(row.at.line, row.at.of(column)[1], reason)


def read_order(number: str, rows: list[Read], found: OrderFile, channel: str) -> None:
    """Add what the rows of a number say to `found`: the order, its cancellations, or why it stands twice."""
    placing = [row for row in rows if row.action != "cancel"]
    if placing:
        first = placing[0]
        for row in placing[1:]:
            if column := next((c for c in SAME if row.cells.get(c, "") != first.cells.get(c, "")), None):
                theirs = row.at.of(column)[1]
                reason = f"order {number} stands twice: this row's {theirs} is not that of line {first.at.line}"
                found.errors.append(on_row(row, "order_number", f"{reason} (duplicate order number)"))
                return
        goods = [row.at for row in placing if row.action != "charge"]
        found.orders.append(FileOrder(_order(number, placing, channel), first.at, goods))
    if len(placing) == len(rows):
        return
    seen: dict[tuple[str, str, str], int] = {}
    for row in rows:
        if row.action != "cancel":
            continue
        cells = row.cells
        what = cells["sku"], cells["quantity"], cells["placed_at"]
        seen[what] = seen.get(what, 0) + 1
        key = "|".join((channel, number, *what, str(seen[what])))
        key = key if len(key) <= 200 else hashlib.sha256(key.encode()).hexdigest()
        found.cancels.append(FileCancel(number, cells["sku"], row.quantity, row.at.line, key))


def _order(number: str, rows: list[Read], channel: str) -> NewOrder:
    first = rows[0].cells
    cell = first.get
    address = NewAddress(
        name=first["name"],
        line1=first["line1"],
        line2=cell("line2", ""),
        city=first["city"],
        region=cell("region", ""),
        postal_code=cell("postal_code", ""),
        country=first["country"].upper(),
        email=cell("email", ""),
        phone=cell("phone", ""),
    )
    lines, charges = [], []
    for row in rows:
        sku = row.cells["sku"]
        if row.action == "charge":
            text = (row.cells.get("description", "") or sku)[:300]
            charges.append(NewCharge(sku[:64], text, row.quantity * row.minor))
        else:
            lines.append(NewLine(sku, row.quantity, row.minor))
    return NewOrder(
        channel=channel,
        external_id=number,
        placed_at=rows[0].placed_at,
        currency=first["currency"].upper(),
        address=address,
        lines=tuple(lines),
        charges=tuple(charges),
        customer_number=cell("customer_number", ""),
        service=cell("service", "") or "standard",
        delivery_instructions=cell("delivery_instructions", ""),
        gift_message=cell("gift_message", ""),
        ship_rule=cell("ship_rule", "") or "as_available",
        priority=cell("priority", "") or "normal",
        awaiting_payment=any(row.cells.get("payment") == "awaiting" for row in rows),
    )
