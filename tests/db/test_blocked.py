"""What is in question, damaged or called back is on hand, and nobody may have it."""

from datetime import timedelta

import pytest
from company import (
    NOW,
    bin_id,
    cancel,
    carry,
    counts,
    differences,
    in_bin,
    kinds,
    level,
    open_company,
    place_and_source,
    product,
    receive,
    relay,
    site,
    waiting,
)

from db.floor import pick_list, ship, wave
from db.locks import in_turn
from db.office import reserve
from packhorse.errors import Refusal
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.inventory.rules import Receipt
from packhorse.picking import queries as lists
from packhorse.sourcing import queries as served

ONLY_BRISTOL = {"BRS": {"A1": ("MUG", 10)}}


def row(sku, code="BRS"):
    return next(each for each in stock.levels([product(sku).id], now=NOW) if each.warehouse_id == site(code))


def lot(sku, code, days=None):
    expires_on = NOW.date() + timedelta(days=days) if days is not None else None
    return inventory.know_lot(product_id=product(sku).id, code=code, expires_on=expires_on, now=NOW)


def block(lot_id, reason="called back"):
    units = inventory.block_lot(lot_id=lot_id, reason=reason, now=NOW, actor="lead")
    relay()
    return units


def test_goods_set_aside_are_on_hand_but_not_available_until_they_are_brought_back(db):
    open_company(stocked=ONLY_BRISTOL)
    carry("BRS", "A1", "QUARANTINE", "MUG", 4, reason="smells of paint")
    assert (row("MUG").on_hand, row("MUG").blocked, row("MUG").available) == (10, 4, 6)
    assert [m.kind for m in stock.movements(product("MUG").id)] == ["quarantined", "received"]
    carry("BRS", "QUARANTINE", "DAMAGED", "MUG", 1)
    assert row("MUG").blocked == 4
    carry("BRS", "QUARANTINE", "A2", "MUG", 3)
    assert (row("MUG").blocked, row("MUG").available) == (1, 9)
    assert differences() == {}


def test_a_waiting_order_is_served_when_goods_are_set_free(db):
    open_company(stocked=ONLY_BRISTOL)
    carry("BRS", "A1", "QUARANTINE", "MUG", 10)
    order_id = place_and_source("1", {"MUG": 2})
    assert (counts(order_id), waiting()) == ([(2, 0, 0, 0, 0)], 1)
    carry("BRS", "QUARANTINE", "A1", "MUG", 5)
    relay()
    assert (counts(order_id), waiting()) == ([(2, 0, 2, 0, 0)], 0)


def test_goods_received_damaged_are_promised_to_nobody(db):
    open_company(stocked=ONLY_BRISTOL)
    order_id = place_and_source("1", {"MUG": 12})
    receive("BRS", "DAMAGED", "MUG", 5)
    relay()
    assert (row("MUG").on_hand, row("MUG").blocked) == (15, 5)
    assert counts(order_id) == [(12, 0, 10, 0, 0)]
    assert differences() == {}


def test_who_was_promised_last_loses_what_is_set_aside_and_is_served_from_elsewhere(db):
    open_company()
    first, last = place_and_source("1", {"LAMP": 3}), place_and_source("2", {"LAMP": 2})  # all five of Bristol's
    carry("BRS", "A3", "DAMAGED", "LAMP", 1)
    relay()
    assert level("LAMP", "BRS") == (5, 3)  # Leeds has both of the last one's: they leave in one parcel
    assert [kinds(each).count("AllocationLost") for each in (first, last)] == [0, 1]
    homes = {each.warehouse_id for each in served.of_order(last) if each.state != "cancelled"}
    assert homes == {site("LDS")}
    assert counts(last) == [(2, 0, 2, 0, 0)]
    assert differences() == {}


def test_a_checkout_loses_its_goods_before_an_order_does(db):
    open_company(stocked=ONLY_BRISTOL)
    order_id = place_and_source("1", {"MUG": 4})
    reserve({"MUG": 6})
    carry("BRS", "A1", "DAMAGED", "MUG", 5)
    assert (row("MUG").allocated, row("MUG").reserved, row("MUG").blocked) == (4, 1, 5)
    assert "AllocationLost" not in kinds(order_id)
    assert differences() == {}


def test_a_fulfillment_order_that_loses_everything_ends(db):
    open_company(stocked=ONLY_BRISTOL)
    order_id = place_and_source("1", {"MUG": 10})
    carry("BRS", "A1", "DAMAGED", "MUG", 10)
    relay()
    assert [each.state for each in served.of_order(order_id)] == ["cancelled"]
    assert (counts(order_id), waiting()) == ([(10, 0, 0, 0, 0)], 1)
    assert differences() == {}


def test_what_pickers_are_sent_for_is_not_carried_away_under_their_hands(db):
    open_company(stocked=ONLY_BRISTOL)
    place_and_source("1", {"MUG": 8})
    wave("BRS")
    with pytest.raises(Refusal, match="2 lie there free, 8 more are on pick lists"):
        carry("BRS", "A1", "A2", "MUG", 3)
    assert differences() == {}


def test_a_picker_is_called_off_for_what_is_damaged(db):
    open_company(stocked=ONLY_BRISTOL)
    order_id = place_and_source("1", {"MUG": 8})
    (list_id,) = wave("BRS")
    carry("BRS", "A1", "DAMAGED", "MUG", 3)
    relay()
    assert in_bin("BRS", "A1", "MUG") == (7, 7)
    pick_list(list_id)
    assert counts(order_id) == [(8, 0, 7, 0, 0)]
    assert differences() == {}


