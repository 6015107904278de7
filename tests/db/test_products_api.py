"""Products over HTTP: listed with packs and parts all or nothing, read, and paged by SKU."""

import pytest
from company import NOW, PRODUCTS, differences, open_company, place, product, run_sql
from machine import Api

from packhorse.catalog import queries as catalog
from packhorse.web import keys

CUP = {"name": "Cup", "barcode": "cup", "price_minor": 300, "currency": "GBP"}
CUP |= {"length_mm": 80, "width_mm": 70, "height_mm": 70, "weight_g": 200}
CASE = {"level": "case", "units": 6, "barcode": "cup-6", "length_mm": 240, "width_mm": 220, "height_mm": 80}
CASE |= {"weight_g": 1300}


@pytest.fixture
def api(db):
    open_company()
    return Api(keys.add_key(name="shop", role="agent", now=NOW))


def test_a_product_is_listed_changed_and_read_with_its_packs(api):
    status, answer, _ = api("PUT", "/products/CUP", {**CUP, "packs": [CASE], "tracks_lots": True, "origin": "PT"})
    assert (status, answer["packs"], answer["parts"], answer["tracks_lots"]) == (201, [CASE], [], True)
    status, answer, _ = api("PUT", "/products/CUP", {**CUP, "name": "Blue cup"})
    assert (status, answer["name"], answer["packs"], answer["tracks_lots"]) == (200, "Blue cup", [CASE], False)
    assert api("PUT", "/products/CUP", {**CUP, "packs": []})[1]["packs"] == []
    assert api("GET", "/products/CUP")[1] == api("PUT", "/products/CUP", CUP)[1]
    assert api("GET", "/products/JUG")[0] == 404
    assert api("GET", "/products/a%00b")[0] == 422


def test_a_kit_is_listed_with_its_parts(api):
    parts = [{"sku": "LAMP", "units": 1}, {"sku": "MUG", "units": 4}]
    status, answer, _ = api("PUT", "/products/NIGHT", {**CUP, "parts": parts})
    assert (status, sorted(answer["parts"], key=lambda part: part["sku"])) == (201, parts)
    assert api.place(lines={"NIGHT": 1})[0] == 201
    assert differences() == {}


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"packs": [], "parts": [{"sku": "SET", "units": 1}]}, 422, "KIT_WRONG"),
        ({"packs": [], "parts": [{"sku": "NONE", "units": 1}]}, 422, "KIT_WRONG"),
        ({"parts": [{"sku": "CUP", "units": 1}]}, 422, "PRODUCT_WRONG"),
        ({"barcode": "9520000000011"}, 409, "BARCODE_TAKEN"),
        ({"packs": [{**CASE, "barcode": "9520000000011"}]}, 409, "BARCODE_TAKEN"),
        ({"packs": [CASE, {**CASE, "level": "pallet", "units": 8, "barcode": "p"}]}, 422, "PRODUCT_WRONG"),
        ({"weight_g": 0}, 422, "INVALID"),
        ({"colour": "blue"}, 422, "INVALID"),
        ({"hs_code": "cups"}, 422, "PRODUCT_WRONG"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_of_it_is_kept(api, change, status, code):
    answer = api("PUT", "/products/CUP", {**CUP, "packs": [CASE]} | change)
    assert (answer[0], answer[1]["code"]) == (status, code)
    assert catalog.by_sku("CUP") is None
    assert run_sql("SELECT count(*) FROM catalog_packsize") == [(2,)]


def test_what_is_stocked_or_waited_for_does_not_become_a_kit(api):
    parts = {"parts": [{"sku": "BOOK", "units": 1}]}
    lamp = {**CUP, "barcode": product("LAMP").barcode}
    status, answer, _ = api("PUT", "/products/LAMP", lamp | parts)
    assert (status, answer["code"]) == (409, "KIT_WRONG")
    assert "units are on hand" in answer["text"]
    assert api("PUT", "/products/CUP", CUP)[0] == 201
    order_id = place("1", {"CUP": 1})
    status, answer, _ = api("PUT", "/products/CUP", CUP | parts)
    assert (status, "open orders wait for it" in answer["text"]) == (409, True)
    run_sql("UPDATE placing_orderline SET cancelled = quantity WHERE order_id = %s", order_id)
    assert api("PUT", "/products/CUP", CUP | parts)[0] == 200


def test_a_key_of_one_channel_reads_products_and_changes_none(api):
    narrow = Api(keys.add_key(name="market", role="agent", channel="web", now=NOW))
    assert narrow("GET", "/products/MUG")[0] == 200
    assert narrow("PUT", "/products/CUP", CUP)[1]["code"] == "NOT_YOUR_CATALOG"


def test_products_are_paged_by_sku_and_found_by_words(api):
    seen, after = [], ""
    while True:
        page = api("GET", f"/products?limit=3&after={after}")[1]
        seen += [each["sku"] for each in page["products"]]
        if not (after := page["next"]):
            break
    assert seen == sorted(PRODUCTS)
    assert [each["sku"] for each in api("GET", "/products?text=mu")[1]["products"]] == ["MUG"]
    (kit,) = api("GET", "/products?text=SET")[1]["products"]
    assert sorted(kit["parts"], key=lambda part: part["sku"]) == [
        {"sku": "BOOK", "units": 1},
        {"sku": "MUG", "units": 2},
    ]


def test_a_key_of_a_request_lists_once(api):
    first = api("PUT", "/products/CUP", CUP, key="k")
    again = api("PUT", "/products/CUP", CUP, key="k")
    assert (first[0], again[0], again[2]["Idempotent-Replayed"]) == (201, 201, "true")
