"""What parcels cost: carton, coolant, filling of the void, freight."""

from collections.abc import Callable, Mapping, Sequence

from packhorse.algorithms.packing.goods import Carton, Item, Parcel, Placement, top

Price = Callable[[int, int, int, int], int]  # length, width, height (mm), weight (g) -> minor units


class Costs:
    """Costs of parcels of one order; the caller's price is asked once for the same parcel."""

    def __init__(self, items: Sequence[Item], price: Price | None) -> None:
        self.items, self.price = items, price
        self._known: dict[tuple[int, int, int, int], int] = {}

    def weight(self, goods: Mapping[int, int]) -> int:
        """Weight of goods (units by position)."""
        return sum(self.items[nth].weight_g * units for nth, units in goods.items())

    def volume(self, goods: Mapping[int, int]) -> int:
        """Volume of goods with padding."""
        return sum(self.items[nth].volume * units for nth, units in goods.items())

    def freight(self, length: int, width: int, height: int, weight_g: int) -> int:
        """Price of a parcel."""
        if self.price is None:
            return 0
        key = length, width, height, weight_g
        if key not in self._known:
            self._known[key] = self.price(*key)
        return self._known[key]

    def of(self, carton: Carton, weight_g: int, volume: int, high: int | None = None) -> tuple[int, int, int, int]:
        """Return (carton, coolant, filling, freight) for goods of such weight and volume in a carton.

        `high`: how high they lie; unsaid, a soft one costs at least so much.
        """
        filling, filling_g = carton.filling_of(carton.volume - volume)
        gross = weight_g + carton.tare_g + carton.coolant_g + filling_g
        if carton.soft and high is None:
            high = -(-volume // (carton.room[0] * carton.room[1])) if carton.volume else 0
        return carton.cost_minor, carton.coolant_minor, filling, self.freight(*carton.outside(high or 0), gross)

    def least(self, carton: Carton, weight_g: int) -> int:
        """Return what a parcel with goods of such weight costs at least, however full it is."""
        return sum(self.of(carton, weight_g, carton.volume, 0))

    def parcel(self, carton: Carton, placements: tuple[Placement, ...], goods: Mapping[int, int]) -> Parcel:
        """Return a parcel with its costs."""
        weight, volume = self.weight(goods), self.volume(goods)
        gross = weight + carton.tare_g + carton.coolant_g + carton.filling_of(carton.volume - volume)[1]
        return Parcel(carton, placements, gross, *self.of(carton, weight, volume, top(placements)))

    def own_packaging(self, nth: int) -> Parcel:
        """Return the parcel of one unit that ships as it is."""
        item = self.items[nth]
        size = item.length_mm, item.width_mm, item.height_mm
        block = Placement(item.key, 0, 0, 0, *size, 1, 1, 1)
        return Parcel(None, (block,), item.weight_g, 0, 0, 0, self.freight(*size, item.weight_g))
