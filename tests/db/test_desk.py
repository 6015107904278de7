"""Orders that wait: in which queue and why, the desk's list, and what a person does about them."""

import sys
from datetime import date, timedelta

import pytest
from company import (
    NOW,
    counts,
    differences,
    kinds,
    line_ids,
    open_company,
    place,
    place_and_source,
    product,
    receive,
    relay,
    run_sql,
    site,
    state,
    waiting,
)
from machine import Api

from db.office import merge, split
from db.test_chosen import client_of
from packhorse.catalog import operations as catalog
from packhorse.errors import Refusal
from packhorse.placing import operations as placing
from packhorse.placing.rules import order_number
from packhorse.sourcing import operations, queries
from packhorse.web import desk, keys


def why(order_id):
    """(queue, code) of an order that waits."""
    row = queries.waiting([order_id])[order_id]
    return row.queue, row.code


def row_of(order_id):
    found = queries.desk(queue=why(order_id)[0]).rows
    return next(row for row in found if row.order_id == order_id)


def nowhere(number, **more):
    """An order to an address without coordinates."""
    order_id = place(number, **more)
    run_sql("UPDATE placing_orderaddress SET latitude = NULL WHERE order_id = %s", order_id)
    relay()
    return order_id


def test_goods_of_which_nobody_knows_are_a_backorder_and_a_known_day_is_an_arrival(db):
    open_company()
    order_id = place_and_source("1", {"LAMP": 9})
    assert why(order_id) == ("backorder", "NOT_THERE")
    catalog.set_dates(sku="LAMP", released_on=None, expected_on=date(2024, 6, 1), now=NOW, actor="x")
    relay()
    assert why(order_id) == ("arrival", "EXPECTED")
    assert (row_of(order_id).expected_on, row_of(order_id).units) == (date(2024, 6, 1), 2)
    receive("LDS", "A3", "LAMP", 2)
    relay()
    assert waiting() == 0


def test_an_address_that_no_warehouse_can_serve_is_unfillable_though_goods_come(db):
    open_company()
    lost = nowhere("1", lines={"MUG": 1})
    abroad = place_and_source("2", {"MUG": 1}, city="Cork")
    catalog.set_dates(sku="MUG", released_on=None, expected_on=date(2024, 6, 1), now=NOW, actor="x")
    relay()
    assert why(lost) == ("unfillable", "NO_COORDINATES")
    assert why(abroad) == ("unfillable", "NO_CARRIER")
    assert "IE" in row_of(abroad).reason


def test_goods_that_no_warehouse_may_send_are_unfillable_and_the_warehouse_is_named(db):
    open_company(stocked={"BRS": {"A1": ("PAINT", 5)}})
    order_id = place_and_source("1", {"PAINT": 1})
    assert why(order_id) == ("unfillable", "WRONG_PLACE")
    assert (row_of(order_id).warehouse_id, row_of(order_id).reason) == (
        site("BRS"),
        "BRS has 5, but it may not store such goods",
    )
    run_sql("UPDATE network_warehouse SET storage_classes = '{ambient}'")
    desk.try_again([order_id], now=NOW, actor="agent")
    assert why(order_id) == ("unfillable", "NOT_STORED")


def test_a_warehouse_without_coordinates_is_named(db):
    open_company()
    run_sql("UPDATE network_warehouse SET latitude = NULL WHERE code = 'BRS'")
    order_id = place_and_source("1", {"DESK": 1})
    assert why(order_id) == ("unfillable", "SITE_NO_COORDINATES")
    assert row_of(order_id).warehouse_id == site("BRS")


def test_goods_apart_blocked_and_full_days_are_told_apart(db):
    open_company(capacity=1)
    apart = place_and_source("1", {"DESK": 1, "PAINT": 1}, ship_rule="together")
    assert why(apart) == ("unfillable", "APART")
    run_sql("UPDATE inventory_stocklevel SET blocked = on_hand WHERE product_id = %s", product("IRON").id)
    assert why(place_and_source("2", {"IRON": 1})) == ("unfillable", "BLOCKED")
    run_sql("UPDATE network_warehouse SET capacity_per_day = 0")
    assert why(place_and_source("3")) == ("backorder", "DAY_FULL")


def test_orders_refused_to_the_last_are_for_a_person(db, monkeypatch):
    module = "packhorse.sourcing.operations.source"
    open_company()
    monkeypatch.setattr(sys.modules[module], "give", lambda decisions, *rest: [each.order_id for each in decisions])
    order_id = place_and_source("1")
    assert why(order_id) == ("manual", "OVERTAKEN")
    monkeypatch.undo()
    assert desk.try_again([order_id], now=NOW, actor="agent") == {}
    assert (waiting(), differences()) == (0, {})


