"""Open the parcel that is to be packed next: of a slot, a tote or an overflow place, or by an item of a list."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from packhorse import sql
from packhorse.errors import Refusal
from packhorse.packing.models import PackScan, Parcel
from packhorse.packing.operations.begin import begin
from packhorse.packing.operations.begin_single import begin_single
from packhorse.packing.operations.pack import pack
from packhorse.sorting import queries as sorting


@dataclass(frozen=True)
class Opened:
    """The parcels of an order, in turn, and the one to go on with. `list_id`: a list was named, and no order opened."""

    parcel_ids: tuple[int, ...] = ()
    parcel_id: int = 0
    list_id: int | None = None


@transaction.atomic
def open_next(
    *,
    warehouse_id: int,
    code: str,
    list_id: int | None = None,
    scan_id: UUID | None = None,
    gs1_prefix: str,
    now: datetime,
    actor: str,
) -> Opened:
    """Open what a code says at the bench of a warehouse: the order in a slot, tote or overflow place, or a list.

    With `list_id` any other code is an item of that list and opens the next order that wants it; `scan_id` scans the
    item into its parcel at once, and sent again opens the same parcel. Refuses a code that says nothing here.
    """
    rows = sorting.at_bench(warehouse_id)
    named = (row.fulfillment_id for row in rows if row.kind != "single" and code in row.codes)
    who: dict[str, Any] = {"now": now, "actor": actor}
    if mine := next(named, None) or sorting.by_tote(warehouse_id, code):
        return _to_go_on(begin(fulfillment_id=mine, gs1_prefix=gs1_prefix, **who))
    if of_list := sorting.singles_left(warehouse_id, code):
        return Opened(list_id=of_list[0])
    if list_id is None:
        text = (
            f"{code[:40]!r} is no slot, tote or list with a whole order here. Scan it again; if its order is not "
            "whole yet, sort or pick the rest first."
        )
        raise Refusal("NO_SUCH_SLOT", text, status=422)
    if scan_id:
        sql.rows("packing", "one_at_a_list", {"list": list_id})  # before it is asked whether the scan is known
        if known := PackScan.objects.filter(pk=scan_id).values_list("parcel_line__parcel_id", flat=True).first():
            return _with_others(known)
    opened = _to_go_on(begin_single(list_id=list_id, item_code=code, gs1_prefix=gs1_prefix, **who))
    if scan_id and Parcel.objects.filter(pk=opened.parcel_id, state="packing").exists():
        # The item in the packer's hand is the first of its order: it need not be scanned twice.
        with suppress(Refusal):
            pack(parcel_id=opened.parcel_id, item_code=code, quantity=1, scan_id=scan_id, **who)
    return opened


def _to_go_on(ids: Sequence[int]) -> Opened:
    """Go on with the first parcel that is still to be packed, else the last."""
    packing = set(Parcel.objects.filter(pk__in=ids, state="packing").values_list("id", flat=True))
    return Opened(tuple(ids), next((each for each in ids if each in packing), ids[-1]))


def _with_others(parcel_id: int) -> Opened:
    mine = Parcel.objects.filter(fulfillment_id__in=Parcel.objects.filter(pk=parcel_id).values("fulfillment_id"))
    return Opened(tuple(mine.order_by("position").values_list("id", flat=True)), parcel_id)
