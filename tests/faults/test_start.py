"""Two starts at once, and a server that is not there."""

import signal
import sys

import pytest

from faults import processes as p


def test_the_second_up_on_one_port_is_refused_and_the_first_stops_in_order(made):
    port = p.free_port()
    with p.data_folder(made) as folder, p.running(folder, "-m", "packhorse.cli", "up", "--port", port) as first:
        p.wait_until(lambda: p.answers(port) or first.poll() is not None, "the console answers", patience=40)
        assert first.poll() is None, p.said(first)
        server = p.postmaster(folder)
        parts = p.children(first.pid)
        assert server and len(parts) >= 2  # the console's web worker and the relay

        second = p.packhorse(folder, "up", "--port", port)
        assert second.returncode == 2, second.stderr
        assert len(second.stderr.splitlines()) == 1
        assert second.stderr.startswith(f"packhorse: 127.0.0.1:{port} cannot be used (Address already in use).")
        assert "choose another port with --port or PACKHORSE_PORT" in second.stderr
        assert first.poll() is None and p.answers(port) and p.postmaster(folder) == server

        first.send_signal(signal.SIGTERM)
        assert first.wait(timeout=40) == 0, p.said(first)
        assert not p.answers(port)
        p.wait_until(lambda: not any(map(p.alive, [*parts, server])), "worker and server are gone", patience=10)
        assert "Traceback" not in p.said(first)


def test_of_two_that_start_on_one_port_at_once_one_is_refused(made):
    """Each has a data folder of its own: while one starts its database, nobody listens yet."""
    port = p.free_port()
    up = ("-m", "packhorse.cli", "up", "--port", port)
    with (
        p.data_folder(made) as one,
        p.data_folder(made) as other,
        p.running(one, *up) as first,
        p.running(other, *up) as second,
    ):
        both = (first, second)
        p.wait_until(lambda: any(each.poll() is not None for each in both), "one is refused", patience=40)
        refused, kept = sorted(both, key=lambda each: each.poll() is None)
        assert refused.returncode == 2, p.said(refused)
        words = p.said(refused)
        assert len(words.splitlines()) == 1
        assert words.startswith(f"packhorse: 127.0.0.1:{port} cannot be used (Address already in use).")
        p.wait_until(lambda: p.answers(port) or kept.poll() is not None, "the console answers", patience=40)
        assert kept.poll() is None, p.said(kept)
        kept.terminate()  # one of its web workers listens, the other may be loading still
        assert kept.wait(timeout=40) == 0, p.said(kept)


def test_two_processes_start_the_server_of_one_new_folder_at_once(made):
    """As the folder was made that other tests copy: to make one takes long."""
    assert (made.parent / "joined").read_text() == "joined 0\n" * 2
    assert p.postmaster(made) is None  # the last to go has stopped it


@pytest.mark.parametrize("command", [("audit",), ("work",), ("up",)])
def test_a_server_that_is_not_there_is_told_in_one_line(command, tmp_path):
    url = f"postgresql://postgres@127.0.0.1:{p.free_port()}/nothing"
    port = {"PACKHORSE_PORT": str(p.free_port())}
    done = p.packhorse(tmp_path, *command, DATABASE_URL=url, **port)
    assert done.returncode == 2, done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert done.stderr.startswith("packhorse: the database cannot be reached: ")
    assert done.stderr.strip().endswith("Check DATABASE_URL.")
    assert sys.executable not in done.stderr