def test_what_was_taken_aside_is_left_alone_until_it_is_given_back(db):
    open_company(stocked={})
    order_id, other = place_and_source("1"), place_and_source("2")
    operations.take_aside(order_id=order_id, why="rings on Friday", now=NOW, actor="ann")
    assert why(order_id) == ("manual", "TAKEN_ASIDE")
    receive("BRS", "A1", "MUG", 5)
    relay()
    assert (counts(order_id)[0][2], counts(other)[0][2]) == (0, 1)
    assert desk.try_again([order_id], now=NOW, actor="x") == {
        order_id: "was taken aside (rings on Friday): give it back first"
    }
    operations.give_back(order_id=order_id, now=NOW, actor="ben")
    relay()
    assert (counts(order_id)[0][2], waiting(), differences()) == (1, 0, {})
    assert [(row.what, row.actor, row.why) for row in queries.changes(order_id)] == [
        ("take_aside", "ann", "rings on Friday"),
        ("give_back", "ben", ""),
    ]
    assert kinds(order_id).count("OrderSteered") == 2


def test_what_lacks_nothing_cannot_be_taken_aside_and_a_reason_is_wanted(db):
    open_company()
    order_id = place_and_source("1")
    with pytest.raises(Refusal, match="lacks nothing"):
        operations.take_aside(order_id=order_id, why="x", now=NOW, actor="a")
    with pytest.raises(Refusal, match="say in words why"):
        operations.take_aside(order_id=order_id, why=" ", now=NOW, actor="a")
    with pytest.raises(Refusal, match="was not taken aside"):
        operations.give_back(order_id=order_id, now=NOW, actor="a")


def test_an_order_not_sourced_yet_and_a_held_one_can_be_taken_aside(db):
    open_company()
    order_id = place("1")
    operations.take_aside(order_id=order_id, why="x", now=NOW, actor="a")
    relay()
    assert (counts(order_id)[0][2], state(order_id)) == (0, "backordered")
    placing.hold(order_id=order_id, kind="MANUAL", reason="x", now=NOW, actor="a")
    operations.give_back(order_id=order_id, now=NOW, actor="a")
    assert why(order_id) == ("backorder", "NOT_THERE")
    placing.release(order_id=order_id, kind="MANUAL", now=NOW, actor="a")
    relay()
    assert (counts(order_id)[0][2], differences()) == (1, {})


def test_only_what_lacks_is_cancelled_and_kits_go_whole(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 5), "A2": ("BOOK", 9)}})
    loose, kit = place_and_source("1", {"BOOK": 10}), place_and_source("2", {"SET": 2})
    served = place_and_source("3")
    refused = desk.cancel_lacking([loose, kit, served], now=NOW, actor="agent")
    assert refused == {served: f"{order_number(served)} lacks nothing."}
    relay()
    assert counts(loose)[0][:3] == (10, 1, 9)
    assert sorted(each[1] for each in counts(kit)) == [2, 4]
    assert (waiting(), differences()) == (0, {})


def test_parts_of_an_order_taken_aside_stay_aside(db):
    open_company(stocked={})
    order_id = place_and_source("1", {"MUG": 2, "BOOK": 1})
    operations.take_aside(order_id=order_id, why="x", now=NOW, actor="a")
    (line, *_) = line_ids(order_id)
    relay()
    child = split(order_id, {line: 1})
    receive("BRS", "A1", "MUG", 5)
    relay()
    assert (why(child), why(order_id)) == (("manual", "TAKEN_ASIDE"),) * 2
    merge(order_id, child)
    assert (why(order_id), waiting(), differences()) == (("manual", "TAKEN_ASIDE"), 1, {})


def test_pages_follow_each_other_and_filters_narrow(db):
    open_company(stocked={})
    placing.open_channel(code="market", name="Market", currency="GBP")
    ids = [place_and_source(f"{nth}", {"MUG": 1}, now=NOW + timedelta(minutes=nth)) for nth in range(5)]
    book = place_and_source("book", {"BOOK": 1}, now=NOW + timedelta(hours=1))
    seen, after = [], ""
    while True:
        page = queries.desk(queue="backorder", after=after, limit=2)
        seen += [row.order_id for row in page.rows]
        if not (after := page.next):
            break
    assert seen == [*ids, book]
    assert [row.order_id for row in queries.desk(queue="backorder", product_id=product("BOOK").id).rows] == [book]
    assert queries.desk(queue="manual").rows == () == queries.desk(queue="unfillable", code="APART").rows
    assert queries.sizes() == {"arrival": 0, "backorder": 6, "unfillable": 0, "manual": 0}
    assert len(queries.desk(queue="backorder", after="nonsense").rows) == 6


