"""Which cartons a parcel could go into instead, whether its goods fit, and what each would cost more or less."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from packhorse.algorithms.packing.goods import Item
from packhorse.algorithms.packing.into import Tried, tried
from packhorse.algorithms.packing.laying import laid_in_turn
from packhorse.catalog import queries as catalog
from packhorse.packing import queries
from packhorse.packing.freight import UNSENT, Freight
from packhorse.packing.models import Carton
from packhorse.packing.planning import SECONDS, box, freight_of, item
from packhorse.packing.queries import ParcelRow
from packhorse.packing.rules import kept
from packhorse.sourcing import queries as sourcing


@dataclass(frozen=True)
class Offer:
    """A carton for a parcel: mm, g, minor units. `objection`: why the goods do not fit by the packer's rules.

    `other_minor`: filling and the like. `freight_minor` and `difference_minor` (against the carton that the parcel has
    now) are None where no carrier takes such a parcel; where no rates are known at all, only cartons are compared.
    """

    carton_id: int
    code: str
    name: str
    size: tuple[int, int, int]
    weight_g: int
    max_weight_g: int
    cost_minor: int
    carton_minor: int
    other_minor: int
    freight_minor: int | None
    service: str
    difference_minor: int | None
    objection: str
    too_heavy: bool
    placement: dict[str, Any] | None
    mine: bool = False

    @property
    def less_minor(self) -> int:
        """What it costs less; below zero: more."""
        return -(self.difference_minor or 0)


def offers_for(parcel: ParcelRow, *, now: datetime, only: str = "") -> list[Offer]:
    """Return all cartons for a parcel, or `only` that of a code: those that hold its goods first, the cheapest first.

    The one that the parcel has now is among them.
    """
    lines = queries.contents([parcel.id]).get(parcel.id, [])
    units: Counter[int] = Counter()
    for line in lines:
        units[line.product_id] += line.quantity
    products = catalog.by_id(units)
    goods = [item(products[product_id], quantity) for product_id, quantity in sorted(units.items())]
    freight = freight_of(sourcing.by_id([parcel.fulfillment_id])[parcel.fulfillment_id], products.values(), now)
    cartons = [each for each in Carton.objects.order_by("id") if not only or each.code in (only, parcel.carton)]
    price = freight.price if freight.known else None
    seconds = SECONDS / max(1, len(cartons))
    found = [(each, tried(goods, box(each), price=price, seconds=seconds)) for each in cartons]
    mine = next((each for carton, each in found if carton.code == parcel.carton), None)
    before = (mine.cost_minor, mine.freight_minor) if mine else _as_it_is(parcel, freight)
    rows = [
        _offer(carton, each, goods, freight, before, {key: product.sku for key, product in products.items()})
        for carton, each in found
        if not only or carton.code == only
    ]
    return [
        replace(row, mine=row.code == parcel.carton)
        for row in sorted(rows, key=lambda row: (row.too_heavy, bool(row.objection), row.cost_minor))
    ]


def _as_it_is(parcel: ParcelRow, freight: Freight) -> tuple[int, int]:
    """What a parcel without a carton costs, and how much of that is freight."""
    alone = (parcel.length_mm, parcel.width_mm, parcel.height_mm, parcel.expected_g)
    price = freight.price(*alone) if freight.known else 0
    return price, price


def _offer(
    carton: Carton,
    found: Tried,
    goods: Sequence[Item],
    freight: Freight,
    before: tuple[int, int],
    skus: Mapping[int, str],
) -> Offer:
    size = found.carton.outer or found.carton.inner
    sent = freight.known and found.freight_minor < UNSENT
    compared = max(found.freight_minor, before[1]) < UNSENT
    laid = laid_in_turn(found.placements, goods)
    return Offer(
        carton_id=carton.pk,
        code=carton.code,
        name=carton.name,
        size=size,
        weight_g=found.weight_g,
        max_weight_g=carton.max_weight_g,
        cost_minor=found.cost_minor,
        carton_minor=carton.cost_minor,
        other_minor=found.cost_minor - found.freight_minor - carton.cost_minor,
        freight_minor=found.freight_minor if sent else None,
        service=freight.service(*size, found.weight_g) if sent else "",
        difference_minor=found.cost_minor - before[0] if compared else None,
        objection=re.sub(r"item (\d+)", lambda match: skus[int(match[1])], found.excluded),
        too_heavy=found.too_heavy,
        placement=kept(found.carton.room, laid) if laid else None,
    )
