"""See which pick faces run short before the orders that wait are picked, and have them filled up from reserve."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction

from packhorse import sql
from packhorse.inbound import queries as inbound
from packhorse.inventory import queries as stock
from packhorse.inventory.rules import BinChoice, choose_bins
from packhorse.network import queries as network
from packhorse.picking import queries
from packhorse.picking.models import FillUp
from packhorse.picking.rules import FACE_DAYS, FaceNow, units_to_fill


@dataclass(frozen=True)
class _Bin:
    """A pick face: `least` and `most` are set for it (0 and None: nothing is)."""

    bin_id: int
    free: int
    least: int
    most: int | None
    away_mm: int


def tend_fills(*, now: datetime) -> int:
    """See to the pick faces of every warehouse; return how many fill-ups were made."""
    return sum(plan_fills(warehouse_id=site.id, now=now) for site in network.warehouses())


@transaction.atomic
def plan_fills(*, warehouse_id: int, now: datetime) -> int:
    """Have pick faces filled up that hold too little while reserve has more; return how many fill-ups are new.

    Too little: less than what orders wait for (in planned waves or in none) and the least that is to lie there, with
    what somebody carries there already. What nobody has in hand is planned anew: as many units as are wanted now, due
    when they are now; what is not wanted any more, or lies there no more, is cancelled. It is due before the first
    order or wave that would lack something, by the time that picking, sorting and packing take. Goods are brought to
    the face that units are set for, else to the nearest that holds them; what expires first comes first.
    """
    sql.rows("picking", "one_fill_plan", {"warehouse": warehouse_id})
    # One that is being taken just now is not waited for: it counts as taken.
    rows = FillUp.objects.select_for_update(skip_locked=True).filter(warehouse_id=warehouse_id, state="open", person="")
    before = {_key(row): row for row in rows.order_by("id")}
    new, changed = [], []
    for row in _wanted(warehouse_id, [each.pk for each in before.values()], now):
        old = before.pop(_key(row), None)
        if old is None:
            new.append(row)
        elif (old.units, old.due_at) != (row.units, row.due_at):
            old.units, old.due_at = row.units, row.due_at
            changed.append(old)
    FillUp.objects.filter(pk__in=[row.pk for row in before.values()]).update(
        state="cancelled", closed_at=now, note="not wanted any more, or not there"
    )
    FillUp.objects.bulk_update(changed, ["units", "due_at"], batch_size=500)
    FillUp.objects.bulk_create(new)
    return len(new)


def _wanted(warehouse_id: int, apart_from: Sequence[int], now: datetime) -> list[FillUp]:
    """Return the fill-ups that are wanted beside those in hand, and as if those `apart_from` were not there."""
    faces: dict[int, list[_Bin]] = defaultdict(list)
    for product, *face in sql.rows("picking", "faces", {"warehouse": warehouse_id}):
        faces[product].append(_Bin(*face))
    if not faces:
        return []
    in_hand = FillUp.objects.filter(warehouse_id=warehouse_id, state="open", product_id__in=faces)
    carried = list(in_hand.exclude(pk__in=apart_from))
    coming, leaving = _sums(carried)
    found = _states(warehouse_id, faces, coming)
    if not (short := [product for product, (face, _) in found.items() if face.lacking]):
        return []
    targets = {product: min(faces[product], key=_turn) for product in short}
    reserve, packs = stock.in_reserve(warehouse_id, short), stock.pack_sizes(short)
    most = {pk: coming[pk] + found[pk][0].missing + max(packs.get(pk, {0})) for pk in short}
    rooms = inbound.rooms({(pk, target.bin_id): most[pk] for pk, target in targets.items()})
    setup = queries.floor_setup(warehouse_id)
    lead = timedelta(minutes=setup.wave_minutes + setup.after_minutes)
    taken = {_key(row) for row in carried}
    wanted = []
    for product in short:
        bin_id, (face, due_at) = targets[product].bin_id, found[product]
        bins = [_less(each, leaving[each.bin_id, product, each.lot_id]) for each in reserve.get(product, [])]
        room = rooms[product, bin_id] - coming[product]
        able = sum(each.units for each in bins)
        units = units_to_fill(face, reserve=able, room=room, packs=packs.get(product, ()))
        for choice, part in choose_bins(units, bins) or [] if units else []:
            row = FillUp(
                warehouse_id=warehouse_id,
                product_id=product,
                lot_id=choice.lot_id,
                from_bin_id=choice.bin_id,
                to_bin_id=bin_id,
                units=part,
                state="open",
                due_at=due_at - lead if due_at else None,
                made_at=now,
            )
            if _key(row) not in taken:  # who carries from there to there comes back first
                wanted.append(row)
    return wanted


def _key(row: FillUp) -> tuple[int, int, int, int | None]:
    return row.from_bin_id, row.to_bin_id, row.product_id, row.lot_id


def _sums(rows: Sequence[FillUp]) -> tuple[Counter[int], Counter[tuple[int, int, int | None]]]:
    """Return what is carried: {product id: units}, and {(bin, product, lot) that they leave: units}."""
    coming: Counter[int] = Counter()
    leaving: Counter[tuple[int, int, int | None]] = Counter()
    for row in rows:
        coming[row.product_id] += row.units
        leaving[row.from_bin_id, row.product_id, row.lot_id] += row.units
    return coming, leaving


def _states(
    warehouse_id: int, faces: Mapping[int, list[_Bin]], coming: Counter[int]
) -> dict[int, tuple[FaceNow, datetime | None]]:
    """Return {product id: its faces as they are, and when the first order leaves for which they do not suffice}."""
    free = {product: sum(each.free for each in mine) for product, mine in faces.items()}
    there = [free[product] + coming[product] for product in faces]
    rows = sql.rows("picking", "fill_wants", {"warehouse": warehouse_id, "products": list(faces), "free": there})
    wants = {product: (units, due_at) for product, units, due_at in rows}
    weekly = inbound.sold_a_week(faces)
    found = {}
    for product, mine in faces.items():
        wanted, due_at = wants.get(product, (0, None))
        least = sum(each.least for each in mine)
        usual = round(weekly.get((product, warehouse_id), 0) / 7 * FACE_DAYS)
        most = sum(each.most for each in mine if each.most) or max(usual, least)
        found[product] = FaceNow(free[product], coming[product], wanted, least, most), due_at
    return found


def _turn(face: _Bin) -> tuple[bool, int, int]:
    return face.most is None, face.away_mm, face.bin_id


def _less(choice: BinChoice, units: int) -> BinChoice:
    return replace(choice, units=max(0, choice.units - units))
