"""What shipping does outside the house, later: each job exactly one operation, in the worker."""

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from packhorse.retrying import WhenAsked
from packhorse.shipping import operations


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
