"""Products and the packs they come in: listed all or none, and a barcode means one thing."""

import threading
from dataclasses import replace

import pytest
from company import PACKS, differences, open_company, product

from packhorse.catalog import operations, queries
from packhorse.catalog.rules import NewPack, NewProduct
from packhorse.errors import Refusal

CUP = NewProduct("CUP", "Cup", "cup", 300, "GBP", 80, 70, 70, 200)
CASE = NewPack("case", 6, "cup-6", 240, 220, 80, 1_300)
INNER, DOZEN = PACKS["MUG"]


def packs(sku):
    return [(row.level, row.units, row.barcode) for row in queries.packs([product(sku).id]).get(product(sku).id, [])]


@pytest.mark.parametrize(("code", "units"), [("MUG", 1), (INNER.barcode, 4), (f" {DOZEN.barcode}\n", 12)])
def test_a_scan_says_product_and_units(db, code, units):
    open_company(stocked={})
    found = queries.scan(code)
    assert (found.product, found.units) == (product("MUG"), units)
    assert (found.lot, found.expires_on, found.serial) == ("", None, "")


def test_what_nothing_is_called_scans_as_nothing(db):
    open_company(stocked={})
    assert [queries.scan(code) for code in ("", "nothing", "MU\x00G", "9" * 400)] == [None] * 4


def test_packs_take_the_place_of_those_there_were_unless_none_are_told(db):
    operations.list_products([replace(CUP, packs=(CASE,))])
    operations.list_products([replace(CUP, name="Cup, blue", tracks_lots=True, min_days_left=30, origin="PT")])
    assert packs("CUP") == [("case", 6, "cup-6")]
    assert (product("CUP").name, product("CUP").tracks_lots, product("CUP").min_days_left) == ("Cup, blue", True, 30)
    operations.list_products([replace(CUP, packs=(replace(CASE, units=8),))])
    assert packs("CUP") == [("case", 8, "cup-6")]
    operations.list_products([replace(CUP, packs=())])
    assert packs("CUP") == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (replace(CUP, barcode=DOZEN.barcode), "a case of product MUG"),
        (replace(CUP, packs=(replace(CASE, barcode=DOZEN.barcode),)), "a case of product MUG"),
        (replace(CUP, barcode="9520000000011"), "product MUG"),
        (replace(CUP, packs=(replace(CASE, barcode="9520000000011"),)), "product MUG"),
    ],
)
def test_a_barcode_that_is_taken_is_refused_and_nothing_is_listed(db, wrong, words):
    open_company(stocked={})
    with pytest.raises(Refusal) as refused:
        operations.list_products([replace(CUP, sku="JUG", barcode="jug"), wrong])
    assert refused.value.code == "BARCODE_TAKEN"
    assert words in refused.value.text
    assert queries.by_sku("CUP") is queries.by_sku("JUG") is None


def test_a_products_own_pack_keeps_its_barcode_while_the_packs_are_not_told(db):
    operations.list_products([replace(CUP, packs=(CASE,))])
    with pytest.raises(Refusal, match="a case of product CUP"):
        operations.list_products([replace(CUP, barcode="cup-6")])
    operations.list_products([replace(CUP, barcode="cup-6", packs=(replace(CASE, barcode="cup"),))])
    assert (product("CUP").barcode, packs("CUP")) == ("cup-6", [("case", 6, "cup")])


@pytest.mark.parametrize("same", [{"sku": "CUP"}, {"barcode": "cup"}])
def test_what_stands_twice_in_one_go_is_refused(db, same):
    other = replace(CUP, **{"sku": "JUG", "barcode": "jug"} | same)
    with pytest.raises(Refusal, match="stands twice"):
        operations.list_products([CUP, other])


def test_two_writers_at_once_do_not_give_one_barcode_to_two_things(own_db):
    from django.db import connection, transaction

    said = []

    def other():
        try:
            operations.list_products([replace(CUP, sku="JUG", barcode="jug", packs=(replace(CASE, barcode="cup"),))])
        except Refusal as refusal:
            said.append(refusal.code)
        finally:
            connection.close()

    with transaction.atomic():
        operations.list_products([CUP])
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(0.5)
        assert thread.is_alive(), "the second writer did not wait for the first"
    thread.join(10)
    assert said == ["BARCODE_TAKEN"]
    assert differences() == {}
