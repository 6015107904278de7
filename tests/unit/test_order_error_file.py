"""The error file: the format that came, safe to open in a spreadsheet, and unchanged when it comes again."""

import csv
import io

import pytest
import xlsxwriter
from exports import export, shopify
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from packhorse.placing.formats.errorfile import error_file
from packhorse.tables import read_table

HEADER = "order_number,sku,quantity,note\n"


def rows(made, delimiter=","):
    return list(csv.reader(io.StringIO(made.content.decode("utf-8-sig")), delimiter=delimiter))


def test_only_what_was_refused_stands_in_it_with_its_line_and_its_error():
    made = error_file((HEADER + "A,MUG,1,\nB,CUP,2,x\nB,MUG,1,\n").encode(), {3: "sku: not listed", 4: ""})
    assert rows(made) == [
        ["packhorse_line", "packhorse_error", "order_number", "sku", "quantity", "note"],
        ["3", "sku: not listed", "B", "CUP", "2", "x"],
        ["4", "", "B", "MUG", "1", ""],
    ]
    assert (made.suffix, made.rows) == (".csv", 2)


def test_nothing_refused_or_nothing_read_makes_no_file():
    assert error_file(HEADER.encode(), {}) is None
    assert error_file(b"PK\x03\x04 broken", {1: "broken"}) is None


def test_a_wrong_header_refuses_all_rows():
    made = error_file((HEADER + "A,MUG,1,\nB,CUP,2,\n").encode(), {1: "name: the column is missing"})
    assert [row[:3] for row in rows(made)[1:]] == [["2", "name: the column is missing", "A"], ["3", "", "B"]]


@pytest.mark.parametrize(
    "cell, written",
    [
        ("=1+1", "'=1+1"),
        ("+44 20", "'+44 20"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("'=x", "''=x"),
        ("-2.00", "-2.00"),
        ("-2", "-2"),
        ("12", "12"),
        ("O'Neill", "O'Neill"),
    ],
)
def test_no_cell_is_a_formula_and_numbers_stay_numbers(cell, written):
    content = (HEADER + f'A,MUG,1,"{cell}"\n').encode()
    made = error_file(content, {2: "wrong"})
    assert rows(made)[1][-1] == written
    assert read_table(made.content).rows == read_table(content).rows


def test_an_errors_text_is_no_formula_and_one_line():
    made = error_file((HEADER + "A,MUG,1,\n").encode(), {2: "=cmd()\r\nx\ty"})
    assert rows(made)[1][1] == "'=cmd() x y"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_file_goes_out_as_it_came(encoding, delimiter):
    content = (HEADER.replace(",", delimiter) + delimiter.join(["A", "MÜG", "1", 'a "b"']) + "\n").encode(encoding)
    came, goes = read_table(content), read_table(error_file(content, {2: "wrong"}).content)
    assert (goes.encoding, goes.delimiter, goes.header, goes.rows) == (encoding, delimiter, came.header, came.rows)


def test_bytes_that_are_no_text_go_out_as_they_came():
    assert b"K\xf6ln" in error_file(HEADER.encode() + b"A,MUG,1,K\xf6ln\n", {2: "note: is not UTF-8"}).content


def test_a_row_that_is_no_csv_goes_out_line_by_line():
    made = error_file((HEADER + 'A,MUG,1,"x" y\nB,"CUP,2,\nC,LAMP,1,\n').encode(), {2: "no CSV", 3: "no end"})
    assert [row[:4] for row in rows(made)[1:]] == [
        ["2", "no CSV", "A", "MUG"],
        ["3", "no end", "B", "CUP,2,"],  # its quote is never closed, and takes no row after it along
    ]


def test_an_error_file_of_an_error_file_has_the_columns_once():
    made = error_file((HEADER + "A,MUG,1,=x\n").encode(), {2: "wrong"})
    again = error_file(made.content, {2: "still wrong"})
    assert rows(again) == [rows(made)[0], ["2", "still wrong", "A", "MUG", "1", "'=x"]]


def test_a_workbook_goes_out_as_a_workbook_with_numbers_and_without_formulas():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(
            [["order_number", "sku", "quantity", "note"], ["A", "x", 1, ""], ["B", "00123", 2.5, "y"]]
        ):
            sheet.write_row(at, 0, row)
        sheet.write_string(2, 3, "=1+1")
    made = error_file(content.getvalue(), {3: "=wrong"})
    assert made.suffix == ".xlsx"
    cells = CalamineWorkbook.from_filelike(io.BytesIO(made.content)).get_sheet_by_index(0).to_python()
    assert cells[1] == [3, "=wrong", "B", "00123", 2.5, "=1+1"]
    assert b"<f>" not in made.content
    assert read_table(made.content).rows == [(2, ["B", "00123", "2.5", "=1+1"])]


@settings(deadline=None)
@given(st.lists(st.text(max_size=8), min_size=4, max_size=4), st.sampled_from([",", ";"]))
def test_any_cells_come_back_as_they_were(cells, delimiter):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([HEADER.strip().split(","), cells])
    content = text.getvalue().encode(errors="replace")
    came = read_table(content)
    if came.rows:
        again = read_table(error_file(content, {line: "wrong" for line, _ in came.rows}).content)
        assert ([row for _, row in again.rows], again.header) == ([row for _, row in came.rows], came.header)


def test_all_rows_of_a_shops_order_are_in_it_so_that_it_can_be_read_again():
    content = export("shopify", shopify("#1", ("MUG", "1", "1.00"), ("CUP", "1", "1.00")))
    again = read_table(error_file(content, {2: "", 3: "Lineitem sku: not listed"}).content)
    assert [row[0] for _, row in again.rows] == ["#1", "#1"] and again.header == read_table(content).header
