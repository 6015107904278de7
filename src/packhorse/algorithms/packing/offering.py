"""What is offered to a carton of an order that is far too large for it: a mixture, as much as may well go in.

Each carton of such an order gets its share of large and small goods, so that the last one is no harder to fill than the
first, and what a carton costs to fill does not grow with the order.
"""

from collections.abc import Mapping, Sequence

from packhorse.algorithms.packing.goods import Carton, Item

FEW = 60  # kinds of goods that are always offered whole
TIMES = 2.0  # as much as the carton takes by volume or by weight


def offered(items: Sequence[Item], goods: Mapping[int, int], carton: Carton, sets: set[str]) -> dict[int, int]:
    """Return some of `goods` (units by position): all of them where they are few, or not much more than it holds.

    Goods of one of the `sets` are offered together or not at all.
    """
    if len(goods) <= FEW or _share(items, goods, carton) <= TIMES:
        return dict(goods)
    goods = _that_go_together(items, goods)
    parts: dict[tuple[str, int], dict[int, int]] = {}
    for nth, units in goods.items():
        name = items[nth].together
        parts.setdefault((name, -1) if name in sets else ("", nth), {})[nth] = units
    listed = sorted(parts.values(), key=lambda part: (-max(items[nth].volume for nth in part), min(part)))
    found: dict[int, int] = {}
    share = 0.0
    for part in _spread(listed):
        found |= part
        share += _share(items, part, carton)
        if len(found) >= FEW and share > TIMES:
            break
    return {nth: found[nth] for nth in goods if nth in found}


def _share(items: Sequence[Item], goods: Mapping[int, int], carton: Carton) -> float:
    """Return how many such cartons goods are by volume, or by weight if that is more."""
    volume = sum(items[nth].volume * units for nth, units in goods.items())
    weight = sum(items[nth].weight_g * units for nth, units in goods.items())
    return max(volume / max(1, carton.volume), weight / max(1, carton.room_g))


def _that_go_together(items: Sequence[Item], goods: Mapping[int, int]) -> Mapping[int, int]:
    """Return the largest of the groups that are to be kept apart, with all that goes with any."""
    volumes: dict[str, int] = {}
    for nth, units in goods.items():
        volumes[items[nth].apart] = volumes.get(items[nth].apart, 0) + items[nth].volume * units
    groups = sorted(volumes.keys() - {""}, key=lambda name: (-volumes[name], name))
    return {nth: units for nth, units in goods.items() if items[nth].apart in ("", *groups[:1])}


def _spread(parts: Sequence[dict[int, int]]) -> list[dict[int, int]]:
    """Return parts in an order of which each beginning is spread evenly over all (van der Corput)."""
    bits = max(1, (len(parts) - 1).bit_length())
    places = (int(f"{nth:0{bits}b}"[::-1], 2) for nth in range(1 << bits))
    return [parts[place] for place in places if place < len(parts)]
