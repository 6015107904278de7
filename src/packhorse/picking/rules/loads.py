"""What a part of an order takes of a cart, what fits none and is divided, and which tote each visit goes into."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from packhorse.algorithms.batching import Job, Problem
from packhorse.algorithms.routing import Floor
from packhorse.algorithms.walking import Layout
from packhorse.picking.rules.carts import Cart, stops_at
from packhorse.picking.rules.kinds import Part, Visit
from packhorse.picking.rules.states import WITHOUT_TOTES


def divided(part: Part, cart: Cart) -> list[Part]:
    """Return a part as pieces that each fit a cart, cut along the aisles; a single visit is never cut."""
    pieces: list[list[Visit]] = [[]]
    for visit in sorted(part.visits, key=lambda visit: (visit.x_mm, visit.y_mm, visit.bin_id, visit.key)):
        if pieces[-1] and not _fits(part.kind, [*pieces[-1], visit], cart):
            pieces.append([])
        pieces[-1].append(visit)
    return [part] if len(pieces) == 1 else [replace(part, visits=tuple(each)) for each in pieces]


def _fits(kind: str, visits: Sequence[Visit], cart: Cart) -> bool:
    if kind in WITHOUT_TOTES:
        return len(visits) <= cart.tasks
    if len(visits) > cart.tasks or (cart.grams and sum(visit.grams for visit in visits) > cart.grams):
        return False
    return totes_of(visits, cart) <= cart.totes


def totes_of(visits: Iterable[Visit], cart: Cart) -> int:
    """Return how many totes an order's visits fill by volume; without a limit one."""
    volume = sum(visit.mm3 for visit in visits)
    return max(1, -(-volume // cart.tote_mm3)) if cart.tote_mm3 else 1


def groups(parts: Iterable[Part], cart: Cart) -> Iterator[tuple[str, str, list[Part]]]:
    """Yield (kind, zone, parts) of those that may share carts, each part small enough for one."""
    found: dict[tuple[str, str], list[Part]] = defaultdict(list)
    for part in parts:
        found[part.kind, part.zone] += divided(part, cart)
    for (kind, zone), mine in sorted(found.items()):
        yield kind, zone, mine


def problem_of(kind: str, parts: Sequence[Part], cart: Cart, floor: Floor) -> Problem:
    """Return which parts are to be put on which carts.

    In a cluster each part has totes of its own: totes come first, then tasks. All others share totes: tasks, and the
    volume of all totes together. Those that need no totes share a truck: tasks. What is too large by itself counts as a
    full cart.
    """
    own = kind == "cluster"
    if kind in WITHOUT_TOTES:
        cart = Cart(cart.totes, cart.tasks)
    rooms = [cart.totes, cart.tasks] if own else [cart.tasks]
    rooms += [cart.grams] if cart.grams else []
    rooms += [cart.totes * cart.tote_mm3] if cart.tote_mm3 and not own else []
    jobs = []
    for part in parts:
        sizes = [totes_of(part.visits, cart), len(part.visits)] if own else [len(part.visits)]
        sizes += [sum(visit.grams for visit in part.visits)] if cart.grams else []
        sizes += [sum(visit.mm3 for visit in part.visits)] if cart.tote_mm3 and not own else []
        first, *more = (min(size, room) for size, room in zip(sizes, rooms, strict=True))
        stops = stops_at(sorted((visit.bin_id, visit.x_mm, visit.y_mm) for visit in part.visits))
        jobs.append(Job(first, tuple(stops), tuple(more)))
    return Problem(layout_of(floor), jobs, rooms[0], "shortest", tuple(rooms[1:]))


def layout_of(floor: Floor) -> Layout:
    """Return a floor as its front, where the depot is, and its back."""
    front = floor.cross_mm[floor.door]
    back = floor.cross_mm[-1] if floor.door == 0 else floor.cross_mm[0]
    return Layout(floor.depot_x_mm, floor.depot_y_mm, front, back)


def totes(kind: str, orders: Sequence[int], visits: Sequence[Visit], cart: Cart) -> list[int]:
    """Return the tote of each visit of a list, in walking order; where one needs several totes, the first of them.

    In a cluster `orders` (fulfillment ids) have totes of their own in this order; in other lists goods share them.
    Where there is none it is 0.
    """
    if kind in WITHOUT_TOTES:
        return [0] * len(visits)
    if kind != "cluster":
        return _filled(visits, 1, totes_of(visits, cart), cart)
    mine: dict[int, list[int]] = {each: [] for each in orders}
    for nth, visit in enumerate(visits):
        mine[visit.fulfillment_id].append(nth)
    found = [0] * len(visits)
    first = 1
    for places in mine.values():
        here = [visits[nth] for nth in places]
        count = totes_of(here, cart)
        for nth, tote in zip(places, _filled(here, first, count, cart), strict=True):
            found[nth] = tote
        first += count
    return found


def _filled(visits: Sequence[Visit], first: int, count: int, cart: Cart) -> list[int]:
    """Fill totes one after another by volume; the last takes what is left, for a sum of volumes is no packing."""
    found, volume = [], 0
    for visit in visits:
        found.append(first + min(count - 1, volume // cart.tote_mm3 if cart.tote_mm3 else 0))
        volume += visit.mm3
    return found
