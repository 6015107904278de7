"""Cartons by page, API and file: all kept or all refused, with what is wrong and where."""

import html
import re

import pytest
from company import NOW, open_company, place_and_source, run_sql, site
from django.core.files.uploadedfile import SimpleUploadedFile
from machine import Api

from db.floor import begin, close, fill, fulfillment, walk_and_sort
from db.test_chosen import client_of
from packhorse.errors import Refusal
from packhorse.packing import cartons as stored
from packhorse.packing.operations import count_cartons, keep_coolants, set_reorder_level
from packhorse.packing.rules import NewCoolant
from packhorse.web import carton_files, keys
from packhorse.web.sheets import as_csv

SIZES = {"inner_length_mm": 300, "inner_width_mm": 200, "inner_height_mm": 100}
SIZES |= {"outer_length_mm": 306, "outer_width_mm": 206, "outer_height_mm": 106}
FLAT = {"code": "F", "name": "Flat", "kind": "mailer", **SIZES, "tare_g": 60, "max_weight_g": 8000}
PACK = {"name": "Gel", "climate": "chilled", "length_mm": 200, "width_mm": 150, "height_mm": 30, "weight_g": 700}
PACK |= {"hold_hours": 24, "hold_litres": 15}
HEADER = "code,name,kind,inner_length_mm,inner_width_mm,inner_height_mm,outer_length_mm,outer_width_mm,outer_height_mm"
HEADER += ",tare_g,max_weight_g,cost"
GOOD = "F,Flat,mailer,300,200,100,306,206,106,60,8000,0.17"


@pytest.fixture
def company(db):
    open_company()


@pytest.fixture
def manager(company):
    return client_of("manager")


@pytest.fixture
def api(company):
    return Api(keys.add_key(name="erp", role="manager", now=NOW))


def kept(code):
    return stored.carton(code)


def page(client, address="/cartons"):
    return html.unescape(client.get(address).content.decode())


def low_in_leeds(code="M"):
    count_cartons(code=code, warehouse_id=site("LDS"), on_hand=4, note="", now=NOW, actor="boss")
    set_reorder_level(code=code, warehouse_id=site("LDS"), level=5)


def test_the_page_shows_low_cartons_first_and_what_no_carton_holds(manager):
    assert [row.carton.code for row in stored.cartons()] == ["L", "M", "S"]
    low_in_leeds("S")
    assert [row.carton.code for row in stored.cartons()] == ["S", "L", "M"]
    text = page(manager)
    assert re.search(r"LDS 4 .*low", text) and "not counted" in text
    assert "No carton holds this product" in text and "DESK" in text and "Dangerous goods in a parcel" in text
    run_sql("UPDATE catalog_product SET length_mm = 600, width_mm = 400, height_mm = 400 WHERE sku = 'DESK'")
    assert "No carton holds" not in page(manager)
    run_sql("UPDATE catalog_product SET cushion_mm = 1 WHERE sku = 'DESK'")
    assert [row.sku for row in stored.too_large()] == ["DESK"]
    run_sql("UPDATE catalog_product SET cushion_mm = 0, length_mm = 400, height_mm = 600 WHERE sku = 'DESK'")
    assert stored.too_large() == []
    run_sql("UPDATE catalog_product SET this_side_up = true WHERE sku = 'DESK'")
    assert [row.sku for row in stored.too_large()] == ["DESK"]


def test_the_page_keeps_changes_and_retires_a_carton(manager):
    form = FLAT | {"do": "keep", "cost_minor": "0.17", "filling_minor": "", "around_mm": "", "filling_g": "3"}
    assert manager.post("/cartons", form).status_code == 302
    row = kept("F")
    assert (row.carton.cost_minor, row.carton.kind, row.carton.filling_g, row.retired) == (17, "mailer", 3, False)
    text = page(manager, "/cartons?edit=F")
    assert "Change carton F" in text and 'value="0.17"' in text and 'value="306"' in text
    assert manager.post("/cartons", {"do": "retire", "code": "F"}).status_code == 302
    assert kept("F").retired and "mailer, retired" in page(manager)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"inner_length_mm": "400"}, "400 mm inside is more than 306 mm outside"),
        ({"inner_height_mm": "0"}, "inner_height_mm: 0 is not between 1 and 10,000 mm"),
        ({"inner_height_mm": "-5"}, "Height inside: '-5' is no whole number"),
        ({"cost_minor": "1.234"}, "Cost: '1.234' is no amount"),
        ({"code": ""}, "code: give it one"),
        ({"do": "burn"}, ""),
    ],
)
def test_what_cannot_be_is_told_and_stays_typed(manager, change, words):
    answer = manager.post("/cartons", FLAT | {"do": "keep", "cost_minor": "0.17", "name": "My flat"} | change)
    text = html.unescape(answer.content.decode())
    assert answer.status_code == 422 and words in text and kept("F") is None
    if "do" not in change:
        assert 'value="My flat"' in text


