"""What is wrong with a wave: counted apart from how it was found."""

from collections import Counter
from collections.abc import Hashable, Sequence

from packhorse.algorithms.waves.problem import Line, Wave


def faults(
    orders: Sequence[Sequence[Line]], aisles: Sequence[Sequence[Line]], lower: int, upper: int, wave: Wave
) -> list[str]:
    """Return what is wrong with a wave, in words; nothing if it may be picked, or has no orders."""
    if not wave.orders:
        return []
    found = []
    for what, chosen, known in (("order", wave.orders, len(orders)), ("aisle", wave.aisles, len(aisles))):
        found += [f"{what} {nth} is chosen {times} times" for nth, times in Counter(chosen).items() if times > 1]
        found += [f"there is no {what} {nth}" for nth in chosen if not 0 <= nth < known]
    if found:
        return found
    picked, lies = _units(orders, wave.orders), _units(aisles, wave.aisles)
    found += [f"item {item!r}: {n} units wanted, {lies[item]} there" for item, n in picked.items() if n > lies[item]]
    units = picked.total()
    if not lower <= units <= upper:
        found.append(f"{units} units are not between {lower} and {upper}")
    if units != wave.units:
        found.append(f"{units} units are said to be {wave.units}")
    if wave.per_aisle > wave.bound + 1e-6:
        found.append(f"{wave.per_aisle} units per aisle are more than the bound of {wave.bound}")
    return found


def _units(rows: Sequence[Sequence[Line]], chosen: Sequence[int]) -> Counter[Hashable]:
    units: Counter[Hashable] = Counter()
    for nth in chosen:
        for item, count in rows[nth]:
            units[item] += count
    return units
