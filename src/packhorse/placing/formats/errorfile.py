"""The error file: the rows of all refused orders in the format they came in, each with what is wrong on it.

A person corrects it and imports it again. What Packhorse adds to it, two columns and marks against being taken for
formulas, is taken off again on the way in (`tables`).
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import xlsxwriter

from packhorse.placing.formats.rows import one_line
from packhorse.tables import ERROR, LINE, Row, Table, marked, read_table, unquoted
from packhorse.tables.workbooks import Number

HEADER_LINE = 1
LONGEST = 1000


@dataclass(frozen=True)
class ErrorFile:
    """A file to hand out; `suffix` says what it is, and is that of the file that came (.xlsx for every workbook)."""

    content: bytes
    suffix: str
    rows: int


def error_file(content: bytes, refused: Mapping[int, str]) -> ErrorFile | None:
    """Return the rows of `content` that stand in `refused` (`ImportReport.refused`) as a file of the same format.

    None when no order was refused, or the file cannot be read at all. Where the header itself is wrong, all rows
    were refused.
    """
    table = read_table(content)
    if not refused or table.problem:
        return None
    rows = [(line, cells) for line, cells in _all_rows(table) if line in refused or HEADER_LINE in refused]
    texts = {line: refused.get(line, "") for line, _ in rows}
    if HEADER_LINE in refused and rows:
        first = rows[0][0]
        texts[first] = "; ".join(filter(None, (refused[HEADER_LINE], texts[first])))
    write = {"xlsx": _workbook, "tsv": _tabs, "csv": _csv}[table.kind]
    return ErrorFile(
        write(table, rows, {line: one_line(text)[:LONGEST] for line, text in texts.items()}),
        f".{table.kind}",
        len(rows),
    )


def _all_rows(table: Table) -> list[Row]:
    return sorted([*table.rows, *_unread_rows(table)], key=lambda row: row[0])


def _unread_rows(table: Table) -> Iterator[Row]:
    """What could not be read as a row: each of its lines, as well as it can be told into cells."""
    for first, (_, raw) in table.unread.items():
        for line in raw.splitlines():
            cells = next(csv.reader([line[:100_000]], delimiter=table.delimiter), [])
            if any(cells):
                yield first, table.theirs(cells)


def _csv(table: Table, rows: list[Row], texts: Mapping[int, str]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=table.delimiter)
    writer.writerows(_written(table, rows, texts))
    return _encoded(text.getvalue(), table)


def _tabs(table: Table, rows: list[Row], texts: Mapping[int, str]) -> bytes:
    lines = ("\t".join(_quoted(cell) for cell in row) for row in _written(table, rows, texts))
    return _encoded("".join(f"{line}\r\n" for line in lines), table)


def _written(table: Table, rows: list[Row], texts: Mapping[int, str]) -> Iterator[list[str]]:
    yield [LINE, ERROR, *(marked(name, table.kind) for name in table.header)]
    told = set()
    for line, cells in rows:
        text = "" if line in told else texts[line]
        told.add(line)
        yield [str(line), marked(text, table.kind), *(marked(cell, table.kind) for cell in cells)]


def _quoted(cell: str) -> str:
    """A cell that would lose its quotes on the way in is put in quotes once more."""
    return cell if unquoted(cell) == cell else '"' + cell.replace('"', '""') + '"'


def _encoded(text: str, table: Table) -> bytes:
    # Bytes that were no UTF-8 go out as they came in: a person sees what was meant, not a guess.
    return text.encode(table.encoding, errors="strict" if table.encoding == "utf-16" else "surrogateescape")


def _workbook(table: Table, rows: list[Row], texts: Mapping[int, str]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for at, row in enumerate(_written(table, rows, texts)):
            for column, cell in enumerate(row):
                if isinstance(cell, Number) or (column == 0 and at):
                    sheet.write_number(at, column, float(cell))
                elif cell:
                    sheet.write_string(at, column, cell)  # never a formula, whatever it begins with
    return content.getvalue()
