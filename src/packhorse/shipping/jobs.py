"""What shipping does outside the house, later: each job exactly one operation, in the worker."""

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from packhorse.outside import Again
from packhorse.shipping import operations

DATABASE_SECONDS = 30


class WhenAsked(BaseRetryStrategy):
    """Try again when the operation asks for it, or when the database was away; how often, the operation decides."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Say when to try again, if at all."""
        if isinstance(exception, Again):
            return RetryDecision(retry_in={"seconds": exception.seconds})
        return RetryDecision(retry_in={"seconds": DATABASE_SECONDS}) if isinstance(exception, DatabaseError) else None


@app.task(name="shipping.tell_shop", queue="shops", retry=WhenAsked())
def tell_shop(*, parcel_id: int) -> None:
    """Tell the shop of an order that a parcel of it has left."""
    operations.tell_shop(
        parcel_id=parcel_id, public_url=settings.PUBLIC_URL, private=settings.PRIVATE_SHOPS, now=timezone.now()
    )


@app.task(name="shipping.get_label", queue="carriers", retry=WhenAsked())
def get_label(*, parcel_id: int) -> None:
    """Buy a parcel's label of whichever carrier suits best."""
    operations.get_label(parcel_id=parcel_id, private=settings.PRIVATE_SHOPS, now=timezone.now())


@app.task(name="shipping.settle_purchase", queue="carriers", retry=WhenAsked())
def settle_purchase(*, key: str) -> None:
    """Find out what became of a purchase, or give its label back."""
    operations.settle_purchase(key=key, private=settings.PRIVATE_SHOPS, now=timezone.now())


@app.task(name="shipping.follow", queue="carriers", retry=WhenAsked())
def follow(*, account_id: int, shipment_ids: list[int]) -> None:
    """Ask an account's carrier where parcels are."""
    operations.follow(
        account_id=account_id, shipment_ids=shipment_ids, private=settings.PRIVATE_SHOPS, now=timezone.now()
    )


@app.task(name="shipping.get_form", queue="carriers", retry=WhenAsked())
def get_form(*, manifest_id: int) -> None:
    """Ask for the carrier's own form of a manifest."""
    operations.get_form(manifest_id=manifest_id, private=settings.PRIVATE_SHOPS, now=timezone.now())


@app.task(name="shipping.settle_pick_up", queue="carriers", retry=WhenAsked())
def settle_pick_up(*, pick_up_id: int) -> None:
    """Let a carrier come, or not come."""
    operations.settle_pick_up(pick_up_id=pick_up_id, private=settings.PRIVATE_SHOPS, now=timezone.now())