def test_the_page_books_cartons(manager):
    form = {"do": "stock", "stock_carton": "S", "warehouse": "BRS", "what": "came", "count": "40", "level": "9"}
    assert manager.post("/cartons", form).status_code == 302
    assert manager.post("/cartons", form | {"what": "counted", "count": "38", "note": "two torn"}).status_code == 302
    (row,) = kept("S").stock
    assert (row.on_hand, row.free, row.reorder_level, row.low) == (38, 38, 9, False)
    assert "counted, -2 (two torn)" in page(manager)
    for wrong in ({"count": "many"}, {"count": "-1"}, {"warehouse": "XXX"}, {"what": "flew"}, {"stock_carton": "X"}):
        answer = manager.post("/cartons", form | wrong)
        assert answer.status_code in (404, 422), wrong
    assert manager.post("/cartons", form | {"what": "stop"}).status_code == 302
    assert kept("S").stock == ()


def test_the_page_keeps_coolant_and_limits(manager):
    form = PACK | {"do": "keep-coolant", "code": "G", "cost_minor": "0.55"}
    run_sql("UPDATE catalog_product SET storage_class = 'chilled' WHERE sku = 'MUG'")
    assert "There are chilled products, but neither coolant" in page(manager)
    assert manager.post("/cartons", form).status_code == 302
    assert "neither coolant" not in page(manager)
    assert manager.post("/cartons", form | {"hold_hours": "0"}).status_code == 422
    assert "15 l for 24 h" in page(manager) and "Change G" in page(manager, "/cartons?coolant=G")
    assert manager.post("/cartons", {"do": "retire-coolant", "code": "G"}).status_code == 302
    assert stored.coolants()[0].retired
    limit = {"do": "limit", "hazmat_class": "3", "max_net_g": "5000", "max_gross_g": ""}
    assert manager.post("/cartons", limit).status_code == 302
    assert "5.00 kg of goods" in page(manager) and "30.00 kg in all (ADR)" in re.sub("<[^>]+>", "", page(manager))
    assert manager.post("/cartons", limit | {"max_net_g": "0"}).status_code == 422


def test_only_who_runs_the_company_opens_the_page(company):
    for role in ("packer", "agent", "lead"):
        assert client_of(role).get("/cartons").status_code == 403


def test_the_api_keeps_books_and_retires(api):
    body = {name: value for name, value in FLAT.items() if name != "code"} | {"cost_minor": 17}
    assert api("PUT", "/cartons/F", body)[1]["stock"] == []
    booked = api("POST", "/cartons/F/stock", {"warehouse": "LDS", "what": "received", "count": 7, "reorder_level": 7})
    assert booked[1]["stock"] == [{"warehouse": "LDS", "on_hand": 7, "free": 7, "reorder_level": 7, "low": True}]
    listed = api("GET", "/cartons")[1]
    assert listed["cartons"][0]["code"] == "F" and listed["too_large"] == ["DESK"] and listed["unboxed"] == []
    assert api("DELETE", "/cartons/F")[1]["retired"] is True
    assert api("DELETE", "/cartons/X")[0] == 404
    wrong = api("PUT", "/cartons/F", body | {"inner_length_mm": 307})
    assert (wrong[0], wrong[1]["code"], wrong[1]["details"]) == (422, "CARTON_WRONG", {"field": "inner_length_mm"})
    for change in ({"tare_g": 0}, {"kind": "bag"}, {"inner_width_mm": -1}, {"cost_minor": "x"}):
        assert api("PUT", "/cartons/F", body | change)[0] == 422
    assert api("POST", "/cartons/F/stock", {"warehouse": "XXX", "what": "counted", "count": 7})[0] == 404
    assert api("POST", "/cartons/X/stock", {"warehouse": "LDS", "what": "counted", "count": 7})[0] == 404
    assert api("POST", "/cartons/F/stock", {"warehouse": "LDS", "what": "not_counted"})[1]["stock"] == []


def test_the_api_keeps_coolant_and_limits(api):
    assert api("PUT", "/coolants/G", PACK | {"cost_minor": 55})[1]["coolants"][0]["hold_hours"] == 24
    assert api("PUT", "/coolants/G", PACK | {"cost_minor": 55, "hold_litres": 0})[0] == 422
    assert api("DELETE", "/coolants/G")[1]["coolants"][0]["retired"] is True
    assert api("DELETE", "/coolants/X")[0] == 404
    limits = api("PUT", "/hazmat-limits/3", {"max_net_g": 5000})[1]["limits"]
    assert limits[0] == {"hazmat_class": "3", "max_net_g": 5000, "max_gross_g": None, "usual": False}
    assert limits[1]["usual"] is True and api("GET", "/carton-rules")[1]["limits"] == limits
    assert api("PUT", "/hazmat-limits/0", {"max_net_g": 5000})[1]["code"] == "NO_SUCH_CLASS"


