"""Try to lay given goods into one given carton: what a person asks who would rather take another one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from packhorse.algorithms.packing.costing import Costs, Price
from packhorse.algorithms.packing.goods import MOSTLY, Carton, Item, Placement
from packhorse.algorithms.packing.loading import why_not
from packhorse.algorithms.packing.order import pack_order


@dataclass(frozen=True)
class Tried:
    """A carton with all goods in it: gross weight in grams, costs in minor units (`freight_minor` is part of them).

    `excluded`: why the goods do not fit by the packer's rules; empty: they do, and lie as `placements` say.
    """

    carton: Carton
    placements: tuple[Placement, ...]
    weight_g: int
    cost_minor: int
    freight_minor: int
    excluded: str

    @property
    def too_heavy(self) -> bool:
        """Say whether it would be over the carton's limit."""
        return self.weight_g > self.carton.max_weight_g


def tried(
    items: Sequence[Item], carton: Carton, *, price: Price | None = None, support: int = MOSTLY, seconds: float = 0.1
) -> Tried:
    """Lay all units of `items` into one such carton, if they go in; goods that may ship alone, too."""
    goods = [replace(item, alone=False) for item in sorted(items, key=lambda item: item.key)]
    costs = Costs(goods, price)
    all_of_it = {nth: item.quantity for nth, item in enumerate(goods)}
    weight, volume = costs.weight(all_of_it), costs.volume(all_of_it)
    gross, size = weight + carton.tare_g + carton.coolant_g, carton.outer or carton.inner
    why = next((why for item in goods if (why := why_not(item, carton))), "")
    if not why and gross > carton.max_weight_g:
        why = f"{gross} g is over its limit of {carton.max_weight_g} g"
    if not why and volume > carton.volume:
        why = "the goods have more volume"
    if not why:  # only then it is worth a search
        packing = pack_order(goods, [carton], price=price, fewest=True, support=support, seconds=seconds)
        (parcel, *others) = packing.parcels
        if parcel.carton is not None and not others:
            freight = costs.freight(*size, parcel.weight_g)
            return Tried(carton, parcel.placements, parcel.weight_g, parcel.cost_minor, freight, "")
        why = next((reason.excluded for reason in packing.reasons if reason.excluded), "does not all fit")
    cost = sum(costs.of(carton, weight, volume))
    return Tried(carton, (), gross, cost, costs.freight(*size, gross), why)
