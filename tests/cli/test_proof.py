"""The books from a terminal: stock at any time, the history behind it, and a repair that asks first."""

import json

from company import bin_id, open_company, place_and_source, run_sql

from cli.test_commands import packhorse


def spoil():
    run_sql("UPDATE inventory_binstock SET quantity = 14 WHERE bin_id = %s", bin_id("BRS", "A1"))


def test_stock_now_and_at_a_past_time(own_db):
    open_company()
    place_and_source("1", {"MUG": 2})
    now = packhorse("stock", "MUG", "--json", DATABASE_URL=own_db)
    assert now.returncode == 0, now.stderr
    rows = {row["warehouse"]: row for row in json.loads(now.stdout)["warehouses"]}
    assert (rows["BRS"]["on_hand"], rows["BRS"]["allocated"], rows["BRS"]["available"]) == (10, 2, 8)
    then = packhorse("stock", "MUG", "--at", "2024-05-14", "--warehouse", "BRS", DATABASE_URL=own_db)
    assert then.returncode == 0, then.stderr
    assert then.stdout.splitlines()[0] == "MUG at 2024-05-14 23:59:59 UTC"
    assert then.stdout.split()[-3:] == ["BRS", "0", "0"]
    for arguments, words in (
        (("NONE",), "There is no product NONE"),
        (("MUG", "--warehouse", "XXX"), "There is no warehouse XXX"),
        (("MUG", "--at", "soon"), "'soon' is no time"),
        (("MUG", "--at", "2999-01-01"), "is still to come"),
    ):
        refused = packhorse("stock", *arguments, DATABASE_URL=own_db)
        assert (refused.returncode, words in refused.stderr) == (2, True), refused.stderr
        assert "Traceback" not in refused.stderr


def test_the_audit_for_machines_and_the_history_of_a_product(own_db):
    open_company()
    spoil()
    found = packhorse("audit", "--json", DATABASE_URL=own_db)
    assert found.returncode == 1, found.stderr
    said = json.loads(found.stdout)
    assert {(each["invariant"], each["sku"], each["warehouse"]) for each in said["findings"]} == {
        ("bins", "MUG", "BRS"),
        ("places", "MUG", "BRS"),
    }
    told = packhorse("audit", "--explain", "MUG", "--warehouse", "BRS", DATABASE_URL=own_db)
    assert told.returncode == 0, told.stderr
    assert "BRS: bin A1 holds 14, the ledger says 10" in told.stdout and "opening stock, dock" in told.stdout
    assert json.loads(packhorse("audit", "--explain", "MUG", "--json", DATABASE_URL=own_db).stdout)["lines"]
    assert packhorse("audit", "--explain", "NONE", DATABASE_URL=own_db).returncode == 2
    both = packhorse("audit", "--explain", "MUG", "--repair", DATABASE_URL=own_db)
    assert (both.returncode, "not both" in both.stderr) == (2, True)


def test_a_repair_says_what_it_would_write_and_writes_nothing_unless_told_to(own_db):
    open_company()
    spoil()
    asked = packhorse("audit", "--repair", DATABASE_URL=own_db)  # nobody answers
    assert asked.returncode == 2
    assert "MUG BRS bin A1 in the bin: 14 -> 10" in asked.stdout
    assert "nothing is changed" in asked.stderr
    assert run_sql("SELECT count(*) FROM inventory_repair") == [(0,)]
    done = packhorse("audit", "--repair", "--yes", "--reason", "mice", DATABASE_URL=own_db)
    assert done.returncode == 0, done.stderr
    assert "0 rows still differ" in done.stdout
    assert run_sql("SELECT actor, reason FROM inventory_repair") == [("command line", "mice")]
    assert "audit: clean" in packhorse("audit", DATABASE_URL=own_db).stdout
    again = packhorse("audit", "--repair", DATABASE_URL=own_db)
    assert (again.returncode, "nothing to repair" in again.stdout) == (0, True)
    assert run_sql("SELECT differences FROM web_auditrun") == [(0,)]
