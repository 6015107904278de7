"""The oldest PostgreSQL that is promised runs the whole journey, and an older one is refused in a clear line."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from packhorse import postgres

HERE = Path(__file__).parent
DEBIAN = Path("/usr/lib/postgresql/15/bin")
OLD_SERVER = """
import sys
from packhorse.web import start
start.OLDEST_POSTGRES = 990000
try:
    start.start(migrate=False)
except start.StartError as error:
    sys.exit(f"refused: {error}")
"""


def programs():
    """The folder of PostgreSQL 15's programs, or None."""
    if (DEBIAN / "initdb").exists():
        return DEBIAN
    if found := shutil.which("pg_config"):
        version = subprocess.run([found, "--version"], capture_output=True, text=True).stdout
        folder = subprocess.run([found, "--bindir"], capture_output=True, text=True).stdout.strip()
        if version.startswith("PostgreSQL 15") and (Path(folder) / "initdb").exists():
            return Path(folder)
    return None


def unprivileged():
    """The system user of Packhorse's own server when the tests run as root (its first start makes it)."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(postgres.SYSTEM_USER)
    except KeyError:
        with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
            postgres.stop(postgres.start(Path(folder)))
    return postgres.SYSTEM_USER


def call(command, user):
    with tempfile.TemporaryFile("w+") as words:
        done = subprocess.run(
            [str(part) for part in command],
            user=user,
            group=user,
            extra_groups=[] if user else None,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            timeout=60,
        )
        words.seek(0)
        assert done.returncode == 0, words.read()


@pytest.fixture
def postgres15(tmp_path_factory):
    """The URL of a PostgreSQL 15 of the test's own, on a socket only."""
    where = programs()
    if where is None:
        line = "PostgreSQL 15 is not installed (initdb of version 15 is needed), so the oldest server is not tried."
        pytest.fail(line) if os.environ.get("CI") == "true" else pytest.skip(line)
    user = unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="packhorse-15-", dir="/var/tmp"))
    folder.chmod(0o711)
    data, socket = folder / "data", folder / "socket"
    for each in (data, socket):
        each.mkdir(mode=0o700)
        if user:
            shutil.chown(each, user, user)
    call([where / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"], user)
    options = f"-c listen_addresses='' -c unix_socket_directories='{socket}' -c fsync=off -c timezone=UTC"
    call([where / "pg_ctl", "-D", data, "-w", "-t", "60", "-l", data / "log", "-o", options, "start"], user)
    yield f"postgresql://postgres@/postgres?host={socket}"
    call([where / "pg_ctl", "-D", data, "-w", "-t", "60", "-m", "immediate", "stop"], user)
    shutil.rmtree(folder, ignore_errors=True)


def python(*arguments, url):
    root = HERE.parent.parent
    environment = os.environ | {"DATABASE_URL": url}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=110)


def test_the_journey_to_the_door_runs_on_postgresql_15(postgres15):
    done = python("-m", "pytest", "-q", "-p", "no:cacheprovider", str(HERE / "test_door.py"), url=postgres15)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert "2 passed" in done.stdout


def test_an_older_server_than_promised_is_refused_in_a_clear_line(own_db):
    done = python("-c", OLD_SERVER, url=own_db)
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("refused: the server behind DATABASE_URL is PostgreSQL 1")
    assert "Packhorse needs" in last and "Upgrade it" in last


def test_a_server_that_is_not_there_is_told_in_one_line(tmp_path):
    done = python("-c", OLD_SERVER, url=f"postgresql://postgres@/packhorse?host={tmp_path}")
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("refused: the database cannot be reached")
    assert last.endswith("Check DATABASE_URL.")


def test_a_new_enough_server_is_taken(own_db):
    done = python("-c", OLD_SERVER.replace("990000", "150000"), url=own_db)
    assert (done.returncode, done.stderr) == (0, "")
