"""`packhorse import` as a person meets it: formats, dry run, error file and mapping, with exit codes."""

import json

from company import open_company, run_sql
from exports import ORDER, export
from orderfiles import order_file, row

from cli.test_commands import count, packhorse

MAPPING = {
    "columns": {"order_number": "No", "placed_at": "Date", "name": "To", "line1": "Street", "city": "Town"}
    | {"sku": "Code", "quantity": "Units", "unit_price": "Each"},
    "constants": {"country": "GB"},
    "decimal": ",",
}


def test_an_export_is_known_and_what_is_refused_is_written_corrected_and_taken(own_db, tmp_path):
    open_company()
    path, errors = tmp_path / "orders.csv", tmp_path / "refused.csv"
    over = ORDER["shopify"]("#3", ("MUG", "1", "1.00"), Cancelled_at="2024-01-06 10:00:00 +0100")
    wrong = ORDER["shopify"]("#2", ("MUG", "1", "1.00"), ("CUP", "1", "1.00"))
    path.write_bytes(export("shopify", ORDER["shopify"]("#1", ("MUG", "1", "1.00")), wrong, over))
    done = packhorse("import", "orders", path, "--errors", errors, DATABASE_URL=own_db)
    assert done.returncode == 1
    assert "Format: shopify" in done.stdout and "4 rows: 1 orders placed" in done.stdout
    assert "1 orders passed over, 1 rows wrong" in done.stdout
    assert f"{path}:5: order #3 passed over: cancelled in the shop" in done.stdout
    assert f"2 rows of refused orders: {errors}" in done.stdout
    assert done.stderr.startswith(f"{path}:4, column Lineitem sku: ")

    errors.write_bytes(errors.read_bytes().replace(b"CUP", b"BOOK"))
    mended = packhorse("import", "orders", errors, "--errors", tmp_path / "none.csv", DATABASE_URL=own_db)
    assert (mended.returncode, mended.stderr) == (0, "")
    assert "2 rows: 1 orders placed, 0 known already" in mended.stdout
    assert not (tmp_path / "none.csv").exists()
    assert count("placing_order") == 2


def test_a_dry_run_says_what_would_be_and_keeps_nothing(own_db, tmp_path):
    open_company()
    path = tmp_path / "orders.csv"
    path.write_bytes(order_file(row(1, "MUG", 1), row(2, "CUP", 1)))
    done = packhorse("import", "orders", path, "--dry-run", "--channel", "fair", DATABASE_URL=own_db)
    assert done.returncode == 1
    assert "Dry run: nothing was kept" in done.stdout and "2 rows: 1 orders placed" in done.stdout
    assert (count("placing_order"), run_sql("SELECT code FROM placing_channel")) == (0, [("web",)])


def test_a_time_zone_that_is_none_is_refused(own_db, tmp_path):
    open_company()
    path = tmp_path / "orders.csv"
    path.write_bytes(order_file(row(1, "MUG", 1)))
    done = packhorse("import", "orders", path, "--timezone", "Mars/North", DATABASE_URL=own_db)
    assert done.returncode == 2 and "no time zone 'Mars/North'" in done.stderr
    assert "Traceback" not in done.stderr and count("placing_order") == 0


def test_a_mapping_is_kept_and_used(own_db, tmp_path):
    open_company()
    mapping, path = tmp_path / "mapping.json", tmp_path / "orders.csv"
    mapping.write_text(json.dumps(MAPPING))
    path.write_text("No;Date;To;Street;Town;Code;Units;Each\n1;1.7.2024 10:00;Ada;1 High St;Leeds;MUG;2;5,50\n")
    assert packhorse("import", "mapping", "web", mapping, DATABASE_URL=own_db).returncode == 0
    done = packhorse("import", "orders", path, "--timezone", "Europe/Berlin", DATABASE_URL=own_db)
    assert (done.returncode, done.stderr) == (0, "") and "Format: mapping" in done.stdout
    assert run_sql("SELECT placed_at AT TIME ZONE 'UTC', goods_minor FROM placing_order")[0][1] == 1100
    assert run_sql("SELECT to_char(placed_at AT TIME ZONE 'UTC', 'HH24:MI') FROM placing_order") == [("08:00",)]


def test_a_wrong_mapping_is_refused_in_plain_words(own_db, tmp_path):
    open_company()
    mapping = tmp_path / "mapping.json"
    for text, words in (
        ("{", "is no JSON"),
        ('{"columns": {"colour": "Farbe"}}', "'colour' is no column of ours"),
    ):
        mapping.write_text(text)
        done = packhorse("import", "mapping", "web", mapping, DATABASE_URL=own_db)
        assert done.returncode == 2 and words in " ".join(done.stderr.split())
        assert "Traceback" not in done.stderr
    mapping.write_text(json.dumps(MAPPING))
    done = packhorse("import", "mapping", "fax", mapping, DATABASE_URL=own_db)
    assert done.returncode == 2 and "no channel fax" in done.stderr
