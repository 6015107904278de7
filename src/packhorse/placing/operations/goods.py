"""The goods of orders as they are kept: a line a product, and of a kit its own row and a line a part."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from packhorse import sql
from packhorse.catalog import queries as catalog
from packhorse.catalog.queries import Listed
from packhorse.placing.rules import NewLine


def ask_listed(lines: Iterable[NewLine]) -> sql.Answer[dict[str, Listed]]:
    """Ask for the products of lines, kits with their parts."""
    # PostgreSQL takes no NUL: such a code is no product, and `faults` says so.
    return catalog.ask_listed(line.sku for line in lines if "\x00" not in line.sku)


def most_units(listed: Mapping[str, Listed]) -> dict[str, int]:
    """Return {SKU of a kit: the most units of a part that one of it holds}."""
    return {sku: max(units for _, units in found.parts) for sku, found in listed.items() if found.parts}


def keep_goods(goods: Collection[tuple[int, int, Sequence[NewLine]]], listed: Mapping[str, Listed]) -> None:
    """Write lines of orders, each given as (order id, position of its first new line, lines)."""
    lines: list[tuple[int, int, int, int, int]] = []
    kits: list[tuple[int, int, int, int, int]] = []
    parts: list[tuple[int, int, int, int, int, int]] = []
    for order_id, position, wanted in goods:
        for line in wanted:
            found = listed[line.sku]
            if found.parts:
                kit = position
                kits.append((order_id, kit, found.id, line.quantity, line.unit_price_minor))
                for part, units in found.parts:
                    parts.append((order_id, kit, position, part, line.quantity * units, units))
                    position += 1
            else:
                lines.append((order_id, position, found.id, line.quantity, line.unit_price_minor))
                position += 1
    if lines:
        names = ("orders", "positions", "products", "quantities", "prices")
        sql.ask("placing", "insert_lines", _columns(names, lines), len)
    if kits:
        names = ("orders", "positions", "products", "quantities", "prices")
        of_parts = ("part_orders", "part_kits", "part_positions", "part_products", "part_quantities", "part_units")
        sql.ask("placing", "insert_kits", _columns(names, kits) | _columns(of_parts, parts), len)


def _columns(names: Sequence[str], rows: Sequence[Sequence[int]]) -> dict[str, list[int]]:
    return {name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}
