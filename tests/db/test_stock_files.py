"""Files of stock, warehouses and bins: good rows are booked, wrong ones named, the same file again adds nothing."""

import csv
import io

import pytest
from company import (
    NOW,
    bin_id,
    differences,
    in_bin,
    level,
    open_company,
    place_and_source,
    product,
    receive,
    run_sql,
    site,
)
from python_calamine import CalamineWorkbook

from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.network import queries as network
from packhorse.placing.formats.errorfile import error_file
from packhorse.web import sheets, stock_export, stock_files, warehouse_files


@pytest.fixture
def company(db):
    open_company()
    yield
    assert differences() == {}


def file(*rows, columns="warehouse,bin,sku,lot,expires_on,serial,quantity,reason"):
    return "\n".join([columns, *rows]).encode()


def take(content, kind="opening", **more):
    return stock_files.take(content, kind=kind, name="stock.csv", now=NOW, actor="clerk", **more)


def told(report):
    return [(fault.line, fault.column) for fault in report.faults]


def moves():
    return run_sql("SELECT kind, delta, cause, reason FROM inventory_movement WHERE actor = 'clerk' ORDER BY id")


def test_opening_stock_comes_into_bins_and_lots_once(company):
    content = file("LDS,C1,MUG,L1,2030-01-31,,7,", "LDS,C1,BOOK,,,,3,")
    report = take(content)
    assert [(each.before, each.after) for each in report.changed] == [(0, 7), (0, 3)] and report.faults == []
    (row,) = [row for row in stock.bins(product("MUG").id) if row.lot == "L1"]
    assert (row.quantity, str(row.expires_on)) == (7, "2030-01-31")
    assert moves()[0] == ("received", 7, "stock file", "opening stock")
    again = take(content)
    assert again.known_at == NOW and again.changed == [] and level("MUG", "LDS") == (17, 0)
    assert "Booked already" in again.summary()
    assert len(take(content, again=True).changed) == 2 and level("MUG", "LDS") == (24, 0)
    assert [each.nth for each in stock.stock_files()] == [2, 1]


def test_a_dry_run_says_the_same_and_keeps_nothing(company):
    content = file("LDS,A1,MUG,,,,-4,broken", "LDS,A1,MUG,,,,-99,lost", "LDS,C1,BOOK,NEW,,,2,found")
    dry = take(content, "adjust", dry_run=True)
    assert (moves(), stock.stock_files(), stock.lot(product("BOOK").id, "NEW")) == ([], [], None)
    real = take(content, "adjust")
    assert (dry.changed, dry.faults, dry.same) == (real.changed, real.faults, real.same)
    assert [(each.before, each.after) for each in real.changed] == [(10, 6), (0, 2)] and told(real) == [(3, "")]
    assert level("MUG", "LDS") == (6, 0)


def test_a_count_books_the_difference_as_counted(company):
    content = file("LDS,A1,MUG,,,,8,", "LDS,A2,BOOK,,,,20,", "LDS,A3,LAMP,,,,0,stolen", "LDS,C2,LAMP,,,,1,")
    report = take(content, "count")
    assert (len(report.changed), report.same, report.faults) == (3, 1, [])
    assert moves() == [
        ("counted", -2, "stock file", "counted"),
        ("counted", 1, "stock file", "counted"),
        ("counted", -2, "stock file", "stolen"),
    ]
    assert take(content, "count", again=True).changed == []


def test_a_place_that_is_counted_twice_is_named(company):
    report = take(file("LDS,A1,MUG,,,,8,", "LDS,A1,MUG,,,,9,"), "count")
    assert told(report) == [(3, "bin")] and in_bin("LDS", "A1", "MUG") == (8, 0)


