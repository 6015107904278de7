"""Serve the console, alone or with a worker beside it."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from packhorse.web.start import StartError

PATIENCE_SECONDS = 15  # that web workers and the relay are given at the end, each
_CLAIMS: list[socket.socket] = []  # held open until the process ends


@dataclass(frozen=True)
class Where:
    """Where the console listens."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """The address to type into a browser."""
        return f"http://{'localhost' if self.host in ('127.0.0.1', '0.0.0.0') else self.host}:{self.port}"


def address(port: int | None) -> Where:
    """Return where to listen: PACKHORSE_HOST, and `port` or PACKHORSE_PORT."""
    from packhorse.web import settings

    if port is None:
        return Where(settings.CONFIG.host, settings.CONFIG.port)
    if not 1 <= port <= 65535:
        raise StartError(f"there is no port {port}: choose one from 1 to 65535 with --port.")
    return Where(settings.CONFIG.host, port)


def claim(where: Where) -> None:
    """Keep an address for this process, before anything else is done; refuse when somebody listens or will listen."""
    # Granian lets several processes listen on one port, and two that start at the same moment find it free: both would
    # get visitors. The name of an abstract socket belongs to one process of the machine, whatever its data folder, and
    # the kernel takes it back from one that was killed.
    mark = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        mark.bind(f"\0packhorse {where.host}:{where.port}")
    except OSError as error:
        mark.close()
        raise _in_use(where, error) from error
    _CLAIMS.append(mark)
    family = socket.AF_INET6 if ":" in where.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((where.host, where.port))
        except OSError as error:
            raise _in_use(where, error) from error


def _in_use(where: Where, error: OSError) -> StartError:
    return StartError(
        f"{where.host}:{where.port} cannot be used ({error.strerror}). Another Packhorse may be running: "
        "stop it, or choose another port with --port or PACKHORSE_PORT."
    )


def serve(where: Where) -> None:
    """Serve until told to stop (SIGTERM, SIGINT)."""
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces

    from packhorse.web import settings

    # The workers are forked: a pool made before would come along without its threads, and wait for ever.
    connections["default"].close()
    connections["default"].close_pool()
    Granian(
        "packhorse.web.wsgi:application",
        interface=Interfaces.WSGI,
        address=where.host,
        port=where.port,
        workers=settings.CONFIG.workers,
        blocking_threads=settings.CONFIG.threads,
        log_level="error",
        respawn_failed_workers=True,
        workers_kill_timeout=PATIENCE_SECONDS,
    ).serve(target_loader=_load, wrap_loader=False)


def _load() -> Callable[..., Any]:
    """Load the pages in a web worker, which may be told to stop while it does."""
    # Forked, it has Granian's handlers of the parent, which note the signal for nobody: it would go on, and the parent
    # would wait for its end for ever. Ctrl+C reaches all of them, and the parent then ends its workers in order.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from packhorse.web.wsgi import application

    return application


def up(where: Where) -> None:
    """Serve, with a worker of our own that is started again if it dies."""
    stopping = threading.Event()
    worker = _start_worker()

    def watch() -> None:
        nonlocal worker
        while not stopping.wait(1):
            if worker.poll() is not None and not stopping.is_set():
                print(f"packhorse: the worker ended with code {worker.returncode}, starting another", file=sys.stderr)
                time.sleep(1)
                worker = _start_worker()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        serve(where)
    finally:
        stopping.set()
        watcher.join(timeout=3)
        worker.send_signal(signal.SIGTERM)
        try:
            worker.wait(timeout=PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            worker.kill()


def _start_worker() -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl+C reaches the console first, which then ends the worker in order.
    return subprocess.Popen(
        [sys.executable, "-m", "packhorse.cli", "work"], env=os.environ.copy(), start_new_session=True
    )
