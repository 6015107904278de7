"""A real console and a real worker on a bench's database, as processes of their own."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def serving(url: str):
    """A real server on this database; yields its port, and how to ask for its processes."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    with _process(url, "serve", "--port", str(port)) as process:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port, lambda: _family(process.pid)


@contextmanager
def working(url: str):
    """A real worker on this database."""
    with _process(url, "work"):
        yield


@contextmanager
def _process(url: str, *arguments: str):
    process = subprocess.Popen(
        [sys.executable, "-m", "packhorse.cli", *arguments],
        env={**os.environ, "DATABASE_URL": url},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(int(child) for child in children)]
