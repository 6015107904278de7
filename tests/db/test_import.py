"""A file of orders: whole orders are kept, every wrong row is named, and the same file again adds nothing."""

import pytest
from company import NOW, counts, differences, open_company, relay, run_sql, state
from orderfiles import COLUMNS, order_file, row

from packhorse.placing import operations as placing
from packhorse.placing import queries as orders
from packhorse.placing.operations import import_file

GOOD = (row(1, "MUG", 2), row(1, "BOOK", 1), row(2, "MUG", 1))


def take(content):
    return placing.import_orders(content, channel="web", now=NOW, actor="import")


def named(report):
    return [(error.line, error.column) for error in report.errors]


def numbers():
    return sorted(each.external_id for each in orders.orders().rows)


def id_of(number):
    return next(each.id for each in orders.orders().rows if each.external_id == number)


def test_a_good_file_is_taken_whole_and_a_second_time_adds_nothing(db):
    open_company()
    first = take(order_file(*GOOD))
    assert (first.rows, first.placed, first.known, first.errors) == (3, 2, 0, [])
    again = take(order_file(*GOOD))
    assert (again.rows, again.placed, again.known, again.errors) == (3, 0, 2, [])
    assert counts(id_of("1")) == [(2, 0, 0, 0, 0), (1, 0, 0, 0, 0)]
    assert run_sql("SELECT count(*) FROM outbox_event WHERE kind = 'OrderPlaced'") == [(2,)]


WRONG = {
    "unknown product": ({"sku": "CUP"}, "sku", "'CUP' is not listed"),
    "zero quantity": ({"quantity": "0"}, "quantity", "not above zero"),
    "negative quantity": ({"quantity": "-2"}, "quantity", "not above zero"),
    "broken quantity": ({"quantity": "2.5"}, "quantity", "not a whole number"),
    "huge quantity": ({"quantity": "99999999"}, "quantity", "not between 1 and"),
    "no quantity": ({"quantity": ""}, "quantity", "is empty"),
    "no street": ({"line1": ""}, "line1", "is empty"),
    "no city": ({"city": " "}, "city", "is empty"),
    "long postal code": ({"postal_code": "9" * 21}, "postal_code", "longer than 20"),
    "wrong currency": ({"currency": "EUR"}, "currency", "not the channel's currency"),
    "wrong price": ({"unit_price": "cheap"}, "unit_price", "not an amount"),
    "price finer than a penny": ({"unit_price": "5.001"}, "unit_price", "not an amount"),
    "price without end": ({"unit_price": "Infinity"}, "unit_price", "not an amount"),
    "price beyond all numbers": ({"unit_price": "1E999999"}, "unit_price", "not an amount"),
    "no time zone": ({"placed_at": "2024-05-15T08:00:00"}, "placed_at", "a time with its offset"),
    "no date": ({"placed_at": "yesterday"}, "placed_at", "a time with its offset"),
    "a date before all dates": ({"placed_at": "0001-01-01T00:00:00+01:00"}, "placed_at", "a time with its offset"),
    "a date after all dates": ({"placed_at": "9999-12-31T23:59:59-01:00"}, "placed_at", "a time with its offset"),
    "unknown action": ({"action": "steal"}, "action", "'steal' is unknown"),
    "country by name": ({"country": "England"}, "country", "not a two-letter"),
    "NUL": ({"name": "Ada\x00Cole"}, "name", "NUL"),
}


@pytest.mark.parametrize("name", sorted(WRONG))
def test_a_wrong_row_is_named_and_good_orders_are_kept(db, name):
    open_company()
    cells, column, words = WRONG[name]
    report = take(order_file(GOOD[0], GOOD[1], row(2, "MUG", 1, **cells), row(3, "MUG", 1)))
    assert named(report) == [(4, column)]
    assert words in report.errors[0].reason
    assert (report.placed, numbers()) == (2, ["1", "3"])


@pytest.mark.parametrize("name", ["unknown product", "zero quantity", "negative quantity", "wrong price", "NUL"])
def test_an_order_with_one_bad_row_is_left_out_whole_and_its_correction_adds_just_it(db, name):
    open_company()
    good = [row(1, "MUG", 1), row(2, "MUG", 1), row(2, "BOOK", 1), row(3, "MUG", 1)]
    bad = [*good[:2], good[2] | WRONG[name][0], good[3]]
    report = take(order_file(*bad))
    assert (named(report), numbers()) == ([(4, WRONG[name][1])], ["1", "3"])
    mended = take(order_file(*good))
    assert (mended.placed, mended.known, mended.errors) == (1, 2, [])
    assert len(counts(id_of("2"))) == 2


def test_a_broken_encoding_is_named_by_its_cell(db):
    open_company()
    content = order_file(row(1, "MUG", 1, name="Zo?"), row(2, "MUG", 1)).replace(b"Zo?", "Zoë".encode("latin-1"))
    report = take(content)
    assert named(report) == [(2, "name")]
    assert "UTF-8" in report.errors[0].reason
    assert numbers() == ["2"]


def test_a_byte_order_mark_and_windows_line_ends_are_fine(db):
    open_company()
    report = take(b"\xef\xbb\xbf" + order_file(*GOOD).replace(b"\n", b"\r\n"))
    assert (report.placed, report.errors) == (2, [])


