"""Whole cases and pallets: said in the pick's words, counted by their barcodes, and on lists without totes."""

import pytest
from company import NOW, STOCK, differences, open_company, place_and_source, relay, scan, site
from machine import Api

from db.floor import begin, fulfillment, pack, pick, take, wave
from db.sorters import INNER
from packhorse.packing import operations as packing
from packhorse.packing import queries as parcels
from packhorse.picking import operations as picking
from packhorse.picking import queries as lists
from packhorse.picking.rules import Setup, list_number
from packhorse.sorting import queries as walls
from packhorse.web import keys

CASE_MM3 = 320 * 220 * 220


@pytest.fixture
def company(db):
    """Bristol with sixty mugs in a bin, which come in cases of 12 and inner packs of 4; no cart."""
    open_company(stocked=STOCK | {"BRS": {"A1": ("MUG", 60), "A2": ("BOOK", 20)}})


def floor(**setup):
    picking.set_floor(warehouse="BRS", setup=Setup(**setup))


def pick_all(list_id):
    for task in lists.tasks(list_id):
        pick(task)
    relay()


def test_a_stop_says_how_many_whole_packs_it_wants(company):
    floor()
    place_and_source("1", {"MUG": 31})
    (list_id,) = wave("BRS", at_wall=False)
    take(list_id)
    assert lists.stop(list_id)[1].in_packs == "2 cases of 12 + 1 inner pack of 4 + 3 units"
    api = Api(keys.add_key(name="device", role="picker", now=NOW))
    (stop,) = api("GET", f"/floor/lists/{list_number(list_id)}")[1]["stops"]
    assert stop["packs"] == [{"level": "inner", "units": 4}, {"level": "case", "units": 12}]
    assert stop["tasks"][0]["in_packs"] == "2 cases of 12 + 1 inner pack of 4 + 3 units"


def test_a_stop_without_a_whole_pack_says_none(company):
    floor()
    place_and_source("1", {"MUG": 3})
    (list_id,) = wave("BRS", at_wall=False)
    assert lists.stop(list_id)[1].in_packs == ""


def test_cases_larger_than_a_tote_go_past_the_wall_without_totes(company):
    floor(tote_mm3=CASE_MM3 - 1)
    order_id = place_and_source("1", {"MUG": 24})
    (list_id,) = wave("BRS", at_wall=False)
    assert (lists.pick_list(list_id).kind, [task.tote for task in lists.tasks(list_id)]) == ("case", [0])
    take(list_id)
    pick_all(list_id)
    assert walls.singles_left(site("BRS"), list_number(list_id)) == (list_id, 1)
    pack(fulfillment(order_id).id)
    relay()
    assert fulfillment(order_id).state == "packed"
    assert differences() == {}


def test_cases_that_fit_a_tote_go_the_usual_way(company):
    floor(tote_mm3=CASE_MM3)
    place_and_source("1", {"MUG": 24})
    (list_id,) = wave("BRS", at_wall=False)
    assert lists.pick_list(list_id).kind == "cluster"


def test_what_else_an_order_wants_comes_together_with_its_cases_at_the_wall(company):
    floor(tote_mm3=CASE_MM3 - 1)
    order_id = place_and_source("1", {"MUG": 24, "BOOK": 1})
    made = wave("BRS", at_wall=False)
    assert sorted(lists.pick_list(each).kind for each in made) == ["batch", "case"]
    for each in made:
        take(each)
        pick_all(each)
    mine = fulfillment(order_id).id
    assert mine not in {row.fulfillment_id for row in walls.at_bench(site("BRS"))}
    assert walls.lists_to_sort(site("BRS"), limit=5) != []
    assert differences() == {}


def test_a_packs_barcode_counts_its_units_at_the_bench(company):
    floor()
    order_id = place_and_source("1", {"MUG": 5})
    (list_id,) = wave("BRS", at_wall=False)
    take(list_id)
    pick_all(list_id)
    (parcel_id,) = begin(fulfillment(order_id).id)
    said = packing.pack(parcel_id=parcel_id, item_code=INNER, quantity=1, scan_id=scan(), now=NOW, actor="packer")
    assert (said.units, said.left) == (4, 1)
    assert parcels.contents([parcel_id])[parcel_id][0].packed == 4
