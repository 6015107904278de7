"""Bytes in, a table out: a header, and rows with the line on which a person finds them in the file."""

import csv
import io
import re
from dataclasses import dataclass, field

from packhorse.tables import workbooks

MAX_BYTES = 100_000_000
MAX_QUOTES = 50  # quotes never closed; after so many the rest of the file is not read again
MAX_ROWS = 1_000_000
# The columns an error file puts before those of the file that came (`errorfile`).
LINE, ERROR = "packhorse_line", "packhorse_error"
# The column that a file of exported orders has of its own (`packhorse.web.export`).
OURS = "packhorse_number"

Row = tuple[int, list[str]]


@dataclass(frozen=True)
class RowFault:
    """What is wrong in a row, for a person; `column` is empty where it is the whole row."""

    line: int
    column: str
    reason: str


@dataclass
class Table:
    """A file's cells. `problem` says why the file cannot be read at all; `unread` holds rows that cannot, as they are.

    `kind` is csv, tsv or xlsx; `sound` says that no cell holds a NUL or bytes that are no UTF-8; `ours` says where
    the file had the columns of an error file.
    """

    kind: str
    header: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    unread: dict[int, tuple[str, str]] = field(default_factory=dict)
    delimiter: str = ","
    encoding: str = "utf-8"
    sound: bool = True
    problem: str = ""
    ours: frozenset[int] = frozenset()

    @property
    def names(self) -> list[str]:
        """The header as it is compared: no case, no spaces around."""
        return [name.strip().lower() for name in self.header]

    def theirs(self, cells: list[str]) -> list[str]:
        """A row as it was before it went through an error file."""
        return [unmarked(cell, self.kind) for at, cell in enumerate(cells) if at not in self.ours]


def read_table(content: bytes) -> Table:
    """Read CSV with comma or semicolon, TSV or Excel; what it is shows in the content, not in a file's name."""
    if len(content) > MAX_BYTES:
        return Table("csv", problem=f"the file is larger than {MAX_BYTES // 1_000_000} MB: split it")
    table = _sheet(content) if content.startswith(workbooks.MAGIC) else _text(content)
    if len(table.rows) > MAX_ROWS:
        return Table(table.kind, problem=f"the file has more than {MAX_ROWS:,} rows: split it")
    return _without_errors(table)


def _sheet(content: bytes) -> Table:
    try:
        sheet = workbooks.first_sheet(content)
    except workbooks.Unreadable as error:
        return Table("xlsx", problem=str(error))
    header = sheet[0] if sheet else []
    while header and not header[-1].strip():
        header.pop()
    rows = []
    for line, cells in enumerate(sheet[1:], start=2):
        if any(cells):
            # A sheet is a rectangle: what is empty behind the last column is no cell of the row.
            while len(cells) > len(header) and not cells[-1]:
                cells.pop()
            rows.append((line, cells))
    return Table("xlsx", header, rows, sound=False)


def _text(content: bytes) -> Table:
    encoding = "utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "utf-8"
    sound = b"\x00" not in content
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding, sound = "utf-16", False  # every second byte may be a NUL here
        try:
            text = content.decode("utf-16")
        except UnicodeDecodeError:
            return Table("csv", problem="the file is broken UTF-16: save it with UTF-8 encoding")
    else:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            # The row that is wrong is named by the reader, the others are taken.
            text, sound = content.decode(encoding, errors="surrogateescape"), False
    lines = list(io.StringIO(text, newline=""))
    delimiter = _delimiter(lines[0] if lines else "")
    table = Table("tsv" if delimiter == "\t" else "csv", delimiter=delimiter, encoding=encoding, sound=sound)
    # Market places write tabs and no quotes, and a product's name may begin with one: quotes join no lines.
    quoting = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
    reader = csv.reader(lines, delimiter=delimiter, quoting=quoting, strict=True)
    try:
        table.header = next(reader, [])
    except csv.Error as error:
        table.problem = f"cannot be read as CSV: {error}"
        return table
    _rows(reader, lines, table)
    if delimiter == "\t" and '"' in text:
        table.header = [unquoted(cell) for cell in table.header]
        table.rows = [(line, [unquoted(c) if c[:1] == '"' else c for c in cells]) for line, cells in table.rows]
    return table


def _rows(reader, lines: list[str], table: Table) -> None:  # type: ignore[no-untyped-def]  # csv names no type for it
    before, line, again = 0, reader.line_num + 1, 0
    rows = table.rows
    while len(rows) <= MAX_ROWS:
        try:
            for cells in reader:
                if any(cells):
                    rows.append((line, cells))
                line = before + reader.line_num + 1
                if len(rows) > MAX_ROWS:
                    break
            return
        except csv.Error as error:
            last = before + reader.line_num
            reason = f"cannot be read as CSV: {error}"
            if last > line and again < MAX_QUOTES:
                # A quote that is never closed would take all rows after it along: only its own line is wrong.
                reason = f'{reason}; a quote (") is opened on this line and not closed: close it, or write it twice'
                last, again = line, again + 1
                reader = csv.reader(lines[last:], delimiter=table.delimiter, strict=True)
                before = last
            table.unread[line] = reason, "".join(lines[line - 1 : last])
            line = last + 1


def _delimiter(first: str) -> str:
    bare = re.sub(r'"[^"]*"', "", first)
    return max(",;\t", key=bare.count)


def unquoted(cell: str) -> str:
    """A cell that a spreadsheet has put in quotes, without them; any other cell as it is."""
    inner = cell[1:-1].replace('""', "")
    if len(cell) > 1 and cell[0] == cell[-1] == '"' and '"' not in inner:
        return cell[1:-1].replace('""', '"')
    return cell


def _without_errors(table: Table) -> Table:
    """An error file or an export that comes back: without the columns and marks Packhorse put there."""
    table.ours = frozenset(at for at, name in enumerate(table.names) if name in (LINE, ERROR, OURS))
    if table.ours:
        table.header = table.theirs(table.header)
        rows = [(line, table.theirs(cells)) for line, cells in table.rows]
        table.rows = [(line, cells) for line, cells in rows if any(cells)]
    return table


RISKY = ("=", "+", "-", "@", "\t", "\r", "'")
NUMBER = re.compile(r"-?\d+([.,]\d+)*")


def marked(cell: str, kind: str) -> str:
    """A cell for an error file that no spreadsheet takes for a formula; a number stays a number."""
    risky = kind != "xlsx" and cell.startswith(RISKY) and not NUMBER.fullmatch(cell)
    return "'" + cell if risky else cell


def unmarked(cell: str, kind: str) -> str:
    """Take back what `marked` did."""
    return cell[1:] if kind != "xlsx" and cell[:1] == "'" and cell[1:].startswith(RISKY) else cell