@pytest.mark.parametrize(
    ("to", "units", "words"),
    [("A1", 1, "two different bins"), ("A2", 0, "two different bins"), ("A2", 11, "10 lie there free")],
)
def test_a_move_that_cannot_be_is_refused(db, to, units, words):
    open_company(stocked=ONLY_BRISTOL)
    with pytest.raises(Refusal, match=words):
        carry("BRS", "A1", to, "MUG", units)


def test_goods_are_not_carried_into_another_warehouse(db):
    open_company(stocked=ONLY_BRISTOL)
    where = {"from_bin_id": bin_id("BRS", "A1"), "to_bin_id": bin_id("LDS", "A1")}
    with pytest.raises(Refusal, match="transfer"):
        inventory.move(product_id=product("MUG").id, **where, quantity=1, now=NOW, actor="x", cause="moved")


def test_goods_are_not_received_into_another_warehouses_bin(db):
    open_company(stocked=ONLY_BRISTOL)
    strange = Receipt(site("BRS"), product("MUG").id, bin_id("LDS", "A1"), 1)
    with pytest.raises(Refusal, match="not a bin of warehouse"):
        inventory.receive([strange], now=NOW, actor="x", cause="delivery")
    assert level("MUG", "LDS") == (0, 0)


def test_a_lot_that_is_called_back_is_had_by_nobody_and_pickers_are_called_off(db):
    open_company(stocked={"LDS": {"A1": ("MUG", 10)}})
    bad = lot("MUG", "L7", 90)
    receive("BRS", "A2", "MUG", 6, lot_id=bad)
    order_id = place_and_source("1", {"MUG": 5})
    (list_id,) = wave("BRS")
    assert block(bad) == 6
    assert (row("MUG").on_hand, row("MUG").allocated, row("MUG").blocked) == (6, 0, 6)
    assert level("MUG", "LDS") == (10, 5)
    assert counts(order_id) == [(5, 0, 5, 0, 0)]
    pick_list_is_empty(list_id)
    assert differences() == {}


def pick_list_is_empty(list_id):
    assert {(task.state, task.reason) for task in lists.tasks(list_id)} == {("cancelled", "not there")}


def test_a_lot_comes_back_but_for_what_lies_in_question(db):
    open_company(stocked={})
    lot_id = lot("MUG", "L7")
    receive("BRS", "A1", "MUG", 4, lot_id=lot_id)
    receive("BRS", "QUARANTINE", "MUG", 2, lot_id=lot_id)
    block(lot_id)
    receive("BRS", "A2", "MUG", 3, lot_id=lot_id)  # comes in blocked
    assert (row("MUG").on_hand, row("MUG").blocked) == (9, 9)
    assert inventory.free_lot(lot_id=lot_id, reason="tested", now=NOW, actor="lead") == 7
    assert (row("MUG").blocked, row("MUG").available) == (2, 7)
    assert differences() == {}


def test_picked_goods_of_a_lot_that_was_called_back_come_back_blocked(db):
    open_company(stocked={})
    lot_id = lot("MUG", "L7")
    receive("BRS", "A1", "MUG", 4, lot_id=lot_id)
    order_id = place_and_source("1", {"MUG": 3})
    (list_id,) = wave("BRS")
    pick_list(list_id)
    block(lot_id)
    assert (row("MUG").blocked, row("MUG").allocated) == (1, 3)
    cancel(order_id)
    relay()
    assert (row("MUG").on_hand, row("MUG").blocked, row("MUG").allocated) == (4, 4, 0)
    assert differences() == {}


def test_a_lot_is_received_blocked_in_a_warehouse_that_never_had_the_product_while_it_is_called_back(own_db):
    open_company(stocked=ONLY_BRISTOL)
    lot_id = lot("MUG", "L7")
    in_turn(
        "SELECT * FROM inventory_stocklevel FOR UPDATE",
        lambda: inventory.block_lot(lot_id=lot_id, reason="called back", now=NOW, actor="lead"),
        lambda: receive("LIL", "A1", "MUG", 3, lot_id=lot_id),
    )
    assert (row("MUG", "LIL").on_hand, row("MUG", "LIL").blocked) == (3, 3)
    assert differences() == {}


@pytest.mark.parametrize(("reason", "words"), [("", "why nobody"), ("  ", "why nobody")])
def test_a_lot_is_not_blocked_without_a_reason(db, reason, words):
    open_company(stocked={})
    with pytest.raises(Refusal, match=words):
        block(lot("MUG", "L7"), reason)


def test_a_lot_has_one_day_of_expiry(db):
    open_company(stocked={})
    lot("MUG", "L7", 10)
    assert lot("MUG", "L7") == lot("MUG", "L7", 10)
    with pytest.raises(Refusal, match="known to expire on"):
        lot("MUG", "L7", 11)
    with pytest.raises(Refusal, match="up to 40"):
        lot("MUG", "")


def test_what_expires_first_is_picked_first_and_its_lot_is_known_to_the_door(db):
    open_company(stocked={})
    late, soon = lot("MUG", "LATE", 90), lot("MUG", "SOON", 10)
    receive("BRS", "A1", "MUG", 5, lot_id=late)
    receive("BRS", "A2", "MUG", 2, lot_id=soon)
    order_id = place_and_source("1", {"MUG": 3})
    ship("BRS")
    assert [in_bin("BRS", spot, "MUG")[0] for spot in ("A1", "A2")] == [4, 0]
    assert stock.where_lot(soon) == [(order_id, "shipped", 2)]
    assert stock.where_lot(late) == [(order_id, "shipped", 1)]
    shipped = [m for m in stock.movements(product("MUG").id) if m.kind == "shipped"]
    assert {(m.lot_id, m.quantity) for m in shipped} == {(soon, 2), (late, 1)}
    assert differences() == {}
