"""Export limits from the product's doors to decision, explanation, desk and the answer before buying."""

import pytest
from company import NOW, open_company, place, place_and_source, product, relay, run_sql, site
from machine import Api

from db.test_chosen import client_of
from db.test_product_import import CUP, file, named
from packhorse.errors import Refusal
from packhorse.sourcing import operations, queries
from packhorse.web import keys
from packhorse.web.product_import import import_products

LENS = {"country": "FR", "city": "Lens", "postal_code": "62300"}


@pytest.fixture
def opened(db):
    open_company()


def keep_in(sku, *countries):
    run_sql("UPDATE catalog_product SET not_to = %s WHERE sku = %s", list(countries), sku)


def desk(order_id):
    row = queries.waiting([order_id])[order_id]
    return row.queue, row.code, row.reason


def homes(order_id):
    return [row.warehouse_id for row in queries.of_order(order_id)]


def excluded(order_id):
    found = queries.explanations(order_id)[-1].candidates
    return {each.warehouse_id: each.excluded for each in found}


def test_a_line_that_no_warehouse_may_serve_stands_on_the_desk_and_the_rest_of_the_batch_goes_on(opened):
    keep_in("MUG", "FR")
    bad, mixed = place("1", {"MUG": 1}, city="Lens"), place("2", {"MUG": 1, "BOOK": 1}, city="Lens")
    good = place("3", {"MUG": 1})
    relay()
    assert desk(bad) == ("unfillable", "EXPORT_LIMIT", "MUG may not be sent to FR")
    assert set(excluded(bad).values()) == {"MUG may not be sent to FR"}
    assert (homes(bad), homes(mixed), len(homes(good))) == ([], [site("LIL")], 1)
    assert desk(mixed) == ("unfillable", "EXPORT_LIMIT", "MUG may not be sent to FR")
    page = client_of("agent").get("/desk?queue=unfillable&code=EXPORT_LIMIT").content.decode()
    assert page.count("MUG may not be sent to FR") == 2
    keep_in("MUG")
    operations.try_again([bad], now=NOW)
    assert homes(bad) == [site("LIL")]


def test_goods_that_stay_in_their_country_come_from_a_warehouse_there(opened):
    keep_in("BOOK", "ABROAD")
    order_id = place_and_source("1", {"BOOK": 1}, city="Lens")
    assert homes(order_id) == [site("LIL")]
    assert excluded(order_id)[site("BRS")] == "BOOK may not be sent abroad, from GB to FR"
    keep_in("DESK", "ABROAD")
    assert desk(place_and_source("2", {"DESK": 1}, city="Lens"))[:2] == ("unfillable", "WRONG_PLACE")


def test_nobody_steers_an_order_past_it_and_a_new_address_takes_it_back(opened):
    keep_in("LAMP", "ABROAD")
    order_id = place_and_source("1", {"LAMP": 1}, city="Lens")
    with pytest.raises(Refusal, match="LAMP may not be sent abroad") as refused:
        operations.pin(order_id=order_id, warehouse_id=site("LDS"), why="x", now=NOW, actor="boss")
    assert refused.value.code == "EXPORT_LIMIT"
    moved = place_and_source("2", {"LAMP": 1})
    assert homes(moved) == [site("BRS")]
    run_sql("UPDATE placing_orderaddress SET country = 'FR' WHERE order_id = %s", moved)
    operations.take_back_unsent([moved], now=NOW)
    assert desk(moved)[:2] == ("unfillable", "WRONG_PLACE")


def test_a_move_of_mixed_goods_names_what_may_not_be_sent(opened):
    order_id = place_and_source("1", {"MUG": 1, "BOOK": 1}, city="Lens")
    keep_in("BOOK", "ABROAD")
    with pytest.raises(Refusal, match="BOOK may not be sent abroad") as refused:
        operations.move_fulfillment(
            order_id=order_id, from_id=site("LIL"), warehouse_id=site("BRS"), why="x", now=NOW, actor="boss"
        )
    assert refused.value.code == "EXPORT_LIMIT"


def test_availability_answers_with_it(opened):
    api = Api(keys.add_key(name="shop", role="agent", now=NOW))
    keep_in("MUG", "FR")
    run_sql("UPDATE catalog_product SET expected_on = '2100-01-01' WHERE sku = 'MUG'")
    lines = [{"sku": "MUG", "quantity": 1}, {"sku": "BOOK", "quantity": 1}, {"sku": "SET", "quantity": 1}]
    status, answer, _ = api("POST", "/availability", {"address": LENS, "lines": lines})
    mug, book, kit = answer["lines"]
    assert (status, answer["complete"], mug["available"], mug["parts"], mug["expected_on"]) == (200, False, 0, [], None)
    assert (mug["never"], kit["never"], book["never"]) == (*["MUG may not be sent to FR"] * 2, "")
    assert book["available"] > 0 and book["parts"]


def test_the_doors_of_products_take_and_refuse_them(opened):
    api, office = Api(keys.add_key(name="shop", role="agent", now=NOW)), client_of("agent")
    facts = {"name": "Cup", "barcode": "cup", "price_minor": 300, "currency": "GBP"}
    facts |= {"length_mm": 80, "width_mm": 70, "height_mm": 70, "weight_g": 200}
    assert api("PUT", "/products/CUP", facts | {"not_to": ["FR", "IE"]})[1]["not_to"] == ["FR", "IE"]
    status, answer, _ = api("PUT", "/products/CUP", facts | {"not_to": ["QQ"]})
    assert (status, answer["code"], "'QQ' is no country" in answer["text"]) == (422, "PRODUCT_WRONG", True)
    report = import_products(
        file(f"{CUP},fr abroad", f"{CUP.replace('CUP', 'JUG').replace('cup', 'jug')},XX", more=",not_to")
    )
    assert (named(report), "'XX' is no country" in report.errors[0].reason) == ([(3, "")], True)
    assert product("CUP").not_to == ["FR", "ABROAD"]
    form = {"form": "facts", "not_to": "de, fr"}
    office.post("/stock/CUP/packs", form)
    assert product("CUP").not_to == ["DE", "FR"]
    assert "DE, FR" in office.get("/stock/CUP").content.decode()
    wrong = office.post("/stock/CUP/packs", form | {"not_to": "GERMANY"})
    assert (wrong.status_code, 'value="GERMANY"' in wrong.content.decode()) == (422, True)