@pytest.fixture
def office(db):
    open_company(stocked={})
    return client_of("agent")


def do(client, what, *order_ids, **more):
    return client.post("/desk/chosen", {"do": what, "order": [order_number(each) for each in order_ids], **more})


def test_the_page_shows_queues_and_says_when_one_is_empty(office):
    assert "No order waits for goods on their way" in office.get("/desk").content.decode()
    order_id = place_and_source("1", {"MUG": 2})
    shown = office.get("/desk?queue=backorder&sku=MUG&channel=web").content.decode()
    assert order_number(order_id) in shown and "2 units" in shown and "nobody knows when it comes" in shown
    assert "No order fits" in office.get("/desk?queue=backorder&sku=BOOK").content.decode()
    assert order_number(order_id) not in office.get("/desk?queue=manual").content.decode()
    assert "On the desk" in office.get(f"/orders/{order_number(order_id)}").content.decode()
    for wrong in ("queue=nonsense", "sku=NOTHING", "channel=x", "warehouse=%00"):
        assert office.get(f"/desk?{wrong}").status_code == 422, wrong


def test_many_are_taken_aside_and_given_back_by_the_page(office):
    one, two = place_and_source("1"), place_and_source("2")
    asked = do(office, "aside", one, two, back="queue=backorder&evil=1")
    assert b"Take aside 2 orders" in asked.content and waiting() == 2
    assert do(office, "aside", one, two, sure="1", why="").status_code == 422
    answer = do(office, "aside", one, two, sure="1", why="ring", back="queue=backorder&evil=1")
    assert (answer.status_code, answer["Location"]) == (302, "/desk?queue=backorder")
    assert "2 orders taken aside." in office.get("/desk?queue=manual").content.decode()
    assert "Taken aside: ring" in office.get(f"/orders/{order_number(one)}").content.decode()
    do(office, "back", one)
    assert (why(one)[0], why(two)[0]) == ("backorder", "manual")
    do(office, "cancel", one, sure="1")
    relay()
    assert state(one) == "cancelled"
    assert do(office, "nonsense", one).status_code == 422
    assert do(office, "try").status_code == 302


def test_a_picker_may_not(office):
    assert client_of("picker").get("/desk").status_code == 403


def test_the_api_lists_and_acts(office):
    api = Api(keys.add_key(name="shop", role="agent", now=NOW))
    one, two = place_and_source("1"), place_and_source("2", {"BOOK": 2})
    numbers = [order_number(one), order_number(two)]
    page = api("GET", "/desk?queue=backorder&limit=1")[1]
    assert [each["number"] for each in page["orders"]] == numbers[:1]
    page = api("GET", f"/desk?queue=backorder&limit=1&after={page['next'].replace('+', '%2B')}")[1]
    assert [(each["number"], each["skus"], each["units"]) for each in page["orders"]] == [(numbers[1], ["BOOK"], 2)]
    status, answer, _ = api("POST", "/desk", {"act": "aside", "numbers": numbers, "why": "ring"}, key="k")
    assert (status, [each["done"] for each in answer["answers"]]) == (200, [True, True])
    assert api("POST", "/desk", {"act": "aside", "numbers": numbers})[1]["code"] == "NO_REASON"
    assert api("POST", "/desk", {"act": "aside", "numbers": ["PH1999999"], "why": "x"})[0] == 404
    assert api("GET", "/desk?queue=manual&code=TAKEN_ASIDE&warehouse=BRS")[1]["orders"] == []
    assert api("GET", "/desk?queue=manual&code=APART")[1]["code"] == "OTHER_QUEUE"
    assert api("GET", "/desk?queue=manual&sku=NOTHING")[1]["code"] == "UNKNOWN_PRODUCT"
    assert api("GET", "/desk")[0] == 422
    answer = api("POST", "/desk", {"act": "try", "numbers": numbers})[1]
    assert [each["done"] for each in answer["answers"]] == [False, False]
    api("POST", "/desk", {"act": "back", "numbers": numbers})
    assert api("POST", "/desk", {"act": "cancel", "numbers": numbers})[1]["answers"][0]["done"]
    placing.open_channel(code="market", name="Market", currency="GBP")
    narrow = Api(keys.add_key(name="narrow", role="agent", channel="market", now=NOW))
    assert narrow("GET", "/desk?queue=manual&channel=web")[1]["orders"] == []
    assert narrow("POST", "/desk", {"act": "try", "numbers": numbers})[0] == 404
