"""Count cartons: received, counted anew by a person, used when a parcel is closed."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from packhorse.errors import Refusal, missing
from packhorse.network import queries as network
from packhorse.packing.models import Carton, CartonMovement, CartonStock, Parcel
from packhorse.packing.rules import LONGEST_NOTE, MOST_COUNT
from packhorse.packing.shelf import free_cartons

OUT = "CARTON_OUT"


@transaction.atomic
def receive_cartons(*, code: str, warehouse_id: int, count: int, note: str, now: datetime, actor: str) -> int:
    """Book cartons that came; return how many are on hand. From the first time on they are counted."""
    if not 0 < count <= MOST_COUNT:
        raise Refusal("COUNT_WRONG", f"{count} cartons cannot have come: give 1 to {MOST_COUNT:,}.", status=422)
    row = _row(code, warehouse_id)
    return _book(row, "received", row.on_hand + count, note, now, actor)


@transaction.atomic
def count_cartons(*, code: str, warehouse_id: int, on_hand: int, note: str, now: datetime, actor: str) -> None:
    """Keep what a person counted. From the first time on they are counted down with every parcel."""
    if not 0 <= on_hand <= MOST_COUNT:
        raise Refusal("COUNT_WRONG", f"{on_hand} cartons is no count: give 0 to {MOST_COUNT:,}.", status=422)
    _book(_row(code, warehouse_id), "counted", on_hand, note, now, actor)


@transaction.atomic
def set_reorder_level(*, code: str, warehouse_id: int, level: int) -> None:
    """Say at how many a carton is low in a warehouse. Refuses where it is not counted."""
    if not 0 <= level <= MOST_COUNT:
        raise Refusal("LEVEL_WRONG", f"{level} is no level: give 0 to {MOST_COUNT:,}.", status=422)
    found = CartonStock.objects.filter(carton__code=code, warehouse_id=warehouse_id, counted=True)
    if not found.update(reorder_level=level):
        raise Refusal("NOT_COUNTED", f"Carton {code[:20]} is not counted there: count it first.")


@transaction.atomic
def stop_counting(*, code: str, warehouse_id: int) -> None:
    """Take it that there are always enough of a carton in a warehouse. What was booked is kept."""
    if not CartonStock.objects.filter(carton__code=code, warehouse_id=warehouse_id).update(counted=False):
        raise Refusal("NOT_COUNTED", f"Carton {code[:20]} is not counted there.")


def use_carton(parcel: Parcel, *, now: datetime, actor: str) -> None:
    """Count a closed parcel's carton down. Refuses where by the count there is none: another bench took the last."""
    if parcel.carton_id is None:
        return
    stock = CartonStock.objects.filter(carton_id=parcel.carton_id, warehouse_id=parcel.warehouse_id, counted=True)
    if stock.filter(on_hand__gt=0).update(on_hand=F("on_hand") - 1):
        CartonMovement.objects.create(carton_id=parcel.carton_id, warehouse_id=parcel.warehouse_id, kind="used",
                                      quantity=-1, parcel_id=parcel.pk, at=now, actor=actor)  # fmt: skip
    elif stock.exists():
        code = Carton.objects.values_list("code", flat=True).get(pk=parcel.carton_id)
        best = _next_best(parcel, code)
        instead = f"take {best}, the next best" if best else "take another carton"
        text = f"By the count no carton {code} is left here: {instead}, or have the cartons counted (page Cartons)."
        raise Refusal(OUT, text, details={"carton": code, "instead": best})


def _next_best(parcel: Parcel, code: str) -> str:
    """Return the cheapest carton that was considered for all of the order and is left; empty: none, or in parts."""
    free = free_cartons(parcel.warehouse_id)
    named = dict(Carton.objects.filter(retired=False).values_list("code", "id"))
    for other, _, excluded in parcel.reasons if parcel.of == 1 else []:
        there = other in named and free.get(named[other], 1) > 0
        if other != code and there and excluded in ("", "dearer than the one chosen"):
            return str(other)
    return ""


def _row(code: str, warehouse_id: int) -> CartonStock:
    """Return the locked row of a carton in a warehouse, made where it is lacking."""
    carton = Carton.objects.filter(code=code).first()
    if carton is None:
        raise missing("carton", code[:20])
    if not any(site.id == warehouse_id for site in network.warehouses()):
        raise missing("warehouse", warehouse_id)
    CartonStock.objects.bulk_create([CartonStock(carton=carton, warehouse_id=warehouse_id)], ignore_conflicts=True)
    return CartonStock.objects.select_for_update().get(carton=carton, warehouse_id=warehouse_id)


def _book(row: CartonStock, kind: str, on_hand: int, note: str, now: datetime, actor: str) -> int:
    if len(note) > LONGEST_NOTE or not note.isprintable():
        raise Refusal("BAD_NOTE", f"note: at most {LONGEST_NOTE} printable characters.", status=422)
    if on_hand > MOST_COUNT:
        raise Refusal("COUNT_WRONG", f"{on_hand:,} cartons are beyond all reason: count them.", status=422)
    CartonMovement.objects.create(carton_id=row.carton_id, warehouse_id=row.warehouse_id, kind=kind,
                                  quantity=on_hand - row.on_hand, note=note, at=now, actor=actor)  # fmt: skip
    CartonStock.objects.filter(pk=row.pk).update(on_hand=on_hand, counted=True)
    return on_hand
