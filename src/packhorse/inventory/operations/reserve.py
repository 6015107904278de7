"""Keep stock for a checkout: softly, until a time, and for the order that this checkout places."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from packhorse import sql
from packhorse.errors import Refusal, missing
from packhorse.events import StockFreed
from packhorse.inventory.models import Reservation, ReservedUnits, StockLevel
from packhorse.inventory.operations.doubt import weigh
from packhorse.inventory.operations.ledger import add_to_levels, lock_levels
from packhorse.inventory.queries.levels import kept_back, safety
from packhorse.inventory.rules import Keep, reservation_number
from packhorse.network import queries as network
from packhorse.outbox.publish import publish

Key = tuple[int, int]  # product, warehouse
ACTOR = "inventory"
BATCH = 500


@dataclass(frozen=True)
class Checkout:
    """A checkout whose levels are locked: what is free for it, its live reservation, and what that keeps."""

    channel: str
    name: str
    free: dict[Key, int]
    reservation_id: int | None
    own: Counter[Key]


def lock_for_checkout(product_ids: Collection[int], *, channel: str, checkout: str, now: datetime) -> Checkout:
    """Lock all levels of these products, and those of which a checkout keeps something, for `keep` to choose from.

    Nobody can be quicker from then on. What is kept back from new buyers, or from its channel, is not free for it, nor
    what lies in a warehouse that is closed. A try without these locks, taken back when it fails, would not do: who
    waits for a lock of a part of a transaction that was taken back waits for the whole of it, and stands in its way
    when it comes again.
    """
    there = StockLevel.objects.filter(product_id__in=set(product_ids)).values_list("product_id", "warehouse_id")
    mine = _lock(set(there), channel, checkout, now)
    closed = network.closed(now)
    mine.free.update({key: 0 for key in mine.free if key[1] in closed})
    others = {key: units - mine.own[key] for key, units in mine.free.items() if units > mine.own[key]}
    for key, units in kept_back(others, channel=channel).items():
        mine.free[key] -= units
    return mine


def keep(*, checkout: Checkout, keeps: Sequence[Keep], expires_at: datetime, now: datetime) -> int | None:
    """Keep all of `keeps` for a checkout whose levels are locked, in place of what it had; return the reservation's id.

    Where not all of it is free, nothing changes, and None comes back.
    """
    wanted: Counter[Key] = Counter()
    for each in keeps:
        wanted[each.product_id, each.warehouse_id] += each.quantity
    own, pk = checkout.own, checkout.reservation_id
    if not wanted or any(units > checkout.free.get(key, 0) for key, units in wanted.items()):
        return None
    if pk is not None:
        ReservedUnits.objects.filter(reservation=pk).delete()
        Reservation.objects.filter(pk=pk).update(expires_at=expires_at, changed_at=now)
    else:
        pk = Reservation.objects.create(
            channel=checkout.channel,
            checkout=checkout.name,
            state="active",
            expires_at=expires_at,
            created_at=now,
            changed_at=now,
        ).pk
    add_to_levels([(*key, 0, 0, wanted[key] - own[key]) for key in {*wanted, *own}])
    weigh([key for key in own if own[key] > wanted[key]], now=now, actor=ACTOR)
    ReservedUnits.objects.bulk_create(
        [
            ReservedUnits(reservation_id=pk, product_id=product, warehouse_id=site, quantity=units, held=units)
            for (product, site), units in sorted(wanted.items())
        ]
    )
    _tell((product for product, site in own if own[product, site] > wanted[product, site]), now=now, actor=ACTOR)
    return pk


@transaction.atomic
def reserve(
    keeps: Sequence[Keep], *, channel: str, checkout: str, expires_at: datetime, now: datetime
) -> tuple[int | None, list[Keep]]:
    """Keep all of `keeps` for a checkout in place of what it had; return (reservation id, []).

    Where not all of it is free, nothing changes, and (None, those that are refused) comes back. What the checkout has
    kept already counts as free for it, and so does what others kept until a time that is over.
    """
    wanted: Counter[Key] = Counter()
    for each in keeps:
        wanted[each.product_id, each.warehouse_id] += each.quantity
    mine = _lock(set(wanted), channel, checkout, now)
    short = {key for key, units in wanted.items() if units > mine.free.get(key, 0)}
    made = keep(checkout=mine, keeps=keeps, expires_at=expires_at, now=now)
    return made, [each for each in keeps if (each.product_id, each.warehouse_id) in short]


def _lock(keys: set[Key], channel: str, checkout: str, now: datetime) -> Checkout:
    """Lock levels, those of what a checkout keeps, and those of what others kept of the same goods too long.

    All in one go: who locks the lower ones later waits for somebody who waits for him.
    """
    sql.rows("inventory", "one_at_a_checkout", {"checkout": f"{channel}/{checkout}"})
    live = Reservation.objects.filter(channel=channel, checkout=checkout, state="active").order_by("id")
    over = _over_of({product for product, _ in keys}, now)
    free = lock_levels([*keys, *_held(live.values_list("id", flat=True)), *_held(over)])
    if _expire(over, locked=free, now=now):
        free = lock_levels(free)  # what became free may be in doubt
    # Only now is it known what the checkout still has: it may have expired or placed its order while this waited.
    ids = list(live.select_for_update().values_list("id", flat=True))
    own = _held(ids)
    for key, units in own.items():
        free[key] = free.get(key, 0) + units
    # A cart is a new buyer's: what is kept back is not for him, but what he has he keeps.
    for key, units in safety(product for product, _ in free).items():
        if key in free:
            free[key] = max(own[key], free[key] - units)
    return Checkout(channel, checkout, free, ids[0] if ids else None, own)


@transaction.atomic
def extend(*, reservation_id: int, expires_at: datetime, now: datetime) -> None:
    """Keep a checkout's units until another time. Refuses when it has them no more."""
    live = Reservation.objects.filter(pk=reservation_id, state="active")
    if not live.update(expires_at=expires_at, changed_at=now):
        raise _over(reservation_id)


