"""What a batch would have been by the rules that are only tried, beside what it was: in money, ways and splits."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from packhorse.sourcing.costs import Weights
from packhorse.sourcing.policy import NO_RULES
from packhorse.sourcing.pose import pose
from packhorse.sourcing.rules import Decision, OrderNeed
from packhorse.sourcing.scene import Scene
from packhorse.sourcing.spent import costs_of, spent

EXAMPLES = 20


@dataclass(frozen=True)
class Sums:
    """What decisions of a batch come to: freight and handling (minor units), further parcels, km, units missing."""

    cost: int = 0
    splits: int = 0
    km: int = 0
    missing: int = 0


@dataclass(frozen=True)
class Compared:
    """A batch by the live rules and by those in shadow; `otherwise`: the orders that are served otherwise by these."""

    orders: int
    live: Sums
    shadow: Sums
    otherwise: tuple[int, ...]


def compare(
    orders: Sequence[OrderNeed], scene: Scene, live: Sequence[Decision], shadow: Sequence[Decision]
) -> Compared:
    """Compare decisions on the same orders; those that get nothing by either wait as before and do not count."""
    lives, shadows = ({each.order_id: each for each in some} for some in (live, shadow))
    served = [need for need in orders if lives[need.order_id].shares or shadows[need.order_id].shares]
    otherwise = [pk for pk in (need.order_id for need in served) if _lies(lives[pk]) != _lies(shadows[pk])]
    sums = (_sums(served, scene, [some[need.order_id] for need in served]) for some in (lives, shadows))
    return Compared(len(served), *sums, tuple(otherwise))


def _lies(decision: Decision) -> Counter[tuple[int, int]]:
    found: Counter[tuple[int, int]] = Counter()
    for share in decision.shares:
        found[share.line_id, share.warehouse_id] += share.quantity
    return found


def _sums(orders: Sequence[OrderNeed], scene: Scene, decisions: Sequence[Decision]) -> Sums:
    """Both are counted in money that is spent, whatever either's rules say that things are worth."""
    sites = tuple(sorted(scene.sites, key=lambda site: site.id))
    plain = replace(scene, sites=sites, weights=Weights(split=0, late_day=0), policy=NO_RULES)
    posed = pose(orders, plain, {})
    line_of = {pk: nth for nth, lines in enumerate(posed.lines) for pk, _ in lines}
    splits = km = missing = 0
    served: dict[int, list[tuple[int, int, int]]] = {}
    for o, decision in enumerate(decisions):
        units: Counter[tuple[int, int]] = Counter()
        for share in decision.shares:
            units[line_of[share.line_id], posed.columns[share.warehouse_id]] += share.quantity
        opened = {w for _, w in units}
        served[o] = [(line, w, count) for (line, w), count in units.items()]
        splits += max(0, len(opened) - 1)
        km += sum(int(posed.problem.km[o, w]) for w in opened)
        missing += sum(count for _, count in decision.missing)
    return Sums(sum(costs_of(spent(posed, served)).values()), splits, km, missing)
