"""Which cartons together: branch and bound over how many of each, from the least number and cost that volume and weight
allow.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, combinations_with_replacement
from math import comb

from packhorse.algorithms.packing.costing import Costs
from packhorse.algorithms.packing.goods import MM3_PER_LITRE, Carton, Parcel
from packhorse.algorithms.packing.loading import Left, Load, Loader, rest

Key = tuple[int, int]  # parcels if they count, cost
ROUNDS = 4  # tries to fill the same cartons; what was left out counts for more in the next
MORE = 160  # percent
SETS = 4_000  # so many combinations of cartons are listed at most
FEW = 5  # parcels that are looked at for two or three to be packed anew


class Together:
    """The search for the cartons of one order; `fewest`: no parcel more than needed, whatever they cost."""

    def __init__(self, loader: Loader, costs: Costs, cartons: Sequence[Carton], fewest: bool) -> None:
        self.loader, self.costs, self.cartons, self.fewest = loader, costs, cartons, fewest
        self.cut = False

    def key(self, parcels: Sequence[Parcel]) -> Key:
        """Return what is to be small."""
        return self._key(len(parcels), sum(parcel.cost_minor for parcel in parcels))

    def least(self, left: Left) -> int:
        """Return a number of cartons that are needed at least, by volume and by weight."""
        volume, weight = self.costs.volume(left), self.costs.weight(left)
        most, heaviest = max(c.volume for c in self.cartons), max(c.room_g for c in self.cartons)
        return max(1, -(-volume // most), -(-weight // heaviest))

    def single(self, left: Left, used: Counter[str]) -> list[Parcel]:
        """Return the cheapest carton that holds all of it, or nothing."""
        weight, volume = self.costs.weight(left), self.costs.volume(left)
        best: Parcel | None = None
        rank: tuple[int, int, str] = (0, 0, "")
        priced = [((sum(self.costs.of(c, weight, volume)), c.volume, c.code), c) for c in self.cartons]
        for least, carton in sorted(priced, key=lambda each: each[0]):
            if best and rank <= least:
                break  # soft ones may cost more than the least that was known of them; others do not
            small = volume > carton.volume or weight > carton.room_g
            if small or not self._there(carton, used) or not all(self.loader.may(nth, carton) for nth in left):
                continue
            placements, packed = self.loader.load(left, carton)
            if packed == left:
                found = self.costs.parcel(carton, placements, packed)
                if best is None or (found.cost_minor, carton.volume, carton.code) < rank:
                    best, rank = found, (found.cost_minor, carton.volume, carton.code)
        return [best] if best else []

    def in_turn(self, left: Left, by_cost: bool) -> list[Parcel]:
        """Fill one carton after another: each time the one that holds most, or most for its cost."""
        parcels: list[Parcel] = []
        used: Counter[str] = Counter()
        while left:
            if last := self.single(left, used):
                return parcels + last
            loads: list[tuple[float, Carton, Load]] = []
            for hope, carton in self._hopes(left, by_cost):
                if loads and self.loader.over:
                    break
                if self._there(carton, used) and hope >= max((each[0] for each in loads), default=0.0):
                    load = self.loader.load(left, carton)
                    held = self.costs.volume(load[1])
                    cost = self.costs.parcel(carton, *load).cost_minor if by_cost else 0
                    if load[1]:
                        loads.append((held / (cost + 1), carton, load))
            if not loads and self.loader.sets:
                self.loader.sets.clear()  # no carton that holds a set is left: better in parts than unpacked
                continue
            if not loads:
                return parcels + [self.costs.own_packaging(nth) for nth, units in left.items() for _ in range(units)]
            # Of equals, the cheapest carton.
            rank = {each.code: -nth for nth, each in enumerate(self.cartons)}
            _, carton, (placements, packed) = max(loads, key=lambda each: (each[0], rank[each[1].code]))
            # Without time to look again, the same once more, as often as there are goods for it.
            times = min(left[nth] // units for nth, units in packed.items()) if self.loader.over else 1
            for _ in range(times if carton.stock is None else min(times, carton.stock - used[carton.shelf])):
                parcels.append(self.costs.parcel(carton, placements, packed))
                used[carton.shelf] += 1
                left = rest(left, packed)
        return parcels

    def _hopes(self, left: Left, by_cost: bool) -> list[tuple[float, Carton]]:
        """Return the most that each carton could hold, or hold for its cost, best first."""
        volume, items = self.costs.volume(left), self.costs.items
        lightest = sorted(left, key=lambda nth: items[nth].weight_g / items[nth].volume)
        found = []
        for carton in self.cartons:
            held = min(volume, carton.volume, self._by_weight(left, lightest, carton.room_g))
            cost = sum(self.costs.of(carton, 0, held)) if by_cost else 0
            found.append((held / (cost + 1), carton))
        return sorted(found, key=lambda each: -each[0])

    def _by_weight(self, left: Left, lightest: Sequence[int], room_g: int) -> int:
        """Return the most volume that goods of such weight have."""
        volume = 0
        for nth in lightest:
            item = self.costs.items[nth]
            if item.weight_g * left[nth] > room_g:
                return volume + -(-item.volume * room_g // item.weight_g)
            volume += item.volume * left[nth]
            room_g -= item.weight_g * left[nth]
        return volume

    def better(
        self, left: Left, best: list[Parcel], used: Counter[str], least: int = 2, most: int = 99
    ) -> list[Parcel]:
        """Return parcels that are better than the `best` known ones, if some are found."""
        volume, weight = self.costs.volume(left), self.costs.weight(left)
        cartons = [c for c in self.cartons if self._there(c, used) and any(self.loader.may(n, c) for n in left)]
        lightest = min(self.costs.items[nth].weight_g for nth in left)
        floor = {c.code: self.costs.least(c, lightest) for c in cartons}
        units, groups = sum(left.values()), len({self.costs.items[nth].apart for nth in left} - {""})
        for count in range(max(least, groups), min(most, units) + 1):
            if not cartons or self._key(count, count * min(floor.values())) >= self.key(best):
                break
            if comb(len(cartons) + count - 1, count) > SETS:
                self.cut = True
                break
            listed = []
            for chosen in combinations_with_replacement(cartons, count):
                room = sum(carton.volume for carton in chosen)
                if room < volume or sum(carton.room_g for carton in chosen) < weight:
                    continue
                filling = min(0 if carton.soft else carton.filling_minor for carton in chosen)
                void = -(-(room - volume) * filling // MM3_PER_LITRE)
                bound = sum(floor[carton.code] for carton in chosen) + void
                if all(carton.stock is None or n + used[shelf] <= carton.stock for shelf, n, carton in _each(chosen)):
                    listed.append((bound, room, chosen))
            for bound, _, chosen in sorted(listed, key=lambda each: (each[0], each[1], [c.code for c in each[2]])):
                if self._key(count, bound) >= self.key(best):
                    break
                if self.loader.over:
                    self.cut = True
                    return best
                found = self._fill_all(left, chosen)
                if found and self.key(found) < self.key(best):
                    best = found
        return best

    def anew(self, parcels: list[Parcel]) -> list[Parcel]:
        """Pack two or three of many parcels anew, the emptiest first, as long as that helps."""
        position = {item.key: nth for nth, item in enumerate(self.costs.items)}
        for count in (2, 3):
            helped = len(parcels) > count
            while helped and not self.loader.over:
                helped = False
                boxed = [p for p in parcels if p.carton]
                for some in combinations(sorted(boxed, key=_fullness)[:FEW], count):
                    if self.loader.over:
                        break
                    others = list(parcels)
                    left: Left = {}
                    for parcel in some:
                        others.remove(parcel)
                        for p in parcel.placements:
                            left[position[p.key]] = left.get(position[p.key], 0) + p.count
                    used = Counter(p.carton.shelf for p in others if p.carton)
                    left = dict(sorted(left.items()))
                    found = self.single(left, used)
                    found = found if found and self.key(found) < self.key(some) else list(some)
                    found = self.better(left, found, used, most=count)
                    if self.key(found) < self.key(some):
                        parcels, helped = others + found, True
                        break
        return parcels

    def _fill_all(self, left: Left, chosen: Sequence[Carton]) -> list[Parcel]:
        """Put all of it into exactly these cartons, or nothing."""
        wanted = {nth: 100 + 100 * sum(not self.loader.may(nth, c) for c in chosen) // len(chosen) for nth in left}
        if any(not any(self.loader.may(nth, carton) for carton in chosen) for nth in left):
            return []
        for nth_round in range(ROUNDS):
            # Cartons for few kinds of goods last; of others the large ones first, and the other way round.
            turn = -1 if nth_round % 2 == 0 else 1
            order = sorted(chosen, key=lambda c: (-len(c.kinds), turn * c.volume, c.code))
            parcels, still = [], left
            for carton in order:
                placements, packed = self.loader.load(still, carton, {n: wanted[n] for n in still})
                if not packed:
                    return []  # a carton too many: fewer are tried by themselves
                parcels.append(self.costs.parcel(carton, placements, packed))
                still = rest(still, packed)
                if not still:
                    break
            if not still:
                return parcels
            if self.loader.over:
                break
            for nth in still:
                wanted[nth] = wanted[nth] * MORE // 100
        return []

    def _there(self, carton: Carton, used: Mapping[str, int]) -> bool:
        return carton.stock is None or used.get(carton.shelf, 0) < carton.stock

    def _key(self, count: int, cost: int) -> Key:
        return (count if self.fewest else 0), cost


def _each(chosen: Sequence[Carton]) -> Iterator[tuple[str, int, Carton]]:
    kinds = {carton.shelf: carton for carton in chosen}
    for shelf, count in Counter(carton.shelf for carton in chosen).items():
        yield shelf, count, kinds[shelf]


def _fullness(parcel: Parcel) -> float:
    volume = sum(p.dx * p.dy * p.dz * p.count for p in parcel.placements)
    return volume / parcel.carton.volume if parcel.carton else 1.0
