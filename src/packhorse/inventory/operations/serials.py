"""Numbered units: which of them came, moved, were picked and left. Each goes where its movement goes."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from packhorse.errors import Refusal
from packhorse.inventory.models import Lot, MovedSerial, Serial
from packhorse.inventory.rules import Receipt


@dataclass(frozen=True)
class Parting:
    """Units of an allocation that are in a picker's hands and go with a movement; `bin_id`: back into this bin."""

    allocation_id: int
    units: int
    movement_id: int
    bin_id: int | None = None


def check(product_id: int, quantity: int, codes: Sequence[str], *, numbered: Collection[int]) -> list[str]:
    """Return the numbers of `quantity` units; refuses others than one for each unit of a product that has them."""
    given = [code.strip() for code in codes]
    if product_id not in numbered:
        if given:
            raise Refusal("NOT_NUMBERED", "The units of this product have no serial numbers: give none.", status=422)
        return []
    if len(set(given)) != quantity or len(given) != quantity or not all(0 < len(code) <= 60 for code in given):
        text = f"Give the serial number of each of the {quantity} units, each once; {len(set(given))} are given."
        raise Refusal("SERIALS_WANTED", text, status=422, details={"wanted": quantity})
    return given


def come(receipts: Sequence[Receipt], movement_ids: Sequence[int], *, numbered: Collection[int], now: datetime) -> None:
    """Numbered units come into bins: new ones, or such as had left before."""
    for receipt, movement_id in zip(receipts, movement_ids, strict=True):
        codes = check(receipt.product_id, receipt.quantity, receipt.serials, numbered=numbered)
        if not codes:
            continue
        mine = Serial.objects.select_for_update().filter(product_id=receipt.product_id, code__in=codes)
        known = {each.code: each for each in mine.order_by("id")}
        if here := [code for code, each in known.items() if each.state in ("in_stock", "picked")]:
            raise Refusal("SERIAL_HERE", f"Serial number {here[0]} is in stock already: check the number.")
        place = {"state": "in_stock", "bin_id": receipt.bin_id, "lot_id": receipt.lot_id, "changed_at": now}
        new = [Serial(product_id=receipt.product_id, code=code, **place) for code in codes if code not in known]
        Serial.objects.filter(pk__in=[each.pk for each in known.values()]).update(allocation_id=None, **place)
        _note([(each.pk, movement_id) for each in (*Serial.objects.bulk_create(new), *known.values())])


def move(
    product_id: int,
    codes: Sequence[str],
    *,
    from_bin_id: int,
    lot_id: int | None,
    movement_id: int,
    now: datetime,
    to_bin_id: int | None = None,
    allocation_id: int | None = None,
    state: str = "in_stock",
) -> None:
    """Numbered units of a bin and lot pass into another bin, a picker's hands (`picked`), are `gone` or `in_transit`.

    Refuses numbers of units of another lot: the books of both lots would be wrong.
    """
    if not codes:
        return
    found = Serial.objects.select_for_update().filter(
        product_id=product_id, code__in=list(codes), state="in_stock", bin_id=from_bin_id, lot_id=lot_id
    )
    rows = list(found.order_by("id"))
    if lacking := set(codes) - {each.code for each in rows}:
        raise _not_there(product_id, min(lacking), from_bin_id, lot_id)
    Serial.objects.filter(pk__in=[each.pk for each in rows]).update(
        state=state, bin_id=to_bin_id, allocation_id=allocation_id, changed_at=now
    )
    _note([(each.pk, movement_id) for each in rows])


def _not_there(product_id: int, code: str, bin_id: int, lot_id: int | None) -> Refusal:
    """Say what is wrong with a number that was scanned: its unit is not there, or it is there and of another lot."""
    here = Serial.objects.filter(product_id=product_id, code=code, state="in_stock", bin_id=bin_id)
    text = f"Serial number {code} does not lie in this bin: check the number, or count the bin."
    for its_lot in here.values_list("lot__code", flat=True):
        wanted = Lot.objects.filter(pk=lot_id).values_list("code", flat=True).first()
        what = f"of lot {its_lot}" if its_lot else "of no lot"
        text = f"Serial number {code} is {what}: scan a unit {f'of lot {wanted}' if wanted else 'of no lot'}."
    return Refusal("SERIAL_NOT_THERE", text, status=422)


def follow(partings: Sequence[Parting], *, state: str, now: datetime) -> None:
    """Picked units go back into their bins (`in_stock`), or leave (`shipped`)."""
    picked = Serial.objects.select_for_update().filter(
        allocation_id__in={each.allocation_id for each in partings}, state="picked"
    )
    held: dict[int, list[Serial]] = defaultdict(list)
    for row in picked.order_by("id"):
        held[row.allocation_id or 0].append(row)
    if not held:
        return
    noted = []
    for parting in partings:
        rows, held[parting.allocation_id] = (
            held[parting.allocation_id][: parting.units],
            held[parting.allocation_id][parting.units :],
        )
        Serial.objects.filter(pk__in=[row.pk for row in rows]).update(
            state=state,
            bin_id=parting.bin_id,
            allocation_id=None if parting.bin_id else parting.allocation_id,
            changed_at=now,
        )
        noted += [(row.pk, parting.movement_id) for row in rows]
    _note(noted)


def hand_on(parts: Sequence[tuple[int, int, int]]) -> None:
    """Picked units pass from allocations to the parts split off them: (allocation id, id of the part, units)."""
    picked = Serial.objects.filter(allocation_id__in=[each[0] for each in parts], state="picked")
    held: dict[int, list[int]] = defaultdict(list)
    for pk, allocation_id in picked.order_by("id").values_list("id", "allocation_id"):
        held[allocation_id or 0].append(pk)
    for allocation_id, part, units in parts:
        if mine := held[allocation_id][:units]:
            Serial.objects.filter(pk__in=mine).update(allocation_id=part)


def lose(product_id: int, units: int, *, bin_id: int, lot_id: int | None, movement_id: int, now: datetime) -> None:
    """So many units of a bin and lot are missing, and nobody can say which: the last ones known count as gone.

    A count of the bin, by number, sets it right.
    """
    mine = {"product_id": product_id, "bin_id": bin_id, "lot_id": lot_id}
    here = Serial.objects.select_for_update().filter(state="in_stock", **mine)
    missing = list(here.order_by("-id").values_list("id", flat=True)[:units])
    Serial.objects.filter(pk__in=missing).update(state="gone", bin_id=None, changed_at=now)
    _note([(pk, movement_id) for pk in missing])


def _note(rows: Sequence[tuple[int, int]]) -> None:
    MovedSerial.objects.bulk_create([MovedSerial(serial_id=serial, movement_id=movement) for serial, movement in rows])
