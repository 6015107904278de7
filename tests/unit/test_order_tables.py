"""Tables: whatever a file is, its cells are text as a person sees them, on the line a person finds them."""

import io
import zipfile
from datetime import datetime

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from test_orderfile import COLUMNS, ROW, file

from packhorse import tables
from packhorse.placing.orderfile import read
from packhorse.tables import read_table, workbooks
from packhorse.tables.workbooks import Number


def book(*rows):
    """A workbook of one sheet; a key of a dict row says where its cell stands."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        date = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for at, row in enumerate(rows):
            for column, cell in row.items() if isinstance(row, dict) else enumerate(row):
                if isinstance(cell, datetime):
                    sheet.write_datetime(at, column, cell, date)
                else:
                    sheet.write(at, column, cell)
    return content.getvalue()


def archive(**entries):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in entries.items():
            packed.writestr(name.replace("__", "/") + ".xml", data)
    return content.getvalue()


@pytest.mark.parametrize("delimiter, kind", [(",", "csv"), (";", "csv"), ("\t", "tsv")])
def test_the_delimiter_is_the_one_of_the_header(delimiter, kind):
    table = read_table(f"a{delimiter}b\n1{delimiter}x y\n\n2{delimiter}z\n".encode())
    assert (table.kind, table.delimiter, table.header) == (kind, delimiter, ["a", "b"])
    assert table.rows == [(2, ["1", "x y"]), (4, ["2", "z"])]


def test_a_quoted_header_may_hold_the_other_delimiter():
    assert read_table(b'"a;b;c",d\n1,2\n').header == ["a;b;c", "d"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_each_encoding_is_read_and_remembered(encoding):
    table = read_table("número,ж\n1,ё\n".encode(encoding))
    assert (table.header, table.rows, table.encoding) == (["número", "ж"], [(2, ["1", "ё"])], encoding)


def test_half_a_character_of_utf_16_is_one_error():
    assert "UTF-16" in read_table("a,b".encode("utf-16") + b"\x00").problem


def test_tabs_make_cells_and_quotes_do_not_join_lines():
    table = read_table(b'a\tb\n"12"" pan"\t"Best" pot\n"x\ty\n')
    assert table.rows == [(2, ['12" pan', '"Best" pot']), (3, ['"x', "y"])]


def test_a_sheet_is_read_as_a_person_sees_it():
    content = book(
        ["Name", "Qty", "Price", "At", "Yes", ""], [], ["a", 12.0, 0.1 + 0.2, datetime(2026, 1, 5, 10), True]
    )
    table = read_table(content)
    assert (table.kind, table.header) == ("xlsx", ["Name", "Qty", "Price", "At", "Yes"])
    assert table.rows == [(3, ["a", "12", "0.3", "2026-01-05 10:00:00", "TRUE"])]
    assert [isinstance(cell, Number) for cell in table.rows[0][1]] == [False, True, True, False, False]


def test_a_cell_behind_the_header_is_seen():
    table = read_table(book(["a"], ["1"], ["2", "", "x"]))
    assert table.rows == [(2, ["1"]), (3, ["2", "", "x"])]


def test_an_order_is_read_from_a_sheet_with_a_time_at_its_place():
    row = ROW | {"quantity": 2.0, "unit_price": 5.5, "placed_at": datetime(2026, 7, 1, 10, 0)}
    content = book(COLUMNS, [row.get(column, "") for column in COLUMNS])
    found = read(content, channel="web", timezone="Europe/Berlin")
    assert found.errors == []
    (order,) = (each.order for each in found.orders)
    assert (order.placed_at.isoformat(), order.lines[0].unit_price_minor) == ("2026-07-01T08:00:00+00:00", 550)


@pytest.mark.parametrize(
    "content, words",
    [
        (b"PK\x03\x04 no archive", "not a workbook"),
        (b"PK\x05\x06" + bytes(18), "no Excel workbook"),
        (archive(content="<x/>"), "no Excel workbook"),
        (archive(xl__workbook="<x/>"), "not a workbook"),
        (archive(xl__workbook=bytes(300), xl__other='<c r="XFD99"/><c r="A1048576"/>'), "row 1,048,576, column 16,384"),
        (book(["a"], {16383: "x"})[:-30], "not a workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "not a workbook"),
    ],
)
def test_a_broken_workbook_is_one_error(content, words):
    found = read(content, channel="web")
    assert [(error.line, error.column, words in error.reason) for error in found.errors] == [(1, "", True)]
    assert (found.orders, found.rows) == ([], 0)


def test_a_sheet_with_one_cell_far_out_is_refused_before_it_is_a_rectangle_in_memory():
    rows = [["a"], *[{}] * 3000, {16383: "x"}]
    assert "delete what is far out" in read_table(book(*rows)).problem


@pytest.mark.parametrize("lie", [False, True])
def test_an_archive_that_grows_too_large_is_refused_whatever_it_says_of_its_size(monkeypatch, lie):
    monkeypatch.setattr(workbooks, "MAX_UNPACKED", 100_000)
    content = archive(xl__workbook=bytes(200_000))
    if lie:
        at = content.index(b"PK\x01\x02") + 24
        content = content[:at] + (10).to_bytes(4, "little") + content[at + 4 :]
    assert "too large" in read_table(content).problem


def test_too_many_bytes_or_rows_are_refused(monkeypatch):
    monkeypatch.setattr(tables, "MAX_ROWS", 3)
    assert read_table(b"a,b\n" + b"1,2\n" * 3).problem == ""
    assert "more than 3 rows" in read_table(b"a,b\n" + b"1,2\n" * 4).problem
    assert "more than 3 rows" in read_table(book(["a"], *[["1"]] * 4)).problem
    monkeypatch.setattr(tables, "MAX_BYTES", 10_000_000)
    assert "larger than 10 MB" in read_table(bytes(10_000_001)).problem


BOOK = book(["order_number", "sku"], ["1", 2.5], ["2", "x"])


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(BOOK)), st.integers(0, 30), st.binary(max_size=12))
def test_no_wound_of_a_workbook_makes_it_fail(at, goes, comes):
    found = read(BOOK[:at] + comes + BOOK[at + goes :], channel="web")
    assert found.orders == [] and found.errors


@given(st.sampled_from([*workbooks.MAGIC, b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"]), st.binary(max_size=100))
def test_no_bytes_behind_a_mark_make_it_fail(mark, rest):
    assert read(mark + rest, channel="web").errors


def test_payment_says_whether_an_order_waits_for_it():
    rows = [
        ROW | {"payment": "awaiting"},
        ROW | {"order_number": "A-2", "payment": "paid"},
        ROW | {"order_number": "3"},
    ]
    assert [each.order.awaiting_payment for each in read(file(*rows), channel="web").orders] == [True, False, False]
    found = read(file(ROW | {"payment": "later"}), channel="web")
    assert [(error.line, error.column) for error in found.errors] == [(2, "payment")] and found.orders == []
