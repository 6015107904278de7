"""Units that came under a code nobody knows: noted at the dock, settled by the office."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal, missing
from packhorse.inbound.models import Delivery, UnknownItem
from packhorse.inbound.operations import check
from packhorse.inbound.operations.put_away import check_room
from packhorse.inbound.operations.receive import receive
from packhorse.inbound.rules import OPEN_DELIVERIES, delivery_number
from packhorse.network import queries as network


@transaction.atomic
def note_unknown(
    *,
    delivery_id: int,
    code: str,
    units: int,
    scan_id: UUID,
    now: datetime,
    actor: str,
    note: str = "",
    bin_id: int | None = None,
    damaged: bool = False,
) -> bool:
    """Keep that units came under a code nobody knows; return whether that was new. Nothing is booked.

    Where they were to go, and whether they are damaged, is kept until somebody knows what they are.
    """
    check.units(units)
    delivery = check.found(delivery_id)
    if UnknownItem.objects.filter(scan_id=scan_id).exists():
        return False
    check.state(delivery, OPEN_DELIVERIES)
    text = check.text(code, 120, "code")
    if not text:
        raise Refusal("NO_CODE", "Scan or type the code that is on the goods.", status=422)
    place = network.bins_by_id([bin_id]).get(bin_id) if bin_id is not None else None
    if bin_id is not None and (place is None or place.warehouse_id != delivery.warehouse_id):
        raise Refusal("OTHER_WAREHOUSE", "That bin is in another warehouse than the delivery.", status=422)
    _, new = UnknownItem.objects.get_or_create(  # the same scan may be noted of another delivery just now
        scan_id=scan_id,
        defaults={
            "delivery": delivery,
            "code": text,
            "units": units,
            "note": check.text(note, 200, "note"),
            "bin_id": bin_id,
            "damaged": damaged,
            "at": now,
            "actor": actor,
        },
    )
    if delivery.state != "arrived":
        Delivery.objects.filter(pk=delivery.pk).update(state="arrived", arrived_at=now)
    return new


@transaction.atomic
def settle_unknown(
    *,
    item_id: int,
    sku: str,
    now: datetime,
    actor: str,
    units: int | None = None,
    lot: str = "",
    expires_on: date | None = None,
    serials: Sequence[str] = (),
) -> None:
    """The office knows what the unknown goods are: they are booked as received, however few were announced.

    `units`: how many they are, where that is another number than was scanned: nobody knew that the code was a case's.
    Without an SKU they are gone for good: sent back, or thrown away.
    """
    found = UnknownItem.objects.filter(pk=item_id).first()
    if found is None:
        raise missing("unknown item", item_id)
    delivery = Delivery.objects.select_for_update(of=("self",)).get(pk=found.delivery_id)
    item = UnknownItem.objects.select_for_update(of=("self",)).get(pk=item_id)
    if item.settled_at:
        raise Refusal("SETTLED", f"{item.settled_by} has settled that already.")
    product = catalog.by_sku(sku.strip()) if sku.strip() else None
    if sku.strip() and product is None:
        raise Refusal("UNKNOWN_PRODUCT", f"There is no product {sku.strip()[:64]!r}: list it first.", status=422)
    settled = {"settled_at": now, "settled_by": actor, "product_id": product.id if product else None}
    UnknownItem.objects.filter(pk=item_id).update(**settled)
    if product is None:
        return
    if delivery.state not in OPEN_DELIVERIES:
        words = f"{delivery_number(delivery.pk)} is {delivery.state}: book the goods in by an adjustment instead."
        raise Refusal("WRONG_STATE", words)
    many = item.units if units is None else units
    receive(
        delivery_id=delivery.pk,
        product_id=product.id,
        units=many,
        scan_id=item.scan_id,
        lot=lot,
        expires_on=expires_on,
        serials=serials,
        bin_id=_room(item, product.id, many),
        damaged=item.damaged,
        over=True,
        now=now,
        actor=actor,
    )


def _room(item: UnknownItem, product_id: int, units: int) -> int | None:
    """The bin that was scanned for them; none when it turns out that it may not have them, or is full by now."""
    place = network.bins_by_id([item.bin_id]).get(item.bin_id) if item.bin_id is not None else None
    try:
        if place:
            check_room(place, product_id=product_id, lot_id=None, units=units)
    except Refusal:
        return None
    return item.bin_id
