"""Files of rate tables: what a row must say, what does not fit together, and that what is written is read again."""

from dataclasses import replace
from pathlib import Path

import pytest

from packhorse.carriers.rules import NewCarrier, NewRate, NewService, NewSurcharge, NewZone
from packhorse.carriers.tablefiles import (
    COLUMNS,
    NEEDS,
    Tables,
    as_rows,
    built,
    check,
    kept,
    merged,
    missing_columns,
    read,
    touched,
    what_is,
)

GOOD = {
    "services": ["POST,Post,PO,std,Post Standard,5000,20000,1200,1 2 3,1 2 3 4 5 6,LQ 3,12.5,GBP,,no,66"],
    "zones": ["POST,GB,GB,100,near", "POST,GB,GB,,far", "POST,GB,IE,,far"],
    "rates": [
        "POST,std,near,2000,3.10,1", "POST,std,near,20000,5.95,2", "POST,std,far,2000,4.00,3",
        "POST,std,far,20000,7,3",
    ],
    "surcharges": [
        "POST,*,weight_over,10000,2.00", "POST,std,longest_over,1000,3", "POST,std,girth_over,3000,8",
        "POST,*,country,ie,1.10", "POST,*,postal_prefix,gb hs,6",
    ],
}  # fmt: skip
POST = NewCarrier(
    "POST", "Post", "PO", "GBP",
    (NewZone("GB", "GB", 100, "near"), NewZone("GB", "GB", None, "far"), NewZone("GB", "IE", None, "far")),
    (NewService("std", "Post Standard", 5000, 20_000, 1200, (
        NewRate("near", 2000, 310, 1), NewRate("near", 20_000, 595, 2), NewRate("far", 2000, 400, 3),
        NewRate("far", 20_000, 700, 3)), (1, 2, 3), (1, 2, 3, 4, 5, 6), ("LQ", "3"), 1250, 66),),
    "", False,
    (NewSurcharge("*", "weight_over", "10000", 200), NewSurcharge("std", "longest_over", "1000", 300),
     NewSurcharge("std", "girth_over", "3000", 800), NewSurcharge("*", "country", "IE", 110),
     NewSurcharge("*", "postal_prefix", "GB HS", 600)),
)  # fmt: skip
NOTHING = Tables()


def take(files, columns=COLUMNS, currency="GBP"):
    """Read files {what: rows as text}; return the tables and what is wrong in single rows."""
    tables, faults = Tables(), []
    for what, rows in files.items():
        cells = [
            (line, dict(zip(columns[what], row.split(","), strict=True))) for line, row in enumerate(rows, start=2)
        ]
        found, wrong = read(what, what, cells, currency)
        faults += wrong
        getattr(tables, what).extend(getattr(found, what))
    return tables, faults


def checked(files=GOOD, old=NOTHING, accounts=(), columns=COLUMNS):
    tables, faults = take(files, columns)
    assert faults == []
    return check(merged(old, tables), touched(tables), accounts)


def told(faults):
    return [(*fault.at, fault.column) for fault in faults]


def with_row(what, row, *more):
    return GOOD | {what: [*GOOD[what], row, *more]}


def test_good_files_are_a_carrier():
    tables, faults = take(GOOD)
    found = checked()
    assert (faults, found.faults, found.warnings) == ([], [], [])
    assert built(tables, {"POST"}) == [POST]


@pytest.mark.parametrize("currency", ["GBP", "JPY", "BHD"])
def test_what_is_written_is_read_again(currency):
    post = replace(POST, currency=currency, account="EP")
    more = replace(post, code="VAN", name="Van", tracking_prefix="VN", account="", simulated=True, surcharges=())
    tables = kept([post, more])
    again, faults = take(
        {what: [",".join(row) for row in as_rows(what, tables, currency)] for what in COLUMNS}, currency=currency
    )
    assert faults == []
    assert built(again, touched(again)) == [post, more]


