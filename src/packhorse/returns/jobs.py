"""What returns do outside the house, later: each job exactly one operation, in the worker."""

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from packhorse.retrying import WhenAsked
from packhorse.returns import operations


@app.task(name="returns.get_label", queue="carriers", retry=WhenAsked())
def get_label(*, return_id: int) -> None:
    """Buy a return's label, find out what became of it, or give it back."""
    operations.get_label(return_id=return_id, private=settings.PRIVATE_SHOPS, now=timezone.now())


@app.task(name="returns.follow_labels", queue="carriers", retry=WhenAsked())
def follow_labels(*, account_id: int, return_ids: list[int]) -> None:
    """Ask an account's carrier where returns are."""
    operations.follow_labels(
        account_id=account_id, return_ids=return_ids, private=settings.PRIVATE_SHOPS, now=timezone.now()
    )
