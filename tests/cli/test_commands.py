"""The command `packhorse` as a person meets it: real processes, their exit codes and their words."""

import os
import subprocess
import sys

import pytest
from company import open_company, place_and_source, run_sql
from orderfiles import order_file, row

COMMANDS = ("demo", "up", "serve", "work", "import", "stock", "audit", "shell", "user")


def packhorse(*arguments, **environment):
    """Run the command to its end; a value of None takes a name out of the environment."""
    wanted = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1", **environment}
    kept = {name: value for name, value in wanted.items() if value is not None}
    command = [sys.executable, "-m", "packhorse.cli", *map(str, arguments)]
    return subprocess.run(command, env=kept, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)


@pytest.fixture
def orders_csv(tmp_path):
    """Keep rows as an order file and return its path."""

    def keep(*rows):
        path = tmp_path / "orders.csv"
        path.write_bytes(order_file(*rows))
        return path

    return keep


def count(table):
    return run_sql(f"SELECT count(*) FROM {table}")[0][0]


def test_help_names_every_command():
    done = packhorse("--help")
    assert done.returncode == 0
    assert [name for name in COMMANDS if f" {name} " not in done.stdout] == []
    assert packhorse("import", "--help").stdout.count(" orders ") >= 1
    assert packhorse("user", "--help").stdout.count(" add ") >= 1


def test_a_good_file_is_taken_once(own_db, orders_csv):
    open_company()
    path = orders_csv(row(1, "MUG", 2), row(1, "BOOK", 1), row(2, "LAMP", 1))
    first = packhorse("import", "orders", path, DATABASE_URL=own_db)
    assert (first.returncode, first.stderr) == (0, "")
    assert "3 rows: 2 orders placed, 0 known already" in first.stdout
    assert (count("placing_order"), count("placing_orderline")) == (2, 3)

    again = packhorse("import", "orders", path, DATABASE_URL=own_db)
    assert (again.returncode, again.stderr) == (0, "")
    assert "0 orders placed, 2 known already" in again.stdout
    assert (count("placing_order"), count("placing_orderline")) == (2, 3)


def test_products_are_listed_from_a_file_after_a_dry_run(own_db, tmp_path):
    path = tmp_path / "products.csv"
    head = "sku,name,barcode,price,currency,length_mm,width_mm,height_mm,weight_g,parts"
    rows = ["TEA,Tea set,tea,9.50,GBP,210,110,100,800,2 CUP", "CUP,Cup,cup,3.00,GBP,80,70,70,200,"]
    rows.append("JUG,Jug,,1,GBP,1,1,1,1,")
    path.write_text("\n".join([head, *rows]))
    dry = packhorse("import", "products", path, "--dry-run", DATABASE_URL=own_db)
    assert (dry.returncode, "2 products listed, 1 faults. Dry run: nothing was kept." in dry.stdout) == (1, True)
    assert count("catalog_product") == 0
    done = packhorse("import", "products", path, DATABASE_URL=own_db)
    assert (done.returncode, done.stderr) == (1, f"{path}:4, column barcode: is empty\n")
    assert (count("catalog_product"), count("catalog_kitpart")) == (2, 1)


def test_wrong_rows_are_named_and_good_ones_kept(own_db, orders_csv):
    open_company()
    path = orders_csv(row(1, "MUG", 1), row(2, "MUG", "many"), row(3, "UNHEARD", 1))
    done = packhorse("import", "orders", path, DATABASE_URL=own_db)
    assert done.returncode == 1, done.stderr
    assert "1 orders placed" in done.stdout and "2 rows wrong" in done.stdout
    faults = done.stderr.splitlines()
    assert len(faults) == 2, done.stderr
    assert faults[0].startswith(f"{path}:3, column quantity: ")
    assert faults[1].startswith(f"{path}:4, column sku: ")
    assert all(len(fault.split(": ", 1)[1]) > 10 for fault in faults)
    assert run_sql("SELECT external_id FROM placing_order") == [("1",)]


def test_a_file_that_is_not_there_is_refused(own_db, tmp_path):
    done = packhorse("import", "orders", tmp_path / "nowhere.csv", DATABASE_URL=own_db)
    assert done.returncode == 2
    assert "nowhere.csv" in done.stderr and "does not exist" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_audit_holds_and_then_names_what_was_corrupted(own_db):
    open_company()
    place_and_source("1", {"MUG": 2})
    clean = packhorse("audit", DATABASE_URL=own_db)
    assert (clean.returncode, clean.stderr) == (0, "")
    assert "audit: clean" in clean.stdout

    run_sql("UPDATE inventory_stocklevel SET allocated = allocated + 1 WHERE on_hand = 20 AND allocated = 0")
    broken = packhorse("audit", DATABASE_URL=own_db)
    assert broken.returncode == 1
    assert "allocated 1, the open allocations say 0" in broken.stdout
    assert broken.stderr.strip().endswith("rows differ")


