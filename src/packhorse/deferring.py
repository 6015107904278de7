"""Let workers do things later: many jobs in one statement, in the transaction that wants them done."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from procrastinate.contrib.django import app
from procrastinate.jobs import Job


class Later(NamedTuple):
    """A job by its name and arguments. Those of one `lock` take turns; `at`: not before."""

    name: str
    given: Mapping[str, int | str | list[int]]
    lock: str | None = None
    at: datetime | None = None


def defer(queue: str, wanted: Iterable[Later]) -> None:
    """Let the workers of a queue do jobs."""
    jobs = [
        Job(
            id=None,
            queue=queue,
            task_name=each.name,
            task_kwargs=dict(each.given),
            lock=each.lock,
            queueing_lock=None,
            scheduled_at=each.at,
        )
        for each in wanted
    ]
    if jobs:
        app.job_manager.batch_defer_jobs(jobs=jobs)
