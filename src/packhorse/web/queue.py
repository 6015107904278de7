"""The job queue's worker: a thread with an event loop of its own, beside the loop that relays events.

Jobs are deferred through Django's connection, in the transaction of their cause; here they are fetched and run by
connections of their own. A job whose worker was killed is run again, so every job must be able to bear that.
"""

import asyncio
import threading
from types import TracebackType
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from procrastinate import App

log = structlog.get_logger(__name__)

CONCURRENCY = 4  # jobs at once
AGAIN_SECONDS = 5  # after the database was away
HEARTBEAT_SECONDS, DEAD_SECONDS = 5, 30  # a worker that was not heard of for so long is dead
KEPT_HOURS = 7 * 24  # how long jobs that have ended are kept
FORGET_SECONDS = 3600
PATIENCE_SECONDS = 10  # that jobs under way are given at the end


class Queue:
    """Runs jobs while the `with` block is open, and ends in order with it."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._run, name="queue", daemon=True)

    def __enter__(self) -> "Queue":
        self._thread.start()
        return self

    @property
    def busy(self) -> bool:
        """Say whether a job goes on that did not end within its time when the block was left."""
        return self._thread.is_alive()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._stopping.set()
        loop, task = self._loop, self._task
        if loop is not None and task is not None and not loop.is_closed():
            loop.call_soon_threadsafe(task.cancel)
        self._thread.join(timeout=PATIENCE_SECONDS + 2)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                asyncio.run(self._work())
            except Exception as error:
                log.warning("queue.database_away", error=type(error).__name__)
            self._stopping.wait(AGAIN_SECONDS)

    async def _work(self) -> None:
        # Imported late: only the worker needs it.
        from procrastinate import PsycopgConnector
        from procrastinate.contrib.django import DjangoApp, app
        from procrastinate.contrib.django.utils import connector_params

        connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=CONCURRENCY + 1, timeout=10)
        own = DjangoApp(connector=connector)
        own.tasks = app.tasks
        async with own.open_async():
            self._loop, self._task = asyncio.get_running_loop(), asyncio.create_task(self._jobs(own))
            if self._stopping.is_set():
                return
            try:
                await self._task
            except asyncio.CancelledError:
                if not self._stopping.is_set():
                    raise

    async def _jobs(self, own: "App") -> None:
        tidying = asyncio.create_task(_tidy(own))
        try:
            await own.run_worker_async(
                concurrency=CONCURRENCY,
                install_signal_handlers=False,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=DEAD_SECONDS,
                shutdown_graceful_timeout=PATIENCE_SECONDS,
            )
        finally:
            tidying.cancel()


async def _tidy(own: "App") -> None:
    """Give jobs of dead workers to the living, and forget old ones."""
    from procrastinate.exceptions import ConnectorException

    rounds = 0
    while True:
        try:
            for job in await own.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_SECONDS):
                log.warning("queue.rescued", job=job.id, task=job.task_name)
                await own.job_manager.retry_job(job)
            if rounds % (FORGET_SECONDS // HEARTBEAT_SECONDS) == 0:
                await own.job_manager.delete_old_jobs(
                    KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
                )
        except ConnectorException as error:
            log.warning("queue.database_away", error=type(error).__name__)
        rounds += 1
        await asyncio.sleep(HEARTBEAT_SECONDS)
