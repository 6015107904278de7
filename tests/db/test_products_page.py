"""The page of a product's packs, parts and facts: each form is kept whole, or comes back with what was typed."""

import re

import pytest
from company import PACKS, open_company, product
from django.contrib.auth.models import User
from django.test import Client

from packhorse.catalog import queries as catalog
from packhorse.web.logins import add_user

INNER, CASE = PACKS["MUG"]


@pytest.fixture
def office(db):
    open_company()
    add_user(name="ada", password="correct horse battery staple", role="agent")
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="ada"))
    return client


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def packs_form(level, pack, **change):
    cells = {name: str(value) for name, value in vars(pack).items() if name != "level"} | change
    return {f"{level}-{name}": value for name, value in cells.items()}


def test_the_products_page_leads_there_and_it_shows_what_is_kept(office):
    assert "/stock/MUG/packs" in office.get("/stock/MUG").content.decode()
    page = office.get("/stock/MUG/packs").content.decode()
    assert f'value="{INNER.barcode}"' in page and f'value="{CASE.barcode}"' in page
    assert office.get("/stock/NOTHING/packs").status_code == 404
    kit = office.get("/stock/SET/packs")
    assert "A kit is never stocked, so it has no packs." in text(kit)
    assert 'name="sku-0" maxlength="64" value="MUG"' in kit.content.decode()


def test_packs_are_kept_and_taken_away(office):
    form = {"form": "packs", **packs_form("case", CASE, units="24")}
    assert "The packs are kept." in text(office.post("/stock/MUG/packs", form, follow=True))
    (kept,) = catalog.packs([product("MUG").id])[product("MUG").id]
    assert (kept.level, kept.units) == ("case", 24)
    office.post("/stock/MUG/packs", {"form": "packs"})
    assert catalog.packs([product("MUG").id]) == {}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"units": "many"}, "case, Units: 'many' is not a whole number"),
        ({"units": "10"}, "not several whole inners of 4"),
        ({"barcode": ""}, "case: barcode is empty"),
        ({"barcode": "9520000000028"}, "is that of product BOOK"),
    ],
)
def test_packs_that_cannot_be_come_back_as_they_were_typed(office, change, words):
    form = {"form": "packs", **packs_form("inner", INNER), **packs_form("case", CASE, **change)}
    answer = office.post("/stock/MUG/packs", form)
    assert answer.status_code in (409, 422)
    assert words in text(answer).replace("&#x27;", "'")
    (value,) = change.values()
    assert f'value="{value}"' in answer.content.decode()
    assert [pack.units for pack in catalog.packs([product("MUG").id])[product("MUG").id]] == [4, 12]


def test_parts_are_kept_by_sku_or_barcode_and_refused_in_words(office):
    form = {
        "form": "parts",
        "sku-0": "LAMP",
        "units-0": "1",
        "sku-1": product("MUG").barcode,
        "units-1": "3",
        "sku-2": "",
    }
    assert "The parts are kept." in text(office.post("/stock/SET/packs", form, follow=True))
    assert dict(catalog.kits([product("SET").id])[product("SET").id]) == {product("LAMP").id: 1, product("MUG").id: 3}
    for change, words in (
        ({"sku-0": "NONE"}, "is no product"),
        ({"units-0": ""}, "units of LAMP"),
        ({"sku-0": "SET"}, "no part of itself"),
    ):
        answer = office.post("/stock/SET/packs", form | change)
        assert (answer.status_code, words in text(answer)) == (422, True)
    stocked = office.post("/stock/PAINT/packs", {"form": "parts", "sku-0": "MUG", "units-0": "1"})
    assert (stocked.status_code, "units are on hand" in text(stocked)) == (409, True)


def test_facts_are_kept_and_refused_in_words(office):
    form = {"form": "facts", "tracks_lots": "on", "min_days_left": "30", "hs_code": "6912.00", "origin": "pt"}
    assert "The facts are kept." in text(office.post("/stock/MUG/packs", form, follow=True))
    mug = product("MUG")
    assert (mug.tracks_lots, mug.tracks_serials, mug.min_days_left, mug.origin) == (True, False, 30, "PT")
    assert [pack.units for pack in catalog.packs([mug.id])[mug.id]] == [4, 12]
    answer = office.post("/stock/MUG/packs", form | {"origin": "Portugal", "hs_code": "mugs"})
    assert (answer.status_code, 'value="mugs"' in answer.content.decode()) == (422, True)
    assert office.post("/stock/MUG/packs", {"form": "colour"}).status_code == 422
