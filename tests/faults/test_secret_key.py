"""The signing key is there whole or not at all, whatever happens while it is made."""

import os
import resource
import stat
import subprocess
import sys

import pytest

from faults import processes as p

SAY = "from packhorse.web import settings; print(settings.SECRET_KEY)"
# Wait for the starting shot, so that all of them find the folder as it was.
SAY_AT_ONCE = "import sys; from packhorse.web import config; made = config.load(); print('ready', flush=True)\n"
SAY_AT_ONCE += "sys.stdin.readline(); print(made.signing_key(), flush=True)"
FIRST_BYTES = 16  # what a nearly full disk has room for


def key_of(folder):
    """Start the settings in a process of their own and return the key it signs with."""
    done = p.run(folder, "-c", SAY, PACKHORSE_SECRET_KEY="")
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_key_is_made_once_for_its_owner_only_and_nothing_is_left_beside_it(tmp_path):
    key = key_of(tmp_path)
    assert len(key) == 64 and key == key_of(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["secret_key"]
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


@pytest.mark.parametrize("content", ["", "\n"])
def test_an_empty_key_is_replaced(content, tmp_path):
    (tmp_path / "secret_key").write_text(content)
    key = key_of(tmp_path)
    assert len(key) == 64 and key == key_of(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["secret_key"]
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_a_disk_without_room_leaves_no_key_and_with_room_one_is_made(tmp_path):
    def small_files_only():
        resource.setrlimit(resource.RLIMIT_FSIZE, (FIRST_BYTES, FIRST_BYTES))

    done = subprocess.run(
        [sys.executable, "-B", "-c", SAY],
        env=p.environment(tmp_path, PACKHORSE_SECRET_KEY=""),
        capture_output=True,
        text=True,
        timeout=60,
        preexec_fn=small_files_only,
    )
    assert done.returncode == 2, done.stderr
    assert len(done.stderr.splitlines()) == 1 and "cannot keep a secret key" in done.stderr
    assert list(tmp_path.iterdir()) == []
    assert len(key_of(tmp_path)) == 64


@pytest.mark.parametrize("found", [None, ""])
def test_processes_that_start_at_once_sign_with_one_key(found, tmp_path):
    if found is not None:
        (tmp_path / "secret_key").write_text(found)
    started = [
        subprocess.Popen(
            [sys.executable, "-c", SAY_AT_ONCE],
            env=p.environment(tmp_path, PACKHORSE_SECRET_KEY=""),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(6)
    ]
    assert [each.stdout.readline() for each in started] == ["ready\n"] * 6
    for each in started:
        each.stdin.write("go\n")
        each.stdin.flush()
    keys = [each.communicate(timeout=60)[0].strip() for each in started]
    assert set(keys) == {(tmp_path / "secret_key").read_text()} and len(keys[0]) == 64


def test_a_folder_that_cannot_keep_a_key_is_told_in_one_line(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    (tmp_path / "folder" / "secret_key").mkdir(parents=True)
    (tmp_path / "bytes").mkdir()
    (tmp_path / "bytes" / "secret_key").write_bytes(os.urandom(8) + b"\xff")
    for name in ("file", "folder", "bytes"):
        done = p.packhorse(tmp_path / name, "audit", PACKHORSE_SECRET_KEY="")
        assert done.returncode == 2, done.stderr
        assert len(done.stderr.splitlines()) == 1
        assert done.stderr.startswith("packhorse: cannot keep a secret key in ")
