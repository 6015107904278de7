"""Rows of files of stock, warehouses and bins: what they say, and what is wrong with those that say nothing."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packhorse.inventory import stockfile
from packhorse.network import warehousefile

ROW = {"warehouse": "LDS", "bin": "A1", "sku": "MUG", "quantity": "5", "reason": "found"}
SITE = {"code": "NEW", "name": "New", "line1": "1 Road", "city": "Leeds", "postal_code": "LS1", "country": "gb"}
SITE |= {"timezone": "Europe/London"}
BIN = {"warehouse": "LDS", "code": "Z1", "barcode": "LDS-Z1", "x_mm": "0", "y_mm": "1200"}


def faults(kind="adjust", **cells):
    return [(each.column, each.reason) for each in stockfile.read([(2, ROW | cells)], kind)[1]]


def test_a_row_says_what_lies_where():
    cells = ROW | {"lot": "L1", "expires_on": "2030-01-31 00:00:00", "serial": "S1", "quantity": ""}
    (row,), wrong = stockfile.read([(7, cells)], "count")
    assert wrong == [] and (row.line, row.quantity, row.expires_on) == (7, 1, date(2030, 1, 31))
    assert stockfile.read([(2, ROW | {"reason": ""})], "opening")[0][0].reason == "opening stock"


@pytest.mark.parametrize(
    ("kind", "cells", "column"),
    [
        ("adjust", {"warehouse": ""}, "warehouse"),
        ("adjust", {"quantity": "0"}, "quantity"),
        ("adjust", {"quantity": "1.5"}, "quantity"),
        ("adjust", {"quantity": "٣"}, "quantity"),
        ("adjust", {"quantity": "99999999999"}, "quantity"),
        ("adjust", {"quantity": ""}, "quantity"),
        ("adjust", {"reason": ""}, "reason"),
        ("opening", {"quantity": "-1"}, "quantity"),
        ("opening", {"quantity": "0"}, "quantity"),
        ("count", {"quantity": "-1"}, "quantity"),
        ("count", {"serial": "S1", "quantity": "2"}, "quantity"),
        ("count", {"expires_on": "2030-01-01"}, "expires_on"),
        ("count", {"lot": "L", "expires_on": "2030-02-30"}, "expires_on"),
        ("count", {"lot": "L", "expires_on": "2030-01-01 12:00"}, "expires_on"),
        ("count", {"lot": "L" * 41}, "lot"),
    ],
)
def test_a_wrong_cell_is_named_by_its_column(kind, cells, column):
    ((found, reason),) = faults(kind, **cells)
    assert found == column and len(reason) > 10


@given(st.sampled_from(stockfile.KINDS), st.dictionaries(st.sampled_from(stockfile.COLUMNS), st.text(max_size=50)))
def test_any_row_is_read_or_named(kind, cells):
    rows, wrong = stockfile.read([(2, cells)], kind)
    assert len(rows) + bool(wrong) == 1


def test_columns_that_lack_are_named():
    assert stockfile.missing_columns(["warehouse", "bin", "sku"], "adjust") == ["quantity", "reason"]
    assert stockfile.missing_columns([*stockfile.NEEDED], "count") == []
    assert stockfile.missing_columns(["warehouse", "bin", "sku", "serial"], "count") == []
    assert warehousefile.missing_columns(["warehouse", "code"]) == ["barcode", "x_mm", "y_mm"]
    assert "timezone" in warehousefile.missing_columns(["code"])


def test_a_warehouse_has_usual_facts_where_the_file_says_nothing():
    (found,), wrong = warehousefile.read_sites([(2, SITE)], ["ambient"])
    made = found.warehouse
    assert wrong == [] and not found.placed and found.slots == warehousefile.SLOTS
    assert (made.country, made.cutoff, made.workdays) == ("GB", time(17), (1, 2, 3, 4, 5))


def test_middle_cross_aisles_are_read_from_front_to_back():
    (found,), wrong = warehousefile.read_sites([(2, SITE | {"middle_y_mm": "20000, 10000"})], ["ambient"])
    assert wrong == [] and found.warehouse.middle_y_mm == (10_000, 20_000)


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("code", "A/B"), ("code", ""), ("country", "GBR"), ("timezone", "Mars/Base"), ("timezone", ""),
        ("cutoff", "25:00"),
        ("workdays", "8"), ("workdays", "x"), ("latitude", "91"), ("latitude", "nan"), ("longitude", "east"),
        ("capacity_per_day", "0"), ("storage_classes", "warm"), ("slots", "2000"), ("depot_x_mm", "1.5"),
        ("middle_y_mm", "30000"), ("middle_y_mm", "far"), ("middle_y_mm", "1 2 3 4"),
    ],
)  # fmt: skip
def test_a_wrong_fact_of_a_warehouse_is_named(column, cell):
    good, wrong = warehousefile.read_sites([(2, SITE | {column: cell})], ["ambient"])
    assert good == [] and {each.column for each in wrong} == {column}


@pytest.mark.parametrize(
    ("column", "cell"),
    [("code", ""), ("barcode", "x" * 65), ("x_mm", ""), ("y_mm", "far"), ("use", "party"), ("storage_class", "warm"),
     ("width_mm", "-1"), ("aisle", "A")],
)  # fmt: skip
def test_a_wrong_fact_of_a_bin_is_named(column, cell):
    good, wrong = warehousefile.read_bins([(2, BIN | {column: cell})], ["ambient"])
    assert good == [] and {each.column for each in wrong} == {column}


def test_a_bin_that_stands_twice_is_named():
    good, wrong = warehousefile.read_bins([(2, BIN), (3, BIN)], ["ambient"])
    assert [each.line for each in good] == [2] and "line 2" in wrong[0].reason