@transaction.atomic
def release_reservation(*, reservation_id: int, now: datetime, actor: str) -> None:
    """Give a checkout's units free. Refuses when it has them no more, or an order has them by now."""
    live = Reservation.objects.filter(pk=reservation_id, state="active")
    for channel, checkout in live.values_list("channel", "checkout"):  # that does not fill its cart anew meanwhile
        sql.rows("inventory", "one_at_a_checkout", {"checkout": f"{channel}/{checkout}"})
    lock_levels(_held([reservation_id]))
    if not live.update(state="released", changed_at=now):
        raise _over(reservation_id)
    _free([reservation_id], now=now, actor=actor)


@transaction.atomic
def expire(*, now: datetime) -> int:
    """Give free what checkouts kept longer than they were to; return how many there were, at most 500 at a time."""
    due = Reservation.objects.filter(state="active", expires_at__lte=now)
    ids = list(due.order_by("expires_at").values_list("id", flat=True)[:BATCH])
    if not ids:
        return 0
    return _expire(ids, locked=lock_levels(_held(ids)), now=now)


def consume(orders: Mapping[tuple[str, str], int], *, now: datetime) -> None:
    """What these checkouts {(channel, checkout): order id} kept is kept for the orders they placed, without an end."""
    near = Reservation.objects.filter(
        channel__in={channel for channel, _ in orders},
        checkout__in={checkout for _, checkout in orders},
        state="active",
    )
    ids = [pk for pk, *key in near.values_list("id", "channel", "checkout") if tuple(key) in orders]
    # By id, as those who let reservations expire lock them.
    live = list(Reservation.objects.select_for_update().filter(pk__in=ids, state="active").order_by("id"))
    for each in live:
        each.state, each.order_id, each.changed_at = "consumed", orders[each.channel, each.checkout], now
    Reservation.objects.bulk_update(live, ["state", "order_id", "changed_at"])


