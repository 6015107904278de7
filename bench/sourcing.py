"""All open orders together against order by order: cost beside the plain greedy choice and a proven lower bound.

Real orders (Online Retail) go to real towns by people, from 20 warehouses (5 and 100 beside it). Of a fifth (tight), a
twentieth (normal) or none (ample) of the products hardly more is there than is wanted; in `everything_scarce`, a fourth
case, there is 1.2 times of each product and no more. Gaps are those of 20 warehouses over the bound of the same run;
the reference decides the same problem greedily: nearest whole, else the fewest splits. `growth`: time of one round an
order at a hundred thousand orders, over that at a thousand.

Zones by distance are measured on real USPS pairs of 3-digit ZIP codes: bands of 50, 150, 300, 600, 1000, 1400 and 1800
miles between their centroids. End to end is what `bench.sourcing_flow` says.
"""

import csv
import gzip
import time
from bisect import bisect_left
from collections import defaultdict
from pathlib import Path
from statistics import median

from bench.report import SECONDS, Report, main
from bench.sourcing_flow import flow

ORDERS, SITES, OTHERS = 10_000, 20, (5, 100)
CASES = ("tight", "normal", "ample")
MILE_KM = 1.609344
BANDS_MILES = (50, 150, 300, 600, 1000, 1400, 1800)


def measure(data: Path | None = None, seconds: float = SECONDS) -> Report:
    """Decide every case within `seconds` each."""
    from packhorse.algorithms.sourcing.warm import warm_up

    data = data or Path(__file__).parents[2] / "shared" / "data"
    if not (data / "orders").is_dir():
        return Report("sourcing", {}, {}, f"there are no orders in {data}")
    warm_up()
    figures: dict[str, float] = {}
    reference: dict[str, float] = {}
    slowest = 0.0
    for sites, stock in [*((SITES, stock) for stock in (*CASES, "scarce")), *((n, s) for n in OTHERS for s in CASES)]:
        name = {"scarce": "everything_scarce"}.get(stock, stock) + ("" if sites == SITES else f"_{sites}_sites")
        took = _one(data, sites, stock, seconds, name, figures, reference)
        slowest = max(slowest, took if sites == SITES else 0.0)
    figures["decision_seconds"] = slowest
    figures["saving_over_greedy"] = figures["saving_normal"]
    figures["growth"] = _growth(data)
    figures |= zones(data) | flow(data)
    return Report("sourcing", figures, reference)


def _one(
    data: Path,
    sites: int,
    stock: str,
    seconds: float,
    name: str,
    figures: dict[str, float],
    reference: dict[str, float],
) -> float:
    from bench.sourcing_cases import case
    from packhorse.algorithms.sourcing import cost_of, faults
    from packhorse.algorithms.sourcing.solve import greedy, solve

    problem = case(data, count=ORDERS, sites=sites, stock=stock)
    plain = greedy(problem)
    begun = time.perf_counter()
    found = solve(problem, budget_ms=round(seconds * 900))
    took = time.perf_counter() - begun
    if wrong := faults(problem, found.line, found.site, found.units):
        raise SystemExit(f"bench.sourcing: {name}: {wrong}")
    if abs(cost_of(problem, found.line, found.site, found.units) - found.cost) > 1:
        raise SystemExit(f"bench.sourcing: {name}: the cost is another when it is counted apart")
    figures[f"gap_{name}"] = found.gap
    figures[f"saving_{name}"] = 1 - found.cost / plain.cost
    reference[f"greedy_gap_{name}"] = (plain.cost - found.bound) / found.bound
    reference[f"saved_per_1000_orders_{name}"] = (plain.cost - found.cost) / problem.orders * 10  # in the major unit
    return took


def _growth(data: Path) -> float:
    from bench.sourcing_cases import case
    from packhorse.algorithms.sourcing.solve import solve

    took = {}
    for count, runs in ((1_000, 9), (100_000, 3)):  # the first is over in moments
        problem = case(data, count=count, sites=SITES, stock="normal")
        found = []
        for _ in range(runs):
            begun = time.perf_counter()
            solve(problem, budget_ms=1)  # one round
            found.append((time.perf_counter() - begun) / count)
        took[count] = median(found)
    return took[100_000] / took[1_000]


def zones(data: Path) -> dict[str, float]:
    """Return the shares of real zone pairs that distance bands say exactly, and within one zone."""
    from packhorse.algorithms.geo import great_circle_km

    places: dict[str, list[tuple[float, float]]] = defaultdict(list)
    with gzip.open(data / "geo" / "geonames_us_postal.tsv.gz", "rt", encoding="utf-8") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            places[row[1][:3]].append((float(row[9]), float(row[10])))
    middle = {zip3: tuple(sum(each) / len(each) for each in zip(*spots, strict=True)) for zip3, spots in places.items()}
    exact = near = count = 0
    with gzip.open(data / "carriers" / "usps_zone_pairs.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            dest = row["dest_zip"]
            if len(dest) > 3:
                continue  # an exception for a single place
            start, end = middle.get(row["origin_zip"].zfill(3)), middle.get(dest.zfill(3))
            if start is None or end is None or row["zone"] == "9":  # territories have a zone of their own
                continue
            miles = great_circle_km(*start, *end) / MILE_KM
            off = abs(bisect_left(BANDS_MILES, miles) + 1 - int(row["zone"]))
            exact, near, count = exact + (off == 0), near + (off <= 1), count + 1
    return {"zone_exact": exact / count, "zone_within_one": near / count, "zone_pairs": count}


if __name__ == "__main__":
    main("sourcing", measure, __doc__)
