"""What is said before anybody buys is what the order then gets: those who wait, how it leaves, what it is worth."""

from datetime import date

import pytest
from company import NOW, open_company, place_and_source, product, relay, run_sql, site
from machine import Api

from db.office import BATH
from db.test_policies import live
from packhorse.catalog import operations as catalog
from packhorse.sourcing import queries
from packhorse.web import keys


def told(goods, **more):
    """{SKU: [(warehouse, units, promised day)]}."""
    names = {product(sku).id: sku for sku in goods}
    wanted = {product(sku).id: units for sku, units in goods.items()}
    rows = queries.availability(wanted, where=BATH, service="standard", now=NOW, **more)
    return {names[row.product_id]: [(p.warehouse, p.quantity, p.promised_on) for p in row.parts] for row in rows}


def gets(goods, number="asked", **more):
    """{warehouse: promised day} of an order of the same, placed now."""
    order_id = place_and_source(number, goods, **more)
    codes = {site(code): code for code in ("LDS", "BRS", "LIL")}
    return {codes[row.warehouse_id]: row.promised_on for row in queries.of_order(order_id) if row.state != "cancelled"}


def days(said):
    return {warehouse: day for parts in said.values() for warehouse, _, day in parts}


def test_those_who_wait_for_the_same_goods_come_first(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 5)}}, capacity=0)
    place_and_source("waits", {"MUG": 4})
    place_and_source("low", {"MUG": 1}, priority="low")  # its turn comes after that of a new order
    run_sql("UPDATE network_warehouse SET capacity_per_day = 1")
    # The one that waits leaves today, and today is full then.
    assert told({"MUG": 4}) == {"MUG": [("BRS", 1, date(2024, 5, 20))]}
    assert gets({"MUG": 4}) == {"BRS": date(2024, 5, 20)}


def test_how_an_order_would_leave_is_part_of_the_question(db):
    open_company()
    goods = {"DESK": 1, "PAINT": 1}
    assert sorted(days(told(goods))) == ["BRS", "LDS"]
    for nth, rule in enumerate(("together", "complete", "as_available")):
        assert days(told(goods, ship_rule=rule)) == gets(goods, str(nth), ship_rule=rule)
    assert told(goods, ship_rule="together") == {"DESK": [], "PAINT": []}
    more = {"DESK": 9, "PAINT": 1}
    assert told(more, ship_rule="complete") == {"DESK": [], "PAINT": []} != told(more)


def test_what_may_not_be_sent_yet_keeps_the_rest_of_what_leaves_complete(db):
    open_company()
    catalog.set_dates(sku="BOOK", released_on=date(2024, 6, 1), expected_on=None, now=NOW, actor="a")
    assert days(told({"MUG": 1, "BOOK": 1})).keys() == {"BRS"}
    assert told({"MUG": 1, "BOOK": 1}, ship_rule="complete") == {"MUG": [], "BOOK": []}


def test_rules_about_worth_go_by_the_prices_of_the_order(db):
    open_company()
    goods = {"DESK": 1, "PAINT": 1}
    worth = sum(product(sku).price_minor for sku in goods)
    live({"kind": "split_from", "minor": worth + 1})
    assert len(days(told(goods))) == 1
    assert len(days(told(goods, value_minor=worth + 1))) == 2


@pytest.fixture
def api(db):
    open_company()
    return Api(keys.add_key(name="shop", role="agent", now=NOW))


def test_machines_ask_so_and_wrong_words_are_refused(api):
    body = {
        "address": {"country": "GB", "city": "Bath"},
        "lines": [{"sku": "DESK", "quantity": 1}, {"sku": "PAINT", "quantity": 1}],
    }
    assert api("POST", "/availability", body)[1]["complete"]
    asked = body | {"ship_rule": "together", "value_minor": 12_000}
    status, answer, _ = api("POST", "/availability", asked)
    assert (status, answer["complete"], [line["parts"] for line in answer["lines"]]) == (200, False, [[], []])
    for wrong in ({"ship_rule": "whole"}, {"value_minor": -1}, {"value_minor": "12.00"}):
        status, answer, _ = api("POST", "/availability", body | wrong)
        assert (status, next(iter(wrong)) in str(answer)) == (422, True)
    relay()
