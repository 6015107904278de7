"""One container as full as can be: Bischoff & Ratcliff's BR1 to BR7, and layers on trucks (Alonso et al., 2019).

Everything rests on something with its whole base. The fill is the volume of the goods over that of the container. As
all instances take an hour, an even sample of each class is measured that takes ten minutes at most; `--all` measures
all. The reference is dvdoug/BoxPacker 4 on all instances. The layers of a day go on as few trucks as can be, in piles
no higher than allowed; there cannot be fewer than their weight, volume and places on the floor ask for.
"""

import statistics
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bench.loadings import Block, Goods, Trucks, alonso, bischoff_ratcliff, wrong
from bench.report import Report, main
from packhorse.algorithms.packing.goods import Carton, Filled, Item
from packhorse.algorithms.packing.loops import warm_up
from packhorse.algorithms.packing.one import pack_one

SECONDS = 5.0
SAMPLE_SECONDS = 600
BOXPACKER = {"BR1": 0.796, "BR2": 0.794, "BR3": 0.793, "BR4": 0.792, "BR5": 0.787, "BR6": 0.782, "BR7": 0.773}
TRUCK_STEPS = 2_000_000
Instance = tuple[str, tuple[int, int, int], list[Goods]]


def measure(data: Path | None = None, seconds: float = SECONDS, *, whole: bool = False) -> Report:
    """Fill every container of the sample within `seconds` each."""
    folder = (data or Path(__file__).parents[2] / "shared" / "data") / "packing" / "containers"
    archives = sorted(folder.glob("br*.tar.xz"))
    found = [each for archive in archives for each in bischoff_ratcliff(archive)]
    if not found:
        return Report("containers", {}, {}, f"there are no instances in {folder}")
    warm_up()
    fills: dict[str, list[float]] = {}
    took, infeasible = [], 0
    for name, room, goods in found if whole else _sample(found, seconds):
        begun = time.perf_counter()
        filled = pack_one(_items(goods), Carton(name, room, 0, 10**9, 0), steps=None, seconds=seconds)
        took.append(time.perf_counter() - begun)
        blocks = _blocks(filled)
        infeasible += bool(wrong(goods, blocks, room, 10**9))
        fills.setdefault(name, []).append(_volume(blocks) / (room[0] * room[1] * room[2]))
    by_class = {name: statistics.fmean(each) for name, each in sorted(fills.items())}
    figures = {
        "instances": len(took),
        "of": len(found),
        "mean_fill": statistics.fmean(fill for each in fills.values() for fill in each),
        "by_class": by_class,
        "infeasible": infeasible,
        "seconds_each": statistics.fmean(took),
    }
    known = {name: BOXPACKER[name] for name in by_class if name in BOXPACKER}
    reference: dict[str, object] = {"mean_fill": statistics.fmean(known.values()), "by_class": known} if known else {}
    trucks = [_drive(each) for archive in sorted(folder.glob("alonso*.tar.xz")) for _, each in alonso(archive)]
    if trucks:
        figures |= {"alonso_instances": len(trucks), "alonso_trucks": sum(each[0] for each in trucks)}
        figures["alonso_infeasible"] = sum(each[2] for each in trucks)
        reference["alonso_trucks_at_least"] = sum(each[1] for each in trucks)
    return Report("containers", figures, reference)


def _sample(found: Sequence[Instance], seconds: float) -> list[Instance]:
    """Return instances spread evenly over each class, as many as there is time for."""
    classes: dict[str, list[Instance]] = {}
    for each in found:
        classes.setdefault(each[0], []).append(each)
    wanted = max(1, int(SAMPLE_SECONDS / seconds / len(classes)))
    taken = []
    for each_class in classes.values():
        count = min(wanted, len(each_class))
        taken += [each_class[nth * len(each_class) // count] for nth in range(count)]
    return taken


def _items(goods: Sequence[Goods], *, counted: bool = False) -> list[Item]:
    """Return what is left of the goods.

    A pile is limited by weight, so that even the lightest are not too many on it; where layers are `counted`, each
    weighs one.
    """
    lightest = 1 if counted else min(each.weight for each in goods)
    bears = [None if each.pile is None else each.pile * lightest - 1 for each in goods]
    return [
        Item(nth, *each.sides, 1 if counted else each.weight, each.count, each.stands, each.turns, bears[nth])
        for nth, each in enumerate(goods)
        if each.count
    ]


def _blocks(filled: Filled) -> list[Block]:
    return [Block(p.key, (p.x, p.y, p.z), (p.dx, p.dy, p.dz), (p.nx, p.ny, p.nz)) for p in filled.placements]


def _volume(blocks: Sequence[Block]) -> int:
    sizes = (block.size[0] * block.size[1] * block.size[2] for block in blocks)
    counts = (block.grid[0] * block.grid[1] * block.grid[2] for block in blocks)
    return sum(size * count for size, count in zip(sizes, counts, strict=True))


def _drive(trucks: Trucks) -> tuple[int, int, int]:
    """Return (trucks, at least so many, loadings that are wrong) for all days of an instance."""
    used, least, infeasible = 0, 0, 0
    truck = Carton("truck", trucks.room, 0, trucks.load, 0)
    for goods in trucks.days.values():
        least += _at_least(goods, trucks)
        left = list(goods)
        while any(each.count for each in left):
            # The truck's load is then counted in layers too, as if all were as heavy as the heaviest.
            most = trucks.load // max(each.weight for each in left if each.count)
            by_weight = pack_one(_items(left), truck, steps=TRUCK_STEPS)
            by_count = pack_one(_items(left, counted=True), replace(truck, max_weight_g=most), steps=TRUCK_STEPS)
            filled = max(by_weight, by_count, key=lambda each: each.volume)
            blocks = _blocks(filled)
            infeasible += bool(wrong(left, blocks, trucks.room, trucks.load))
            if not blocks:
                infeasible += 1
                break
            gone = [0] * len(left)
            for block in blocks:
                gone[block.kind] += block.grid[0] * block.grid[1] * block.grid[2]
            left = [each._replace(count=each.count - units) for each, units in zip(left, gone, strict=True)]
            used += 1
    return used, least, infeasible


def _at_least(goods: Sequence[Goods], trucks: Trucks) -> int:
    """Return the trucks that weight, volume and the floor under the piles ask for."""
    room = trucks.room
    weight = -(-sum(each.weight * each.count for each in goods) // trucks.load)
    volume = -(-sum(each.sides[0] * each.sides[1] * each.sides[2] * each.count for each in goods)
               // (room[0] * room[1] * room[2]))  # fmt: skip
    high = min(max(each.pile or each.count for each in goods), room[2] // min(each.sides[2] for each in goods))
    floor = sum(each.sides[0] * each.sides[1] * each.count for each in goods)
    return max(weight, volume, -(-floor // (high * room[0] * room[1])))


if __name__ == "__main__":
    main("containers", measure, __doc__, seconds=SECONDS, whole=lambda data, s: measure(data, s, whole=True))
