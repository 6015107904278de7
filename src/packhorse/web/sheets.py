"""Tables as files, both ways: rows in as {column: cell}, rows out as CSV or a workbook."""

import csv
import io
import re
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import IO

import xlsxwriter
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from packhorse.errors import Refusal
from packhorse.tables import marked, read_table, unmarked

BATCH = 500
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

Row = Sequence[str]
STRANGE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")  # what no person types, and bytes that are no UTF-8


@dataclass
class FileRows:
    """A file's rows by the names of its columns; `unread`: {line: why it cannot be read}; `problem`: why none can."""

    names: tuple[str, ...] = ()
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    unread: dict[int, str] = field(default_factory=dict)
    problem: str = ""


def rows_of(content: bytes) -> FileRows:
    """Read CSV, TSV or Excel. Cells are without the spaces around; a NUL or a wrong number of cells is told by line."""
    table = read_table(content)
    found = FileRows(tuple(table.names), problem=table.problem)
    found.unread = {line: reason for line, (reason, _) in table.unread.items()}
    twice = sorted({name for name in table.names if name and table.names.count(name) > 1})
    if not found.problem and twice:
        found.problem = f"the column {twice[0]!r} is there twice: keep one of them"
    for line, cells in table.rows:
        texts = [unmarked(cell.strip(), table.kind) for cell in cells]
        if len(texts) > len(found.names):
            found.unread[line] = f"has {len(texts)} cells, the header has {len(found.names)}"
        elif any(STRANGE.search(text) for text in texts):
            found.unread[line] = "holds a character that is none: type it again, and save with UTF-8 encoding"
        else:
            found.rows.append((line, dict(zip(found.names, texts, strict=False))))
    return found


def as_csv(columns: Row, table: Iterable[Row]) -> Iterator[bytes]:
    """Yield a CSV file in pieces: UTF-8 with a byte order mark, and no cell that a spreadsheet takes for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    text.write("\ufeff")
    for nth, row in enumerate(chain([columns], table)):
        writer.writerow([marked(cell, "csv") for cell in row])
        if nth % BATCH == 0:
            yield _taken(text)
    yield _taken(text)


def as_workbook(columns: Row, table: Iterable[Row], *, numbers: Collection[int], name: str) -> IO[bytes]:
    """Return a workbook as an open file; it is written row by row, so that a long one takes no more memory."""
    content = tempfile.TemporaryFile()  # noqa: SIM115  # it is closed when it has been handed out
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        for at, row in enumerate(chain([columns], table)):
            for column, cell in enumerate(row):
                if at and cell and column in numbers:
                    sheet.write_number(at, column, float(cell))
                elif cell:
                    sheet.write_string(at, column, cell)  # never a formula, whatever it begins with
    content.seek(0)
    return content


def known(form: str) -> str:
    """Return the name of a format; refuses another."""
    if form not in FORMATS:
        raise Refusal("NO_SUCH_FORMAT", f"{form[:20]!r} is no format: use csv or xlsx.", status=422)
    return form


def handed_out(content: Iterable[bytes] | IO[bytes], form: str, *, name: str) -> HttpResponseBase:
    """Return a file to be kept: CSV leaves while it is being made, a workbook when it is done."""
    answer: HttpResponse | StreamingHttpResponse
    if form == "csv":
        answer = StreamingHttpResponse(content, content_type=FORMATS[form])
    else:
        answer = FileResponse(content, content_type=FORMATS[form])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _taken(text: io.StringIO) -> bytes:
    content = text.getvalue().encode("utf-8", "replace")
    text.seek(0)
    text.truncate()
    return content
