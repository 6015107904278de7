"""Goods leave for another warehouse: what was kept for it is used, and numbers that never came are gone."""

from datetime import datetime

from django.db import transaction

from packhorse.errors import Refusal
from packhorse.inventory.models import MovedSerial, Reservation, ReservedUnits, Serial
from packhorse.inventory.operations.ledger import add_to_levels, lock_levels


@transaction.atomic
def use_reserved(*, channel: str, checkout: str, product_id: int, warehouse_id: int, units: int, now: datetime) -> None:
    """Take units out of what a checkout keeps, to write them off at once; nobody is told that they are free.

    What it keeps no more must be free there: refuses what others have a right to.
    """
    free = lock_levels([(product_id, warehouse_id)]).get((product_id, warehouse_id), 0)
    kept = ReservedUnits.objects.select_for_update(of=("self",)).filter(
        reservation__channel=channel,
        reservation__checkout=checkout,
        reservation__state="active",
        product_id=product_id,
        warehouse_id=warehouse_id,
    )
    row = kept.first()
    mine = min(units, row.held) if row else 0
    if units - mine > free:
        words = f"Only {mine + free} units may be taken: others have a right to the rest."
        raise Refusal("NOT_FREE", words, details={"free": mine + free})
    if row and mine:
        ReservedUnits.objects.filter(pk=row.pk).update(held=row.held - mine)
        Reservation.objects.filter(pk=row.reservation_id).update(changed_at=now)
        add_to_levels([(product_id, warehouse_id, 0, 0, -mine)])


@transaction.atomic
def lose_numbers(*, cause: str, cause_id: int, now: datetime) -> None:
    """Numbered units that this document sent and that are still on the way are gone."""
    sent = MovedSerial.objects.filter(movement__cause=cause, movement__cause_id=cause_id, serial__state="in_transit")
    rows = Serial.objects.select_for_update().filter(pk__in=sent.values("serial_id")).order_by("id")
    Serial.objects.filter(pk__in=[row.pk for row in rows]).update(state="gone", changed_at=now)
