"""Lay units into bins and take them out, for a whole batch at once. The levels are the callers' to change."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from packhorse import sql
from packhorse.inventory.models import Lot
from packhorse.network import queries as network

Spot = tuple[int, int, int | None]  # bin id, product id, lot id


@dataclass(frozen=True)
class Lying:
    """Units of a product and lot in a bin, locked; `planned` of them are on pick lists."""

    row_id: int
    bin_id: int
    product_id: int
    lot_id: int | None
    warehouse_id: int
    quantity: int
    planned: int
    blocked: bool

    @property
    def spot(self) -> Spot:
        """Where they lie."""
        return self.bin_id, self.product_id, self.lot_id


def key(spot: Spot) -> tuple[int, int, int]:
    """Return what spots are sorted by: no lot comes first."""
    return spot[0], spot[1], spot[2] or 0


def blocked_spots(spots: Iterable[Spot]) -> set[Spot]:
    """Return those of these spots in which nobody may have what lies there, because of the bin or of the lot."""
    wanted = set(spots)
    bins = network.blocking(bin_id for bin_id, _, _ in wanted)
    lots = {lot for _, _, lot in wanted if lot is not None}
    bad = set(Lot.objects.filter(pk__in=lots).exclude(blocked="").values_list("id", flat=True)) if lots else set()
    return {spot for spot in wanted if spot[0] in bins or spot[2] in bad}


def lay(laid: Iterable[tuple[Spot, int, int]]) -> set[Spot]:
    """Add (spot, warehouse id, units) to the bins; return the spots in which they are blocked."""
    sums: dict[tuple[Spot, int], int] = defaultdict(int)
    for spot, warehouse, units in laid:
        sums[spot, warehouse] += units
    keys = sorted(sums, key=lambda each: key(each[0]))
    lock(spot for spot, _ in keys)  # those that are there, by id as everybody does; new ones are nobody else's yet
    blocked = blocked_spots(spot for spot, _ in keys)
    if keys:
        sql.rows(
            "inventory",
            "add_to_bins",
            {
                "bins": [spot[0] for spot, _ in keys],
                "products": [spot[1] for spot, _ in keys],
                "lots": [spot[2] for spot, _ in keys],
                "warehouses": [warehouse for _, warehouse in keys],
                "quantities": [sums[each] for each in keys],
                "blocked": [spot in blocked for spot, _ in keys],
            },
        )
    return blocked


def look(spots: Iterable[Spot]) -> dict[Spot, Lying]:
    """Return what lies in these spots just now; it may change at once."""
    wanted = _columns(spots)
    return _lying(sql.rows("inventory", "look_in_bins", wanted)) if wanted["bins"] else {}


def lock(spots: Iterable[Spot]) -> dict[Spot, Lying]:
    """Lock what lies in these spots, in key order."""
    wanted = _columns(spots)
    return _lying(sql.rows("inventory", "lock_bin_stock", wanted)) if wanted["bins"] else {}


def _columns(spots: Iterable[Spot]) -> dict[str, list[int | None]]:
    wanted = sorted(set(spots), key=key)
    return {"bins": [s[0] for s in wanted], "products": [s[1] for s in wanted], "lots": [s[2] for s in wanted]}


def _lying(rows: sql.Rows) -> dict[Spot, Lying]:
    found = [Lying(*row) for row in rows]
    return {each.spot: each for each in found}


def take(units: Mapping[Spot, tuple[int, int]], lying: Mapping[Spot, Lying]) -> None:
    """Take {spot: (units, how many of them were on pick lists)} out of locked bins."""
    spots = sorted(units, key=key)
    if spots:
        sql.rows(
            "inventory",
            "take_from_bins",
            {
                "ids": [lying[spot].row_id for spot in spots],
                "units": [units[spot][0] for spot in spots],
                "planned": [units[spot][1] for spot in spots],
            },
        )


def unplan(units: Mapping[Spot, int]) -> None:
    """Units {spot: units} are on no pick list any more."""
    lying = lock(units)
    if lying:
        planned = [-units[spot] for spot in lying]
        sql.rows("inventory", "plan_bins", {"ids": [each.row_id for each in lying.values()], "planned": planned})
