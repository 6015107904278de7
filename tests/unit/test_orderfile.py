"""The order file: rows in, whole orders out, and every wrong row named by its line and column."""

import csv
import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packhorse.placing.orderfile import OPTIONAL, REQUIRED, read
from packhorse.placing.rules import Fault, NewCharge, NewLine

COLUMNS = (*REQUIRED, *OPTIONAL)
ROW = {
    "order_number": "A-1",
    "placed_at": "2010-12-08T09:26:00Z",
    "name": "Ada Cole",
    "line1": "1 High Street",
    "city": "London",
    "country": "gb",
    "currency": "gbp",
    "sku": "MUG",
    "quantity": "2",
    "unit_price": "5.50",
}


def file(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def errors(content: bytes) -> list[tuple[int, str]]:
    found = read(content, channel="web")
    assert found.orders == []
    return [(error.line, error.column) for error in found.errors]


def test_rows_of_one_number_are_one_order():
    postage = ROW | {"action": "charge", "sku": "POST", "quantity": "-1", "unit_price": "18", "description": "Postage"}
    found = read(file(ROW, postage, ROW | {"sku": "JAR"}, ROW | {"order_number": "A-2"}), channel="web")
    assert found.errors == [] and found.rows == 4
    first, second = (each.order for each in found.orders)
    assert first.lines == (NewLine("MUG", 2, 550), NewLine("JAR", 2, 550))
    assert first.charges == (NewCharge("POST", "Postage", -1800),)
    assert (first.channel, first.external_id, second.external_id) == ("web", "A-1", "A-2")
    assert (first.currency, first.address.country, first.service) == ("GBP", "GB", "standard")
    assert first.placed_at == datetime(2010, 12, 8, 9, 26, tzinfo=UTC)


def test_terms_of_an_order_stand_in_its_first_row():
    found = read(
        file(ROW | {"ship_rule": "together", "priority": "urgent"}, ROW | {"order_number": "A-2"}), channel="w"
    )
    terms = [(each.order.ship_rule, each.order.priority) for each in found.orders]
    assert terms == [("together", "urgent"), ("as_available", "normal")]


def test_a_fault_of_a_line_is_on_the_row_of_its_goods():
    charge = ROW | {"action": "charge", "sku": "POST"}
    (order,) = read(file(ROW, charge, ROW | {"sku": "JAR"}), channel="web").orders
    assert order.line_of(Fault("sku", 1, "")) == 4
    assert order.line_of(Fault("name", None, "")) == 2


@pytest.mark.parametrize("column", REQUIRED)
def test_a_required_cell_that_is_empty_is_named(column):
    assert (2, column) in errors(file(ROW | {column: " "}))


@pytest.mark.parametrize("column", REQUIRED)
def test_a_required_column_that_is_missing_is_named(column):
    assert errors(file(ROW, columns=tuple(c for c in COLUMNS if c != column))) == [(1, column)]


def test_a_column_that_stands_twice_is_named():
    assert errors(file(ROW, columns=(*COLUMNS, "sku"))) == [(1, "sku")]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("quantity", "two"),
        ("quantity", "1.5"),
        ("quantity", "0"),
        ("quantity", "-1"),
        ("quantity", "9" * 13),
        ("unit_price", "free"),
        ("unit_price", "5.555"),
        ("unit_price", "NaN"),
        ("unit_price", "1e15"),
        ("placed_at", "yesterday"),
        ("placed_at", "2010-12-08T09:26:00"),
        ("placed_at", "2010-13-08T09:26:00Z"),
        ("action", "steal"),
        ("gift_message", "a\x00b"),
    ],
)
def test_a_wrong_cell_is_named_and_its_whole_order_left_out(column, cell):
    found = read(file(ROW, ROW | {column: cell}, ROW | {"order_number": "A-2"}), channel="web")
    assert [(error.line, error.column) for error in found.errors] == [(3, column)]
    assert [each.order.external_id for each in found.orders] == ["A-2"]


@pytest.mark.parametrize(
    ("currency", "price", "minor"), [("JPY", "550", 550), ("KWD", "1.234", 1234), ("EUR", ".5", 50)]
)
def test_amounts_are_in_the_minor_unit_of_their_currency(currency, price, minor):
    (order,) = read(file(ROW | {"currency": currency, "unit_price": price}), channel="web").orders
    assert order.order.lines[0].unit_price_minor == minor


def test_a_yen_has_no_hundredths():
    assert errors(file(ROW | {"currency": "JPY"})) == [(2, "unit_price")]


def test_rows_of_one_number_that_differ_are_a_duplicate():
    assert errors(file(ROW, ROW | {"name": "Ben Barnes"})) == [(3, "order_number")]


def test_a_row_with_more_or_fewer_cells_is_named_and_the_others_are_read():
    content = file(ROW) + b"A-2,too,short\r\n" + b"," * 40 + b"x\r\n"
    found = read(content, channel="web")
    assert [(error.line, error.column) for error in found.errors] == [(3, ""), (4, "")]
    assert [each.order.external_id for each in found.orders] == ["A-1"]


def test_lines_are_counted_through_cells_of_several_lines_and_empty_rows():
    content = file(ROW | {"gift_message": "two\nlines"}) + b"\r\n" + file(ROW | {"sku": ""}).split(b"\r\n")[1] + b"\r\n"
    assert errors(content) == [(5, "sku")]


def test_other_encodings_are_named_and_a_byte_order_mark_is_passed_over():
    assert errors(file(ROW).replace(b"London", b"K\xf6ln")) == [(2, "city")]
    assert len(read(b"\xef\xbb\xbf" + file(ROW), channel="web").orders) == 1


def test_a_cancellation_has_the_same_key_whenever_its_row_comes_again():
    cancel = ROW | {"action": "cancel", "quantity": "1"}
    once, twice = (read(file(*[cancel] * n), channel="web").cancels for n in (1, 2))
    assert [(c.order_number, c.sku, c.quantity, c.line) for c in twice] == [("A-1", "MUG", 1, 2), ("A-1", "MUG", 1, 3)]
    assert once == twice[:1] and twice[0].key != twice[1].key
    assert read(file(cancel), channel="shop").cancels[0].key != once[0].key


def test_an_empty_file_says_which_columns_it_wants():
    assert errors(b"") == [(1, column) for column in REQUIRED]


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fail(content):
    found = read(content, channel="web")
    assert found.orders == [] and found.errors


@given(st.lists(st.text(max_size=12), min_size=10, max_size=10))
def test_no_cells_make_it_fail(cells):
    found = read(file(dict(zip(REQUIRED, cells, strict=True))), channel="web")
    assert len(found.orders) <= 1


def test_a_quote_that_is_not_closed_takes_no_other_order_along():
    lines = (
        file({**ROW}, {**ROW, "order_number": "A-2"}, {**ROW, "order_number": "A-3"}).decode().splitlines(keepends=True)
    )
    lines[2] = lines[2].replace("Ada Cole", '"Ada Cole', 1)
    found = read("".join(lines).encode(), channel="web")
    assert [each.order.external_id for each in found.orders] == ["A-1", "A-3"]
    (error,) = found.errors
    assert (error.line, "not closed" in error.reason) == (3, True)
    closed_later = "".join(lines) + lines[1].replace("A-1", "A-4").replace("Ada Cole", '"Cole, Ada"')
    found = read(closed_later.encode(), channel="web")
    assert [each.order.external_id for each in found.orders] == ["A-1", "A-3", "A-4"]
