"""Scan an item into its parcel."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from packhorse import sql
from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal, missing
from packhorse.packing.models import Parcel, ParcelLine


@dataclass(frozen=True)
class Packed:
    """The answer to a scan: units still to be scanned into the parcel. `again`: the scan had been taken before.

    `units` of the product is what the scan stood for.
    """

    left: int
    again: bool = False
    units: int = 1
    product_id: int = 0


@transaction.atomic
def pack(*, parcel_id: int, item_code: str, quantity: int, scan_id: UUID, now: datetime, actor: str) -> Packed:
    """Scan `quantity` of an item into a parcel: units (barcode, SKU) or packs (their barcode).

    A wrong or surplus item is refused.
    """
    with sql.together():
        sql.ask("packing", "one_at_a_parcel", {"parcel": parcel_id}, len)
        asked = catalog.ask_scan(item_code)
    scanned = asked.read()
    if scanned is None:
        raise Refusal(
            "UNKNOWN_ITEM", f"The code {item_code[:60]!r} is no product. Scan the item's barcode.", status=422
        )
    if quantity <= 0:
        raise Refusal("QUANTITY_NOT_POSITIVE", f"{quantity} units cannot be packed; scan one or more.", status=422)
    product, quantity = scanned.product, min(quantity * scanned.units, 10**9)
    values = {
        "parcel": parcel_id,
        "product": product.id,
        "quantity": quantity,
        "scan": scan_id,
        "actor": actor,
        "now": now,
    }
    ((done, known, left),) = sql.rows("packing", "pack_units", values)
    if not (done or known):
        raise _refusal(parcel_id, product.id, f"{product.sku} {product.name}", quantity)
    return Packed(left, again=known, units=quantity, product_id=product.id)


def _refusal(parcel_id: int, product_id: int, name: str, quantity: int) -> Refusal:
    parcel = Parcel.objects.filter(pk=parcel_id).first()
    if parcel is None:
        return missing("parcel", parcel_id)
    if parcel.state == "cancelled":
        return Refusal("ORDER_CANCELLED", "The order was cancelled: put the goods back into their bins.")
    if parcel.state != "packing":
        return Refusal("PARCEL_CLOSED", f"Parcel {parcel.position} of {parcel.of} is closed already.")
    lines = ParcelLine.objects.filter(parcel_id=parcel_id, product_id=product_id)
    if not lines:
        return Refusal("WRONG_ITEM", f"{name} does not belong in this parcel. Lay it aside.", status=422)
    left = sum(line.quantity - line.packed for line in lines)
    if left == 0:
        return Refusal("SURPLUS_ITEM", f"All of {name} is in the parcel already. Lay this one aside.", status=422)
    if left >= quantity:
        most = max(line.quantity - line.packed for line in lines)
        return Refusal("TWO_LINES", f"{name} is on two lines of the order: scan at most {most} at once.", status=422)
    return Refusal("SURPLUS_ITEM", f"Only {left} more of {name} belong in this parcel, not {quantity}.", status=422)
