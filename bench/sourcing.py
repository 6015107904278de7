"""All open orders together against order by order: cost beside the plain greedy choice and a proven lower bound.

Real orders (Online Retail) go to real towns by people, from 20 warehouses (5 and 100 beside it) that hold as much as is
wanted in all (tight), 1.4 times (normal) or three times (ample) of it. Gaps are those of 20 warehouses, over the bound
of the same run. The reference is the same problem decided greedily: nearest whole, else the fewest splits.

Zones by distance are measured on real USPS pairs of 3-digit ZIP codes: bands of 50, 150, 300, 600, 1000, 1400 and 1800
miles between their centroids.
"""

import csv
import gzip
import time
from collections import defaultdict
from pathlib import Path

from bench.report import SECONDS, Report, main

ORDERS, SITES, OTHERS = 10_000, 20, (5, 100)
MILE_KM = 1.609344
BANDS_MILES = (50, 150, 300, 600, 1000, 1400, 1800)


def measure(data: Path | None = None, seconds: float = SECONDS) -> Report:
    """Decide every case within `seconds` each."""
    from bench.sourcing_cases import STOCKS, case
    from packhorse.algorithms.sourcing import faults, greedy, solve

    data = data or Path(__file__).parents[2] / "shared" / "data"
    if not (data / "orders").is_dir():
        return Report("sourcing", {}, {}, f"there are no orders in {data}")
    solve(case(data, count=50, sites=5, stock="tight"), budget_ms=200)  # the loops are compiled
    figures: dict = {}
    reference: dict = {}
    slowest = 0.0
    for sites in (SITES, *OTHERS):
        for stock in STOCKS:
            problem = case(data, count=ORDERS, sites=sites, stock=stock)
            plain = greedy(problem)
            begun = time.perf_counter()
            found = solve(problem, budget_ms=round(seconds * 800))
            took = time.perf_counter() - begun
            if wrong := faults(problem, found.line, found.site, found.units):
                raise SystemExit(f"bench.sourcing: {stock}, {sites} warehouses: {wrong}")
            name = stock if sites == SITES else f"{stock}_{sites}"
            figures[f"gap_{name}"] = found.gap
            figures[f"saving_{name}"] = 1 - found.cost / plain.cost
            reference[f"greedy_gap_{name}"] = (plain.cost - found.bound) / found.bound
            reference[f"saved_per_1000_orders_{name}"] = (plain.cost - found.cost) / problem.orders * 1000
            if sites == SITES:
                slowest = max(slowest, took)
    figures["decision_seconds"] = slowest
    figures["saving_over_greedy"] = figures["saving_normal"]
    figures |= _growth(data, seconds)
    figures |= zones(data)
    return Report("sourcing", figures, reference)


def _growth(data: Path, seconds: float) -> dict:
    """Time of one round an order at a hundred thousand orders over that at a thousand."""
    from bench.sourcing_cases import case
    from packhorse.algorithms.sourcing import solve

    took = {}
    for count in (1_000, 100_000):
        problem = case(data, count=count, sites=SITES, stock="normal")
        begun = time.perf_counter()
        found = solve(problem, budget_ms=round(seconds * 800 * count / ORDERS))
        took[count] = (time.perf_counter() - begun) / count
        gap = found.gap
    return {"growth": took[100_000] / took[1_000], "gap_100000_orders": gap}


def zones(data: Path) -> dict:
    """Return the shares of real zone pairs that distance bands say exactly, and within one zone."""
    from bisect import bisect_left

    from packhorse.algorithms.geo import great_circle_km

    places: dict[str, list[tuple[float, float]]] = defaultdict(list)
    with gzip.open(data / "geo" / "geonames_us_postal.tsv.gz", "rt", encoding="utf-8") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            places[row[1][:3]].append((float(row[9]), float(row[10])))
    middle = {zip3: tuple(sum(each) / len(each) for each in zip(*spots, strict=True)) for zip3, spots in places.items()}
    exact = near = count = 0
    with gzip.open(data / "carriers" / "usps_zone_pairs.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            start, end = middle.get(row["origin_zip"]), middle.get(row["dest_zip"][:3])
            if start is None or end is None or row["zone"] == "9":  # territories have a zone of their own
                continue
            miles = great_circle_km(*start, *end) / MILE_KM
            off = abs(bisect_left(BANDS_MILES, miles) + 1 - int(row["zone"]))
            exact, near, count = exact + (off == 0), near + (off <= 1), count + 1
    return {"zone_exact": exact / count, "zone_within_one": near / count, "zone_pairs": count}


if __name__ == "__main__":
    main("sourcing", measure, __doc__)
