"""Try to lay given goods into one given carton: what a person asks who would rather take another one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from packhorse.algorithms.packing.costing import Costs, Price
from packhorse.algorithms.packing.goods import MOSTLY, Carton, Item, Limits, Placement, Sides
from packhorse.algorithms.packing.loading import NO_LIMITS, why_not
from packhorse.algorithms.packing.order import pack_order


@dataclass(frozen=True)
class Tried:
    """A carton with all goods in it: outer size, gross weight in grams, what filling and freight cost in minor units.

    `excluded`: why the goods do not fit by the packer's rules; empty: they do, and lie as `placements` say.
    """

    carton: Carton
    placements: tuple[Placement, ...]
    size: Sides
    weight_g: int
    filling_minor: int
    freight_minor: int
    excluded: str

    @property
    def cost_minor(self) -> int:
        """Everything together."""
        return self.carton.cost_minor + self.carton.coolant_minor + self.filling_minor + self.freight_minor

    @property
    def too_heavy(self) -> bool:
        """Say whether it would be over the carton's limit."""
        return self.weight_g > self.carton.max_weight_g


def tried(
    items: Sequence[Item],
    carton: Carton,
    *,
    price: Price | None = None,
    support: int = MOSTLY,
    seconds: float = 0.1,
    limits: Limits = NO_LIMITS,
) -> Tried:
    """Lay all units of `items` into one such carton, if they go in; goods that may ship alone, too."""
    goods = [replace(item, alone=False) for item in sorted(items, key=lambda item: item.key)]
    costs = Costs(goods, price)
    all_of_it = {nth: item.quantity for nth, item in enumerate(goods)}
    weight, volume = costs.weight(all_of_it), costs.volume(all_of_it)
    gross = weight + carton.tare_g + carton.coolant_g + carton.filling_of(carton.volume - volume)[1]
    why = next((why for item in goods if (why := why_not(item, carton, limits))), "")
    if not why and gross > carton.max_weight_g:
        why = f"{gross} g is over its limit of {carton.max_weight_g} g"
    if not why and volume > carton.volume:
        why = "the goods have more volume"
    if not why:  # only then it is worth a search
        packing = pack_order(goods, [carton], price=price, fewest=True, support=support, seconds=seconds, limits=limits)
        (parcel, *others) = packing.parcels
        if parcel.carton is not None and not others:
            costly = parcel.filling_minor, parcel.freight_minor
            return Tried(carton, parcel.placements, parcel.size, parcel.weight_g, *costly, "")
        why = next((reason.excluded for reason in packing.reasons if reason.excluded), "does not all fit")
    _, _, filling, freight = costs.of(carton, weight, volume, carton.room[2])
    return Tried(carton, (), carton.outer or carton.inner, gross, filling, freight, why)
