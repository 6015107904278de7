"""The moment up to which pages look back."""

from datetime import datetime, timedelta

from django.utils import timezone

from packhorse.inventory import queries
from packhorse.web import settings


def moment() -> datetime:
    """Return now; in a demonstration, whose day is long past, the moment after what moved last."""
    now = timezone.now()
    if not settings.DEMO:
        return now
    last = queries.moved_last()
    return min(now, last + timedelta(seconds=1)) if last else now
