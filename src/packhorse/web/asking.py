"""Ask the worker for something that is worth doing once, however often it is asked for."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued


def ask(job: str, *, queue: str, **args: str) -> bool:
    """Let the worker do a job soon; return False when one of it waits already."""
    task = app.configure_task(job, queue=queue, queueing_lock=job)
    try:
        with transaction.atomic():
            task.defer(**args)
    except AlreadyEnqueued:
        return False
    return True
