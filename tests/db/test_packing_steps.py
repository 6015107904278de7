"""What lies where is kept with the parcel, shown step by step, and follows the scans."""

import json
import re
from html import unescape

import pypdfium2
import pytest
from company import open_company, place_and_source, product, run_sql

from db.floor import begin, fulfillment, scan_in, walk_and_sort
from db.test_chosen import client_of
from packhorse.algorithms.packing.check import violations
from packhorse.algorithms.packing.goods import MOSTLY
from packhorse.catalog import queries as catalog
from packhorse.packing import queries
from packhorse.packing.models import Carton
from packhorse.packing.planning import box, item
from packhorse.packing.rules import as_laid


def begun(lines):
    open_company()
    order_id = place_and_source("1", lines)
    walk_and_sort("BRS")
    return begin(fulfillment(order_id).id)


@pytest.fixture
def two(db):
    """A parcel of a lamp and two mugs, and a packer's browser."""
    (parcel_id,) = begun({"LAMP": 1, "MUG": 2})
    return queries.by_id([parcel_id])[parcel_id], client_of("packer")


@pytest.mark.parametrize("lines", [{"MUG": 4}, {"BOOK": 9, "MUG": 5, "LAMP": 2}, {"IRON": 3}, {"DESK": 1, "MUG": 2}])
def test_kept_placements_pass_the_independent_check_and_hold_what_is_in_the_parcel(db, lines):
    ids = begun(lines)
    contents, plans = queries.contents(ids), queries.placements(ids)
    for parcel_id, row in queries.by_id(ids).items():
        if row.carton is None:
            assert plans[parcel_id] is None
            continue
        room, laid = as_laid(plans[parcel_id])
        products = catalog.by_id(line.product_id for line in contents[parcel_id])
        goods = [item(products[line.product_id], line.quantity) for line in contents[parcel_id]]
        carton = box(Carton.objects.get(code=row.carton))
        assert room == carton.room
        assert violations([each.placement for each in laid], goods, carton, support=MOSTLY) == []
        assert sum(each.placement.count for each in laid) == sum(line.quantity for line in contents[parcel_id])


def shown(page):
    return json.loads(unescape(re.search(r'data-steps="([^"]*)"', page.content.decode())[1]))


def test_the_bench_shows_the_steps_in_words_and_which_are_done(two):
    row, packer = two
    page = packer.get(f"/pack/{row.sscc}")
    data = shown(page)
    assert [step["words"].split()[0] for step in data["steps"]] == ["LAMP", "MUG", "MUG"]
    assert ([step["done"] for step in data["steps"]], data["at"], data["now"]) == ([False] * 3, 0, [])
    assert f"<li>{data['steps'][0]['words']}</li>" in page.content.decode()
    assert f'src="/pack/{row.sscc}/steps/1.svg"' in page.content.decode()


def test_the_place_of_what_was_just_scanned_is_shown(two):
    row, packer = two
    sent = {"code": product("MUG").barcode, "scan": "0b9f5f2e-4c0e-4b53-9a0e-6d3a4a0f8a11"}
    data = shown(packer.post(f"/pack/{row.sscc}", sent))
    assert ([step["done"] for step in data["steps"]], data["at"], data["now"]) == ([False, True, False], 1, [1])
    data = shown(packer.get(f"/pack/{row.sscc}"))  # later: what comes next
    assert (data["at"], data["now"]) == (0, [])
    both = shown(packer.post(f"/pack/{row.sscc}", sent | {"code": "LAMP", "scan": str(product("MUG").barcode)}))
    assert both["at"] == 0  # a scan that came incomplete is none
    scan_in(row.id, "LAMP")
    scan_in(row.id, "MUG")
    assert all(step["done"] for step in shown(packer.get(f"/pack/{row.sscc}"))["steps"])


def test_steps_are_pictures_by_their_address_and_on_paper(two):
    row, packer = two
    svg = packer.get(f"/pack/{row.sscc}/steps/3.svg")
    assert svg.headers["Content-Type"] == "image/svg+xml" and b"<title>Step 3: MUG" in svg.content
    assert packer.get(f"/pack/{row.sscc}/steps/4.svg").status_code == 404
    paper = pypdfium2.PdfDocument(packer.get(f"/pack/{row.sscc}/steps.pdf").content)
    text = paper[0].get_textpage().get_text_range()
    assert f"How to pack PH{row.order_id + 1_000_000}" in text and "3. MUG" in text and row.sscc in text


def test_where_nobody_knows_how_they_lie_the_page_says_so(two):
    row, packer = two
    run_sql("UPDATE packing_parcel SET placement = NULL")
    page = packer.get(f"/pack/{row.sscc}").content.decode()
    assert "was not worked out" in page and "data-steps=" not in page
    answer = packer.get(f"/pack/{row.sscc}/steps.pdf", headers={"accept": "text/html"})
    assert answer.status_code == 404 and "nobody worked out" in answer.content.decode()


def test_what_ships_in_its_own_packaging_has_no_steps(db):
    (parcel_id,) = begun({"DESK": 1})
    page = client_of("packer").get(f"/pack/{queries.by_id([parcel_id])[parcel_id].sscc}").content.decode()
    assert "It ships in its own packaging." in page and "data-steps=" not in page and "not worked out" not in page
