"""Plan a wave and release it at once: what waits goes onto carts, the first to leave first."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from packhorse import sql
from packhorse.errors import missing
from packhorse.inventory import queries as stock
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.picking import queries
from packhorse.picking.batching import put_on_carts
from packhorse.picking.models import PickTask, Wave
from packhorse.picking.operations.lists import make_lists, plan_picks
from packhorse.picking.operations.load_carts import CartLoad, likely_visits, load_carts
from packhorse.picking.rules import Cart, Setup
from packhorse.sourcing import queries as sourcing


def plan_wave(
    *, warehouse_id: int, now: datetime, actor: str, cart: Cart | None = None, limit: int = 200
) -> int | None:
    """Release up to `limit` waiting fulfillment orders of a warehouse to the floor, the first to leave first.

    What is in a planned wave is left to it. Carts are those of the floor's setup, or each is a `cart` whose totes hold
    one order each. Returns the wave's id, or None when nothing waits. Every list is one walk of one picker, the
    shortest there is; what one order a trip would have been in S-shape (de Koster & Roodbergen) is kept beside it.
    """
    site = warehouse_of(warehouse_id)
    setup = queries.floor_setup(warehouse_id)
    if cart is not None:
        sizes = {"cart_totes": cart.totes, "cart_tasks": cart.tasks, "cart_g": cart.grams, "tote_mm3": cart.tote_mm3}
        setup = replace(setup, singles=False, **sizes)
    setup = queries.setup_at_work(warehouse_id, setup)
    dues = _waiting(site, limit)
    if not dues:
        return None
    loads = decide(site, setup, dues)
    return _release(site, setup, loads, limit, now, actor)


def warehouse_of(warehouse_id: int) -> WarehouseRow:
    """Return a warehouse; refuses one that does not exist."""
    found = next((each for each in network.warehouses() if each.id == warehouse_id), None)
    if found is None:
        raise missing("warehouse", warehouse_id)
    return found


def decide(site: WarehouseRow, setup: Setup, dues: dict[int, datetime]) -> list[CartLoad]:
    """Put orders {fulfillment id: cut-off} on carts. This may take a second: nothing is locked meanwhile."""
    visits = likely_visits(site.id, dues)
    return load_carts(site, setup, [visit for each in dues for visit in visits.get(each, [])], put_on_carts)


def lock(warehouse_id: int) -> None:
    """Let nobody else plan or release waves in this warehouse until the end of the transaction."""
    sql.rows("picking", "one_wave_at_a_time", {"warehouse": warehouse_id})


def untaken(dues: dict[int, datetime]) -> dict[int, datetime]:
    """Return those that hold goods nobody is sent for, and are on no list.

    The roll-up of a fulfillment order may lag behind: what has tasks is on a list already.
    """
    taken = set(PickTask.objects.filter(fulfillment_id__in=dues).values_list("fulfillment_id", flat=True))
    sizes = stock.waiting_tasks(set(dues) - taken)
    return {each: due for each, due in dues.items() if each in sizes}


def _waiting(site: WarehouseRow, limit: int) -> dict[int, datetime]:
    planned = queries.in_waves(site.id)
    rows = sourcing.open_for_wave(site.id, limit=limit + len(planned))
    return untaken({row.id: row.ship_by for row in [row for row in rows if row.id not in planned][:limit]})


@transaction.atomic
def _release(
    site: WarehouseRow, setup: Setup, loads: list[CartLoad], limit: int, now: datetime, actor: str
) -> int | None:
    lock(site.id)
    dues = _waiting(site, limit)
    picks = plan_picks(site, list(dues), now=now) if dues else {}
    if not picks:
        return None
    orders = {pick.fulfillment_id for pick in picks.values()}
    wave = Wave.objects.create(
        warehouse_id=site.id,
        state="released",
        released_at=now,
        released_by=actor,
        due_at=min(dues[each] for each in orders),
        orders=len(orders),
    )
    make_lists(wave, site, setup, loads, picks, dues, priority=0, now=now, actor=actor)
    return wave.pk
