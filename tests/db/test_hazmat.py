"""Dangerous goods from the doors of products and carriers to decision, desk and label."""

from dataclasses import replace

import pytest
from company import NOW, open_company, place, place_and_source, product, relay, run_sql, site
from machine import Api

from db.floor import pack_all, walk_and_sort
from db.test_chosen import client_of
from db.test_export_limits import desk, excluded, homes
from db.test_product_import import CUP, file, named
from packhorse.carriers import operations as carriers
from packhorse.carriers import queries as book
from packhorse.carriers.rules import NewCarrier, NewService
from packhorse.errors import Refusal
from packhorse.shipping import operations as shipping
from packhorse.shipping import queries as shipments
from packhorse.sourcing import operations, queries
from packhorse.sourcing.operations import source_waiting
from packhorse.sourcing.queries import Where, availability, way_now
from packhorse.web import keys
from packhorse.web.product_import import import_products

DAYS = {"pickup": [1, 2, 3, 4, 5], "delivery": [1, 2, 3, 4, 5]}


@pytest.fixture
def opened(db):
    open_company()


def dangerous(sku, hazmat):
    run_sql("UPDATE catalog_product SET hazmat_class = %s WHERE sku = %s", hazmat, sku)


def takes(carrier, service, *classes):
    carriers.set_service_days(carrier=carrier, service=service, takes_hazmat=classes, now=NOW, **DAYS)


def test_what_no_carrier_takes_stands_on_the_desk_and_is_promised_to_nobody(opened):
    dangerous("MUG", "9")
    bad, good = place("1", {"MUG": 1}), place("2", {"BOOK": 1})
    relay()
    words = "MUG: no carrier takes dangerous goods of class 9 from {} to GB"
    assert desk(bad) == ("unfillable", "NO_CARRIER_TAKES_IT", words.format("any warehouse"))
    assert (excluded(bad)[site("BRS")], len(homes(good))) == (words.format("there"), 1)
    (mug,) = availability({product("MUG").id: 1}, where=Where("GB", 51.38, -2.36), service="standard", now=NOW)
    assert (mug.available, mug.parts) == (0, ())


def test_the_rest_of_the_order_leaves_and_desk_and_explanation_name_what_stays(opened):
    dangerous("MUG", "9")
    order_id = place_and_source("1", {"MUG": 1, "BOOK": 1})
    words = "MUG: no carrier takes dangerous goods of class 9 from {} to GB"
    assert homes(order_id) == [site("BRS")]
    assert desk(order_id) == ("unfillable", "NO_CARRIER_TAKES_IT", words.format("any warehouse"))
    (said,) = queries.explanations(order_id)
    assert said.lacks == f"1 unit missing: {words.format('BRS')}"
    page = client_of("agent").get("/desk?queue=unfillable&code=NO_CARRIER_TAKES_IT").content.decode()
    assert page.count(words.format("any warehouse")) == 1
    takes("ALB", "standard", "9")
    operations.try_again([order_id], now=NOW)
    assert (homes(order_id), queries.waiting([order_id])) == ([site("BRS")], {})


def test_a_pin_lets_the_rest_leave_from_there_and_a_move_must_take_all_of_it(opened):
    order_id = place_and_source("1", {"MUG": 1, "BOOK": 1})
    dangerous("MUG", "9")
    with pytest.raises(Refusal, match="MUG: no carrier takes dangerous goods of class 9") as refused:
        operations.move_fulfillment(
            order_id=order_id, from_id=site("BRS"), warehouse_id=site("LDS"), why="x", now=NOW, actor="boss"
        )
    assert refused.value.code == "NO_CARRIER_TAKES_IT"
    operations.pin(order_id=order_id, warehouse_id=site("LDS"), why="x", now=NOW, actor="boss")
    assert desk(order_id)[1] == "NO_CARRIER_TAKES_IT"
    assert [row.warehouse_id for row in queries.of_order(order_id) if row.state == "open"] == [site("LDS")]


def test_promise_and_label_are_of_the_service_that_takes_them(opened):
    dangerous("MUG", "9")
    takes("ERX", "express", "9", "LQ")
    order_id = place_and_source("1", {"MUG": 1})
    walk_and_sort("BRS")
    pack_all("BRS")
    (row,) = shipments.of_order(order_id)
    assert row.service == "EuroRapid Express"
    said = {(each["carrier"], each["service"]): each.get("excluded") for each in row.offers}
    assert said["ALB", "standard"] == "takes no dangerous goods of class 9"
    assert said["ERX", "express"] is None
    assert row.expected_on == row.promised_on


