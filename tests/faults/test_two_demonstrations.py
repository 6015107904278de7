"""Two demonstrations at once would play into one database: the second is refused before it touches anything."""

import fcntl

from faults import processes as p

# Hold a demonstration's place until told to end, as a run does.
HOLD = """
import signal
from packhorse.web.start import only_demonstration
with only_demonstration():
    print("mine", flush=True)
    signal.pause()
"""


def held(path):
    """Say whether somebody holds the lock of a file."""
    if not path.exists():
        return False
    with open(path) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def refused(done, where):
    assert done.returncode == 2, done.stdout + done.stderr
    assert len(done.stderr.splitlines()) == 1 and done.stdout == ""
    assert done.stderr.startswith(f"packhorse: another demonstration runs in {where}: stop it")


def test_a_second_demonstration_is_refused_and_the_first_goes_on():
    with p.data_folder() as folder, p.running(folder, "-m", "packhorse.cli", "demo", "--no-serve") as first:
        p.wait_until(lambda: held(folder / "demo.lock"), "the first demonstration has its place")
        refused(p.packhorse(folder, "demo", "--no-serve"), folder)
        refused(p.packhorse(folder, "demo", "--port", p.free_port()), folder)
        assert first.poll() is None, p.said(first)
        p.end(first)
        assert not held(folder / "demo.lock")


def test_a_killed_demonstration_does_not_keep_its_place():
    with p.data_folder() as folder:
        with p.running(folder, "-c", HOLD) as first:
            p.wait_for_line(first, "mine")
            first.kill()
            first.wait(timeout=10)
        with p.running(folder, "-c", HOLD) as second:
            p.wait_for_line(second, "mine")


def test_a_second_demonstration_in_ones_own_database_is_refused(own_db, tmp_path):
    with p.running(tmp_path / "one", "-c", HOLD, DATABASE_URL=own_db) as first:
        p.wait_for_line(first, "mine")
        refused(
            p.packhorse(tmp_path / "other", "demo", "--no-serve", DATABASE_URL=own_db), "the database of DATABASE_URL"
        )
