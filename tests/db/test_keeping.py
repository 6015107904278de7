"""Goods that would not keep until they arrive, from lots in bins to promise, desk, answer before buying and pick."""

from datetime import timedelta

import pytest
from company import (
    NOW,
    differences,
    kinds,
    level,
    open_company,
    place,
    place_and_source,
    product,
    receive,
    relay,
    run_sql,
    site,
)

from db.floor import bring_to
from db.test_chosen import client_of
from db.test_export_limits import desk, excluded, homes
from db.test_moved import send_to
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.picking import operations as picking
from packhorse.sourcing import queries
from packhorse.sourcing.queries import Where, availability

TODAY = NOW.date()
BATH = Where("GB", 51.38, -2.36)


@pytest.fixture(autouse=True)
def company(db):
    open_company(stocked={})
    yield
    assert differences() == {}


def come(spot, days, units=5, sku="MUG", code="BRS"):
    """Units of a lot that is good for so many days: what is ordered now is in Bath after two."""
    name = f"{sku}-{days}"
    lot = inventory.know_lot(product_id=product(sku).id, code=name, expires_on=TODAY + timedelta(days), now=NOW)
    receive(code, spot, sku, units, lot_id=lot)
    return lot


def lots_picked():
    found = run_sql("SELECT order_id, lot_id, quantity FROM inventory_allocation WHERE state = 'allocated' ORDER BY 1")
    return [tuple(row) for row in found]


def test_lots_that_expire_on_the_way_are_not_there_for_the_order():
    come("A1", 1)
    order_id = place_and_source("1", {"MUG": 2})
    assert desk(order_id) == ("backorder", "TOO_OLD", "BRS has 5, but 5 would not keep until they arrive")
    assert excluded(order_id)[site("BRS")] == "what is there would not keep until it arrives"
    (row,) = availability({product("MUG").id: 1}, where=BATH, service="standard", now=NOW)
    assert (row.available, row.parts) == (0, ())
    page = client_of("agent").get("/desk?queue=backorder&code=TOO_OLD").content.decode()
    assert "would not keep until they arrive" in page
    come("A2", 2)
    relay()
    assert homes(order_id) == [site("BRS")]
    (row,) = availability({product("MUG").id: 1}, where=BATH, service="standard", now=NOW)
    assert row.available == 3


def test_a_quicker_service_may_have_them():
    come("A1", 1)
    assert homes(place_and_source("1", {"MUG": 2}, service="express")) == [site("BRS")]
    assert homes(place_and_source("2", {"MUG": 2})) == []


def test_the_days_that_goods_must_keep_count_when_they_arrive():
    run_sql("UPDATE catalog_product SET min_days_left = 30 WHERE sku = 'MUG'")
    come("A1", 31)
    assert desk(place_and_source("1", {"MUG": 1}))[1] == "TOO_OLD"
    come("A2", 32)
    assert homes(place_and_source("2", {"MUG": 1})) == [site("BRS")]


def test_pickers_leave_to_the_near_what_the_far_may_not_have():
    old, new = come("A1", 1, 2), come("A2", 9, 2)
    far = place_and_source("1", {"MUG": 2})
    near = place_and_source("2", {"MUG": 2}, service="express")
    assert (homes(far), homes(near)) == ([site("BRS")], [site("BRS")])
    picking.plan_wave(warehouse_id=site("BRS"), now=NOW, actor="boss")
    assert lots_picked() == [(far, new, 2), (near, old, 2)]


def test_in_one_batch_the_far_has_what_the_near_leaves_to_it():
    come("A1", 1, 2)
    come("A2", 9, 2)
    relay()
    near, far = place("1", {"MUG": 2}, service="express"), place("2", {"MUG": 2})
    relay()
    assert (homes(near), homes(far)) == ([site("BRS")], [site("BRS")])
    assert "OrderBackordered" not in kinds(far)


def test_a_new_address_to_which_its_lots_would_not_keep_is_served_from_where_others_do():
    come("A1", 3, 2)
    come("A1", 30, 2, code="LDS")
    relay()
    order_id = place_and_source("1", {"MUG": 2})
    assert homes(order_id) == [site("BRS")]
    send_to(order_id, "Lens")  # some days more, and from Bristol it would still be the nearest
    assert [row.warehouse_id for row in queries.of_order(order_id) if row.state == "open"] == [site("LDS")]


def test_a_new_address_to_which_no_lot_would_keep_is_said_on_the_desk_and_others_may_have_them():
    come("A1", 3, 2)
    receive("BRS", "A2", "BOOK", 1)
    order_id = place_and_source("1", {"MUG": 2, "BOOK": 1})
    send_to(order_id, "Bath", line1="9 Low Street")  # the same days
    assert queries.waiting([order_id]) == {}
    send_to(order_id, "Lens")
    assert desk(order_id) == ("backorder", "TOO_OLD", "BRS has 2, but 2 would not keep until they arrive")
    assert (level("MUG", "BRS"), level("BOOK", "BRS")) == ((2, 0), (1, 1))
    assert homes(place_and_source("2", {"MUG": 2})) == [site("BRS")]


def test_what_is_picked_and_would_not_keep_to_the_new_address_is_held_with_the_reason():
    come("A1", 3, 2)
    order_id = place_and_source("1", {"MUG": 2})
    bring_to(order_id, "picked")
    send_to(order_id, "Lens")
    words = "BRS has it on a pick list or further on, and goods of it would not keep until they arrive there"
    assert [(row.order_id, row.reason) for row in queries.desk(queue="manual").rows] == [(order_id, words)]
    send_to(order_id, "Bath")
    assert queries.desk(queue="manual").rows == ()


def test_what_is_promised_to_the_far_is_not_promised_again():
    come("A1", 1, 2)
    come("A2", 9, 2)
    first, second = place_and_source("1", {"MUG": 2}), place_and_source("2", {"MUG": 1})
    assert (homes(first), homes(second)) == ([site("BRS")], [])
    assert desk(second)[2] == "BRS has 2, but 2 would not keep until they arrive"


def test_who_asks_before_buying_behind_those_who_take_the_old_lots_is_promised_the_fresh_ones():
    place_and_source("1", {"MUG": 2}, service="express")
    come("A1", 1, 2)
    come("A2", 9, 2)
    (row,) = availability({product("MUG").id: 3}, where=BATH, service="standard", now=NOW)
    assert (row.available, [(part.warehouse, part.quantity) for part in row.parts]) == (2, [("BRS", 2)])
    relay()
    assert homes(place_and_source("2", {"MUG": 2})) == [site("BRS")]


def test_a_lot_that_a_person_set_free_is_good_for_everybody():
    lot = come("A1", -1)
    inventory.free_lot(lot_id=lot, reason="half the price", now=NOW, actor="boss")
    assert homes(place_and_source("1", {"MUG": 1})) == [site("BRS")]
    assert level("MUG", "BRS") == (5, 1)


def test_goods_without_such_lots_pay_nothing():
    receive("BRS", "A1", "BOOK", 5)
    come("A2", 400)
    assert stock.short_lived([product("BOOK").id, product("MUG").id], until=TODAY + timedelta(90)) == {}