@pytest.mark.parametrize(
    "environment, line",
    [
        ({"PACKHORSE_PORT": "abc"}, "packhorse: PACKHORSE_PORT "),
        ({"PACKHORSE_PORT": "70000"}, "packhorse: PACKHORSE_PORT "),
        ({"PACKHORSE_SECRET_KEY": "short"}, "packhorse: PACKHORSE_SECRET_KEY must have at least 32 characters"),
        ({"DATABASE_URL": "mysql://root@localhost/shop"}, "packhorse: DATABASE_URL must begin with postgresql://"),
        ({"DATABASE_URL": "postgresql://u:secret@h:abc/shop"}, "packhorse: DATABASE_URL has a port 'abc'"),
        ({"DATABASE_URL": "postgresql://u:secret@h:99999/shop"}, "packhorse: DATABASE_URL has a port '99999'"),
        ({"DATABASE_URL": "postgresql://h/shop?port=0"}, "packhorse: DATABASE_URL has a port '0'"),
        ({"DATABASE_URL": "postgresql://h/shop?colour=red"}, "packhorse: DATABASE_URL has an option 'colour'"),
        ({"DATABASE_URL": "postgresql://h/shop?sslmode"}, "packhorse: DATABASE_URL has an option 'sslmode'"),
        ({"DATABASE_URL": "postgresql://u:secret%zz@h/shop"}, "packhorse: DATABASE_URL cannot be read: write special"),
        ({"DATABASE_URL": "postgresql://u:secret/x@h/shop"}, "packhorse: DATABASE_URL "),
        ({"PACKHORSE_GS1_PREFIX": "12"}, "packhorse: PACKHORSE_GS1_PREFIX must be the 7 to 10 digits"),
    ],
)
def test_a_wrong_setting_is_told_in_one_line(environment, line, tmp_path):
    done = packhorse("audit", **{"PACKHORSE_DATA_DIR": str(tmp_path), **environment})
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith(line) and len(done.stderr.splitlines()) == 1
    assert "secret%" not in done.stderr and "secret@" not in done.stderr and "secret/" not in done.stderr
    assert done.stdout == "" and list(tmp_path.iterdir()) == []


def test_every_wrong_setting_has_a_line_of_its_own(tmp_path):
    wrong = {"PACKHORSE_PORT": "abc", "PACKHORSE_SECRET_KEY": "short", "DATABASE_URL": "mysql://x/y"}
    done = packhorse("up", PACKHORSE_DATA_DIR=str(tmp_path), **wrong)
    assert done.returncode == 2
    assert sorted(line.split()[1] for line in done.stderr.splitlines()) == sorted(wrong)


def test_a_secret_is_not_printed_when_it_is_refused(tmp_path):
    done = packhorse("audit", PACKHORSE_DATA_DIR=str(tmp_path), PACKHORSE_SECRET_KEY="too-short-secret")
    assert done.returncode == 2
    assert "too-short-secret" not in done.stdout + done.stderr


def test_a_login_is_added_once_and_a_weak_password_refused(own_db):
    weak = packhorse("user", "add", "ada", "--role", "picker", DATABASE_URL=own_db, PACKHORSE_NEW_PASSWORD="password")
    assert weak.returncode == 2 and weak.stderr.startswith("packhorse: That password will not do")
    good = {"DATABASE_URL": own_db, "PACKHORSE_NEW_PASSWORD": "horse-Battery-9-staple"}
    added = packhorse("user", "add", "ada", "--role", "picker", **good)
    assert (added.returncode, added.stderr) == (0, "")
    again = packhorse("user", "add", "ada", "--role", "picker", **good)
    assert again.returncode == 2 and "a login 'ada' already" in " ".join(again.stderr.split())
    assert "horse-Battery" not in added.stdout + again.stdout + again.stderr
    tied = packhorse("user", "add", "bo", "--role", "picker", "--warehouse", "XXX", **good)
    assert tied.returncode == 2 and "There is no warehouse 'XXX'" in " ".join(tied.stderr.split())


