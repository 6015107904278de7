"""A product as it is listed: what keeps it from being listed, packs that hold whole ones, kits that are whole."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packhorse.catalog.rules import LEVELS, NewPack, NewPart, NewProduct, faults, in_packs, meant, nested, whole_kits

MUG = NewProduct("MUG", "Mug", "9520000000011", 500, "GBP", 100, 90, 90, 350)
INNER = NewPack("inner", 4, "a", 220, 200, 100, 1_500)
CASE = NewPack("case", 12, "b", 320, 220, 220, 4_800)
PALLET = NewPack("pallet", 480, "c", 1_200, 800, 1_600, 250_000)


def test_a_product_with_packs_of_every_level_can_be_listed():
    assert faults(replace(MUG, packs=(PALLET, INNER, CASE))) == []
    assert faults(replace(MUG, packs=(INNER, PALLET))) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"sku": " "}, "sku is empty"),
        ({"sku": "MUG "}, "begins or ends with a space"),
        ({"sku": "A/1"}, "holds a slash"),
        ({"sku": "M" * 65}, "sku is longer than 64"),
        ({"name": "M\x00"}, "NUL"),
        ({"barcode": ""}, "barcode is empty"),
        ({"currency": "gbp"}, "three capitals"),
        ({"length_mm": 0}, "above zero millimetres"),
        ({"weight_g": 10**9}, "beyond all reason"),
        ({"price_minor": -1}, "negative"),
        ({"price_minor": 10**13}, "beyond all reason"),
        ({"storage_class": "warm"}, "'warm' is unknown"),
        ({"min_days_left": 0}, "between 1 and"),
        ({"hs_code": "69.1x"}, "customs code"),
        ({"origin": "uk "}, "two-letter"),
        ({"hazmat_class": "10"}, "'10' is unknown"),
        ({"un_number": "UN34811"}, "un_number 'UN34811' is none"),
        ({"un_number": "3481"}, "un_number '3481' is none"),
        ({"un_number": "UN3481", "parts": (NewPart("BOOK", 1),)}, "un_number: a kit is sent as its parts"),
        ({"hazmat_class": "3", "parts": (NewPart("BOOK", 1),)}, "hazmat_class: a kit is sent as its parts"),
        ({"own_container": True, "parts": (NewPart("BOOK", 1),)}, "own_container: a kit is sent as its parts"),
        ({"not_to": ("FR", "QQ")}, "'QQ' is no country"),
        ({"not_to": ("FR", "FR")}, "stands twice"),
        ({"not_to": ("FR",), "parts": (NewPart("BOOK", 1),)}, "sent as its parts"),
        ({"packs": (replace(CASE, level="box"),)}, "'box' is unknown"),
        ({"packs": (replace(CASE, units=1),)}, "between 2 and"),
        ({"packs": (replace(CASE, barcode=" "),)}, "case: barcode is empty"),
        ({"packs": (replace(CASE, weight_g=0),)}, "case: weight must be above zero"),
        ({"packs": (CASE, CASE)}, "one pack of each level"),
        ({"packs": (INNER, replace(CASE, units=4))}, "not several whole inners of 4"),
        ({"packs": (INNER, replace(CASE, units=10))}, "not several whole inners of 4"),
        ({"packs": (INNER, replace(CASE, barcode="a"))}, "barcode a stands twice"),
        ({"packs": (replace(CASE, barcode=MUG.barcode),)}, "stands twice"),
        ({"parts": (NewPart("MUG", 1),)}, "no part of itself"),
        ({"parts": (NewPart("BOOK", 0),)}, "between 1 and"),
        ({"parts": (NewPart("BOOK", 1), NewPart("BOOK", 2))}, "part BOOK stands twice"),
        ({"parts": (NewPart("BOOK", 1),), "packs": (CASE,)}, "never stocked"),
    ],
)
def test_what_keeps_a_product_from_being_listed_is_said(change, words):
    assert any(words in fault for fault in faults(replace(MUG, **change))), faults(replace(MUG, **change))


@given(st.lists(st.integers(2, 40), min_size=3, max_size=3))
def test_packs_are_taken_when_each_holds_several_whole_ones_of_the_one_below(units):
    packs = tuple(NewPack(level, count, level, 1, 1, 1, 1) for level, count in zip(LEVELS, units, strict=True))
    right = all(above > below and above % below == 0 for below, above in pairwise(units))
    assert (faults(replace(MUG, packs=packs)) == []) == right


def test_kits_are_not_nested():
    assert nested({1: (2, 3), 4: (3,)}) is None
    assert nested({1: (2, 3), 3: (5,)}) == (1, 3)


@given(
    st.dictionaries(st.integers(1, 4), st.integers(0, 50)),
    st.dictionaries(st.integers(1, 4), st.integers(1, 5), min_size=1),
)
def test_so_many_kits_are_whole_as_can_be_taken_apart_and_not_one_more(units, parts):
    kits = whole_kits(units, parts.items())
    assert all(units.get(part, 0) >= kits * each for part, each in parts.items())
    assert any(units.get(part, 0) < (kits + 1) * each for part, each in parts.items())


def test_a_scan_means_its_text_without_the_spaces_around_it():
    assert meant(" 952 \r\n", today=date(2024, 5, 15)).codes == ("952",)
    assert meant("  ", today=date(2024, 5, 15)).codes == meant("a\x00", today=date(2024, 5, 15)).codes == ()


@pytest.mark.parametrize(
    ("units", "words"),
    [
        (27, "2 cases of 12 + 3 units"),
        (24, "2 cases of 12"),
        (13, "1 case of 12 + 1 unit"),
        (20, "1 case of 12 + 2 inner packs of 4"),
        (3, ""),
        (0, ""),
    ],
)
def test_units_are_said_in_whole_packs(units, words):
    assert in_packs(units, [("inner", 4), ("case", 12)]) == words
