"""Goods are put away from the dock, carried from bin to bin, and taken back from customers."""

from datetime import timedelta

import pytest
from company import NOW, bin_id, differences, open_company, place_and_source, product, relay, scan, site

from db.dock import announce, book, lying, put_away
from db.floor import walk
from packhorse.errors import Refusal
from packhorse.inbound import operations as inbound
from packhorse.inbound import queries
from packhorse.inventory import queries as stock
from packhorse.network import queries as network
from packhorse.network.operations import open_warehouses
from packhorse.network.rules import NewBin, NewWarehouse


@pytest.fixture(autouse=True)
def company(db):
    open_company()


def came(sku, units, **more):
    book(announce({sku: units}), sku, units, **more)


def proposed(sku, units, code="LDS"):
    (here,) = [each for each in network.warehouses() if each.code == code]
    found = queries.proposed(here, product_id=product(sku).id, lot_id=None, units=units)
    return network.bins_by_id([found.bin_id])[found.bin_id].code if found else None


def test_goods_go_from_the_dock_to_the_bin_that_holds_them(db):
    came("MUG", 6)
    (row,) = queries.dock(site("LDS"))
    assert (row.stock.quantity, row.to_put, row.wanted, row.since) == (6, 6, 0, NOW)
    assert proposed("MUG", 6) == "A1"
    mine = scan()
    assert [put_away("LDS", "MUG", 6, "A1", scan_id=mine) for _ in range(2)] == [True, False]
    assert (lying("LDS", "MUG"), queries.dock(site("LDS")), differences()) == ({"A1": 16}, [], {})


def test_slow_movers_leave_the_near_bins_to_fast_ones(db):
    place_and_source("1", {"PAINT": 5, "LAMP": 1}, city="York")
    walk("LDS")
    assert inbound.measure_velocity(now=NOW) == 2
    assert inbound.measure_velocity(now=NOW + timedelta(days=61)) == 0
    inbound.measure_velocity(now=NOW)
    code = site("LDS")
    assert [queries.slowness(code, product(sku).id) for sku in ("PAINT", "LAMP", "DESK")] == [0.0, 1.0, 1.0]
    came("DESK", 1)
    assert proposed("DESK", 1) == "C3"  # the farthest of the empty ones
    inbound.measure_velocity(now=NOW + timedelta(days=61))
    assert proposed("DESK", 1) == "B2"


def test_what_orders_wait_for_is_left_at_the_dock_to_be_picked(db):
    place_and_source("1", {"DESK": 5})  # Bristol has three
    came("DESK", 4)
    relay()
    (row,) = queries.dock(site("LDS"))
    assert (row.stock.quantity, row.wanted, row.to_put) == (4, 2, 2)


def test_another_storage_class_is_forbidden(db):
    came("PAINT", 2)
    with pytest.raises(Refusal, match="C1 is for ambient goods, these are hazmat"):
        put_away("LDS", "PAINT", 2, "C1")
    assert proposed("PAINT", 2) is None
    assert (lying("LDS", "PAINT"), differences()) == ({"B1": 8, "RECEIVING": 2}, {})


def test_a_bin_that_is_too_small_too_weak_or_too_full_is_forbidden(db):
    open_small()
    goods = {"delivery_id": announce({"BOOK": 9}, code="SML")}
    book(goods["delivery_id"], "BOOK", 9)
    for units, to, words in ((2, "TINY", "too large for TINY"), (3, "WEAK", "2 of 3"), (9, "FULL", "8 of 9")):
        with pytest.raises(Refusal, match=words):
            put_away("SML", "BOOK", units, to)
    assert proposed("BOOK", 8, "SML") == "FULL"
    assert put_away("SML", "BOOK", 8, "FULL")
    with pytest.raises(Refusal, match="room for 0 of 1"):
        put_away("SML", "BOOK", 1, "FULL")
    assert differences() == {}


def open_small():
    (like,) = [each for each in network.warehouses() if each.code == "LDS"]
    facts = {name: getattr(like, name) for name in NewWarehouse.__dataclass_fields__ if hasattr(like, name)}
    facts |= {"handling_order_minor": 40, "handling_line_minor": 10}
    bins = (
        NewBin("TINY", "SML-T", "A", 0, 0, 0, width_mm=100, depth_mm=100, height_mm=100),
        NewBin("WEAK", "SML-W", "A", 0, 0, 1, max_weight_g=1000),
        NewBin("FULL", "SML-F", "A", 0, 0, 2, width_mm=210, depth_mm=150, height_mm=160),
    )
    open_warehouses([NewWarehouse(**(facts | {"code": "SML"}), bins=bins)])


def test_a_reason_is_wanted_where_goods_are_blocked(db):
    with pytest.raises(Refusal, match="Say in words why they go into QUARANTINE"):
        put_away("LDS", "MUG", 2, "QUARANTINE", start="A1")
    put_away("LDS", "MUG", 2, "QUARANTINE", start="A1", reason="smells odd")
    assert [row.blocked for row in stock.levels([product("MUG").id], now=NOW) if row.warehouse_id == site("LDS")] == [2]
    assert differences() == {}


def test_another_warehouses_bin_is_a_transfer(db):
    with pytest.raises(Refusal, match="make a transfer"):
        inbound.carry(
            product_id=product("MUG").id,
            from_bin_id=bin_id("LDS", "A1"),
            to_bin_id=bin_id("BRS", "A1"),
            units=1,
            scan_id=scan(),
            now=NOW,
            actor="carrier",
        )