@pytest.mark.parametrize(
    ("what", "row", "column", "word"),
    [
        ("services", ",Post,PO,x,X,5000,1,1,,,,,,,,", "carrier", "empty"),
        ("services", "POST,Post,P-O,x,X,5000,1,1,,,,,,,,", "tracking_prefix", "letters and digits"),
        ("services", "POST,Post,TOOLONG,x,X,5000,1,1,,,,,,,,", "tracking_prefix", "longer than 6"),
        ("services", "POST,Post,PO,*,X,5000,1,1,,,,,,,,", "service", "without"),
        ("services", "POST,Post,PO,x,X,0,1,1,,,,,,,,", "dim_divisor", "whole number from 1"),
        ("services", "POST,Post,PO,x,X,5000,1.5,1,,,,,,,,", "max_weight_g", "whole number"),
        ("services", "POST,Post,PO,x,X,5000,-1,1,,,,,,,,", "max_weight_g", "whole number"),
        ("services", "POST,Post,PO,x,X,5000,1,²,,,,,,,,", "max_length_mm", "whole number"),
        ("services", "POST,Post,PO,x,X,5000,1,1,0 8,,,,,,,", "pickup_days", "1 is Monday"),
        ("services", "POST,Post,PO,x,X,5000,1,1,,Mon,,,,,,", "delivery_days", "1 is Monday"),
        ("services", "POST,Post,PO,x,X,5000,1,1,,,3 10,,,,,", "takes_hazmat", "no class"),
        ("services", "POST,Post,PO,x,X,5000,1,1,,,,101,,,,", "fuel_percent", "0 to 100"),
        ("services", "POST,Post,PO,x,X,5000,1,1,,,,1.255,,,,", "fuel_percent", "two decimals"),
        ("services", "POST,Post,PO,x,X,5000,1,1,,,,,EUR,,,", "currency", "costs in GBP"),
        ("services", "POST,Post,PO,x,X,5000,1,1,,,,,,,maybe,", "simulated", "yes or no"),
        ("services", "POST,Post,PO,x,X,5000,1,1,,,,,,,,1000", "maxicode", "0 to 999"),
        ("services", "POST,Post,PO,x,X,5000,1,1,,,,,,,,-1", "maxicode", "0 to 999"),
        ("zones", "POST,UK1,GB,,near", "origin_country", "two letters"),
        ("zones", "POST,GB,,,near", "dest_country", "empty"),
        ("zones", "POST,GB,GB,0,near", "max_km", "whole number"),
        ("zones", "POST,GB,GB,,", "zone", "empty"),
        ("rates", "POST,std,near,0,1,1", "max_weight_g", "from 1"),
        ("rates", "POST,std,near,5000,-3.10,1", "price", "below zero"),
        ("rates", "POST,std,near,5000,3.105,1", "price", "12.34"),
        ("rates", "POST,std,near,5000,EUR 3,1", "price", "in GBP"),
        ("rates", "POST,std,near,5000,nan,1", "price", "no amount"),
        ("rates", "POST,std,near,5000,,1", "price", "empty"),
        ("rates", "POST,std,near,5000,3,61", "transit_days", "0 to 60"),
        ("rates", "POST,std,near,5000,3,-1", "transit_days", "0 to 60"),
        ("surcharges", "POST,*,fuel,1,1", "kind", "column of the services"),
        ("surcharges", "POST,*,weight_over,heavy,1", "limit", "whole number"),
        ("surcharges", "POST,*,country,Ireland,1", "limit", "two letters"),
        ("surcharges", "POST,*,postal_prefix,HS1,1", "limit", "GB HS"),
        ("surcharges", "POST,*,postal_prefix,GB,1", "limit", "GB HS"),
        ("surcharges", "POST,*,country,GB,-1", "price", "below zero"),
    ],
)
def test_a_wrong_cell_is_named(what, row, column, word):
    _, faults = take(with_row(what, row))
    assert told(faults) == [(what, len(GOOD[what]) + 2, column)]
    assert word in faults[0].reason


