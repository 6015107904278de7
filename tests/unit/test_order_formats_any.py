"""Whatever a file of a known format holds, reading it never raises, and never yields half an order."""

import csv
import io

from exports import COLUMNS, NUMBER, ORDER, export
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_order_mapping import HEADER, MAPPING

from packhorse.placing.formats.errorfile import error_file
from packhorse.placing.orderfile import REQUIRED, read

ITEMS = {"1": ("MUG", "BOOK"), "2": ("MUG",), "3": ("LAMP", "MUG", "BOOK")}
ROWS = {
    name: [row for number, skus in ITEMS.items() for row in order(number, *((sku, "2", "5.01") for sku in skus))]
    for name, order in ORDER.items()
}
NAMES = st.sampled_from(sorted(ROWS))
# What shops use to say that a row or an order is not to be sent is left out: see the tests of each format.
TEXTS = st.sampled_from(
    ["", " ", "x", "-1", "1.5", "1e5", "NaN", "9" * 30, "\x00", '"', "=1+1", "2026-01-05", "٣", "1,5", "_", "false "]
) | st.text(max_size=6).filter(lambda text: text.strip().lower() not in ("0", "0.0", "0.00", "false"))


def read_as(name, content):
    return read(content, channel="web", currency="GBP", mapping=MAPPING)


def whole(found, content):
    for each in found.orders:
        assert len(each.order.lines) == len(ITEMS.get(each.order.external_id, each.order.lines)), content
        assert all(line.sku and line.quantity > 0 for line in each.order.lines)
    assert all(error.line >= 1 and error.reason for error in found.errors)


def test_the_valid_files_are_read_whole():
    for name, rows in ROWS.items():
        found = read_as(name, export(name, rows))
        assert {each.order.external_id: len(each.order.lines) for each in found.orders} == {"1": 2, "2": 1, "3": 3}
        assert (found.format, found.errors, found.rows) == (name, [], 6)


@settings(max_examples=300, deadline=None)
@given(NAMES, st.integers(0, 5), st.integers(0, 70), TEXTS)
@example("shopify", 1, 20, "")
@example("amazon", 1, 7, "")
def test_any_cell_exchanged_leaves_orders_whole_or_out(name, nth, column, text):
    columns = COLUMNS[name]
    column = columns[column % len(columns)]
    rows = [dict(row) for row in ROWS[name]]
    rows[nth][column] = text
    if column == NUMBER[name] and text.strip():
        return  # another number is another order
    if column == "Lineitem requires shipping" and text.strip() == "false":
        return  # a gift card: money of the order, but no line of goods
    content = io.StringIO()
    writer = csv.DictWriter(content, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    found = read_as(name, content.getvalue().encode(errors="surrogatepass"))
    whole(found, rows[nth])
    if column == NUMBER[name]:
        assert found.errors


@settings(max_examples=300, deadline=None)
@given(NAMES, st.integers(0, 3000), st.integers(0, 60), st.binary(max_size=8))
def test_any_wound_of_a_valid_file_is_read_without_an_exception(name, at, goes, comes):
    content = export(name, ROWS[name])
    content = content[:at] + comes + content[at + goes :]
    found = read_as(name, content)
    assert all(each.order.lines or each.order.charges for each in found.orders)
    assert all(error.line >= 1 and error.reason for error in found.errors)
    made = error_file(content, {error.line: error.reason for error in found.errors})
    assert made is None or read_as(name, made.content).format == found.format


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([*sorted(ROWS), "mapping", "packhorse"]),
    st.lists(
        st.lists(TEXTS | st.sampled_from(["1", "2", "5.00", "MUG", "GB", "2026-01-05T10:00:00Z"]), min_size=8),
        max_size=5,
    ),
    st.booleans(),
)
def test_any_table_under_a_known_header_is_read_without_an_exception(name, rows, filled):
    header = COLUMNS.get(name) or {"mapping": HEADER.split(";"), "packhorse": list(REQUIRED)}[name]
    if filled:  # as wide as the header, so that the cells themselves are looked at
        rows = [(row * len(header))[: len(header)] for row in rows]
    content = io.StringIO()
    csv.writer(content).writerows([header, *rows])
    found = read_as(name, content.getvalue().encode(errors="surrogatepass"))
    assert found.format == name
    assert all(each.order.external_id.strip() for each in found.orders)
    assert found.rows >= len(found.orders)
