"""The worker: relay what is due, tell shops of stock, ask carriers now and then, run jobs beside it, end in order."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable

import structlog
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from packhorse.feed.operations import note_changes, queue_due
from packhorse.inventory.operations import expire, expire_lots
from packhorse.network.operations import turn_closings
from packhorse.outbox.relay import drain
from packhorse.picking import queries as picking
from packhorse.retention.operations import note_late
from packhorse.returns.operations import poll_labels
from packhorse.shipping.operations import find_troubles, poll_tracking, reckon_arrivals
from packhorse.sourcing.operations import source_waiting
from packhorse.web.asking import ask
from packhorse.web.nights import ask_nights
from packhorse.web.once import forget
from packhorse.web.queue import Queue

log = structlog.get_logger(__name__)

IDLE_SECONDS = 0.3
FEED_ROUNDS = 20  # of 2,000 changed products each; then the others have their turn
RELAY_SECONDS = 30  # while news comes in all the time; then what is due by the clock has its turn
ASK_CARRIERS_SECONDS = 60
TRY_BACKORDERS_SECONDS = 600  # a new day brings new capacity and other rules, and is some lot's last
TEND_WAVES_SECONDS = 60


def work(*, parent: int) -> None:
    """Work until SIGTERM or SIGINT; also ends when the program that started it, the process `parent`, is gone."""
    stopping = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    log.info("worker.started")
    with Queue() as queue:
        _rounds(lambda: stopping.is_set() or os.getppid() != parent, stopping)
    log.info("worker.stopped", job_left=queue.busy)
    if queue.busy:
        # A job's thread cannot be stopped, and Python would wait for it. What it has not committed is undone, and the
        # next worker runs the job again.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


def _rounds(over: Callable[[], bool], stopping: threading.Event, clock: Callable[[], float] = time.monotonic) -> None:
    """Work round by round until it is `over`; `clock` in seconds: what is due now and then is due on busy days, too."""
    carriers = backorders = waves = clock()
    while not over():
        try:
            expire(now=timezone.now())
            _relay(stopping, clock)
            for _ in range(FEED_ROUNDS):
                if stopping.is_set() or not note_changes(now=timezone.now()):
                    break
            queue_due(now=timezone.now())
            if clock() >= carriers:
                while not stopping.is_set() and poll_tracking(now=timezone.now()):
                    drain(now=timezone.now(), stop=stopping.is_set)
                while not stopping.is_set() and poll_labels(now=timezone.now()):
                    pass
                reckon_arrivals(now=timezone.now())
                carriers = clock() + ASK_CARRIERS_SECONDS
            if clock() >= waves:
                if picking.by_itself():
                    ask("web.waves", queue="waves")
                ask("web.fills", queue="waves")
                waves = clock() + TEND_WAVES_SECONDS
            if clock() >= backorders:
                expire_lots(now=timezone.now())
                turn_closings(now=timezone.now())
                source_waiting(now=timezone.now())
                note_late(now=timezone.now())
                find_troubles(now=timezone.now())
                forget(now=timezone.now())
                ask_nights(now=timezone.now())
                backorders = clock() + TRY_BACKORDERS_SECONDS
        except (OperationalError, InterfaceError) as error:
            log.warning("worker.database_away", error=type(error).__name__)
            _forget_cut()
            stopping.wait(5)
        stopping.wait(IDLE_SECONDS)


def _relay(stopping: threading.Event, clock: Callable[[], float]) -> None:
    """Relay what is due, for as long as the others can wait."""
    end = clock() + RELAY_SECONDS
    drain(now=timezone.now(), stop=lambda: stopping.is_set() or clock() >= end)


def _forget_cut() -> None:
    """Give up a connection that was cut, and those that were cut with it: who takes one of them fails once more."""
    connection.close()  # Django keeps it, and would fail with it for ever
    if connection.pool is not None:
        connection.pool.check()