def test_wrong_rows_are_named_good_ones_booked_and_the_error_file_brings_the_rest(company):
    content = file(
        "LDS,C1,MUG,,,,1,", "NOWHERE,C1,MUG,,,,1,", "LDS,Q9,MUG,,,,1,", "LDS,C1,CUP,,,,1,", "LDS,C1,MUG,,,,x,",
        "LDS,C1,MUG,L1,2030-13-01,,1,", "LDS,C2,MUG,,,,2,", "LDS,C1,MUG,,,,1,,,",
    )  # fmt: skip
    report = take(content)
    assert told(report) == [
        (3, "warehouse"), (4, "bin"), (5, "sku"), (6, "quantity"), (7, "expires_on"), (9, "")
    ]  # fmt: skip
    assert (report.rows, report.wrong, len(report.changed)) == (8, 6, 2)
    made = error_file(content, report.refused)
    fixed = made.content.replace(b"NOWHERE", b"LDS").replace(b",Q9,", b",C1,").replace(b",CUP,", b",MUG,")
    fixed = fixed.replace(b",x,", b",1,").replace(b"2030-13-01", b"2030-12-01")
    after = take(fixed)
    assert [fault.line for fault in after.faults] == [7] and level("MUG", "LDS") == (18, 0)


def test_a_lot_with_another_expiry_than_is_known_is_named(company):
    inventory.know_lot(product_id=product("MUG").id, code="L1", expires_on=NOW.date(), now=NOW)
    assert told(take(file("LDS,C1,MUG,L1,2030-01-01,,1,"))) == [(2, "expires_on")]


def test_what_was_promised_of_lost_goods_is_looked_for_elsewhere(company):
    place_and_source("W-1", {"DESK": 2})
    report = take(file("BRS,B1,DESK,,,,1,water damage"), "count")
    assert report.faults == [] and level("DESK", "BRS")[0] == 1


@pytest.mark.parametrize(
    ("content", "column"),
    [(b"", "warehouse"), (b"sku,quantity\nMUG,1", "warehouse"), (b"sku,sku\nMUG,1", ""), (b"PK\x03\x04rubbish", "")],
)
def test_a_file_that_cannot_be_read_says_why_and_books_nothing(company, content, column):
    report = take(content)
    assert report.faults[0].column == column and moves() == [] and stock.stock_files() == []


def test_bytes_that_are_no_text_spoil_their_row_only(company):
    report = take(file("LDS,C1,MUG,,,,1,") + b"\nLDS,C1,MUG,,,,1,\xff\xfe" + b"\nLDS,C1,MUG,,,,1,\x00")
    assert told(report) == [(3, ""), (4, "")] and len(report.changed) == 1


def test_a_serial_number_of_a_product_that_has_none_is_named(company):
    for kind in ("opening", "count", "adjust"):
        assert told(take(file("LDS,C1,MUG,,,S1,1,found"), kind)) == [(2, "")]


def test_numbered_units_are_counted_by_their_numbers(company):
    take(file("LDS,A3,LAMP,,,,-2,x", "BRS,A3,LAMP,,,,-5,x"), "adjust")
    run_sql("UPDATE catalog_product SET tracks_serials = true WHERE sku = 'LAMP'")
    assert take(file(*(f"LDS,C1,LAMP,,,S{nth},," for nth in (1, 2, 3)))).faults == []
    report = take(file("LDS,C1,LAMP,,,S2,,", "LDS,C1,LAMP,,,S3,,", "LDS,C1,LAMP,,,S4,,"), "count")
    assert report.faults == [] and stock.serials(product("LAMP").id, bin_id("LDS", "C1")) == ["S2", "S3", "S4"]
    assert told(take(file("LDS,C2,LAMP,,,S4,,"))) == [(2, "")]


def test_stock_that_is_handed_out_can_be_taken_in_as_a_count(company):
    receive("LDS", "C1", "MUG", 2, lot_id=inventory.know_lot(
        product_id=product("MUG").id, code="=1+1", expires_on=NOW.date(), now=NOW))  # fmt: skip
    made = b"".join(sheets.as_csv(stock_export.TABLES["stock"], stock_export.stock(network.warehouses())))
    rows = list(csv.DictReader(io.StringIO(made.decode("utf-8-sig"))))
    assert [row["lot"] for row in rows if row["bin"] == "C1"] == ["'=1+1"]
    report = take(made, "count")
    assert (report.changed, report.faults, report.same) == ([], [], len(rows)) and len(rows) == 12