def test_goods_that_lie_apart_from_dangerous_ones_have_a_price_of_their_own(db):
    open_company(stocked={"LDS": {"B1": ("PAINT", 8)}, "LIL": {"A1": ("MUG", 5)}})
    dangerous("PAINT", "3")
    takes("ALB", "standard", "3")
    for carrier, origin in (("ALB", "FR"), ("ERX", "GB")):  # who takes paint goes from Leeds only
        of = "(SELECT id FROM carriers_carrier WHERE code = %s)"
        run_sql(f"DELETE FROM carriers_zone WHERE carrier_id = {of} AND origin_country = %s", carrier, origin)
    order_id = place_and_source("1", {"MUG": 1, "PAINT": 1})
    source_waiting(now=NOW)
    way = way_now(order_id, now=NOW)
    assert sorted(part.warehouse for part in way.parts) == ["LDS", "LIL"]
    assert all(part.freight_minor for part in way.parts) and way.total_minor


def test_a_parcel_that_no_carrier_takes_any_more_is_left_to_a_person(opened):
    order_id = place_and_source("1", {"MUG": 1, "BOOK": 1})
    walk_and_sort("BRS")
    pack_all("BRS")
    (row,) = shipments.of_order(order_id)
    dangerous("MUG", "3")
    run_sql("UPDATE shipping_shipment SET state = 'voided'")
    with pytest.raises(Refusal, match="takes no dangerous goods of class 3") as refused:
        shipping.buy_labels([row.parcel_id], now=NOW)
    assert refused.value.code == "NO_CARRIER"


def test_the_doors_take_and_refuse_classes(opened):
    api, office = Api(keys.add_key(name="shop", role="manager", now=NOW)), client_of("manager")
    facts = {"name": "Cup", "barcode": "cup", "price_minor": 300, "currency": "GBP"}
    facts |= {"length_mm": 80, "width_mm": 70, "height_mm": 70, "weight_g": 200}
    assert api("PUT", "/products/CUP", facts | {"hazmat_class": "4.1"})[1]["hazmat_class"] == "4.1"
    assert api("PUT", "/products/CUP", facts | {"hazmat_class": "10"})[0] == 422
    jug = CUP.replace("CUP", "JUG").replace("cup", "jug")
    report = import_products(file(f"{CUP},lq", f"{jug},99", more=",hazmat_class"))
    assert (named(report), "'99' is unknown" in report.errors[0].reason) == ([(3, "")], True)
    assert product("CUP").hazmat_class == "LQ"
    facts_form = {"form": "facts", "hazmat_class": "8", "un_number": "un 2794"}
    assert office.post("/stock/CUP/packs", facts_form).status_code == 302
    assert "class 8, UN2794" in office.get("/stock/CUP").content.decode()
    assert office.post("/stock/CUP/packs", {"form": "facts", "un_number": "279"}).status_code == 422
    assert api("PUT", "/products/CUP", facts | {"un_number": "UN3481"})[1]["un_number"] == "UN3481"
    assert api("PUT", "/products/CUP", facts | {"un_number": "3481"})[0] == 422
    assert not import_products(file(f"{CUP},un3480", more=",un_number")).errors
    assert product("CUP").un_number == "UN3480"
    assert office.post("/stock/CUP/packs", {"form": "facts", "hazmat_class": "z"}).status_code == 422


def test_what_a_service_takes_is_set_by_api_and_page_and_a_rate_table_leaves_it(opened):
    api, office = Api(keys.add_key(name="boss", role="manager", now=NOW)), client_of("manager")

    def taken():
        return next(row.takes_hazmat for row in book.services() if (row.carrier, row.code) == ("ALB", "express"))

    week = {"pickup_days": DAYS["pickup"], "delivery_days": DAYS["delivery"]}
    answer = api("PUT", "/calendar/services/ALB/express", week | {"takes_hazmat": ["9", "3", "3"]})[1]
    row = next(each for each in answer["services"] if (each["carrier"], each["service"]) == ("ALB", "express"))
    assert row["takes_hazmat"] == ["3", "9"]
    assert api("PUT", "/calendar/services/ALB/express", week | {"takes_hazmat": ["fire"]})[0] == 422
    assert (api("PUT", "/calendar/services/ALB/express", week)[0], taken()) == (200, ("3", "9"))
    form = {"do": "service", "carrier": "ALB", "service": "express", "pickup": ["1"], "delivery": ["1"]}
    assert office.post("/warehouses/calendars/do", form | {"takes_hazmat": "lq, 8"}).status_code == 302
    assert taken() == ("8", "LQ")
    assert 'value="8 LQ"' in office.get("/warehouses/calendars").content.decode()
    wrong = office.post("/warehouses/calendars/do", form | {"takes_hazmat": "fire"})
    assert (wrong.status_code, "is no class of dangerous goods" in wrong.content.decode()) == (422, True)
    assert taken() == ("8", "LQ")
    told = NewService("express", "x", 6000, 30_000, 1500, ())
    carriers.keep_carriers([NewCarrier("ALB", "Albion Post", "AP", "GBP", (), (told,))])
    assert taken() == ("8", "LQ")
    with pytest.raises(Refusal, match="'fire' is no class"):
        carriers.keep_carriers(
            [NewCarrier("ALB", "Albion Post", "AP", "GBP", (), (replace(told, takes_hazmat=("fire",)),))]
        )
