"""Photos of parcels: kept at the bench, forgotten after some months."""

from datetime import datetime

from django.db import transaction

from packhorse import sql
from packhorse.errors import Refusal, missing
from packhorse.packing.models import Parcel, ParcelPhoto
from packhorse.packing.photos import developed

MOST = 6  # of one parcel


def add_photo(*, parcel_id: int, content: bytes, now: datetime, actor: str) -> int:
    """Keep a photo of a parcel and return its id; the same one again is kept once.

    `content`: what the camera sent; see `photos.developed` for what is refused and what is left of it.
    """
    photo = developed(content)
    with transaction.atomic():
        sql.rows("packing", "one_at_a_parcel", {"parcel": parcel_id})
        if not Parcel.objects.filter(pk=parcel_id).exists():
            raise missing("parcel", parcel_id)
        mine = ParcelPhoto.objects.filter(parcel_id=parcel_id)
        if known := mine.filter(image=photo.image).values_list("id", flat=True).first():
            return known
        if mine.count() >= MOST:
            raise Refusal("TOO_MANY_PHOTOS", f"This parcel has {MOST} photos already: those have to do.")
        facts = {"image": photo.image, "width": photo.width, "height": photo.height}
        return ParcelPhoto.objects.create(parcel_id=parcel_id, actor=actor, at=now, **facts).pk


@transaction.atomic
def drop_photo(*, parcel_id: int, photo_id: int) -> None:
    """Delete a photo that should not have been taken, until the parcel has left. Once more does nothing."""
    if Parcel.objects.select_for_update().filter(pk=parcel_id, state="shipped").exists():
        raise Refusal("PARCEL_SHIPPED", "The parcel has left the house: its photos stay, for they may be wanted.")
    ParcelPhoto.objects.filter(parcel_id=parcel_id, pk=photo_id).delete()


def forget_photos(*, before: datetime) -> int:
    """Delete photos that were taken before; return how many there were."""
    return ParcelPhoto.objects.filter(at__lt=before).delete()[0]
