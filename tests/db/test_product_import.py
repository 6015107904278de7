"""A file of products: good rows are kept, each wrong row is named with its line, a dry run keeps nothing."""

import pytest
from company import PACKS, PRODUCTS, differences, open_company, product

from packhorse.catalog import queries as catalog
from packhorse.web.product_import import import_products

COLUMNS = "sku,name,barcode,price,currency,length_mm,width_mm,height_mm,weight_g"
CUP = "CUP,Cup,cup,3.00,GBP,80,70,70,200"


def file(*rows, more=""):
    return "\n".join([COLUMNS + more, *rows, ""]).encode()


def named(report):
    return [(error.line, error.column) for error in report.errors]


def test_products_are_listed_and_the_same_file_again_changes_nothing(db):
    for _ in range(2):
        report = import_products(file(CUP, CUP.replace("CUP", "JUG").replace("cup", "jug")))
        assert (report.rows, report.listed, report.errors) == (2, 2, [])
    assert (product("CUP").price_minor, product("JUG").name, product("CUP").storage_class) == (300, "Cup", "ambient")


def test_packs_and_kits_come_with_their_columns_wherever_their_parts_stand(db):
    more = ",parts,case_units,case_barcode,case_length_mm,case_width_mm,case_height_mm,case_weight_g,tracks_lots"
    kit = f"{CUP.replace('CUP', 'TEA').replace('cup', 'tea')},2 CUP | 1 JUG,,,,,,,"
    cup = f"{CUP},,6,cup-6,240,220,80,1300,yes"
    jug = f"{CUP.replace('CUP', 'JUG').replace('cup', 'jug')},,,,,,,,no"
    report = import_products(file(kit, cup, jug, more=more))
    assert (report.listed, report.errors) == (3, [])
    assert dict(catalog.kits([product("TEA").id])[product("TEA").id]) == {product("CUP").id: 2, product("JUG").id: 1}
    assert catalog.scan("cup-6").units == 6
    assert (product("CUP").tracks_lots, product("JUG").tracks_lots) == (True, False)
    assert differences() == {}


def test_a_file_without_columns_of_packs_says_nothing_of_them(db):
    open_company(stocked={})
    mug = f"MUG,Mug,{product('MUG').barcode},5.00,GBP,100,90,90,350"
    assert import_products(file(mug)).errors == []
    assert [pack.units for pack in catalog.packs([product("MUG").id])[product("MUG").id]] == [4, 12]
    import_products(file(f"{mug},", more=",case_units"))
    assert catalog.packs([product("MUG").id]) == {}


WRONG = [
    (CUP.replace("3.00", "three"), "price"),
    (CUP.replace("3.00", "3.005"), "price"),
    (CUP.replace("Cup", ""), "name"),
    (CUP.replace(",80,", ",8O,"), "length_mm"),
    (CUP.replace(",200", ",0"), ""),
    (CUP.replace("GBP", "pounds"), ""),
    (CUP + ",extra", ""),
    (CUP.replace("cup", "9520000000011"), "barcode"),  # the row before has it
    (CUP.replace("cup", "9520000000028"), ""),
    (CUP.replace("cup", PACKS["MUG"][1].barcode), ""),
    (CUP.replace("Cup", "C\x00p"), "name"),
    (CUP.replace("CUP", "MUG"), "sku"),
]


@pytest.mark.parametrize(("wrong", "column"), WRONG)
def test_a_wrong_row_is_named_and_the_others_are_kept(db, wrong, column):
    open_company(stocked={})
    mug = f"MUG,Mug,{product('MUG').barcode},5.00,GBP,100,90,90,350"
    jug = CUP.replace("CUP", "JUG").replace("cup", "jug")
    report = import_products(file(mug, wrong, jug))
    assert (named(report), report.listed) == ([(3, column)], 2)
    assert (catalog.by_sku("CUP"), product("JUG").name) == (None, "Cup")


def test_rows_that_only_the_catalog_refuses_are_found_among_many(db):
    open_company(stocked={})
    rows = [CUP.replace("CUP", f"CUP{nth}").replace("cup", f"cup{nth}") for nth in range(40)]
    for nth in (3, 17):
        rows[nth] = rows[nth].replace(f"cup{nth}", "9520000000011" if nth == 3 else "9520000000028")
    report = import_products(file(*rows))
    assert (named(report), report.listed) == ([(5, ""), (19, "")], 38)
    assert "that of product MUG" in report.errors[0].reason


def test_a_dry_run_tells_the_same_and_keeps_nothing(db):
    open_company(stocked={})
    content = file(CUP, CUP.replace("CUP", "JUG").replace("cup", "9520000000011"))
    dry = import_products(content, dry_run=True)
    assert (dry.listed, named(dry), "nothing was kept" in dry.summary()) == (1, [(3, "")], True)
    assert len(catalog.search("", limit=100)) == len(PRODUCTS)
    real = import_products(content)
    assert (real.listed, real.errors) == (dry.listed, dry.errors)


@pytest.mark.parametrize(
    ("content", "column"),
    [
        (b"", "sku"),
        (b"sku,name\nA,B\n", "barcode"),
        (f"{COLUMNS},colour\n".encode(), "colour"),
        (f"{COLUMNS},sku\n".encode(), "sku"),
        (b"PK\x03\x04 no workbook", ""),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(db, content, column):
    report = import_products(content)
    assert report.listed == 0
    assert column in {error.column for error in report.errors}


@pytest.mark.parametrize("cell", ["MUG", "two MUG", "2", "2 MUG | "])
def test_parts_are_units_and_skus(db, cell):
    open_company(stocked={})
    report = import_products(file(f"{CUP},{cell}", more=",parts"))
    assert named(report) == ([] if cell.endswith("| ") else [(2, "parts")])
