"""Decide a batch that is more than warehouses can send on their next day: what has no room leaves on a later one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from packhorse.sourcing.ready import MANY
from packhorse.sourcing.rules import Decision, OrderNeed, Site
from packhorse.sourcing.scene import Scene
from packhorse.sourcing.together import decide

ROUNDS = 5  # then the days that are left are not told apart any more


def decide_by_day(
    orders: Sequence[OrderNeed],
    scene: Scene,
    available: Mapping[tuple[int, int], int],
    *,
    compiled: bool = False,
) -> list[Decision]:
    """Serve `orders` like `together.decide`, with a day later counted for those that a warehouse sends later.

    All are decided as if they left on the first day; those whose turn comes first stay as they are as long as the day
    has room, and the rest is decided anew for the next days with what is left.
    """
    found: dict[int, Decision] = {}
    rest, sites, left = list(orders), scene.sites, Counter(available)
    for nth in range(ROUNDS):
        # Nobody is sent abroad, or waits, for want of room that there is tomorrow.
        roomy = tuple(replace(site, room_today=_room(site)) for site in sites)
        decisions = decide(
            rest, replace(scene, sites=roomy), left, compiled=compiled and (not nth or len(rest) >= MANY)
        )
        room = {site.id: site.room_today for site in sites}
        settled = decisions if nth == ROUNDS - 1 else _fitting(decisions, room)
        found |= {each.order_id: each for each in settled}
        if len(settled) == len(decisions):
            break
        needs = {need.order_id: need for need in rest}
        for each in settled:
            _take(needs[each.order_id], each, left)
        rest = [need for need in rest if need.order_id not in found]
        sites = tuple(_next(site, room[site.id]) for site in sites)
    return [found[need.order_id] for need in orders]


def _room(site: Site) -> int:
    return max(0, site.room_today) + sum(units for _, units in site.later)


def _fitting(decisions: Sequence[Decision], room: dict[int, int]) -> list[Decision]:
    """Those for which every warehouse that serves them has room on its day; `room` is brought down by them."""
    found = []
    for each in decisions:
        used = {share.warehouse_id for share in each.shares}
        if all(room[site] > 0 for site in used):
            found.append(each)
            for site in used:
                room[site] -= 1
    return found


def _take(need: OrderNeed, decision: Decision, left: Counter[tuple[int, int]]) -> None:
    own = Counter(need.kept)  # what is kept for it alone nobody else could have
    for share in decision.shares:
        key = share.product_id, share.warehouse_id
        mine = min(own[key], share.quantity)
        own[key] -= mine
        left[key] -= share.quantity - mine


def _next(site: Site, room: int) -> Site:
    """A warehouse with so much room left on its day, or on the next day that it has any."""
    if room > 0 or not site.later:
        return replace(site, room_today=max(0, room))
    (day, units), *later = site.later
    return replace(site, leaves_on=day, room_today=units, later=tuple(later))
