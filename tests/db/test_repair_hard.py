"""Whatever was done to stock's tables behind the back of its verbs, one repair sets all of it right."""

from company import NOW, carry, differences, open_company, place_and_source, product, receive, run_sql
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from db.floor import bring_to, wave
from db.office import reserve
from packhorse.inventory import operations as inventory

# Each takes a number that chooses a row, and a number to be written.
LIES = {
    "level": "UPDATE inventory_stocklevel SET {column} = %(units)s WHERE id = (SELECT id FROM inventory_stocklevel "
    "ORDER BY id OFFSET %(nth)s %% (SELECT count(*) FROM inventory_stocklevel) LIMIT 1)",
    "bin": "UPDATE inventory_binstock SET {column} = %(units)s WHERE id = (SELECT id FROM inventory_binstock "
    "ORDER BY id OFFSET %(nth)s %% (SELECT count(*) FROM inventory_binstock) LIMIT 1)",
    "flag": "UPDATE inventory_binstock SET blocked = NOT blocked WHERE id = (SELECT id FROM inventory_binstock "
    "ORDER BY id OFFSET %(nth)s %% (SELECT count(*) FROM inventory_binstock) LIMIT 1)",
    "promise": "UPDATE inventory_allocation SET quantity = %(units)s + 1 WHERE id = ("
    "SELECT id FROM inventory_allocation ORDER BY id "
    "OFFSET %(nth)s %% (SELECT count(*) FROM inventory_allocation) LIMIT 1)",
    "end": "UPDATE inventory_allocation SET state = 'released' WHERE id = (SELECT id FROM inventory_allocation "
    "ORDER BY id OFFSET %(nth)s %% (SELECT count(*) FROM inventory_allocation) LIMIT 1)",
    "pick": "UPDATE inventory_allocation SET state = 'picked' WHERE id = (SELECT id FROM inventory_allocation "
    "ORDER BY id OFFSET %(nth)s %% (SELECT count(*) FROM inventory_allocation) LIMIT 1)",
    "over": "UPDATE inventory_reservation SET state = 'expired' WHERE %(nth)s %% 2 = 0 AND %(units)s >= 0",
    "line": "INSERT INTO inventory_movement (at, kind, product_id, warehouse_id, quantity, delta, blocked, to_bin_id, "
    "actor, cause) SELECT at, kind, product_id, warehouse_id, %(units)s + 1, (%(units)s + 1) * sign(delta), "
    "(%(units)s + 1) * (%(nth)s %% 3 - 1), CASE WHEN %(nth)s %% 2 = 0 THEN to_bin_id END, 'mouse', 'night' "
    "FROM inventory_movement ORDER BY id OFFSET %(nth)s %% 8 LIMIT 1",
    "gone": "DELETE FROM inventory_binstock WHERE id = (SELECT id FROM inventory_binstock "
    "ORDER BY id OFFSET %(nth)s %% (SELECT count(*) FROM inventory_binstock) LIMIT 1)",
    "lost": "DELETE FROM inventory_stocklevel WHERE id = (SELECT id FROM inventory_stocklevel "
    "ORDER BY id OFFSET %(nth)s %% (SELECT count(*) FROM inventory_stocklevel) LIMIT 1)",
    "shot": "UPDATE inventory_stocksnapshot SET on_hand = %(units)s, blocked = %(nth)s",
    "use": "UPDATE network_bin SET use = 'damaged' WHERE id = (SELECT bin_id FROM inventory_binstock "
    "ORDER BY id OFFSET %(nth)s %% (SELECT count(*) FROM inventory_binstock) LIMIT 1)",
    "call": "UPDATE inventory_lot SET blocked = 'called back' WHERE %(nth)s + %(units)s >= 0",
}
COLUMNS = {"level": ("on_hand", "allocated", "reserved", "blocked"), "bin": ("quantity", "planned")}
CHECKS = {
    "inventory_stocklevel": {
        "level_allocated": "allocated >= 0",
        "level_reserved": "reserved >= 0",
        "level_blocked": "blocked >= 0",
        "level_not_oversold": "on_hand >= allocated + reserved + blocked",
    },
    "inventory_binstock": {
        "bin_stock_planned": "planned >= 0 AND quantity >= planned",
        "bin_stock_blocked": "NOT blocked OR planned = 0",
    },
}
STEPS = st.tuples(st.sampled_from(sorted(LIES)), st.integers(0, 20), st.integers(0, 12))
ALL = [(name, nth, 3 + nth) for nth, name in enumerate(sorted(LIES))]


def open_all_day():
    """A company with something of everything: promised, planned, picked, kept, blocked, of a lot, snapshots."""
    open_company()
    bring_to(place_and_source("1", {"MUG": 2, "BOOK": 1}), "picked")
    place_and_source("2", {"MUG": 3})
    wave("BRS")
    place_and_source("3", {"MUG": 1, "LAMP": 2})
    reserve({"MUG": 2})
    lot = inventory.know_lot(product_id=product("MUG").id, code="L1", expires_on=None, now=NOW)
    receive("BRS", "A2", "MUG", 4, lot_id=lot)
    carry("BRS", "A2", "DAMAGED", "MUG", 1, lot_id=lot)
    inventory.snapshot(at=NOW.replace(day=16))


def lie(name, nth, units):
    columns = COLUMNS.get(name, ("",))
    run_sql_named(LIES[name].format(column=columns[nth % len(columns)]), nth=nth, units=units)


def run_sql_named(statement, **values):
    from django.db import connection

    text = statement.replace("%%", "%")
    for name, value in values.items():
        text = text.replace(f"%({name})s", str(value))
    with connection.cursor() as cursor:
        cursor.execute(text)


def test_one_repair_sets_right_whatever_was_done(own_db):
    open_all_day()
    assert differences() == {}

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(STEPS, min_size=1, max_size=6))
    @example(ALL)
    def run(lies):
        with transaction.atomic():
            for table, checks in CHECKS.items():
                for name in checks:
                    run_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
            for each in lies:
                lie(*each)
            run_sql("SET CONSTRAINTS ALL IMMEDIATE")
            ledger = run_sql("SELECT * FROM inventory_movement ORDER BY id")
            plan = inventory.preview_repair(now=NOW)
            done = inventory.repair(reason="mice", now=NOW, actor="boss", seen=plan.mark)
            assert {name: rows for name, rows in differences().items() if name.startswith("inventory.")} == {}
            assert run_sql("SELECT * FROM inventory_movement ORDER BY id")[: len(ledger)] == ledger
            assert inventory.repair(reason="again", now=NOW, actor="boss").changes == ()
            assert (done.id is None) == (not done.changes)
            run_sql("SET CONSTRAINTS ALL IMMEDIATE")
            for table, checks in CHECKS.items():
                for name, rule in checks.items():
                    run_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({rule})")
            transaction.set_rollback(True)

    run()