def test_a_duplicate_order_number_with_other_goods_is_named(db):
    open_company()
    take(order_file(*GOOD))
    report = take(order_file(row(1, "MUG", 7), row(2, "MUG", 1)))
    assert (named(report), report.known) == ([(2, "order_number")], 1)
    assert "duplicate order number" in report.errors[0].reason
    assert counts(id_of("1")) == [(2, 0, 0, 0, 0), (1, 0, 0, 0, 0)]


def test_an_order_number_that_stands_twice_in_a_file_is_named(db):
    open_company()
    report = take(order_file(row(1, "MUG", 1), row(2, "MUG", 1), row(1, "MUG", 1, name="Ben Ellis")))
    assert named(report) == [(4, "order_number")]
    assert numbers() == ["2"]


def test_a_missing_column_is_named_and_nothing_is_taken(db):
    open_company()
    report = take(order_file(*GOOD, columns=[name for name in COLUMNS if name not in ("sku", "city")]))
    assert named(report) == [(1, "city"), (1, "sku")]
    assert numbers() == []


def test_a_column_that_stands_twice_is_named(db):
    open_company()
    assert named(take(order_file(*GOOD, columns=[*COLUMNS, "sku"]))) == [(1, "sku")]


@pytest.mark.parametrize("cut", [b",5.00,,", b""])
def test_a_ragged_row_is_named_and_its_order_left_out_whole(db, cut):
    open_company()
    content = order_file(row(1, "MUG", 1), row(1, "BOOK", 1), row(2, "MUG", 1)).split(b"\n")
    content[2] = content[2].replace(b",5.00", cut)
    report = take(b"\n".join(content))
    assert named(report) == [(2, "order_number"), (3, "")]  # the row, and the order it takes with it
    assert "cells where the header has 12" in report.errors[1].reason
    assert numbers() == ["2"]


def test_a_row_that_is_no_csv_is_named_and_its_order_left_out_whole(db):
    open_company()
    content = order_file(row(1, "MUG", 1), row(1, "BOOK", 1, name='"Ada" Cole'), row(2, "MUG", 1))
    report = take(content)
    assert named(report) == [(2, "order_number"), (3, "")]  # the row, and the order it takes with it
    assert numbers() == ["2"]


def test_a_quote_that_is_never_closed_does_not_halve_an_order(db):
    open_company()
    content = order_file(row(1, "MUG", 1), row(2, "MUG", 1), row(2, "BOOK", 1, name='"Ada Cole'), row(3, "MUG", 1))
    report = take(content)
    assert report.errors
    assert "2" not in numbers()


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe", b"\x00"])
def test_an_empty_file_lacks_its_columns(db, content):
    open_company()
    report = take(content)
    assert {error.line for error in report.errors} == {1}
    assert len(report.errors) == 10
    assert report.rows == 0


def test_a_header_alone_is_no_order_and_no_error(db):
    open_company()
    report = take(order_file())
    assert (report.rows, report.placed, report.errors) == (0, 0, [])


def test_charges_are_money_and_no_lines(db):
    open_company()
    report = take(
        order_file(
            row(1, "MUG", 2),
            row(1, "POST", 1, action="charge", unit_price="3.50"),
            row(1, "OFF", 2, action="charge", unit_price="-1.00"),
            row(2, "POST", 1, action="charge"),
        )
    )
    kept = orders.detail(id_of("1"))
    assert (kept.order.goods_minor, kept.order.charges_minor, len(kept.lines)) == (1000, 150, 1)
    assert [(charge.code, charge.amount_minor) for charge in kept.charges] == [("POST", 350), ("OFF", -200)]
    assert named(report) == [(5, "sku")]  # postage alone is no order


def test_cancel_rows_cancel_once_however_often_they_come(db):
    open_company()
    content = order_file(
        row(1, "MUG", 5), row(1, "MUG", 2, action="cancel"), row(1, "MUG", 2, action="cancel"), row(2, "MUG", 1)
    )
    first, again = take(content), take(content)
    assert (first.cancelled_rows, first.known_cancels, first.errors) == (2, 0, [])
    assert (again.cancelled_rows, again.known_cancels, again.errors) == (0, 2, [])
    relay()
    assert counts(id_of("1")) == [(5, 4, 1, 0, 0)]
    assert state(id_of("2")) == "sourced"
    assert differences() == {}


def test_a_cancel_row_for_too_much_or_for_nobody_is_named(db):
    open_company()
    report = take(
        order_file(
            row(1, "MUG", 1),
            row(1, "MUG", 2, action="cancel"),
            row(9, "MUG", 1, action="cancel"),
            row(1, "BOOK", 1, action="cancel"),
        )
    )
    assert named(report) == [(3, "quantity"), (4, "order_number"), (5, "quantity")]
    assert counts(id_of("1")) == [(1, 0, 0, 0, 0)]


def test_a_large_file_is_taken_in_chunks_and_says_how_far_it_is(db):
    open_company()
    seen = []
    many = order_file(*(row(nth, "MUG", 1) for nth in range(import_file.CHUNK + 5)))
    report = placing.import_orders(
        many, channel="web", now=NOW, actor="import", progress=lambda done, total: seen.append((done, total))
    )
    assert report.placed == import_file.CHUNK + 5
    assert seen == [(import_file.CHUNK, import_file.CHUNK + 5), (import_file.CHUNK + 5, import_file.CHUNK + 5)]


def test_a_closed_channel_is_named(db):
    open_company()
    report = placing.import_orders(order_file(*GOOD), channel="fax", now=NOW, actor="import")
    assert {error.column for error in report.errors} == {"channel"}
    assert report.placed == 0
