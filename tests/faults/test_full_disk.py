"""No room, or no right to write: said in one line, and with room again nothing is lost."""

import os
import subprocess
from contextlib import contextmanager

import pytest

from faults import processes as p

COMPANY_AND_ORDERS = """
from packhorse.web.start import start
start()
import company
import orderfiles
company.open_company()
print(orderfiles.order_file(*(orderfiles.row(nth, "MUG", 1) for nth in range(1, 2000))).decode())
"""
# The disk was too small for the server's own files; tables come after them, and take long.
MAKE_WITHOUT_TABLES = """
from packhorse.web.start import start
start(migrate=False)
from company import run_sql
print(run_sql("SELECT current_database()")[0][0])
"""
DAY = p.TESTS / "faults" / "day.py"


@contextmanager
def small_disk(folder, size):
    """Mount a disk of such a size on a folder."""
    folder.mkdir(exist_ok=True)
    options = ["-o", f"size={size},mode=0711"]
    done = subprocess.run(["mount", "-t", "tmpfs", *options, "tmpfs", str(folder)], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"a small disk needs root and the right to mount: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        p.stop_server(folder)
        subprocess.run(["umount", "--lazy", str(folder)], check=True, capture_output=True)


def refused_clearly(done, *words):
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("packhorse: ") and len(done.stderr.splitlines()) == 1, done.stderr
    assert [word for word in words if word not in done.stderr] == [], done.stderr


def test_a_disk_too_small_for_the_database_is_told_and_then_made_larger():
    with p.data_folder() as above, small_disk(above / "disk", "16m") as disk:
        refused = p.make(disk)
        refused_clearly(refused, "No space left on device")
        subprocess.run(["mount", "-o", "remount,size=1g", str(disk)], check=True)
        done = p.run(disk, "-c", MAKE_WITHOUT_TABLES)
        assert (done.returncode, done.stdout) == (0, "packhorse\n"), done.stderr


def test_a_disk_that_fills_up_in_the_middle_of_the_day_loses_nothing(made):
    with p.data_folder() as above, small_disk(above / "disk", "1g") as disk:
        p.copy(made, disk)
        with p.running(disk, DAY) as day:
            p.wait_for_line(day, "picking 7")
            fill(disk)
            p.wait_for_end(day, patience=6)  # it ends by itself, or waits for a database that has ended
        p.stop_server(disk)
        refused = p.packhorse(disk, "audit")
        (disk / "filler").unlink()
        done = p.packhorse(disk, "audit")
        assert done.returncode == 0, done.stdout + done.stderr
        assert "audit: clean" in done.stdout
        refused_clearly(refused, "No space left on device")


def test_a_command_that_meets_a_full_disk_says_so_in_one_line(made):
    with p.data_folder() as above, small_disk(above / "disk", "1g") as disk:
        p.copy(made, disk)
        opened = p.run(disk, "-c", COMPANY_AND_ORDERS)
        assert opened.returncode == 0, opened.stderr
        file = above / "orders.csv"
        os.mkfifo(file)  # the command waits at it with its database started
        with p.running(disk, "-m", "packhorse.cli", "import", "orders", file) as importing:
            with open(file, "wb") as orders:
                fill(disk)
                orders.write(opened.stdout.encode())
            importing.wait(timeout=40)
            words = p.said(importing)
        assert importing.returncode == 2, words
        assert words.startswith("packhorse: the database gave up: ") and len(words.splitlines()) == 1, words
        assert "Traceback" not in words
        (disk / "filler").unlink()
        p.stop_server(disk)
        done = p.packhorse(disk, "audit")
        assert done.returncode == 0, done.stdout + done.stderr


def fill(disk):
    """Take all the room that is left."""
    with open(disk / "filler", "wb", buffering=0) as filler:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while filler.write(b"\0" * size):
                    pass
            except OSError:
                continue


@pytest.mark.parametrize("under", ["file", "file/deeper"])
def test_a_data_folder_that_cannot_be_made_is_told_in_one_line(under, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    done = p.packhorse(tmp_path / under, "up", "--port", p.free_port())
    refused_clearly(done, "cannot be used", "Set PACKHORSE_DATA_DIR to a folder you may write to")
    assert os.path.isfile(tmp_path / "file")
