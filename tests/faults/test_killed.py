"""A kill -9 in the middle of the day, of the autopilot or of its database: nothing is lost and nothing done twice."""

import os
import signal
import subprocess
import threading

from faults import processes as p
from faults.day import ORDERS

DAY = p.TESTS / "faults" / "day.py"


def audit_is_clean(folder):
    done = p.packhorse(folder, "audit")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "audit: clean" in done.stdout


def day_goes_on_to_its_end(folder):
    with p.running(folder, DAY) as day:
        assert p.wait_for_line(day, "end ") == f"end {ORDERS} delivered"
        assert day.wait(timeout=20) == 0, p.said(day)
    audit_is_clean(folder)


def test_the_day_goes_on_after_the_autopilot_is_killed_at_every_stage(made):
    with p.data_folder(made) as folder:
        for moment in ("picking 7", "sorting 5", "packing 4", "shipping 3"):
            with p.running(folder, DAY) as day:
                p.wait_for_line(day, moment)
                os.kill(day.pid, signal.SIGKILL)
                day.wait(timeout=10)
            audit_is_clean(folder)
        day_goes_on_to_its_end(folder)


def test_the_day_goes_on_after_the_database_is_killed(made):
    with p.data_folder(made) as folder:
        with p.running(folder, DAY) as day:
            p.wait_for_line(day, "picking 7")
            server = p.postmaster(folder)
            parts = p.children(server)
            os.kill(server, signal.SIGKILL)
            p.wait_until(lambda: not any(map(p.known, [server, *parts])), "the server and all its processes are gone")
            day.kill()  # it may be waiting for a connection still
        audit_is_clean(folder)
        day_goes_on_to_its_end(folder)


def test_a_killed_server_whose_number_another_process_has_now_is_no_traceback(made):
    """As after a power cut: the file with the server's process id is there, and the id is somebody else's."""
    with p.data_folder(made) as folder:
        data = folder / "postgres" / "data"
        owner, stale = data.stat(), data / "postmaster.pid"
        other = subprocess.Popen(["sleep", "60"], user=owner.st_uid if os.geteuid() == 0 else None)
        threading.Thread(target=other.wait).start()  # so that it is wholly gone as soon as it ends
        try:
            socket = folder / "postgres" / "socket"
            stale.write_text(f"{other.pid}\n{data}\n1700000000\n5432\n{socket}\n\n  1234  5678\nready\n")
            os.chown(stale, owner.st_uid, owner.st_gid)
            done = p.packhorse(folder, "audit")
            spared = other.poll() is None
        finally:
            other.kill()
            other.wait(timeout=10)
        assert spared, "a process that is no database was stopped"
        assert "Traceback" not in done.stderr, done.stderr
        assert done.returncode in (0, 2), done.stderr
        if done.returncode:
            assert done.stderr.startswith("packhorse: ") and len(done.stderr.splitlines()) == 1, done.stderr
        audit_is_clean(folder)