def test_a_file_is_checked_and_then_taken_in(manager):
    text = f"{HEADER}\n{GOOD}\nX,,box,0,1,1,2,2,2,9,99,1\n{GOOD}\nY,Y,bag,a,1,1,2,2,2,9,99,x\n"
    answer = manager.post("/cartons", {"do": "check", "file": SimpleUploadedFile("c.csv", text.encode())})
    words = html.unescape(answer.content.decode())
    assert "4 rows: 1 are good, 3 wrong" in words and kept("F") is None
    for line, column in ((3, "inner_length_mm"), (3, "name"), (4, "code"), (5, "inner_length_mm"), (5, "cost")):
        assert f'<td class="num">{line}</td><td class="mono">{column}</td>' in words
    held = dict(re.findall(r'name="(content|name)" value="([^"]*)"', words))
    manager.post("/cartons", held | {"do": "take"})
    assert kept("F").carton.cost_minor == 17


@pytest.mark.parametrize(
    ("text", "column"),
    [(f"{HEADER},colour\n{GOOD},red\n", "colour"), (HEADER.replace(",cost", "") + "\n", "cost"), ("", "code")],
)
def test_a_file_with_other_columns_is_refused(company, text, column):
    report = carton_files.take(text.encode())
    assert report.faults[0].line == 1 and not report.kept
    assert column in {fault.column for fault in report.faults}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_handed_out_can_be_taken_in_again(manager, form):
    manager.post("/cartons", {"do": "retire", "code": "L"})
    before = stored.cartons()
    answer = manager.get(f"/cartons/table?format={form}")
    content = b"".join(answer.streaming_content)
    run_sql("DELETE FROM packing_carton")
    report = carton_files.take(content)
    assert report.faults == [] and report.kept == 3 and stored.cartons() == before
    assert manager.get("/cartons/table?format=pdf").status_code == 422
    assert b"".join(as_csv(["a"], [["=1"]])).endswith(b"'=1\r\n")


def test_goods_that_no_carton_holds_are_on_the_exceptions_desk(manager, api):
    order_id = place_and_source("1", {"DESK": 1})
    walk_and_sort("BRS")
    begin(fulfillment(order_id).id)
    text = page(manager, "/exceptions")
    assert "Goods that no carton holds" in text and "DESK" in text and "1200 × 600 × 80 mm" in text
    assert "Goods that no carton holds" not in page(manager, "/exceptions?kind=late")
    (row,) = api("GET", "/cartons")[1]["unboxed"]
    assert (row["sku"], row["units"]) == ("DESK", 1)


def test_parcels_whose_weight_cannot_be_right_are_on_the_exceptions_desk(manager):
    order_id = place_and_source("1", {"MUG": 1})
    walk_and_sort("BRS")
    (parcel_id,) = begin(fulfillment(order_id).id)
    assert "weight cannot be right" not in page(manager, "/exceptions")
    fill(parcel_id)
    with pytest.raises(Refusal):
        close(parcel_id, 700)
    text = page(manager, "/exceptions")
    assert "weight cannot be right" in text and 'href="/stock/MUG"' in text


def test_the_packer_reads_that_a_cheaper_carton_is_out(manager):
    count_cartons(code="S", warehouse_id=site("BRS"), on_hand=0, note="", now=NOW, actor="boss")
    order_id = place_and_source("1", {"MUG": 1})
    walk_and_sort("BRS")
    begin(fulfillment(order_id).id)
    ((sscc,),) = run_sql("SELECT sscc FROM packing_parcel")
    text = page(manager, f"/pack/{sscc}")
    assert "No S is left here." in text and '<div class="go">M</div>' in text


def test_the_packer_reads_which_coolant_to_add(manager):
    keep_coolants([NewCoolant(code="G", cost_minor=55, **PACK | {"hold_litres": 50})])
    order_id = place_and_source("1", {"MUG": 1})
    walk_and_sort("BRS")
    run_sql("UPDATE catalog_product SET storage_class = 'chilled' WHERE sku = 'MUG'")
    begin(fulfillment(order_id).id)
    ((sscc,),) = run_sql("SELECT sscc FROM packing_parcel")
    assert "Lay 3 × Gel on top." in page(manager, f"/pack/{sscc}")
