"""What an order may be packed in now: cartons on the shelf, with coolant where goods are to be kept cold."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from packhorse import sql
from packhorse.algorithms.dangerous import LIMITED
from packhorse.algorithms.packing import goods as packer
from packhorse.algorithms.packing.goods import Limits, Packing
from packhorse.algorithms.packing.loading import why_not
from packhorse.algorithms.packing.order import pack_order
from packhorse.catalog.queries import ProductRow
from packhorse.errors import Refusal
from packhorse.network import queries as network
from packhorse.packing.freight import Freight
from packhorse.packing.models import Carton, Coolant, HazmatLimit
from packhorse.packing.planning import SECONDS, box, cold_box, hours_to_door
from packhorse.packing.rules import CLIMATES, LIMITED_GROSS_G


@dataclass(frozen=True)
class Shelf:
    """What may be taken in a warehouse for an order. `cartons`: by code; `coolant`: that of a box, by the box's code.

    `kept_cold`: climates that somebody said how to keep. `counted`: of some cartons there are not just enough. `hours`
    to the door; 0 where nothing is to be kept cold.
    """

    cartons: Mapping[str, Carton]
    boxes: tuple[packer.Carton, ...]
    coolant: Mapping[str, Coolant | None]
    kept_cold: frozenset[str]
    counted: bool
    limits: Limits
    hours: int

    def plan(self, items: Sequence[packer.Item], freight: Freight) -> Packing:
        """Return the parcels of the least cost; where no rates are known, as few as can be."""
        return pack_order(
            items,
            self.boxes,
            price=freight.price if freight.known else None,
            fewest=not freight.known,
            seconds=SECONDS,
            limits=self.limits,
        )

    def holds(self, packing: Packing) -> bool:
        """Say whether the cartons of a plan are all there."""
        left = {each.code: each.stock for each in self.boxes}
        for parcel in packing.parcels:
            if parcel.carton is None:
                continue
            units = left.get(parcel.carton.shelf, 0)
            if units == 0:
                return False
            left[parcel.carton.shelf] = units - 1 if units else None
        return True

    def unboxed(self, packing: Packing, items: Iterable[packer.Item], skus: Mapping[int, str]) -> set[int]:
        """Return the goods that are without a carton because no type holds them, however many there were.

        Refuses a plan that leaves others without one: those must not leave the house as they are.
        """
        known = {item.key: item for item in items}
        bare = {parcel.placements[0].key for parcel in packing.parcels if parcel.carton is None}
        found = set()
        for key in sorted(bare):
            if known[key].alone:
                continue
            if self._fits(replace(known[key], needs=frozenset()), Limits()):
                raise self._refusal(known[key], skus[key])
            found.add(key)
        return found

    def _fits(self, item: packer.Item, limits: Limits) -> bool:
        return any(why_not(item, replace(each, stock=None), limits) == "" for each in self.boxes)

    def _refusal(self, item: packer.Item, sku: str) -> Refusal:
        details = {"sku": sku}
        if not self._fits(item, Limits()):
            (climate,) = item.needs
            text = f"Nothing keeps {sku} {climate} for {self.hours} hours to the door."
            more = "Ask the manager for coolant, or an insulated carton, that does (page Cartons)."
            return Refusal("NOT_KEPT_COLD", f"{text} {more}", details=details)
        if not self._fits(item, self.limits):
            text = f"One unit of {sku} is more of class {item.hazard} than a parcel may hold (page Cartons)."
            return Refusal("TOO_DANGEROUS", text, details=details)
        text = f"By the count no carton for {sku} is left here. Count them anew, or book what came (page Cartons)."
        return Refusal("CARTONS_OUT", text, details=details)


def on_offer(warehouse_id: int, products: Collection[ProductRow], freight: Freight, now: datetime) -> Shelf:
    """Read what may be taken for an order of these products."""
    cartons = {carton.code: carton for carton in Carton.objects.filter(retired=False).order_by("id")}
    free = free_cartons(warehouse_id)
    plain = {code: box(carton, free.get(carton.pk)) for code, carton in cartons.items()}
    coolant: dict[str, Coolant | None] = {}
    cold, hours = [], 0
    asked = {product.storage_class for product in products} & set(CLIMATES)
    packs = list(Coolant.objects.filter(retired=False, climate__in=asked).order_by("id")) if asked else []
    insulated = any(carton.kind == "insulated" for carton in cartons.values())
    kept_cold = frozenset(each for each in asked if insulated or any(pack.climate == each for pack in packs))
    if kept_cold:
        site = next(each for each in network.warehouses() if each.id == warehouse_id)
        hours = hours_to_door(freight, site, now)
    for climate in sorted(kept_cold):
        for code, carton in cartons.items():
            if made := cold_box(plain[code], carton, packs, climate, hours):
                cold.append(made[0])
                coolant[made[0].code] = made[1]
    limits = limits_of({product.hazmat_class for product in products} - {""})
    return Shelf(cartons, (*plain.values(), *cold), coolant, kept_cold, bool(free), limits, hours)


def free_cartons(warehouse_id: int) -> dict[int, int]:
    """Return {carton id: how many are left} of those that are counted in a warehouse: none for a parcel at a bench."""
    return {carton: max(0, left) for carton, left in sql.rows("packing", "shelf", {"site": warehouse_id})}


def lock_shelf(warehouse_id: int) -> None:
    """Let nobody else take a counted carton of a warehouse before this transaction ends."""
    sql.rows("packing", "lock_shelf", {"site": warehouse_id})


def limits_of(classes: Collection[str]) -> Limits:
    """Return what parcels with these classes of dangerous goods may weigh."""
    if not classes:
        return Limits()
    kept = HazmatLimit.objects.filter(hazmat_class__in=classes).order_by("id")
    rows = list(kept.values_list("hazmat_class", "max_net_g", "max_gross_g"))
    usual = {LIMITED: LIMITED_GROSS_G} if LIMITED in classes and LIMITED not in {row[0] for row in rows} else {}
    return Limits(
        {name: net for name, net, _ in rows if net is not None},
        usual | {name: gross for name, _, gross in rows if gross is not None},
    )
