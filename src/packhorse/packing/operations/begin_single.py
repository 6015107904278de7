"""Open the next order of a list of single-unit orders, by one of its items."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from packhorse import sql
from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.packing.models import Parcel, ParcelLine
from packhorse.packing.operations.begin import begin
from packhorse.picking.rules import list_number
from packhorse.sorting import queries as sorting


@transaction.atomic
def begin_single(*, list_id: int, item_code: str, gs1_prefix: str, now: datetime, actor: str) -> list[int]:
    """Return the parcels of the list's next order that wants this item, the first to leave first.

    Those that want the item still come first. Two packers at one list never get the same order, but for one that was
    begun and left alone, or is packed unit by unit.
    """
    sql.rows("packing", "one_at_a_list", {"list": list_id})
    scanned = catalog.scan(item_code)
    if scanned is None:
        raise Refusal(
            "UNKNOWN_ITEM", f"The code {item_code[:60]!r} is no product. Scan the item's barcode.", status=422
        )
    wanting = sorting.singles_of(list_id, scanned.product.id)
    parcels = Parcel.objects.filter(fulfillment_id__in=wanting)
    begun = set(parcels.values_list("fulfillment_id", flat=True))
    at_work = parcels.filter(state="packing", lines__product_id=scanned.product.id)
    left = set(at_work.values_list("fulfillment_id", flat=True))
    fresh = (each for each in wanting if each not in begun)
    chosen = next(fresh, None) or next((each for each in wanting if each in left), None)
    if chosen is None:
        sku = scanned.product.sku
        text = f"No order of pick list {list_number(list_id)} wants {sku} any more: it goes back to its bin."
        raise Refusal("SURPLUS_ITEM", text, status=422)
    ids = begin(fulfillment_id=chosen, gs1_prefix=gs1_prefix, now=now, actor=actor)
    open_here = ParcelLine.objects.filter(
        parcel_id__in=ids, parcel__state="packing", product_id=scanned.product.id, packed__lt=F("quantity")
    )
    first = set(open_here.values_list("parcel_id", flat=True))
    return sorted(ids, key=lambda each: each not in first)
