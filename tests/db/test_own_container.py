"""Goods that are sent in their own containers: a parcel each, without a carton, and past the wall."""

import pytest
from company import NOW, differences, open_company, place_and_source, product, relay, run_sql, site
from machine import Api

from db.floor import begin, close, fill, fulfillment, hand_over, pack, pick, stage_all, take, wave
from db.sorters import refused
from db.test_chosen import client_of
from db.test_past_wall import begin_single
from db.test_product_import import CUP, file
from packhorse.packing import queries as parcels
from packhorse.picking import operations as picking
from packhorse.picking import queries as lists
from packhorse.picking.rules import Setup, list_number
from packhorse.sorting import queries as walls
from packhorse.web import keys
from packhorse.web.product_import import import_products


@pytest.fixture
def company(db):
    """Bristol, whose mugs and irons are sent as they are, and where lists are taken with a cart."""
    open_company()
    run_sql("UPDATE catalog_product SET own_container = true WHERE sku IN ('MUG', 'IRON')")
    picking.set_floor(warehouse="BRS", setup=Setup())
    picking.add_cart(warehouse_id=site("BRS"), code="C1", totes=4, actor="lead")


def picked(*wishes):
    """Orders of these goods, on one list that is picked: (order ids, list id)."""
    ids = [place_and_source(f"{nth}", lines) for nth, lines in enumerate(wishes)]
    (list_id,) = wave("BRS", at_wall=False)
    kind = lists.pick_list(list_id).kind
    take(list_id) if kind == "own" else picking.start_list(list_id=list_id, cart_code="C1", now=NOW, actor="picker")
    for task in lists.tasks(list_id):
        pick(task)
    relay()
    return ids, list_id


def sizes(order_id):
    found = parcels.of_order(order_id)
    return [(row.carton, row.length_mm, row.width_mm, row.height_mm, row.expected_g) for row in found]


def test_each_unit_is_a_parcel_and_goes_past_the_wall_without_a_cart(company):
    (order_id,), list_id = picked({"MUG": 2})
    assert lists.pick_list(list_id).kind == "own"
    assert {task.tote for task in lists.tasks(list_id)} == {0}
    assert walls.singles_left(site("BRS"), list_number(list_id)) == (list_id, 1)
    ids = pack(fulfillment(order_id).id)
    assert sizes(order_id) == [(None, 100, 90, 90, 350)] * 2
    assert [row.of for row in parcels.of_order(order_id)] == [2, 2]
    relay()
    stage_all("BRS")
    hand_over("BRS")
    assert fulfillment(order_id).state == "shipped" and len(ids) == 2
    assert differences() == {}


def test_goods_that_mix_go_the_usual_way_and_only_the_others_get_a_carton(company):
    (order_id,), list_id = picked({"MUG": 2, "BOOK": 1})
    assert lists.pick_list(list_id).kind == "cluster"
    begin(fulfillment(order_id).id)
    assert sizes(order_id) == [("S", 226, 166, 106, 490), (None, 100, 90, 90, 350), (None, 100, 90, 90, 350)]
    (book, *mugs) = [parcels.contents([row.id])[row.id] for row in parcels.of_order(order_id)]
    assert [(line.product_id, line.quantity) for line in book] == [(product("BOOK").id, 1)]
    assert [[(line.product_id, line.quantity) for line in each] for each in mugs] == [[(product("MUG").id, 1)]] * 2


def test_an_item_opens_the_parcel_that_wants_it_until_all_are_packed(company):
    (first, second), list_id = picked({"MUG": 1, "IRON": 2}, {"IRON": 1})
    for order_id in (first, second, first):
        parcel_id = begin_single(list_id, "IRON")[0]
        assert parcels.by_id([parcel_id])[parcel_id].order_id == order_id
        assert parcels.contents([parcel_id])[parcel_id][0].product_id == product("IRON").id
        fill(parcel_id)
        close(parcel_id)
        relay()
    assert refused(begin_single, list_id, "IRON") == "SURPLUS_ITEM"
    parcel_id = begin_single(list_id, "MUG")[0]
    fill(parcel_id)
    close(parcel_id)
    relay()
    assert walls.singles_left(site("BRS"), list_number(list_id)) is None
    assert differences() == {}


def test_file_api_and_page_say_it(company):
    api, office = Api(keys.add_key(name="shop", role="manager", now=NOW)), client_of("manager")
    assert "sent in its own container" in office.get("/stock/MUG").content.decode()
    assert api("GET", "/products/MUG")[1]["own_container"] is True
    facts = {"name": "Cup", "barcode": "cup", "price_minor": 300, "currency": "GBP"}
    facts |= {"length_mm": 80, "width_mm": 70, "height_mm": 70, "weight_g": 200}
    assert api("PUT", "/products/CUP", facts | {"own_container": True})[1]["own_container"] is True
    assert api("PUT", "/products/CUP", facts | {"own_container": "x"})[0] == 422
    assert api("PUT", "/products/CUP", facts)[1]["own_container"] is False
    report = import_products(file(f"{CUP},yes", more=",own_container"))
    assert not report.errors and product("CUP").own_container
    report = import_products(file(f"{CUP},perhaps", more=",own_container"))
    assert report.errors[0].column == "own_container"
    assert 'name="own_container" checked' in office.get("/stock/CUP/packs").content.decode()
    assert office.post("/stock/CUP/packs", {"form": "facts"}).status_code == 302
    assert not product("CUP").own_container
