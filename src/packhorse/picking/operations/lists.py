"""Make pick lists of what was put on carts: from the bins that are kept for it now, in walking order."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from packhorse.algorithms.batching.plain import by_hand
from packhorse.algorithms.routing import Walk, s_shape, shortest
from packhorse.events import WaveReleased
from packhorse.inventory import operations as inventory
from packhorse.inventory.operations.pick import PlannedPick
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.outbox.publish import publish
from packhorse.picking.models import PickList, PickTask, Wave
from packhorse.picking.operations.load_carts import CartLoad, load_carts, visits_of
from packhorse.picking.rules import Part, Setup, Visit, seconds_of, stops_at, totes
from packhorse.sourcing import queries as sourcing


def plan_picks(site: WarehouseRow, fulfillment_ids: Sequence[int], *, now: datetime) -> dict[int, PlannedPick]:
    """Keep bins for these fulfillment orders; return their picks by allocation, the orders in the given turn.

    What was merged into another order or taken back meanwhile, or is not in its bins, has none.
    """
    turn = {each: nth for nth, each in enumerate(fulfillment_ids)}
    arrivals = {pk: row.promised_on for pk, row in sourcing.by_id(fulfillment_ids).items() if row.promised_on}
    found = inventory.plan_picks(warehouse_id=site.id, fulfillment_ids=fulfillment_ids, now=now, arrivals=arrivals)
    found.sort(key=lambda pick: (turn[pick.fulfillment_id], pick.allocation_id))
    return {pick.allocation_id: pick for pick in found}


def make_lists(
    wave: Wave,
    site: WarehouseRow,
    setup: Setup,
    loads: Sequence[CartLoad],
    picks: Mapping[int, PlannedPick],
    dues: Mapping[int, datetime],
    *,
    priority: int,
    now: datetime,
    actor: str,
) -> None:
    """Make the lists of a wave that is released.

    Orders whose picks have become others since they were put on carts get carts of their own.
    """
    visits = visits_of(picks.values())
    codes = {row.id: row.code for row in network.bins_by_id(visit.bin_id for visit in visits).values()}
    orders: dict[int, list[Visit]] = defaultdict(list)
    for visit in visits:
        orders[visit.fulfillment_id].append(visit)
    loads = _as_they_are(loads, orders)
    there = {part.fulfillment_id for load in loads for part in load.parts}
    loads += load_carts(site, setup, [visit for visit in visits if visit.fulfillment_id not in there], by_hand)
    tasks: list[PickTask] = []
    first: dict[int, int] = {}
    for load in loads:
        here = list(dict.fromkeys(part.fulfillment_id for part in load.parts))
        mine = [visit for part in load.parts for visit in part.visits]
        walk = shortest(site.floor, _stops(mine))
        pick_list = PickList.objects.create(
            wave=wave,
            warehouse_id=site.id,
            state="open",
            kind=load.kind,
            zone=load.zone,
            priority=priority,
            due_at=min(dues[each] for each in here),
            seconds=seconds_of(walk.length_mm, len(mine), setup),
            route_mm=walk.length_mm,
            # An order on several lists would be one trip, and is counted with the first of them.
            baseline_mm=sum(s_shape(site.floor, _stops(orders[each])).length_mm for each in here if each not in first),
            created_at=now,
        )
        first |= {each: pick_list.pk for each in here if each not in first}
        turned = _in_turn(mine, walk, codes, here)
        into = totes(load.kind, here, turned, setup.cart)
        tasks += [
            _task(pick_list, nth, tote, picks[visit.key])
            for nth, (visit, tote) in enumerate(zip(turned, into, strict=True), start=1)
        ]
    PickTask.objects.bulk_create(tasks, batch_size=2000)
    of_order = {pick.fulfillment_id: pick.order_id for pick in picks.values()}
    events = [WaveReleased(of_order[each], each, site.id, list_id) for each, list_id in first.items()]
    publish(events, now=now, actor=actor)


def _as_they_are(loads: Sequence[CartLoad], orders: Mapping[int, Sequence[Visit]]) -> list[CartLoad]:
    """Return the carts with the picks that are to be made; orders whose picks are other ones are left out."""
    expected: dict[int, Counter[tuple[int, int, int]]] = defaultdict(Counter)
    for load in loads:
        for part in load.parts:
            expected[part.fulfillment_id].update(map(_same, part.visits))
    free: dict[tuple[int, tuple[int, int, int]], list[Visit]] = defaultdict(list)
    for each, visits in orders.items():
        if Counter(map(_same, visits)) == expected[each]:
            for visit in visits:
                free[each, _same(visit)].append(visit)
    kept = []
    for load in loads:
        parts = tuple(
            Part(
                part.fulfillment_id,
                part.kind,
                part.zone,
                tuple(free[part.fulfillment_id, _same(visit)].pop(0) for visit in part.visits),
            )
            for part in load.parts
            if all(free[part.fulfillment_id, _same(visit)] for visit in part.visits)
        )
        if parts:
            kept.append(CartLoad(load.kind, load.zone, parts))
    return kept


def _same(visit: Visit) -> tuple[int, int, int]:
    return visit.product_id, visit.bin_id, visit.units


def _stops(visits: Sequence[Visit]) -> list:
    return stops_at(sorted({(visit.bin_id, visit.x_mm, visit.y_mm) for visit in visits}))


def _in_turn(visits: Sequence[Visit], walk: Walk, codes: Mapping[int, str], orders: Sequence[int]) -> list[Visit]:
    """Return visits as they are walked past; at one place bin by bin, of one bin order by order."""
    place = {visit.bin_id: (visit.x_mm, visit.y_mm) for visit in visits}
    turn = {place[bin_id]: nth for nth, bin_id in enumerate(walk.order)}
    rank = {each: nth for nth, each in enumerate(orders)}

    def key(visit: Visit) -> tuple[int, str, int, int]:
        return turn[visit.x_mm, visit.y_mm], codes[visit.bin_id], rank[visit.fulfillment_id], visit.key

    return sorted(visits, key=key)


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
