"""A channel's own mapping: which column of its files is which of ours, and what stands in none of them."""

import re
from collections.abc import Mapping

from packhorse.placing.formats.columns import OPTIONAL, REQUIRED
from packhorse.placing.formats.rows import Format, Own, Place, Setting, Sheet
from packhorse.placing.formats.times import instant, zone
from packhorse.tables import Row
from packhorse.tables.workbooks import Number

OURS = (*REQUIRED, *OPTIONAL)
PARTS = ("columns", "constants", "timezone", "decimal")
_WHOLE = {
    ",": re.compile(r"[+-]?(\d+|\d{1,3}([. '’\u00a0\u202f]\d{3})+)(,\d*)?"),
    ".": re.compile(r"[+-]?(\d*|\d{1,3}([, '’\u00a0\u202f]\d{3})+)(\.\d*)?"),
}


def mapping_faults(mapping: object) -> list[str]:
    """Say all that is wrong with a mapping; an empty list means nothing is."""
    if not isinstance(mapping, Mapping):
        return ["a mapping is an object with columns, constants, timezone and decimal"]
    found = [f"{part!r} is unknown: use {', '.join(PARTS)}" for part in mapping if part not in PARTS]
    columns, constants = mapping.get("columns", {}), mapping.get("constants", {})
    for part, pairs in (("columns", columns), ("constants", constants)):
        if not isinstance(pairs, Mapping):
            found.append(f"{part} is no object of our columns")
            return found
        found += [f"{part}: {ours!r} is no column of ours: use {', '.join(OURS)}" for ours in pairs if ours not in OURS]
        found += [
            f"{part}: {ours} must be a text, and not an empty one"
            for ours, theirs in pairs.items()
            if not isinstance(theirs, str) or not theirs.strip() or "\x00" in theirs
        ]
    found += [f"{ours} is both a column and a constant: leave one out" for ours in columns if ours in constants]
    if "order_number" not in columns:
        found.append("columns: order_number is missing: say which column holds the order's number")
    # The currency may be the channel's.
    given = {*columns, *constants, "currency", "order_number"}
    found += [f"{ours} is missing: name its column, or give a constant" for ours in REQUIRED if ours not in given]
    place = mapping.get("timezone", "UTC")
    if not isinstance(place, str) or zone(place) is None:
        found.append(f"timezone: there is no time zone {place!r}: use a name like Europe/Berlin")
    if mapping.get("decimal", ".") not in (".", ","):
        found.append('decimal: use "," or "."')
    return found


def mapped(mapping: Mapping[str, object]) -> Format | None:
    """Return the format a channel's mapping makes; None when the channel has none."""
    columns, constants = mapping.get("columns"), mapping.get("constants", {})
    if not isinstance(columns, Mapping) or not isinstance(constants, Mapping) or mapping_faults(mapping):
        return None
    where = zone(str(mapping["timezone"])) if "timezone" in mapping else None
    decimal = str(mapping.get("decimal", "."))

    def order(sheet: Sheet, rows: list[Row], setting: Setting) -> list[Own]:
        theirs = sheet.named("mapping", lambda: columns)
        found = []
        for line, cells in rows:
            row = {"currency": setting.currency, **constants}
            row |= {ours: sheet.cell(cells, column) for ours, column in columns.items()}
            for ours in ("unit_price", "quantity"):
                if ours in columns:
                    row[ours] = _number(cells[sheet.at[columns[ours].strip().lower()]], decimal)
            row["quantity"] = row["quantity"].removesuffix(".0").removesuffix(".00")
            row["placed_at"] = instant(row["placed_at"], where or setting.zone)
            found.append(Own(Place(line, line, theirs), row))
        return found

    number, *others = (columns["order_number"], *(theirs for ours, theirs in columns.items() if ours != "order_number"))
    wants = tuple((column.strip(),) for column in (number, *others))
    needed = frozenset(column.strip().lower() for column in columns.values())
    return Format("mapping", wants, needed.issubset, order)


def _number(cell: str, decimal: str) -> str:
    """A number with a decimal point and nothing else; what is none is shown with the sign it was looked for with."""
    text = cell.strip()
    if isinstance(cell, Number) or not text:
        return str(text)
    if not _WHOLE[decimal].fullmatch(text):
        return f"{text} (decimal sign {decimal})"
    return re.sub(r"[^\d,.+-]", "", text.replace("." if decimal == "," else ",", "")).replace(",", ".")
