"""Ask for an audit: the worker makes it, the page does not wait."""

from procrastinate.contrib.django.models import ProcrastinateJob

from packhorse.web.asking import ask

JOB, QUEUE = "web.audit", "audit"


def ask_audit(*, actor: str) -> bool:
    """Let the worker make an audit soon; return False when one is asked for already."""
    return ask(JOB, queue=QUEUE, actor=actor)


def audit_under_way() -> bool:
    """Say whether an audit is asked for, or being made."""
    return ProcrastinateJob.objects.filter(task_name=JOB, status__in=["todo", "doing"]).exists()
