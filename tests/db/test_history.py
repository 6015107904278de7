"""The database itself refuses to rewrite the past, to oversell, and every state that no state table knows."""

import pytest
from company import NOW, in_bin, level, open_company, place_and_source, run_sql, site
from django.apps import apps
from django.db import DatabaseError, IntegrityError, transaction

from db.floor import ship
from packhorse.catalog import queries as catalog
from packhorse.inventory import queries as stock
from packhorse.inventory.rules import ALLOCATION_STATES, MOVEMENT_SIGNS
from packhorse.outbox.publish import publish
from packhorse.packing.rules import PARCEL_STATES
from packhorse.picking.rules import FILL_STATES, LIST_STATES, TASK_STATES, WAVE_STATES
from packhorse.placing.rules import ORDER_STATES
from packhorse.shipping.rules import NOTICE_STATES, SHIPMENT_STATES
from packhorse.sorting.rules import SLOT_STATES
from packhorse.sourcing.rules import FULFILLMENT_STATES

STATE_TABLES = {
    ("inventory", "Allocation"): ALLOCATION_STATES,
    ("placing", "Order"): ORDER_STATES,
    ("sourcing", "FulfillmentOrder"): FULFILLMENT_STATES,
    ("picking", "Wave"): WAVE_STATES,
    ("picking", "PickList"): LIST_STATES,
    ("picking", "PickTask"): TASK_STATES,
    ("picking", "FillUp"): FILL_STATES,
    ("sorting", "Slot"): SLOT_STATES,
    ("packing", "Parcel"): PARCEL_STATES,
    ("shipping", "Shipment"): SHIPMENT_STATES,
    ("shipping", "ShopNotice"): NOTICE_STATES,
}


def refused(statement, *values, kind=DatabaseError):
    with pytest.raises(kind) as caught, transaction.atomic():
        run_sql(statement, *values)
    return str(caught.value)


@pytest.mark.parametrize("table", ["inventory_movement", "outbox_event"])
@pytest.mark.parametrize(
    ("verb", "statement"),
    [
        ("update", "UPDATE {} SET actor = 'mouse'"),
        ("delete", "DELETE FROM {}"),
        ("truncate", "TRUNCATE {} CASCADE"),
    ],
)
def test_the_past_cannot_be_rewritten(own_db, table, verb, statement):
    open_company()
    assert f"append-only: {'write' if 'inv' in table else 'publish'}" in refused(statement.format(table))
    assert verb in refused(statement.format(table))
    assert run_sql(f"SELECT count(*) FROM {table} WHERE actor = 'mouse'") == [(0,)]
    assert run_sql(f"SELECT count(*) > 0 FROM {table}") == [(True,)]


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("allocated = on_hand + 1", "level_not_oversold"),
        ("reserved = on_hand + 1", "level_not_oversold"),
        ("on_hand = -1", "level_not_oversold"),
        ("allocated = -1", "level_allocated"),
        ("reserved = -1", "level_reserved"),
    ],
)
def test_a_level_cannot_promise_more_than_is_there(db, change, constraint):
    open_company()
    assert constraint in refused(f"UPDATE inventory_stocklevel SET {change}", kind=IntegrityError)
    assert level("MUG", "LDS") == (10, 0)


@pytest.mark.parametrize("change", ["planned = quantity + 1", "planned = -1", "quantity = -1"])
def test_a_bin_cannot_promise_more_than_lies_in_it(db, change):
    open_company()
    assert "bin_stock_planned" in refused(f"UPDATE inventory_binstock SET {change}", kind=IntegrityError)
    assert in_bin("LDS", "A1", "MUG") == (10, 0)


@pytest.mark.parametrize("kind", sorted(MOVEMENT_SIGNS))
def test_a_movement_changes_on_hand_only_its_own_way(db, kind):
    open_company()
    write = (
        "INSERT INTO inventory_movement (at, kind, product_id, warehouse_id, quantity, delta, actor, cause) "
        "SELECT now(), %s, product_id, warehouse_id, 3, %s, 'mouse', 'night' FROM inventory_stocklevel LIMIT 1"
    )
    for sign in (-1, 0, 1):
        if sign in MOVEMENT_SIGNS[kind]:
            run_sql(write, kind, sign * 3)
        else:
            assert "movement_delta" in refused(write, kind, sign * 3, kind=IntegrityError)
    assert "movement_delta" in refused(write, kind, 2, kind=IntegrityError)
    assert "movement_delta" in refused(write, "stolen", -3, kind=IntegrityError)


@pytest.mark.parametrize("model", sorted(STATE_TABLES))
def test_the_database_knows_exactly_the_states_of_the_state_table(db, model):
    states = STATE_TABLES[model]
    table = apps.get_model(*model)._meta.db_table
    checks = run_sql(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND conname ~ %s",
        table,
        r"^(?!.*tracking).*_state$",
    )
    assert len(checks) == 1
    named = {part.split("'")[1] for part in checks[0][0].split(",")}
    assert named == set(states)


def test_the_ledger_tells_every_unit_from_dock_to_door(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 4)}})
    place_and_source("1", {"MUG": 3})
    ship("BRS")
    moved = [(row.kind, row.quantity, row.delta) for row in stock.movements(catalog.by_code("MUG").id)]
    assert moved == [("shipped", 3, -3), ("picked", 3, 0), ("received", 4, 4)]
    assert stock.on_hand_by_warehouse()[site("BRS")] == (1, 0)


def test_nothing_published_is_nothing_kept(db):
    publish([], now=NOW, actor="nobody")
    assert run_sql("SELECT count(*) FROM outbox_event") == [(0,)]
