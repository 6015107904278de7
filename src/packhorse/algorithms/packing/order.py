"""Choose the cartons of an order: everything can be laid, and cartons, filling and freight cost the least.

One carton costs what it costs whatever lies where in it, so single cartons are tried from the cheapest on. Several are
searched by `together.py`.
"""

import time
from collections import Counter
from collections.abc import Sequence

from packhorse.algorithms.packing.costing import Costs, Price
from packhorse.algorithms.packing.goods import MOSTLY, Carton, Item, Limits, Packing, Parcel, Reason, check
from packhorse.algorithms.packing.loading import NO_LIMITS, Left, Loader, most_gross, why_not, within
from packhorse.algorithms.packing.loops import get_ready
from packhorse.algorithms.packing.together import Together

STEPS, EACH = 4_500_000, 300_000  # looks at a block for an order, and for one try to fill a carton at most
FEW, TRIES = 3, 12  # of an order that needs more than few cartons, so many tries for each of them spend all steps


def pack_order(
    items: Sequence[Item],
    cartons: Sequence[Carton],
    *,
    price: Price | None = None,
    fewest: bool = False,
    support: int = MOSTLY,
    steps: int = STEPS,
    seconds: float | None = None,
    limits: Limits = NO_LIMITS,
) -> Packing:
    """Return parcels for all units of `items`.

    `price(length_mm, width_mm, height_mm, weight_g)`: freight of a parcel, minor units; it must not fall with weight.
    `fewest`: as few parcels as can be, and only then the least cost. `support`: see `pack_one`. `limits`: of dangerous
    goods in one parcel.
    What fits no carton, or for what none is left, ships unit by unit in its own packaging. The budget is counted in
    steps: the same goods and cartons always give the same answer, but where `seconds` are said and pass before, as
    they may for large orders until the loops are compiled. Raises ValueError for what makes no sense.
    """
    until = None if seconds is None else time.perf_counter() + seconds
    check(items, cartons)
    goods = sorted(items, key=lambda item: item.key)
    there = sorted((c for c in cartons if min(c.room) > 0), key=lambda c: (c.cost_minor, c.volume, c.code))
    usable = [carton for carton in there if carton.stock != 0]
    costs = Costs(goods, price)
    loader = Loader(goods, support, steps, min(steps, EACH), until, limits)
    left: Left = {}
    parcels: list[Parcel] = []
    for nth, item in enumerate(goods):
        if item.alone or all(why_not(item, carton, limits) for carton in usable):
            parcels += [costs.own_packaging(nth) for _ in range(item.quantity)]
        else:
            left[nth] = item.quantity
    if not left:
        return Packing(tuple(parcels), (), loader.spent)
    search = Together(loader, costs, usable, fewest)
    if (least := search.least(left)) > FEW:
        loader.each = min(loader.each, steps // (TRIES * least))
    loader.keep_together(left, usable)
    boxed = _boxed(search, left, fewest)
    reasons = _reasons(goods, left, cartons, boxed, costs, loader)
    if loader.hurried:
        get_ready()
    return Packing(tuple(boxed + parcels), reasons, loader.spent, not search.cut)


def _boxed(search: Together, left: Left, fewest: bool) -> list[Parcel]:
    none: Counter[str] = Counter()
    single = search.single(left, none)
    if single and fewest:
        return single
    found = [single] if single else [search.in_turn(left, by_cost=False)]
    if not fewest and not search.loader.over:
        found.append(search.in_turn(left, by_cost=True))
    best = min(found, key=search.key)
    return search.anew(search.better(left, best, none))


def _reasons(
    items: Sequence[Item],
    left: Left,
    cartons: Sequence[Carton],
    boxed: Sequence[Parcel],
    costs: Costs,
    loader: Loader,
) -> tuple[Reason, ...]:
    """Say of each carton what all goods in one of it cost, and why it was not so."""
    weight, volume = costs.weight(left), costs.volume(left)
    chosen = boxed[0].carton if len(boxed) == 1 else None
    priced = sorted(((_cost(c, left, costs, loader), c.volume, c.code, c) for c in cartons), key=lambda each: each[:3])
    found, passed = [], False
    for cost, _, code, carton in priced:
        if carton is chosen:
            excluded, passed = "", True
        elif passed:
            excluded = "dearer than the one chosen"
        else:
            excluded = _excluded(items, left, carton, weight, volume, loader.limits) or _by_trial(left, carton, loader)
        found.append(Reason(code, cost, excluded))
    return tuple(found)


def _cost(carton: Carton, left: Left, costs: Costs, loader: Loader) -> int:
    """Return what all goods in such a carton cost; of a soft one, that they fit, as high as they lie."""
    if carton.soft and carton.stock != 0 and costs.volume(left) <= carton.volume:
        placements, packed = loader.load(left, carton)
        if packed == left:
            return costs.parcel(carton, placements, packed).cost_minor
    return sum(costs.of(carton, costs.weight(left), costs.volume(left)))


def _excluded(items: Sequence[Item], left: Left, carton: Carton, weight: int, volume: int, limits: Limits) -> str:
    """Return the first simple rule that keeps all of it out of one such carton."""
    if carton.stock == 0:
        return "none is left"
    for nth in left:
        if why := why_not(items[nth], carton, limits):
            return why
    if weight > carton.room_g:
        gross = weight + carton.max_weight_g - carton.room_g
        return f"{gross} g is over its limit of {carton.max_weight_g} g"
    most = most_gross(limits, (items[nth] for nth in left))
    if most is not None and weight > carton.room_g - max(0, carton.max_weight_g - most):
        return f"a parcel with such dangerous goods weighs {most} g at most"
    if within(limits, items, left) != left:
        return "more dangerous goods of a class than one parcel may hold"
    if volume > carton.volume:
        return "the goods have more volume"
    if len(groups := {items[nth].apart for nth in left} - {""}) > 1:
        return f"goods are to be kept apart: {', '.join(sorted(groups))}"
    return ""


def _by_trial(left: Left, carton: Carton, loader: Loader) -> str:
    return "several cartons cost less" if loader.load(left, carton)[1] == left else "does not all fit"
