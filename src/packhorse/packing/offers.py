"""Which cartons a parcel could go into instead, whether its goods fit, and what each would cost more or less."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from packhorse.algorithms.packing import goods as packer
from packhorse.algorithms.packing.goods import Item
from packhorse.algorithms.packing.into import Tried, tried
from packhorse.algorithms.packing.laying import laid_in_turn
from packhorse.catalog import queries as catalog
from packhorse.packing import queries
from packhorse.packing.freight import UNSENT, Freight
from packhorse.packing.models import Carton, Coolant
from packhorse.packing.planning import SECONDS, freight_of, item
from packhorse.packing.queries import ParcelRow
from packhorse.packing.rules import kept
from packhorse.packing.shelf import Shelf, on_offer
from packhorse.sourcing import queries as sourcing


@dataclass(frozen=True)
class Offer:
    """A carton for a parcel: mm, g, minor units. `objection`: why the goods do not fit by the packer's rules.

    `packs` of `coolant` go into it. `out`: by the count none is left. `freight_minor` and `difference_minor` (against
    the carton that the parcel has now) are None where no carrier takes such a parcel; where no rates are known at all,
    only cartons are compared.
    """

    carton_id: int
    code: str
    name: str
    size: tuple[int, int, int]
    weight_g: int
    max_weight_g: int
    cost_minor: int
    carton_minor: int
    filling_minor: int
    coolant: Coolant | None
    packs: int
    coolant_minor: int
    freight_minor: int | None
    service: str
    difference_minor: int | None
    objection: str
    too_heavy: bool
    out: bool
    placement: dict[str, Any] | None
    mine: bool = False

    @property
    def other_minor(self) -> int:
        """What filling and coolant cost."""
        return self.filling_minor + self.coolant_minor

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
    freight = freight_of(sourcing.by_id([parcel.fulfillment_id])[parcel.fulfillment_id], products.values(), now)
    shelf = on_offer(parcel.warehouse_id, products.values(), freight, now)
    goods = [item(products[each], quantity, shelf.kept_cold) for each, quantity in sorted(units.items())]
    price = freight.price if freight.known else None
    codes = [code for code in shelf.cartons if not only or code in (only, parcel.carton)]
    seconds = SECONDS / max(1, len(codes))
    found = {}
    for code in codes:
        box = _box(code, goods, shelf)
        found[code] = tried(goods, replace(box, stock=None), price=price, seconds=seconds, limits=shelf.limits), box
    mine = found.get(parcel.carton or "")
    before = (mine[0].cost_minor, mine[0].freight_minor) if mine else _as_it_is(parcel, freight)
    skus = {key: product.sku for key, product in products.items()}
    rows = [
        replace(
            _offer(shelf.cartons[code], each, goods, freight, before, skus),
            coolant=shelf.coolant.get(box.code),
            mine=code == parcel.carton,
            out=box.stock == 0 and code != parcel.carton,
        )
        for code, (each, box) in found.items()
        if not only or code == only
    ]
    return sorted(rows, key=lambda row: (row.out, row.too_heavy, bool(row.objection), row.cost_minor))


def _box(code: str, goods: Sequence[Item], shelf: Shelf) -> packer.Carton:
    """Return a carton as it is taken for goods: with coolant where they ask for it and any keeps them so."""
    needs = frozenset().union(*(each.needs for each in goods))
    boxes = [each for each in shelf.boxes if each.shelf == code]
    return next((each for each in boxes if needs and needs <= each.kinds), boxes[0])


def _as_it_is(parcel: ParcelRow, freight: Freight) -> tuple[int, int]:
    """What a parcel in its own packaging costs, or in a carton that is not kept any more, and its freight."""
    alone = (parcel.length_mm, parcel.width_mm, parcel.height_mm, parcel.expected_g)
    price = freight.price(*alone) if freight.known else 0
    return price + parcel.carton_cost_minor + parcel.filling_minor + parcel.coolant_minor, price


def _offer(
    carton: Carton,
    found: Tried,
    goods: Sequence[Item],
    freight: Freight,
    before: tuple[int, int],
    skus: Mapping[int, str],
) -> Offer:
    sent = freight.known and found.freight_minor < UNSENT
    compared = max(found.freight_minor, before[1]) < UNSENT
    laid = laid_in_turn(found.placements, goods)
    return Offer(
        carton_id=carton.pk,
        code=carton.code,
        name=carton.name,
        size=found.size,
        weight_g=found.weight_g,
        max_weight_g=carton.max_weight_g,
        cost_minor=found.cost_minor,
        carton_minor=carton.cost_minor,
        filling_minor=found.filling_minor,
        coolant=None,
        packs=found.carton.packs,
        coolant_minor=found.carton.coolant_minor,
        freight_minor=found.freight_minor if sent else None,
        service=freight.service(*found.size, found.weight_g) if sent else "",
        difference_minor=found.cost_minor - before[0] if compared else None,
        objection=re.sub(r"item (\d+)", lambda match: skus[int(match[1])], found.excluded),
        too_heavy=found.too_heavy,
        out=False,
        placement=kept(found.carton.room, laid) if laid else None,
    )
