"""How long parcels take: what a table says and what was measured, blended, and the day that is kept with a chance."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

Counts = Sequence[tuple[int, int]]  # (days, thousandths of a parcel that took so long)

PARCEL = 1000  # thousandths, so that old parcels can be forgotten little by little in whole numbers
PRIOR = ((0, 19 * PARCEL), (1, 1 * PARCEL))  # what the table is worth: twenty parcels, one of them a day late


def blend(table_days: int, measured: Counts) -> dict[int, int]:
    """Return {days: weight} of a parcel's way; the weights over their sum are the probabilities.

    The posterior predictive of a multinomial with a Dirichlet prior (Gelman et al., Bayesian Data Analysis, 3rd ed.,
    section 3.4): pseudo-counts of the rate table plus what was counted. So a few parcels do not overrule the table, and
    many do.
    """
    weights: Counter[int] = Counter()
    for late, weight in PRIOR:
        weights[table_days + late] += weight
    for days, weight in measured:
        weights[max(0, days)] += max(0, weight)
    return dict(sorted(weights.items()))


def days_kept(weights: Mapping[int, int], wanted: int) -> tuple[int, int]:
    """Return the fewest days that are kept with at least `wanted` permille, and that chance, rounded down."""
    total, so_far, days = sum(weights.values()), 0, 0
    for each, weight in sorted(weights.items()):
        days, so_far = each, so_far + weight
        if so_far * 1000 >= wanted * total and so_far:
            break
    return days, so_far * 1000 // total


def chance_of(weights: Mapping[int, int], days: int) -> int:
    """Return the chance in permille, rounded down, that a parcel takes at most so many days."""
    return sum(weight for each, weight in weights.items() if each <= days) * 1000 // sum(weights.values())


def all_kept(chances: Iterable[int]) -> int:
    """Return the chance in permille, rounded down, that all of several promises are kept, each for itself."""
    found = 1000
    for chance in chances:
        found = found * chance // 1000
    return found
