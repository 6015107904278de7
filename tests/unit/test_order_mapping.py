"""A channel's own mapping: any table becomes our columns, and a wrong mapping says what is wrong with it."""

import pytest
from test_order_tables import book

from packhorse.placing.formats.mapping import mapping_faults
from packhorse.placing.orderfile import read

MAPPING = {
    "columns": {
        "order_number": "Bestellnr",
        "placed_at": "Datum",
        "name": "Empfänger",
        "line1": "Straße",
        "city": "Ort",
        "sku": "Artikel",
        "quantity": "Menge",
        "unit_price": "Preis",
    },
    "constants": {"country": "DE", "service": "express"},
    "timezone": "Europe/Berlin",
    "decimal": ",",
}
HEADER = "Bestellnr;Datum;Empfänger;Straße;Ort;Artikel;Menge;Preis"
ROW = "B1;05.01.2026 10:12;Ada Köhl;Hauptstr. 1;Köln;MUG;2;1.234,50"


def take(*rows, mapping=MAPPING, header=HEADER, **how):
    return read("\n".join([header, *rows]).encode(), channel="web", currency="EUR", mapping=mapping, **how)


def test_a_mapped_file_is_read():
    found = take(ROW, "B1;05.01.2026 10:12;Ada Köhl;Hauptstr. 1;Köln;BOOK;1,0;0,5")
    assert (found.format, found.errors) == ("mapping", [])
    (order,) = (each.order for each in found.orders)
    assert [(line.sku, line.quantity, line.unit_price_minor) for line in order.lines] == [
        ("MUG", 2, 123450),
        ("BOOK", 1, 50),
    ]
    assert (order.placed_at.isoformat(), order.currency) == ("2026-01-05T09:12:00+00:00", "EUR")
    assert (order.address.country, order.service) == ("DE", "express")


@pytest.mark.parametrize(
    "price, decimal", [("5.50", ","), ("1.23", ","), ("1,5", "."), ("12,34,567", "."), ("5,0,0", ",")]
)
def test_a_number_with_the_other_decimal_sign_is_no_guess(price, decimal):
    found = take(ROW.replace("1.234,50", price), mapping=MAPPING | {"decimal": decimal})
    assert [(error.line, error.column) for error in found.errors] == [(2, "Preis")]
    assert price in found.errors[0].reason and found.orders == []


@pytest.mark.parametrize(
    "price, decimal, minor",
    [
        ("1.234.567,8", ",", 123456780),
        ("1 234,50", ",", 123450),
        ("1,234.50", ".", 123450),
        ("7", ",", 700),
        (".5", ".", 50),
    ],
)
def test_thousands_may_be_marked(price, decimal, minor):
    (order,) = take(ROW.replace("1.234,50", price), mapping=MAPPING | {"decimal": decimal}).orders
    assert order.order.lines[0].unit_price_minor == minor


def test_errors_are_in_their_columns():
    found = take(ROW.replace(";2;", ";zwei;").replace("Köln", ""))
    assert [(error.line, error.column) for error in found.errors] == [(2, "Ort"), (2, "Menge")]


def test_their_column_that_is_not_in_the_header_is_named():
    found = take(ROW, header=HEADER.replace("Preis", "Betrag"))
    assert [(error.line, error.column) for error in found.errors] == [(1, "Preis")] and found.orders == []


def test_our_own_format_needs_no_mapping_where_there_is_one():
    own = "order_number,placed_at,name,line1,city,country,currency,sku,quantity,unit_price\n"
    found = read(own.encode(), channel="web", mapping=MAPPING)
    assert (found.format, found.errors) == ("packhorse", [])


def test_the_zone_of_the_file_counts_where_the_mapping_has_none():
    mapping = {key: value for key, value in MAPPING.items() if key != "timezone"}
    (order,) = take(ROW, mapping=mapping, timezone="Asia/Tokyo").orders
    assert order.order.placed_at.isoformat() == "2026-01-05T01:12:00+00:00"


def test_a_good_mapping_has_no_faults():
    assert mapping_faults(MAPPING) == []


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"columns": MAPPING["columns"] | {"colour": "Farbe"}}, "'colour' is no column of ours"),
        ({"columns": MAPPING["columns"] | {"email": ""}}, "email must be a text"),
        ({"columns": MAPPING["columns"] | {"email": 7}}, "email must be a text"),
        ({"columns": MAPPING["columns"] | {"country": "Land"}}, "country is both"),
        ({"columns": {}}, "order_number is missing"),
        ({"columns": []}, "columns is no object"),
        ({"constants": {"service": "express"}}, "country is missing"),
        ({"constants": "DE"}, "constants is no object"),
        ({"timezone": "Berlin"}, "no time zone 'Berlin'"),
        ({"timezone": 7}, "no time zone 7"),
        ({"decimal": ";"}, 'use "," or "."'),
        ({"decimal": []}, 'use "," or "."'),
        ({"separator": ";"}, "'separator' is unknown"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_said(changes, words):
    assert words in "; ".join(mapping_faults(MAPPING | changes))


@pytest.mark.parametrize("mapping", [[], "x", None, 7])
def test_what_is_no_object_is_no_mapping(mapping):
    assert mapping_faults(mapping)


def test_a_number_of_a_workbook_has_no_decimal_sign_to_mistake():
    cells = [*ROW.split(";")[:-1], 1.25]
    found = read(book(HEADER.split(";"), cells), channel="web", currency="EUR", mapping=MAPPING)
    assert found.errors == [] and found.orders[0].order.lines[0].unit_price_minor == 125
