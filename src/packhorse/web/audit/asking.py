"""Ask for an audit: the worker makes it, the page does not wait."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

JOB, QUEUE = "web.audit", "audit"


def ask_audit(*, actor: str) -> bool:
    """Let the worker make an audit soon; return False when one is asked for already."""
    job = app.configure_task(JOB, queue=QUEUE, queueing_lock=JOB)
    try:
        with transaction.atomic():
            job.defer(actor=actor)
    except AlreadyEnqueued:
        return False
    return True


def audit_under_way() -> bool:
    """Say whether an audit is asked for, or being made."""
    return ProcrastinateJob.objects.filter(task_name=JOB, status__in=["todo", "doing"]).exists()
