"""Rules of goods in cartons: what the catalog says of a product, the pack bench's cartons keep."""

import pytest
from company import open_company, place_and_source, product, run_sql
from machine import Api

from db.floor import NOW, begin, fulfillment, walk_and_sort
from db.test_chosen import client_of
from db.test_product_import import CUP, file
from packhorse.packing import queries
from packhorse.web import keys
from packhorse.web.product_import import import_products

SMALL = "length_mm = 100, width_mm = 90, height_mm = 90, weight_g = 350"  # two of them fill a small carton


def packed(lines, *changes, cartons=("S", "M", "L")):
    """Parcels of an order, after changes of products: [(carton, {SKU: units})]."""
    open_company()
    run_sql("DELETE FROM packing_carton WHERE code <> ALL(%s)", list(cartons))
    for change, skus in changes:
        run_sql(f"UPDATE catalog_product SET {change} WHERE sku = ANY(%s)", skus)
    order_id = place_and_source("1", lines)
    walk_and_sort("BRS")
    ids = begin(fulfillment(order_id).id)
    names, rows, contents = {product(sku).id: sku for sku in lines}, queries.by_id(ids), queries.contents(ids)
    return [(rows[pk].carton, {names[row.product_id]: row.quantity for row in contents[pk]}) for pk in ids]


def test_nothing_lies_on_what_is_fragile(db):
    assert packed({"BOOK": 3}, ("bears_g = 399", ["BOOK"])) == [("M", {"BOOK": 3})]  # upright, side by side


def test_as_much_lies_on_it_as_it_bears(db):
    assert packed({"BOOK": 3}, ("bears_g = 800", ["BOOK"])) == [("S", {"BOOK": 3})]


def test_goods_of_two_groups_never_share_a_carton(db):
    found = packed({"MUG": 1, "BOOK": 1, "LAMP": 1}, ("keep_apart = 'a'", ["MUG"]), ("keep_apart = 'b'", ["BOOK"]))
    assert len(found) == 2
    assert not any({"MUG", "BOOK"} <= goods.keys() for _, goods in found)


def test_padding_on_each_side_of_goods_asks_for_room(db):
    assert packed({"MUG": 1}, ("cushion_mm = 5", ["MUG"])) == [("S", {"MUG": 1})]


def test_goods_with_more_padding_than_a_carton_has_room_for_take_a_larger_one(db):
    assert packed({"MUG": 1}, ("cushion_mm = 6", ["MUG"])) == [("M", {"MUG": 1})]


@pytest.mark.parametrize("other", ["BOOK", "LAMP", "IRON"])  # without the rule, two of them are parted from it
def test_goods_of_one_set_share_a_carton(db, other):
    lines = {"MUG": 1, "BOOK": 1, "LAMP": 1, "IRON": 1}
    changes = [(SMALL, list(lines)), ("keep_together = 'kit'", ["MUG", other])]
    found = packed(lines, *changes, cartons=("S",))
    assert sorted(len(goods) for _, goods in found) == [2, 2]
    assert {"MUG", other} in [set(goods) for _, goods in found]


def test_file_api_and_page_say_the_rules(db):
    open_company()
    api, office = Api(keys.add_key(name="shop", role="manager", now=NOW)), client_of("manager")
    facts = {"name": "Cup", "barcode": "cup", "price_minor": 300, "currency": "GBP"}
    facts |= {"length_mm": 80, "width_mm": 70, "height_mm": 70, "weight_g": 200}
    rules = {"bears_g": 0, "cushion_mm": 15, "keep_apart": "food", "keep_together": "tea"}
    answer = api("PUT", "/products/CUP", facts | rules)[1]
    assert {name: answer[name] for name in rules} == rules
    for wrong in ({"cushion_mm": -1}, {"cushion_mm": 501}, {"bears_g": -1}, {"bears_g": "x"}, {"keep_apart": "x" * 21}):
        assert api("PUT", "/products/CUP", facts | wrong)[0] == 422
    shown = office.get("/stock/CUP").content.decode()
    assert "fragile: nothing lies on it" in shown and "together with tea" in shown
    assert "15 mm of padding on each side" in shown
    form = {"form": "facts", "bears_g": "500", "cushion_mm": "8", "keep_apart": "glass", "this_side_up": "on"}
    assert office.post("/stock/CUP/packs", form).status_code == 302
    cup = product("CUP")
    assert (cup.bears_g, cup.keep_apart, cup.keep_together, cup.this_side_up) == (500, "glass", "", True)
    assert cup.cushion_mm == 8
    assert 'value="500"' in office.get("/stock/CUP/packs").content.decode()
    assert office.post("/stock/CUP/packs", form | {"bears_g": "much"}).status_code == 422
    assert not import_products(file(f"{CUP},0,food,", more=",bears_g,keep_apart,keep_together")).errors
    assert (product("CUP").bears_g, product("CUP").keep_apart) == (0, "food")
    assert import_products(file(f"{CUP},-1", more=",bears_g")).errors[0].column == "bears_g"
    assert not import_products(file(f"{CUP},12", more=",cushion_mm")).errors and product("CUP").cushion_mm == 12
    assert import_products(file(f"{CUP},x", more=",cushion_mm")).errors[0].column == "cushion_mm"
    assert "between 0 and 500 mm" in import_products(file(f"{CUP},501", more=",cushion_mm")).errors[0].reason
    kit = facts | {"barcode": "kit", "bears_g": 0, "parts": [{"sku": "CUP", "units": 2}]}
    assert "bears_g: a kit is sent as its parts" in str(api("PUT", "/products/TEA", kit))
