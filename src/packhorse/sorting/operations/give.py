"""Give an order its slots: the choice is `algorithms.slots`, the writing is here."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from packhorse import sql
from packhorse.algorithms.slots import Load, Place, choose, fits
from packhorse.errors import Refusal


@dataclass(frozen=True)
class Given:
    """Why an order got no slot ("too big", "full"), or "" and whether each unit is scanned at its wall."""

    reason: str = ""
    single: bool = False


def give(fulfillment_id: int, *, list_id: int, warehouse_id: int, now: datetime) -> Given:
    """Give an order that has none the best free slots for it."""
    values = {"list": list_id, "warehouse": warehouse_id}
    with sql.together():
        sql.ask("sorting", "one_at_a_wall", {"warehouse": warehouse_id}, len)
        asked_places = sql.ask("sorting", "places", values, list)
        asked_loads = sql.ask("sorting", "loads", {"list": list_id}, list)
    places, free, golden, near, single = [], set(), {}, None, {}
    for pk, wall, column, row, width, height, depth, is_free, breast, last, each in asked_places.read():
        place = Place(pk, wall, column, row, (width, height, depth))
        places.append(place)
        golden[wall], single[wall] = breast, each
        near = place if last else near
        if is_free:
            free.add(pk)
    if not places:
        return Given("full")
    loads = _loads(asked_loads.read())
    if fulfillment_id not in {load.key for load in loads}:
        raise Refusal("SLOT_TAKEN", "Somebody sorted this order just now: scan the item again.")
    chosen = choose(fulfillment_id, loads, places, frozenset(free), golden=golden, near=near)
    if chosen.reason:
        return Given(chosen.reason)
    ids = [place.id for place in chosen.places]
    taken = sql.rows("sorting", "take_slots", {"slots": ids, "fulfillment": fulfillment_id, "now": now})
    if taken[0][0] != len(ids):
        raise Refusal("SLOT_TAKEN", "That slot was taken off the wall just now: scan the item again.")
    return Given(single=single[chosen.places[0].wall])


def is_too_big(fulfillment_id: int, *, list_id: int, warehouse_id: int) -> bool:
    """Say whether an order that has no slot would not fit into the wall if it were empty."""
    with sql.together():
        asked_places = sql.ask("sorting", "places", {"list": list_id, "warehouse": warehouse_id}, list)
        asked_loads = sql.ask("sorting", "loads", {"list": list_id}, list)
    places = [Place(row[0], row[1], row[2], row[3], tuple(row[4:7])) for row in asked_places.read()]
    mine = next((load for load in _loads(asked_loads.read()) if load.key == fulfillment_id), None)
    return bool(places) and mine is not None and not fits(mine, places)


def _loads(rows: sql.Rows) -> list[Load]:
    puts: dict[int, int] = defaultdict(int)
    volume: dict[int, int] = defaultdict(int)
    whole: dict[int, bool] = {}
    items: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for key, count, here, length, width, height, units in rows:
        puts[key] += count
        whole[key] = whole.get(key, True) and here
        volume[key] += length * width * height * units
        items[key].append((length, width, height))
    return [Load(key, puts[key], whole[key], volume[key], tuple(items[key])) for key in puts]