@transaction.atomic
def settle(lacks: Mapping[int, Mapping[int, int]], *, now: datetime) -> None:
    """Keep for these orders no more than they lack: {order id: {product id: units}}."""
    found = ReservedUnits.objects.filter(
        reservation__order_id__in=set(lacks), reservation__state="consumed", held__gt=0
    ).select_related("reservation")
    left = {(order, product): units for order, each in lacks.items() for product, units in each.items()}
    freed: dict[int, int] = {}
    for row in found.order_by("id"):
        owner = row.reservation.order_id or 0, row.product_id
        kept = min(row.held, left.get(owner, 0))
        left[owner] = left.get(owner, 0) - kept
        if kept < row.held:
            freed[row.pk] = row.held - kept
    if freed:
        rows = ReservedUnits.objects.filter(pk__in=freed)
        lock_levels(rows.values_list("product_id", "warehouse_id"))
        gone = list(rows.select_for_update().order_by("id"))
        for row in gone:
            row.held -= freed[row.pk]
        ReservedUnits.objects.bulk_update(gone, ["held"])
        add_to_levels((row.product_id, row.warehouse_id, 0, 0, -freed[row.pk]) for row in gone)
        weigh({(row.product_id, row.warehouse_id) for row in gone}, now=now, actor=ACTOR)
        _tell((row.product_id for row in gone), now=now, actor=ACTOR)


def _over_of(product_ids: set[int], now: datetime) -> list[int]:
    """Reservations that keep some of these products and are over."""
    due = Reservation.objects.filter(state="active", expires_at__lte=now, units__product_id__in=product_ids)
    return sorted(set(due.values_list("id", flat=True)[:BATCH]))


def _expire(ids: Sequence[int], *, locked: Collection[Key], now: datetime) -> int:
    """End reservations whose levels are locked; one that was extended or consumed meanwhile lives on.

    So does one that was filled anew with goods of other levels: it ends the next time. Return how many ended.
    """
    due = Reservation.objects.filter(pk__in=ids, state="active", expires_at__lte=now)
    found = list(due.select_for_update().order_by("id").values_list("id", flat=True))
    rows = ReservedUnits.objects.filter(reservation__in=found, held__gt=0)
    keys = rows.values_list("reservation_id", "product_id", "warehouse_id")
    moved = {pk for pk, *key in keys if tuple(key) not in locked}
    ended = [pk for pk in found if pk not in moved]
    Reservation.objects.filter(pk__in=ended).update(state="expired", changed_at=now)
    _free(ended, now=now, actor=ACTOR)
    return len(ended)


def _free(ids: Sequence[int], *, now: datetime, actor: str) -> None:
    """Give free what reservations keep, whose levels are locked: levels first, then rows, as everybody does."""
    rows = ReservedUnits.objects.select_for_update().filter(reservation__in=ids, held__gt=0).order_by("id")
    held = [(row.pk, row.product_id, row.warehouse_id, row.held) for row in rows]
    ReservedUnits.objects.filter(pk__in=[row[0] for row in held]).update(held=0)
    add_to_levels((product, site, 0, 0, -units) for _, product, site, units in held)
    weigh({(product, site) for _, product, site, _ in held}, now=now, actor=actor)
    _tell((product for _, product, _, _ in held), now=now, actor=actor)


def _held(ids: Iterable[int]) -> Counter[tuple[int, int]]:
    """Units that these reservations keep, by (product id, warehouse id)."""
    found: Counter[tuple[int, int]] = Counter()
    rows = ReservedUnits.objects.filter(reservation__in=ids, held__gt=0)
    for product, site, units in rows.values_list("product_id", "warehouse_id", "held"):
        found[product, site] += units
    return found


def _tell(product_ids: Iterable[int], *, now: datetime, actor: str) -> None:
    if products := tuple(sorted(set(product_ids))):
        publish([StockFreed(products)], now=now, actor=actor)


def _over(reservation_id: int) -> Refusal:
    row = Reservation.objects.filter(pk=reservation_id).first()
    if row is None:
        return missing("reservation", reservation_number(reservation_id))
    text = f"{reservation_number(reservation_id)} is {row.state}: it keeps nothing for the checkout any more."
    return Refusal("RESERVATION_OVER", f"{text} Reserve again.", details={"state": row.state})
