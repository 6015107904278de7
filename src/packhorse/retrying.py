"""When jobs that do something outside the house are tried again."""

from django.db import DatabaseError
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

from packhorse.outside import Again

DATABASE_SECONDS = 30


class WhenAsked(BaseRetryStrategy):
    """Try again when the operation asks for it, or when the database was away; how often, the operation decides."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Say when to try again, if at all."""
        if isinstance(exception, Again):
            return RetryDecision(retry_in={"seconds": exception.seconds})
        return RetryDecision(retry_in={"seconds": DATABASE_SECONDS}) if isinstance(exception, DatabaseError) else None