def test_levels_and_movements_are_handed_out_for_one_warehouse(company):
    sites = [network.warehouse("LDS")]
    rows = [dict(zip(stock_export.TABLES["levels"], row, strict=True)) for row in stock_export.levels(sites)]
    assert {row["warehouse"] for row in rows} == {"LDS"} and [row["sku"] for row in rows] == sorted(
        ["MUG", "BOOK", "LAMP", "PAINT"]
    )
    assert (rows[2]["on_hand"], rows[2]["available"]) == ("10", "10")
    start = NOW.replace(hour=0)
    moved = list(stock_export.movements(sites, start, start.replace(day=16)))
    assert len(moved) == 4 and moved[0][:6] == ("2024-05-15T09:00:00Z", "received", "LDS", "MUG", "", "10")
    assert list(stock_export.movements(sites, start.replace(day=16), start.replace(day=17))) == []


def test_a_workbook_holds_numbers_as_numbers(company):
    table = stock_export.levels([network.warehouse("LDS")])
    made = sheets.as_workbook(
        stock_export.TABLES["levels"], table, numbers=stock_export.numbers("levels"), name="Levels"
    )
    rows = CalamineWorkbook.from_filelike(made).get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["warehouse", "sku", "on_hand"] and rows[3][:3] == ["LDS", "MUG", 10.0]


SITE = b"code,name,line1,city,postal_code,country,timezone\n"


def test_a_warehouse_is_opened_with_its_bins_and_can_work(company):
    report = warehouse_files.take(
        SITE + b"YRK,York,1 Road,York,YO1,GB,Europe/London\nX,X,X,Atlantis,1,GB,Europe/London"
    )
    assert (report.new, [(fault.line, fault.column) for fault in report.faults]) == (1, [(3, "latitude")])
    bins = b"warehouse,code,barcode,aisle,x_mm,y_mm,width_mm,depth_mm,height_mm\n"
    report = warehouse_files.take(
        bins + b"YRK,A1,YRK-A1,0,0,1200,600,400,300\nYRK,A2,LDS-A1,0,0,1200,,,\nNO,A,B,0,0,0,,,"
    )
    assert (report.new, [fault.line for fault in report.faults]) == (1, [3, 4])
    assert set(network.bin_ids("YRK")) == {"A1", "RECEIVING", "QUARANTINE", "DAMAGED"}
    assert take(file("YRK,A1,MUG,,,,50,")).faults == [] and level("MUG", "YRK") == (50, 0)
    assert run_sql("SELECT count(*) FROM sorting_slot WHERE warehouse_id = %s", site("YRK")) == [(40,)]
    again = warehouse_files.take(bins + b"YRK,A1,YRK-A1,0,0,2400,600,400,300")
    assert (again.new, again.known, again.faults) == (0, 1, [])


@pytest.mark.parametrize(
    "row", ["LDS,A1,LDS-A1,0,0,reserve", "LDS,Z1,LDS-A1,0,0,pick", "LDS,Z1,BRS-A1,0,0,pick", "LDS,Z1,LDS-Z1,0,0,party"]
)
def test_a_bin_that_cannot_be_is_named_and_nothing_of_it_kept(company, row):
    before = network.bins(network.warehouse("LDS").id)
    report = warehouse_files.take(f"warehouse,code,barcode,x_mm,y_mm,use\n{row}".encode())
    assert len(report.faults) == 1 and network.bins(network.warehouse("LDS").id) == before


def test_two_bins_of_a_file_cannot_have_one_barcode(company):
    report = warehouse_files.take(b"warehouse,code,barcode,x_mm,y_mm\nLDS,Z1,SAME,0,0\nLDS,Z2,SAME,0,0\nLDS,Z3,OK,0,0")
    assert (report.new, len(report.faults)) == (2, 1)


def test_a_dry_run_opens_nothing(company):
    assert warehouse_files.take(SITE + b"YRK,York,1 Road,York,YO1,GB,Europe/London", dry_run=True).new == 1
    assert network.warehouse("YRK") is None
