"""Order files: a table of rows in, whole orders and row errors out. docs/orderfile.md tells the formats and columns."""

import re
from collections.abc import Mapping

from packhorse.collecting import no_collecting
from packhorse.placing.fileorder import FileCancel, FileOrder, OrderFile, RowError, SkippedOrder, on_row, read_order
from packhorse.placing.formats.columns import OPTIONAL, REQUIRED
from packhorse.placing.formats.own import OWN
from packhorse.placing.formats.recognise import missing, recognise
from packhorse.placing.formats.rows import Format, Setting, Sheet, Skip
from packhorse.placing.formats.times import zone
from packhorse.placing.ordercells import read_row
from packhorse.tables import Row, Table, read_table

__all__ = ["OPTIONAL", "REQUIRED", "FileCancel", "FileOrder", "OrderFile", "RowError", "SkippedOrder", "read"]


def read(
    content: bytes,
    *,
    channel: str,
    timezone: str = "UTC",
    currency: str = "",
    mapping: Mapping[str, object] | None = None,
) -> OrderFile:
    """Read a file. An order with a wrong row is left out whole, and every wrong row is named.

    `timezone` (IANA) and `currency` stand in where a format does not say its own; `mapping` is the channel's.
    """
    found = OrderFile([], [], [], 0)
    with no_collecting():
        _read(content, found, channel, timezone, currency, mapping)
    found.errors.sort(key=lambda error: error.line)
    return found


def _read(
    content: bytes,
    found: OrderFile,
    channel: str,
    timezone: str,
    currency: str,
    mapping: Mapping[str, object] | None,
) -> None:
    table = read_table(content)
    where = zone(timezone)
    if table.problem or where is None:
        found.errors.append(RowError(1, "", table.problem or f"there is no time zone {timezone!r}"))
        return
    form, sheet = recognise(table, mapping), Sheet(table)
    found.format = form.name
    found.errors += _header_errors(form, sheet)
    if not found.errors:
        _read_orders(table, form, sheet, Setting(where, currency), found, channel)


def _header_errors(form: Format, sheet: Sheet) -> list[RowError]:
    errors = [RowError(1, c, "the column is missing: add it to the header") for c in missing(form, sheet)]
    # Elsewhere a shop may well have two columns of one name: only those that are read must stand alone.
    read_ones = set(sheet.names) if form is OWN else {name.lower() for either in form.wants for name in either}
    twice = {name for name in sheet.names if sheet.names.count(name) > 1 and name in read_ones}
    return errors + [RowError(1, sheet.name(c), "the column stands twice in the header") for c in sorted(twice)]


def _read_orders(table: Table, form: Format, sheet: Sheet, setting: Setting, found: OrderFile, channel: str) -> None:
    groups, wrong, unread = _grouped(table, form, sheet, found)
    table.rows = []
    for number in groups:
        rows, groups[number] = groups[number], []  # what is read is let go: a large file is in memory once
        if number in wrong and form is not OWN:
            continue
        own = form.order(sheet, rows, setting)
        if isinstance(own, Skip):
            found.skipped.append(SkippedOrder(rows[0][0], number, own.reason))
            continue
        read_rows, errors = [], []
        for each in own:
            answer = read_row(each)
            if isinstance(answer, list):
                errors += [RowError(*each.at.of(column), reason) for column, reason in answer]
            else:
                read_rows.append(answer)
        found.errors += dict.fromkeys(errors)  # a cell of the order is wrong once, not once a row
        if number in unread and read_rows:
            reason = f"order {number} is left out: line {unread[number]} seems to be one of its rows and is wrong"
            found.errors.append(on_row(read_rows[0], "order_number", reason))
        elif not errors and read_rows and number not in wrong:
            read_order(number, read_rows, found, channel)


_NO_TEXT = re.compile("[\x00\udc80-\udcff]")


def _grouped(
    table: Table, form: Format, sheet: Sheet, found: OrderFile
) -> tuple[dict[str, list[Row]], set[str], dict[str, int]]:
    """Return the rows of each number, the numbers that have a wrong row, and what stands in rows that have no number.

    What stands in a row that could not be read may be an order's number, so that order is not taken without it.
    """
    column = form.number(sheet)
    at, width = sheet.at[column.lower()], len(table.header)
    groups: dict[str, list[Row]] = {}
    wrong: set[str] = set()
    unread: dict[str, int] = {}
    for line, (reason, raw) in table.unread.items():
        found.errors.append(RowError(line, "", reason))
        unread |= dict.fromkeys((word.strip() for word in re.split(r'[,;\t"\r\n]', raw)), line)
    above, nameless = "", 0
    for line, cells in table.rows:
        if len(cells) != width:
            reason = f"has {len(cells)} cells where the header has {width}"
            found.errors.append(RowError(line, "", reason))
            unread |= {cell.strip(): line for cell in cells}
            continue
        number = cells[at].strip()
        if not number and form is not OWN:
            # Shops leave cells of an order's rows empty, so this may be a row of the order above it or below it.
            found.errors.append(RowError(line, sheet.name(column), "is empty"))
            unread[above], nameless = line, line
            continue
        if nameless:
            unread[number], nameless = nameless, 0
        above = number
        if not table.sound and (errors := _text_errors(line, cells, sheet, form)):
            found.errors += errors
            wrong.add(number)
            found.lines.setdefault(number, []).append(line)
        elif number in groups:
            groups[number].append((line, cells))
        else:
            groups[number] = [(line, cells)]
    found.rows = len(table.rows)
    for number, rows in groups.items():
        found.lines.setdefault(number, []).extend(line for line, _ in rows)
    return groups, wrong, unread


def _text_errors(line: int, cells: list[str], sheet: Sheet, form: Format) -> list[RowError]:
    if not _NO_TEXT.search("".join(cells)):
        return []
    errors = []
    for column, cell in zip(sheet.names if form is OWN else sheet.raw, cells, strict=True):
        if "\x00" in cell:
            errors.append(RowError(line, column, "holds a NUL character"))
        elif _NO_TEXT.search(cell):
            errors.append(RowError(line, column, "is not UTF-8: save the file with UTF-8 encoding"))
    return errors
