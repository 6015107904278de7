"""What retention does outside the house, later: each job exactly one operation, in the worker."""

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from packhorse.retention import operations
from packhorse.retrying import WhenAsked


@app.task(name="retention.send", queue="mails", retry=WhenAsked())
def send(*, notice_id: int) -> None:
    """Write to a customer what he is to be told."""
    operations.send(notice_id=notice_id, mailing=settings.MAILING, now=timezone.now())
