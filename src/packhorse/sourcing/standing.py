"""What an order costs as it lies, by the same problem, prices and reasons as when it is decided. No database.

The one place where a way is costed that is not chosen but given: what a person is shown before he moves an order, and
what its explanation says afterwards.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from packhorse.algorithms.sourcing.problem import price
from packhorse.sourcing.considered import Considered
from packhorse.sourcing.lanes import NO_PRICE
from packhorse.sourcing.load import Load
from packhorse.sourcing.pose import Pose, pose
from packhorse.sourcing.rules import Candidate, Figures, OrderNeed
from packhorse.sourcing.scene import Scene
from packhorse.sourcing.spent import costs_of, spent

Units = Mapping[tuple[int, int], int]


@dataclass(frozen=True)
class Part:
    """What a warehouse sends: how far, by whom in how many parcels, at what cost (minor units; None: nobody goes)."""

    warehouse_id: int
    units: int
    lines: int
    km: int
    carrier: str
    parcels: int
    load: Load
    freight: int | None
    handling: int


@dataclass(frozen=True)
class Standing:
    """How an order is served. `cost`: of all parts, with what else is asked for; None when a freight is not known."""

    parts: tuple[Part, ...]
    cost: int | None
    figures: Figures

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Every warehouse, and what it could send."""
        return self.figures.candidates()


def standing(need: OrderNeed, scene: Scene, free: Units, lies: Units, *, now_at: Units) -> Standing:
    """Cost an order whose goods lie, or would lie, as in `lies` {(line id, warehouse id): units}.

    Whoever may serve it by now. `need` wants all of it, and has as `kept` what lies for it by now (`now_at`);
    `free` {(product id, warehouse id): units} has nobody.
    """
    scene = replace(scene, sites=tuple(sorted(scene.sites, key=lambda site: site.id)))
    posed = _as_it_lies(need, scene, free, lies, now_at)
    line_of = {line_id: nth for nth, lines in enumerate(posed.lines) for line_id, _ in lines}
    units: Counter[tuple[int, int]] = Counter()
    for (line_id, site), count in lies.items():
        units[line_of[line_id], posed.columns[site]] += count
    shares = [(line, w, count) for (line, w), count in units.items()]  # its first warehouse first
    sent = Counter({w: sum(1 for _, at, _ in shares if at == w) for _, w, _ in shares})
    parts = tuple(_part(posed, scene, w, lines, shares, lies) for w, lines in sorted(sent.items()))
    known = all(part.freight is not None for part in parts)
    sums = spent(posed, {0: shares})
    cost = costs_of(sums).get(0, 0) if known else None
    return Standing(parts, cost, Considered(posed, scene, {0: shares}, sums).of(0))


def _as_it_lies(need: OrderNeed, scene: Scene, free: Units, lies: Units, now_at: Units) -> Pose:
    """Pose it as when it was decided: nobody had its goods yet, and no warehouse that sends some is excluded."""
    posed = pose([need], scene, free)
    product_of = {line.line_id: line.product_id for line in need.lines}
    before = Counter(free)
    for (line_id, site), count in now_at.items():
        before[product_of[line_id], site] += count
    zone, why = posed.problem.zone.copy(), dict(posed.why)
    for site in {site for _, site in lies}:
        w = posed.columns[site]
        way = scene.sites[w].country, need.country, need.service
        here = [line for line in need.lines if (line.line_id, site) in lies]
        # As it is decided: by all of the order. Carriers that do not take all of it may take what lies there.
        for load in map(scene.freight.load, (need.lines, here)):
            (lane,) = scene.freight.lanes(*way, posed.problem.km[0, w : w + 1], load.size, load.hazmat)
            zone[0, w] = lane.row
            if lane.row != NO_PRICE:
                break
        why.pop((0, w), None)
    toll = pose([need], scene, before).problem.toll
    sums = replace(posed.problem, zone=zone, toll=toll, tariff=scene.freight.tariff)
    return replace(posed, why=why, problem=sums)


def _part(posed: Pose, scene: Scene, w: int, lines: int, shares: list[tuple[int, int, int]], lies: Units) -> Part:
    problem, site, need = posed.problem, scene.sites[w], posed.orders[0]
    grams = sum(int(problem.grams[line]) * units for line, at, units in shares if at == w)
    km, zone = int(problem.km[0, w]), int(problem.zone[0, w])
    sent = [
        line._replace(quantity=lies[line.line_id, site.id]) for line in need.lines if (line.line_id, site.id) in lies
    ]
    load = scene.freight.load(sent)
    taker = scene.freight.taker(site.country, need.country, need.service, km, load)
    carrier, parcels = taker if taker else ("", 1)
    return Part(
        warehouse_id=site.id,
        units=sum(count for _, at, count in shares if at == w),
        lines=sum(1 for _, at in lies if at == site.id),
        km=km,
        carrier=carrier,
        parcels=parcels,
        load=load,
        freight=price(problem.tariff, problem.upto, zone, grams) if zone != NO_PRICE else None,
        handling=site.handling_order_minor + lines * site.handling_line_minor,
    )
