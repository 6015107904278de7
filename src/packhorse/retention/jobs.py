"""What retention does outside the house, later: each job exactly one operation, in the worker."""

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from packhorse.retention import operations
from packhorse.retention.operations import Again

DATABASE_SECONDS = 30


class WhenAsked(BaseRetryStrategy):
    """Try again when the operation asks for it, or when the database was away; how often, the operation decides."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Say when to try again, if at all."""
        if isinstance(exception, Again):
            return RetryDecision(retry_in={"seconds": exception.seconds})
        return RetryDecision(retry_in={"seconds": DATABASE_SECONDS}) if isinstance(exception, DatabaseError) else None


@app.task(name="retention.send", queue="mails", retry=WhenAsked())
def send(*, notice_id: int) -> None:
    """Write to a customer what he is to be told."""
    operations.send(notice_id=notice_id, mailing=settings.MAILING, now=timezone.now())
