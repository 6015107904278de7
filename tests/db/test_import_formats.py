"""Every format through the database: once and only once, and what was refused comes back corrected."""

import csv
import io

import pytest
import xlsxwriter
from company import NOW, open_company, run_sql
from exports import COLUMNS, ORDER, export
from orderfiles import order_file, row

from packhorse.errors import Refusal
from packhorse.placing import operations as placing
from packhorse.placing import queries as orders
from packhorse.placing.formats.errorfile import error_file
from packhorse.tables import read_table

MAPPING = {
    "columns": {
        "order_number": "No",
        "placed_at": "Date",
        "name": "To",
        "line1": "Street",
        "city": "Town",
        "sku": "Code",
        "quantity": "Units",
        "unit_price": "Each",
    },
    "constants": {"country": "GB"},
    "timezone": "Europe/London",
    "decimal": ",",
}
# The same three orders in each format: the second has a product that is not listed on its second row.
GOODS = {"1": ["MUG", "BOOK"], "2": ["LAMP", "CUP"], "3": ["MUG"]}


def take(content, **how):
    return placing.import_orders(content, channel="web", now=NOW, actor="import", **how)


def shop(name):
    return export(name, *(ORDER[name](no, *((sku, "2", "5.00") for sku in skus)) for no, skus in GOODS.items()))


def table():
    lines = [[no, "1.2.2024 10:00", "Ada", "1 High St", "Leeds", sku, 2, "5,00"] for no in GOODS for sku in GOODS[no]]
    return [[*MAPPING["columns"].values()], *lines]


def mapped():
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(table())
    return text.getvalue().encode()


def workbook():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, cells in enumerate(table()):
            sheet.write_row(at, 0, cells)
    return content.getvalue()


def own():
    return order_file(*(row(no, sku, 2) for no, skus in GOODS.items() for sku in skus))


FILES = {
    "packhorse": own,
    "shopify": lambda: shop("shopify"),
    "woocommerce": lambda: shop("woocommerce"),
    "amazon": lambda: shop("amazon"),
    "mapping": mapped,
    "xlsx": workbook,
}
EACH = pytest.mark.parametrize("name", FILES)


def corrected(content):
    """What a person does with an error file: the right product in the wrong one's place, and nothing else."""
    if not content.startswith(b"PK"):
        assert content.count(b"CUP") >= 2  # the cell, and the error that names it
        return content.replace(b"CUP", b"IRON")
    sheet = read_table(content)
    fresh = io.BytesIO()
    with xlsxwriter.Workbook(fresh, {"in_memory": True}) as book:
        target = book.add_worksheet()
        target.write_row(0, 0, ["packhorse_line", "packhorse_error", *sheet.header])
        for at, (line, cells) in enumerate(sheet.rows, start=1):
            target.write_row(at, 0, [line, "?", *(cell.replace("CUP", "IRON") for cell in cells)])
    return fresh.getvalue()


def kept():
    return sorted((each.external_id, each.goods_minor) for each in orders.orders().rows)


@pytest.fixture
def company(db):
    open_company()
    placing.set_file_mapping(channel="web", mapping=MAPPING)


@EACH
def test_good_orders_are_kept_once_and_the_refused_one_comes_back_corrected(company, name):
    content = FILES[name]()
    first = take(content)
    assert (first.format, first.placed, len(first.errors)) == ("mapping" if name == "xlsx" else name, 2, 1)
    assert first.errors[0].line == 5 and "CUP" in first.errors[0].reason
    unit = 250 if name == "amazon" else 500
    before = kept()
    assert [number for number, _ in before] == ["1", "3"] and before[1] == ("3", 2 * unit)

    again = take(content)
    assert (again.placed, again.known, again.errors) == (0, 2, first.errors)

    made = error_file(content, first.refused)
    assert made.rows == 2 and made.suffix == {"amazon": ".tsv", "xlsx": ".xlsx"}.get(name, ".csv")
    refused = take(made.content)
    assert (refused.placed, refused.known, len(refused.errors)) == (0, 0, 1)

    fixed = corrected(made.content)
    mended = take(fixed)
    assert (mended.rows, mended.placed, mended.known, mended.errors) == (2, 1, 0, [])
    assert kept() == sorted([*before, ("2", 4 * unit)])
    assert (take(fixed).placed, take(fixed).known) == (0, 1)


@EACH
def test_a_dry_run_of_each_format_keeps_nothing_and_reports_the_same(company, name):
    content = FILES[name]()
    dry = take(content, dry_run=True)
    assert run_sql("SELECT count(*) FROM placing_order") == [(0,)]
    real = take(content)
    assert (dry.placed, dry.errors, dry.refused, dry.format) == (real.placed, real.errors, real.refused, real.format)
    assert real.placed == 2


def test_an_error_file_holds_all_rows_of_an_order_whose_cancellation_was_refused(company):
    content = order_file(row(1, "MUG", 2), row(1, "MUG", 5, action="cancel"), row(2, "MUG", 1))
    report = take(content)
    assert (report.placed, list(report.refused)) == (2, [2, 3])
    made = error_file(content, report.refused)
    mended = take(made.content.replace(b"MUG,5", b"MUG,1"))
    assert (mended.known, mended.cancelled_rows, mended.errors) == (1, 1, [])


def test_orders_that_are_over_in_the_shop_are_passed_over_and_not_refused(company):
    over = ORDER["shopify"]("7", ("CUP", "1", "1.00"), Cancelled_at="2024-01-06 10:00:00 +0100")
    report = take(export("shopify", over, ORDER["shopify"]("8", ("MUG", "1", "1.00"))))
    assert (report.placed, report.errors, report.refused) == (1, [], {})
    assert [(each.line, each.order_number) for each in report.skipped] == [(2, "7")]
    assert "1 orders passed over" in report.summary()


def test_the_channels_currency_stands_in_where_the_file_has_none(company):
    columns = [column for column in COLUMNS["shopify"] if column != "Currency"]
    rows = ORDER["shopify"]("7", ("MUG", "1", "1.00"))
    rows[0].pop("Currency")
    assert take(export("shopify", rows, columns=columns)).placed == 1


def test_another_currency_than_the_channels_is_named_in_the_shops_column(company):
    report = take(export("shopify", ORDER["shopify"]("7", ("MUG", "1", "1.00"), Currency="EUR")))
    assert [(error.line, error.column) for error in report.errors] == [(2, "Currency")]


def test_a_mapping_is_kept_replaced_and_taken_away(company):
    def kept_mapping():
        return run_sql("SELECT file_mapping->>'decimal' FROM placing_channel WHERE code = 'web'")

    placing.set_file_mapping(channel="web", mapping=MAPPING | {"decimal": "."})
    assert kept_mapping() == [(".",)]
    placing.set_file_mapping(channel="web", mapping={})
    assert kept_mapping() == [(None,)]
    assert (1, "order_number") in [(error.line, error.column) for error in take(mapped()).errors]


@pytest.mark.parametrize("mapping", [{"columns": {"nonsense": "A"}}, {"columns": {}}, [], "x", {"decimal": ";"}])
def test_a_wrong_mapping_is_refused_and_the_old_one_stays(company, mapping):
    with pytest.raises(Refusal, match="The mapping cannot be used"):
        placing.set_file_mapping(channel="web", mapping=mapping)
    assert take(mapped()).placed == 2


def test_a_mapping_of_no_channel_is_refused(company):
    with pytest.raises(Refusal, match="no channel fax"):
        placing.set_file_mapping(channel="fax", mapping=MAPPING)
