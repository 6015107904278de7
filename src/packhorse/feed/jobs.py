"""What feeds do outside the house, later: each job exactly one operation, in the worker."""

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from packhorse.feed import operations

DATABASE_SECONDS = 30


class WhenBack(BaseRetryStrategy):
    """Try again when the database was away; when a shop was, the operation keeps it, and the worker queues it anew."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Say when to try again, if at all."""
        away = isinstance(exception, OperationalError | InterfaceError)
        return RetryDecision(retry_in={"seconds": DATABASE_SECONDS}) if away else None


@app.task(name="feed.tell", queue="shops", retry=WhenBack(), pass_context=True)
def tell(context: JobContext, *, channel: str) -> None:
    """Tell a channel's shop of the stock that has changed."""
    operations.tell(channel=channel, private=settings.PRIVATE_SHOPS, clock=timezone.now, stop=context.should_abort)


@app.task(name="feed.compare", queue="shops", retry=WhenBack(), pass_context=True)
def compare(context: JobContext, *, run_id: int) -> None:
    """Compare all that a shop believes of its stock with ours."""
    operations.compare(run_id=run_id, private=settings.PRIVATE_SHOPS, clock=timezone.now, stop=context.should_abort)
