"""Files of stock: which columns they have, and what a row must say. Pure: rows of words in, rows of facts out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from packhorse.tables import RowFault

# What a file may be: goods that lie there when the books open, units more or fewer, or how many were counted.
KINDS = ("opening", "adjust", "count")
COLUMNS = ("warehouse", "bin", "sku", "lot", "expires_on", "serial", "quantity", "reason")
NEEDED = ("warehouse", "bin", "sku", "quantity")
LONGEST = {"lot": 40, "serial": 60, "reason": 200}
MOST = 10_000_000
USUAL_REASON = {"opening": "opening stock", "count": "counted"}


@dataclass(frozen=True)
class StockRow:
    """A row of a file of stock, by codes. `quantity` is below zero only where units are adjusted."""

    line: int
    warehouse: str
    bin: str
    sku: str
    quantity: int
    lot: str = ""
    expires_on: date | None = None
    serial: str = ""
    reason: str = ""


def missing_columns(names: Iterable[str], kind: str) -> list[str]:
    """Return the columns that a file of this kind must have and has not."""
    needed = (*NEEDED, "reason") if kind == "adjust" else NEEDED
    there = set(names)
    if "serial" in there:
        needed = tuple(name for name in needed if name != "quantity")
    return [name for name in needed if name not in there]


def read(rows: Iterable[tuple[int, Mapping[str, str]]], kind: str) -> tuple[list[StockRow], list[RowFault]]:
    """Return what the rows say, and what is wrong with those that say nothing. A row is (line, {column: cell})."""
    good, faults = [], []
    for line, cells in rows:
        mine = [RowFault(line, column, reason) for column, reason in _faults(cells, kind)]
        if mine:
            faults += mine
            continue
        lasts = cells.get("expires_on", "")
        good.append(
            StockRow(
                line,
                cells["warehouse"],
                cells["bin"],
                cells["sku"],
                _whole(cells.get("quantity", "") or "1") or 0,
                cells.get("lot", ""),
                date.fromisoformat(lasts[:10]) if lasts else None,
                cells.get("serial", ""),
                cells.get("reason", "") or USUAL_REASON.get(kind, ""),
            )
        )
    return good, faults


def _faults(cells: Mapping[str, str], kind: str) -> list[tuple[str, str]]:
    found = [(name, "is empty: fill it in") for name in ("warehouse", "bin", "sku") if not cells.get(name)]
    found += [
        (name, f"is longer than {most} characters: shorten it")
        for name, most in LONGEST.items()
        if len(cells.get(name, "")) > most
    ]
    text, serial = cells.get("quantity", ""), cells.get("serial", "")
    units = _whole(text or ("1" if serial else ""))
    if units is None:
        found.append(("quantity", f"{text[:20]!r} is no whole number up to {MOST:,}"))
    elif kind == "adjust" and units == 0:
        found.append(("quantity", "0 changes nothing: say how many units more (5) or fewer (-5)"))
    elif kind == "opening" and units < 1:
        found.append(("quantity", f"{units} units cannot lie there: give a number above zero"))
    elif kind == "count" and units < 0:
        found.append(("quantity", f"{units} units cannot be counted: give how many lie there, or 0"))
    elif serial and abs(units) != 1:
        found.append(("quantity", "a row with a serial number is one unit: write a row for each"))
    if kind == "adjust" and not cells.get("reason"):
        found.append(("reason", "is empty: say in words why the stock is changed"))
    lasts = cells.get("expires_on", "")
    if lasts and not cells.get("lot"):
        found.append(("expires_on", "only a lot expires: give the lot's code, too"))
    elif lasts and not _is_day(lasts):
        found.append(("expires_on", f"{lasts[:20]!r} is no day: write it as 2026-12-24"))
    return found


def _is_day(text: str) -> bool:
    # A workbook tells a day as 2026-12-24 00:00:00.
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return text[10:] in ("", " 00:00:00")


def _whole(text: str) -> int | None:
    digits = text[1:] if text[:1] in ("-", "+") else text
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 9) or int(digits) > MOST:
        return None
    return int(text)
