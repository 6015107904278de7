"""Plan a wave: which orders go on which cart, from which bins, in which walking order."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from packhorse import sql
from packhorse.algorithms.routing import Walk, s_shape, shortest
from packhorse.algorithms.walking import Stop
from packhorse.errors import missing
from packhorse.events import WaveReleased
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.inventory.operations.pick import PlannedPick
from packhorse.network import queries as network
from packhorse.network.queries import BinRow, WarehouseRow
from packhorse.outbox.publish import publish
from packhorse.picking.models import PickList, PickTask, Wave
from packhorse.picking.rules import Cart, Load, fill_carts, stops_at
from packhorse.sourcing import queries as sourcing

CART = Cart()


@transaction.atomic
def plan_wave(*, warehouse_id: int, now: datetime, actor: str, cart: Cart = CART, limit: int = 200) -> int | None:
    """Release up to `limit` waiting fulfillment orders of a warehouse to the floor, the first to leave first.

    Returns the wave's id, or None when nothing waits. Every list is one walk of one picker, the shortest there is; what
    one order a trip would have been in S-shape (de Koster & Roodbergen) is kept beside it for comparison.
    """
    warehouse = next((each for each in network.warehouses() if each.id == warehouse_id), None)
    if warehouse is None:
        raise missing("warehouse", warehouse_id)
    sql.rows("picking", "one_wave_at_a_time", {"warehouse": warehouse_id})
    waiting = [row.id for row in sourcing.open_for_wave(warehouse_id, limit=limit)]
    # The roll-up of a fulfillment order may lag behind: what has tasks is on a list already.
    taken = set(PickTask.objects.filter(fulfillment_id__in=waiting).values_list("fulfillment_id", flat=True))
    sizes = stock.waiting_tasks(set(waiting) - taken)
    loads = [Load(each, sizes[each]) for each in waiting if each in sizes]
    if not loads:
        return None
    ids = [load.fulfillment_id for load in loads]
    arrivals = {pk: row.promised_on for pk, row in sourcing.by_id(ids).items() if row.promised_on}
    planned = inventory.plan_picks(warehouse_id=warehouse_id, fulfillment_ids=ids, now=now, arrivals=arrivals)
    # What was merged into another order or taken back while this waited for its stock has nothing to pick.
    found = {pick.fulfillment_id for pick in planned}
    loads = [load for load in loads if load.fulfillment_id in found]
    return _keep(warehouse, fill_carts(loads, cart), planned, now, actor) if loads else None


def _keep(
    warehouse: WarehouseRow, carts: Sequence[Sequence[int]], planned: Sequence[PlannedPick], now: datetime, actor: str
) -> int:
    bins = network.bins_by_id(pick.bin_id for pick in planned)
    picks: dict[int, list[PlannedPick]] = defaultdict(list)
    for pick in planned:
        picks[pick.fulfillment_id].append(pick)
    floor = warehouse.floor
    wave = Wave.objects.create(warehouse_id=warehouse.id, state="released", released_at=now)
    tasks: list[PickTask] = []
    events: list[WaveReleased] = []
    for cart in carts:
        walk = shortest(floor, _stops(cart, picks, bins))
        pick_list = PickList.objects.create(
            wave=wave,
            warehouse_id=warehouse.id,
            state="open",
            route_mm=walk.length_mm,
            baseline_mm=sum(s_shape(floor, _stops([each], picks, bins)).length_mm for each in cart),
            created_at=now,
        )
        tote = {fulfillment_id: nth for nth, fulfillment_id in enumerate(cart, start=1)}
        mine = _in_turn([pick for each in cart for pick in picks[each]], walk, bins, tote)
        tasks += [_task(pick_list, nth, tote[pick.fulfillment_id], pick) for nth, pick in enumerate(mine, start=1)]
        orders = {pick.fulfillment_id: pick.order_id for pick in mine}
        events += [WaveReleased(orders[each], each, warehouse.id, pick_list.pk) for each in cart]
    PickTask.objects.bulk_create(tasks, batch_size=2000)
    publish(events, now=now, actor=actor)
    return wave.pk


def _stops(cart: Sequence[int], picks: dict[int, list[PlannedPick]], bins: dict[int, BinRow]) -> list[Stop]:
    ids = sorted({pick.bin_id for each in cart for pick in picks[each]})
    return stops_at((bin_id, bins[bin_id].x_mm, bins[bin_id].y_mm) for bin_id in ids)


def _in_turn(
    picks: Sequence[PlannedPick], walk: Walk, bins: dict[int, BinRow], tote: dict[int, int]
) -> list[PlannedPick]:
    """Return picks as they are walked past; at one place bin by bin, of one bin tote by tote."""
    turn = {(bins[bin_id].x_mm, bins[bin_id].y_mm): nth for nth, bin_id in enumerate(walk.order)}

    def key(pick: PlannedPick) -> tuple[int, str, int]:
        found = bins[pick.bin_id]
        return turn[found.x_mm, found.y_mm], found.code, tote[pick.fulfillment_id]

    return sorted(picks, key=key)


def _task(pick_list: PickList, sequence: int, tote: int, pick: PlannedPick) -> PickTask:
    return PickTask(
        pick_list=pick_list,
        sequence=sequence,
        tote=tote,
        fulfillment_id=pick.fulfillment_id,
        order_id=pick.order_id,
        line_id=pick.line_id,
        allocation_id=pick.allocation_id,
        product_id=pick.product_id,
        bin_id=pick.bin_id,
        lot_id=pick.lot_id,
        quantity=pick.quantity,
        state="open",
    )
