"""A product's stock from day to day is what replaying its ledger and its promises day by day gives."""

import random
from datetime import timedelta

import pytest
from company import NOW, bin_id, change, open_company, place_and_source, product, receive, relay, run_sql, site

from db.floor import bring_to
from db.office import LATER, reserve
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock

DAY = timedelta(days=1)


def replay(sku, at):
    """(on hand, blocked, allocated) before a moment, row by row."""
    on_hand = blocked = allocated = 0
    for delta, stopped in run_sql(
        "SELECT delta, blocked FROM inventory_movement WHERE product_id = %s AND at < %s", product(sku).id, at
    ):
        on_hand, blocked = on_hand + delta, blocked + stopped
    for units, state, changed in run_sql(
        "SELECT quantity, state, changed_at FROM inventory_allocation WHERE product_id = %s AND allocated_at < %s",
        product(sku).id,
        at,
    ):
        allocated += units if state in ("allocated", "picked") or changed >= at else 0
    return on_hand, blocked, allocated


@pytest.mark.parametrize("shot", [False, True])
def test_each_day_is_what_replaying_gives(own_db, shot):
    open_company()
    dice = random.Random(7)
    for nth in range(12):
        now = NOW + nth * DAY
        receive("LDS", "A1", "MUG", dice.randint(1, 9), now=now)
        change("BRS", "A1", "MUG", -dice.randint(1, 3) if nth % 3 == 0 else 2, now=now)
        place_and_source(f"W-{nth}", {"MUG": dice.randint(1, 4)}, now=now)
        if nth == 4:
            inventory.move(
                product_id=product("MUG").id,
                from_bin_id=bin_id("LDS", "A1"),
                to_bin_id=bin_id("LDS", "DAMAGED"),
                quantity=3,
                now=now,
                actor="clerk",
                cause="by hand",
            )
        if shot and nth % 4 == 1:
            inventory.snapshot(at=now + timedelta(hours=1))
    relay(NOW + 12 * DAY)
    moments = stock.day_ends(10, now=NOW + 12 * DAY + timedelta(minutes=1))
    rows = stock.series(product("MUG").id, moments)
    assert [row.at for row in rows] == moments and len(rows) == 11
    assert [(row.on_hand, row.blocked, row.allocated) for row in rows] == [replay("MUG", at) for at in moments]
    assert len({row.on_hand for row in rows}) > 5 and rows[-1].blocked == 3


def test_the_last_point_is_what_the_levels_say(db):
    open_company()
    receive("LDS", "A1", "LAMP", 4, now=NOW + DAY)
    inventory.set_safety(product_id=product("LAMP").id, warehouse_id=site("BRS"), units=2)
    reserve({"LAMP": 2}, now=NOW + DAY, until=LATER + DAY)
    place_and_source("W-1", {"LAMP": 1}, now=NOW + DAY)
    (last,) = stock.series(product("LAMP").id, [NOW + 2 * DAY])
    now = stock.levels([product("LAMP").id], now=NOW)
    assert last.reserved == 2 == sum(level.reserved for level in now)
    assert (last.on_hand, last.allocated) == (sum(level.on_hand for level in now), 1)
    assert last.available == sum(level.available for level in now)


def test_what_was_shipped_was_allocated_until_then(db):
    open_company()
    bring_to(place_and_source("W-1", {"BOOK": 3}), "packed")
    keys = run_sql("SELECT fulfillment_id, line_id FROM inventory_allocation")
    inventory.ship(dict.fromkeys(keys, 3), parcel_ids={keys[0][0]: 1}, now=NOW + DAY, actor="loader")
    first, last = stock.series(product("BOOK").id, [NOW + timedelta(hours=5), NOW + 2 * DAY])
    assert (first.allocated, last.allocated, last.on_hand) == (3, 0, first.on_hand - 3)


def test_a_product_that_was_never_stocked_has_nothing(db):
    open_company(stocked={})
    assert [row.on_hand for row in stock.series(product("MUG").id, [NOW, NOW + DAY])] == [0, 0]