def test_a_database_that_is_lost_in_the_middle_is_told_in_one_line(own_db, databases, tmp_path):
    open_company()
    file = tmp_path / "orders.csv"
    os.mkfifo(file)  # the command waits at it with its database open
    command = [sys.executable, "-m", "packhorse.cli", "import", "orders", str(file)]
    environment = os.environ | {"DATABASE_URL": own_db, "COLUMNS": "80"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        with open(file, "wb") as orders:
            databases.leave()
            databases.drop(own_db.partition("?")[0].rpartition("/")[2])
            orders.write(order_file(row(1, "MUG", 1)))
        said, words = running.communicate(timeout=60)
    assert (running.returncode, said) == (2, ""), words
    *log, told = words.splitlines()  # the pool logs each try to connect again
    assert [line for line in log if not line.startswith("{")] == [], words
    assert told.startswith("packhorse: the database gave up: ") and "run the command again" in told


@pytest.mark.parametrize("command", [("up",), ("serve",), ("demo",), ("demo", "--no-serve")])
@pytest.mark.parametrize("port", ["0", "-1", "65536"])
def test_a_port_out_of_range_is_told_in_one_line(command, port, tmp_path):
    done = packhorse(*command, "--port", port, PACKHORSE_DATA_DIR=str(tmp_path), DATABASE_URL=None)
    assert done.returncode == 2, done.stderr
    assert done.stderr == f"packhorse: there is no port {port}: choose one from 1 to 65535 with --port.\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["", " ", "a b", "x" * 151, "ada\n", "demo"])
def test_a_name_that_nobody_could_sign_in_with_is_refused(name, own_db):
    done = packhorse("user", "add", name, DATABASE_URL=own_db, PACKHORSE_NEW_PASSWORD="horse-Battery-9-staple")
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stderr.startswith("packhorse: ") and len(done.stderr.splitlines()) == 1, done.stderr
    assert count("auth_user") == 0


@pytest.mark.parametrize(
    "more, words",
    [
        ("options=-c%20nosuch_setting%3D1", "nosuch_setting"),
        ("sslmode=sometimes", "sslmode"),
        ("user=nobody_here", "nobody_here"),
        ("dbname=nothing_here", "nothing_here"),
        ("port=1", "No such file"),
    ],
)
def test_an_option_of_the_url_that_the_server_refuses_is_told_at_once(more, words, own_db):
    for command in ("audit", "work"):
        done = packhorse(command, DATABASE_URL=f"{own_db}&{more}", COLUMNS="1000")
        assert done.returncode == 2, done.stderr
        assert done.stderr.startswith("packhorse: the database cannot be reached: ") and words in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_every_option_of_the_url_counts(own_db):
    """The whole address may stand in the query, and what the server is told there holds for every connection."""
    address = own_db.partition("?host=")[2]
    name = own_db.partition("?")[0].rpartition("/")[2]
    url = f"postgresql:///?host={address}&user=postgres&dbname={name}&application_name=till"
    done = packhorse("audit", DATABASE_URL=url)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"Database {name}\n" in done.stdout
    asked = "from django.db import connection as c; c.ensure_connection(); "
    asked += "print(c.connection.info.get_parameters()['application_name'])"
    command = [sys.executable, "-c", f"from packhorse.web.start import start; start(); {asked}"]
    said = subprocess.run(command, env=os.environ | {"DATABASE_URL": url}, capture_output=True, text=True, timeout=60)
    assert (said.stdout, said.stderr) == ("till\n", "")


SIGN_IN = """
from packhorse.web.start import start
start()
from django.contrib.auth import authenticate
print(authenticate(username="demo", password="for-one-run-only") is not None)
"""


@pytest.mark.parametrize("demonstration, let_in", [("false", "False"), ("true", "True")])
def test_the_demonstrations_login_is_only_let_in_there(own_db, demonstration, let_in):
    from django.contrib.auth.models import User

    User.objects.create_user("demo", password="for-one-run-only")
    environment = os.environ | {"DATABASE_URL": own_db, "PACKHORSE_DEMO": demonstration}
    command = [sys.executable, "-c", SIGN_IN]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert (done.stdout.strip(), done.stderr) == (let_in, "")


def test_the_scale_wants_a_key_and_says_so():
    options = ["--port", "/dev/null", "--warehouse", "LDS", "--bench", "Bench 1", "--url", "http://127.0.0.1:9"]
    done = packhorse("scale", *options, PACKHORSE_SCALE_KEY=None)
    assert done.returncode == 2 and "PACKHORSE_SCALE_KEY" in done.stderr
