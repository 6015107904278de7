"""Open put walls, overflow places and lanes, change them, and take them away."""

from collections.abc import Collection, Sequence
from dataclasses import asdict

from django.db import transaction
from django.db.models import Max, ProtectedError

from packhorse.carriers import queries as carriers
from packhorse.errors import Refusal, missing
from packhorse.sorting.models import Lane, Overflow, Put, Slot, Wall
from packhorse.sorting.rules import NewLane, NewSlot, NewWall, clean


@transaction.atomic
def open_walls(*, warehouse_id: int, slots: Sequence[NewSlot], lanes: Sequence[NewLane]) -> None:
    """Open a warehouse's slots and lanes; those that are there (by code) keep their orders. All or none."""
    for lane in lanes:
        _write(warehouse_id, lane)
    for code in sorted({slot.wall for slot in slots}):
        breast = (max(slot.row for slot in slots if slot.wall == code) + 1) // 2  # the middle, until somebody says
        Wall.objects.get_or_create(warehouse_id=warehouse_id, code=code, defaults={"golden_row": breast})
    _slots(warehouse_id, slots)


@transaction.atomic
def keep_wall(*, warehouse_id: int, wall: NewWall, slots: Sequence[NewSlot]) -> None:
    """Open a wall with these slots, or change one: slots that are no longer named are taken away, if they are free.

    Without slots only the use of a wall that is there is changed.
    """
    there = Slot.objects.filter(warehouse_id=warehouse_id, wall=wall.code)
    rows = max((slot.row for slot in slots), default=there.aggregate(rows=Max("row"))["rows"] or 0)
    if not (slots or there.exists()):
        raise Refusal("BAD_WALL", f"columns, rows: there is no wall {wall.code!r}: say how large it is.", status=422)
    if not 0 <= wall.golden_row <= rows:
        raise Refusal("BAD_WALL", f"golden_row: give a row from 1 to {rows}, or 0 for none.", status=422)
    _no_others(Slot, {slot.barcode for slot in slots}, warehouse_id, wall=wall.code)
    Wall.objects.update_or_create(
        warehouse_id=warehouse_id,
        code=wall.code,
        defaults={"golden_row": wall.golden_row, "confirm": wall.confirm, "single": wall.single},
    )
    if slots:
        _take_away(warehouse_id, wall.code, but={slot.code for slot in slots})
        _slots(warehouse_id, slots)


@transaction.atomic
def drop_wall(*, warehouse_id: int, code: str) -> None:
    """Take a wall away; refused while an order lies in it."""
    found = Wall.objects.filter(warehouse_id=warehouse_id, code=code).first()
    if found is None:
        raise missing("wall", code)
    _take_away(warehouse_id, code)
    found.delete()


def keep_overflow(*, warehouse_id: int, code: str, barcode: str) -> None:
    """Open an overflow place, or give it another barcode."""
    code, barcode = code.strip(), barcode.strip()
    if not (code and len(code) <= 20 and barcode and len(barcode) <= 64 and barcode.isascii()):
        raise Refusal("BAD_PLACE", "Give a code of up to 20 characters and a barcode of up to 64.", status=422)
    _no_others(Overflow, {barcode}, warehouse_id, code=code)
    Overflow.objects.update_or_create(warehouse_id=warehouse_id, code=code, defaults={"barcode": barcode})


@transaction.atomic
def keep_lane(*, warehouse_id: int, lane: NewLane) -> None:
    """Open a lane, or change one (by its code). Parcels that have their label keep their lane."""
    try:
        lane = clean(lane)
    except ValueError as error:
        raise Refusal("BAD_LANE", f"{error}.", status=422) from None
    known = carriers.services()
    if lane.carrier and lane.carrier not in {row.carrier for row in known}:
        raise Refusal("BAD_LANE", f"carrier: there is no carrier {lane.carrier[:20]!r}.", status=422)
    if lane.service and lane.service not in {row.code for row in known if lane.carrier in ("", row.carrier)}:
        whose = f" of {lane.carrier}" if lane.carrier else ""
        raise Refusal("BAD_LANE", f"service: there is no service {lane.service[:30]!r}{whose}.", status=422)
    _no_others(Lane, {lane.barcode}, warehouse_id, code=lane.code)
    _write(warehouse_id, lane)


def _write(warehouse_id: int, lane: NewLane) -> None:
    facts = asdict(lane) | {"countries": list(lane.countries), "postal_prefixes": list(lane.postal_prefixes)}
    Lane.objects.update_or_create(warehouse_id=warehouse_id, code=facts.pop("code"), defaults=facts)


def _slots(warehouse_id: int, slots: Sequence[NewSlot]) -> None:
    facts = ["barcode", "column", "row", "width_mm", "height_mm", "depth_mm"]
    Slot.objects.bulk_create(
        [Slot(warehouse_id=warehouse_id, state="free", **asdict(slot)) for slot in slots],
        update_conflicts=True,
        unique_fields=["warehouse", "wall", "code"],
        update_fields=facts,
    )


def _take_away(warehouse_id: int, wall: str, *, but: Collection[str] = ()) -> None:
    """Take slots of a wall away. What once lay in one remembers it: such a wall is changed, not taken away."""
    gone = Slot.objects.select_for_update().filter(warehouse_id=warehouse_id, wall=wall).exclude(code__in=but)
    ids = [slot.pk for slot in gone.order_by("id")]
    if used := Slot.objects.filter(pk__in=ids).exclude(state="free").order_by("id").first():
        raise Refusal("SLOT_IN_USE", f"Slot {used.code} of wall {wall} holds an order: pack or clear it first.")
    if old := Put.objects.select_related("slot").filter(slot_id__in=ids).first():
        raise Refusal(
            "SLOT_REMEMBERED",
            f"Goods were sorted into slot {old.slot.code if old.slot else ''} of wall {wall}: its history is kept, "
            "so it cannot be taken away.",
        )
    Slot.objects.filter(pk__in=ids).delete()


def _no_others(
    model: type[Slot] | type[Overflow] | type[Lane], barcodes: set[str], warehouse_id: int, **mine: str
) -> None:
    """Refuse a barcode that stands elsewhere already: a scan of it would mean two things."""
    others = model.objects.filter(barcode__in=barcodes).exclude(warehouse_id=warehouse_id, **mine).first()
    if others is not None:
        text = f"barcode: {others.barcode!r} is that of {others.code} already. Use another one."
        raise Refusal("BARCODE_TAKEN", text, status=422)


@transaction.atomic
def drop_lane(*, warehouse_id: int, code: str) -> None:
    """Take a lane away that no parcel was ever bound for."""
    found = Lane.objects.filter(warehouse_id=warehouse_id, code=code).first()
    if found is None:
        raise missing("lane", code)
    try:
        with transaction.atomic():
            found.delete()
    except ProtectedError:
        text = f"Parcels were sent through lane {code}: it cannot be taken away. Give it a late precedence instead."
        raise Refusal("LANE_IN_USE", text) from None
