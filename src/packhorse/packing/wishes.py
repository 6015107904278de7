"""What the house wants of a parcel beside its goods and weight."""

from django.conf import settings

from packhorse.packing import queries
from packhorse.packing.queries import ParcelRow
from packhorse.placing import queries as placing


def photo_wanted(parcel: ParcelRow) -> bool:
    """Say whether the house wants a photo of a parcel of such goods. Not asked while nobody said from what value on."""
    if settings.PHOTO_ABOVE is None:
        return False
    prices = {line.id: line.unit_price_minor for line in placing.lines([parcel.order_id])}
    lines = queries.contents([parcel.id]).get(parcel.id, [])
    return sum(prices[line.line_id] * line.quantity for line in lines) >= settings.PHOTO_ABOVE
