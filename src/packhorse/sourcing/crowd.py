"""What a long queue takes, summed up: who asks beforehand stands behind all of it, and must not wait for it."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from packhorse.sourcing.distance import kms
from packhorse.sourcing.exporting import limited
from packhorse.sourcing.pose import hole
from packhorse.sourcing.rules import LineNeed, OrderNeed, Site, kept_out
from packhorse.sourcing.scene import Scene


@dataclass(frozen=True)
class Crowd:
    """Orders of the queue that go about the same way: units that they lack of a product. `where`: their mean place.

    `only` and `barred`: from where people said that they are, or are not, to be served.
    """

    product_id: int
    country: str
    where: tuple[float, float]
    channel: str
    only: frozenset[int] | None
    barred: Mapping[int, str]
    units: int
    orders: int


def taken(
    crowds: Collection[Crowd], goods: Mapping[int, LineNeed], scene: Scene, free: Mapping[tuple[int, int], int]
) -> tuple[Counter[tuple[int, int]], Counter[int]]:
    """Return what crowds take of `free`, {(product id, warehouse id): units}, and {warehouse id: orders} served there.

    Each takes from the nearest warehouse that may serve it, then from the next; `goods` holds one unit of each product.
    """
    found: Counter[tuple[int, int]] = Counter()
    served: Counter[int] = Counter()
    for crowd in crowds:
        (need,) = limited(scene.policy.applied([_need(crowd, goods[crowd.product_id])], scene.sites), scene.sites)
        left = crowd.units
        for site in _nearest(need, scene):
            key = crowd.product_id, site.id
            there = scene.policy.free(need.lines[0], site, free.get(key, 0) - found[key], need)
            if there > 0 and not any(hole(need, site, scene.freight)):
                units = min(there, left)
                found[key] += units
                served[site.id] += -(-crowd.orders * units // crowd.units)
                left -= units
            if not left:
                break
    return found, served


def _need(crowd: Crowd, line: LineNeed) -> OrderNeed:
    more = {"channel": crowd.channel, "only": crowd.only, "barred": crowd.barred}
    return OrderNeed(0, *crowd.where, (line,), crowd.country, **more)


def _nearest(need: OrderNeed, scene: Scene) -> list[Site]:
    """Warehouses that may serve it, the nearest first."""
    sites = [
        site
        for site in scene.sites
        if site.latitude is not None
        and (site.reaches is None or need.country in site.reaches)
        and need.lines[0].storage_class in site.storage_classes
        and not kept_out(need, site)
        and (site.room_today > 0 or site.later)
    ]
    ways = kms([need], sites)[0] if sites else ()
    return [site for _, _, site in sorted(zip(ways, (site.id for site in sites), sites, strict=True))]