@pytest.mark.parametrize(
    ("files", "where", "word"),
    [
        (with_row("services", GOOD["services"][0]), ("services", 3, "service"), "line 2"),
        (with_row("services", GOOD["services"][0].replace("Post,PO,std", "Mail,PO,ex")),
         ("services", 3, "carrier_name"), "differs from line 2"),
        (with_row("services", "VAN,Van,PO,s,S,5000,0,1,,,,,,,,"), ("services", 3, "tracking_prefix"), "POST and VAN"),
        (with_row("zones", "POST,GB,GB,100,far"), ("zones", 5, "max_km"), "line 2"),
        (with_row("zones", "POST,GB,IE,,near"), ("zones", 5, "max_km"), "line 4"),
        (with_row("zones", "VAN,GB,IE,,near"), ("zones", 5, "carrier"), "no services"),
        (with_row("zones", "POST,GB,FR,,abroad"), ("zones", 5, "zone"), "has a price"),
        (with_row("rates", "POST,std,near,2000,9,9"), ("rates", 6, "max_weight_g"), "overlaps that on line 2"),
        (with_row("rates", "POST,ex,near,20000,9,9"), ("rates", 6, "service"), "no service 'ex'"),
        (with_row("rates", "POST,*,near,20000,9,9"), ("rates", 6, "service"), "no service '*'"),
        (with_row("rates", "VAN,std,near,20000,9,9"), ("rates", 6, "carrier"), "no services"),
        (GOOD | {"rates": GOOD["rates"][:3]}, ("rates", 4, "max_weight_g"), "end at 2,000 g, its limit is 20,000 g"),
        (with_row("surcharges", "POST,*,country,IE,9"), ("surcharges", 7, "limit"), "line 5"),
        (with_row("surcharges", "POST,ex,country,IE,9"), ("surcharges", 7, "service"), "no service 'ex'"),
        (GOOD | {"services": [GOOD["services"][0].replace("GBP,,no", "GBP,XX,no")]}, ("services", 2, "account"), "XX"),
        (GOOD | {"services": [GOOD["services"][0].replace("GBP,,no", "GBP,EP,yes")]},
         ("services", 2, "simulated"), "no account"),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_named(files, where, word):
    faults = checked(files, accounts=["EP"]).faults
    assert told(faults) == [where]
    assert word in faults[0].reason


@pytest.mark.parametrize(
    ("bands", "where", "word"),
    [
        (["0,2000", "2000,20000"], [], ""),
        (["0,2000", "2001,20000"], [], ""),
        (["0,2000", "1999,20000"], [("rates", 3, "min_weight_g")], "overlaps that on line 2"),
        (["0,2000", "5000,20000"], [("rates", 3, "min_weight_g")], "from 2,000 to 5,000 g"),
        (["500,2000", "2000,20000"], [("rates", 2, "min_weight_g")], "from 0 to 500 g"),
        (["0,2000", "30000,20000"], [("rates", 3, "min_weight_g")], "ends before it begins"),
    ],
)
def test_bands_that_say_where_they_begin_have_neither_holes_nor_overlaps(bands, where, word):
    columns = COLUMNS | {
        "rates": ("carrier", "service", "zone", "price", "transit_days", "min_weight_g", "max_weight_g")
    }
    rates = [f"POST,std,{zone},3,1,{band}" for zone in ("near",) for band in bands] + ["POST,std,far,3,1,,20000"]
    found = checked(GOOD | {"rates": rates}, columns=columns)
    assert told(found.faults) == where
    assert all(word in fault.reason for fault in found.faults)


@pytest.mark.parametrize(
    ("files", "where", "word"),
    [
        (with_row("rates", "POST,std,near,3000,3.09,1"), ("rates", 6, "price"), "lighter parcel, on line 2"),
        (with_row("rates", "POST,std,moon,20000,9,9"), ("rates", 6, "zone"), "no lane"),
        (with_row("services", GOOD["services"][0].replace(",std,", ",ex,")), ("services", 3, "service"), "no rates"),
    ],
)
def test_what_is_strange_is_only_shown(files, where, word):
    found = checked(files)
    assert (found.faults, told(found.warnings)) == ([], [where])
    assert word in found.warnings[0].reason


def test_a_file_alone_changes_its_table_and_its_carrier_only():
    old = kept([POST, replace(POST, code="VAN", name="Van", tracking_prefix="VN")])
    rates = {"rates": ["POST,std,near,20000,9.99,1", "POST,std,far,20000,9.99,1"]}
    tables, _ = take(rates)
    assert checked(rates, old).faults == []
    (found,) = built(merged(old, tables), touched(tables))
    (service,) = found.services
    assert [rate.price_minor for rate in service.rates] == [999, 999]
    assert replace(found, services=()) == replace(POST, services=())


def test_a_fault_of_what_is_kept_is_told_as_such():
    found = checked({"rates": ["POST,std,near,20000,9.99,1"]}, kept([POST]))
    assert told(found.faults) == [("zones", 0, "zone")]
    assert checked({"rates": GOOD["rates"]}, kept([replace(POST, code="VAN")])).faults


def test_a_service_that_is_left_out_is_not_sold_any_more():
    row = "POST,Post Ltd,PO,ex,Post Express,5000,20000,1200,,,,,,,,"
    rates = [each.replace("std", "ex") for each in GOOD["rates"]]
    files = {"services": [row], "rates": rates}
    tables, _ = take(files)
    assert checked(files, kept([POST])).faults == []
    (found,) = built(merged(kept([POST]), tables), {"POST"})
    assert found.name == "Post Ltd"
    assert {service.code: (service.max_weight_g, len(service.rates)) for service in found.services} == {
        "ex": (20_000, 4),
        "std": (0, 0),
    }
    assert {row.service for row in found.surcharges} == {"*"}
    again = [",".join(cells) for cells in as_rows("services", kept([found]), "GBP")]
    assert checked({"services": again}, kept([found])).faults == []


def test_columns_that_are_left_out_leave_what_is_kept():
    needed = {"services": ["POST,Post,PO,std,Post Standard,5000,20000,1200"]}
    tables, _ = take(needed, NEEDS)
    old = replace(POST, simulated=True)
    (found,) = built(merged(kept([old]), tables), {"POST"})
    (service,) = found.services
    assert found.simulated
    assert (service.pickup_days, service.delivery_days, service.takes_hazmat, service.fuel) == (None,) * 4
    assert service.maxicode is None


def test_files_are_told_apart_by_their_columns():
    assert [what_is(columns) for columns in COLUMNS.values()] == list(COLUMNS)
    assert [missing_columns(what, columns) for what, columns in NEEDS.items()] == [[]] * 4
    assert missing_columns("rates", ["transit_days", "carrier"]) == ["service", "zone", "max_weight_g", "price"]
    assert what_is(["sku", "quantity"]) == ""


def test_the_example_of_the_docs_is_good():
    page = (Path(__file__).parents[2] / "docs" / "carriers.md").read_text(encoding="utf-8")
    tables = Tables()
    for block in page.split("services.csv\n", 1)[1].split("```", 1)[0].split("\n\n"):
        header, *rows = [line for line in block.splitlines() if "," in line]
        columns = header.split(",")
        cells = [(nth, dict(zip(columns, row.split(","), strict=True))) for nth, row in enumerate(rows, start=2)]
        what = what_is(columns)
        assert missing_columns(what, columns) == []
        found, faults = read(what, what, cells, "GBP")
        assert faults == []
        getattr(tables, what).extend(getattr(found, what))
    checked = check(tables, {"POST"}, ())
    assert (checked.faults, checked.warnings, len(tables.surcharges)) == ([], [], 2)
