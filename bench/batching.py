"""Orders put together on carts, against the best carts known (Henn & Wäscher, 2012; Wahlen & Gschwind, 2023).

Ten aisles, 20 to 100 orders, carts of 30 to 75 units, walks in S-shape. A gap is what all walks of an instance are
longer than the best known, as a fraction; a class is named orders-capacity. The reference is Clarke & Wright (ii).
"""

import csv
import gzip
import statistics
import tarfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.report import Report, main
from packhorse.algorithms.batching import Batches, Job, Problem
from packhorse.algorithms.walking import Layout, Stop

SECONDS = 2.0
SCALE = 1000
PITCH, END, CELL, CELLS = 5 * SCALE, 3 * SCALE // 2, SCALE, 45
LAYOUT = Layout(0, 0, 0, 2 * END + (CELLS - 1) * CELL)
Name = tuple[int, int, int]  # orders, capacity, number


def measure(data: Path | None = None, seconds: float = SECONDS) -> Report:
    """Put every instance on carts within `seconds` each."""
    folder = (data or Path(__file__).parents[2] / "shared" / "data") / "picking" / "batching"
    archives, tables = sorted(folder.glob("henn_waescher_*.tar.xz")), sorted(folder.glob("best_known_*.csv.gz"))
    if not archives or not tables:
        return Report("batching", {}, {}, f"there are no instances in {folder}")
    from packhorse.algorithms.batching.solve import batch, by_savings
    from packhorse.algorithms.batching.warm import warm_up

    warm_up()
    best = dict(entry for table in tables for entry in _best_known(table))
    found = sorted((name, each) for archive in archives for name, each in _instances(archive) if name in best)
    if not found:
        return Report("batching", {}, {}, f"no instance in {folder} has a best known length")
    gaps, plain, took = {}, {}, []
    for name, problem in found:
        begun = time.perf_counter()
        carts = batch(problem, budget_ms=round(1000 * seconds))
        took.append(time.perf_counter() - begun)
        gaps[name] = _paced(name, problem, carts) / best[name] - 1
        plain[name] = _paced(name, problem, by_savings(problem)) / best[name] - 1
    figures = {"instances": len(gaps), "mean_gap": statistics.fmean(gaps.values()), "max_gap": max(gaps.values())}
    figures |= {"baseline_gap": statistics.fmean(plain.values()), "seconds_each": statistics.fmean(took)}
    figures["gap_by_class"] = _by_class(gaps)
    return Report("batching", figures, {"gap_by_class": _by_class(plain)})


def _by_class(gaps: dict[Name, float]) -> dict[str, float]:
    classes: dict[str, list[float]] = {}
    for (orders, capacity, _), gap in sorted(gaps.items()):
        classes.setdefault(f"{orders}-{capacity}", []).append(gap)
    return {name: statistics.fmean(each) for name, each in classes.items()}


def _best_known(table: Path) -> Iterator[tuple[Name, int]]:
    """Yield the lengths of S-shape walks: the first after capacity, orders and number, below three lines of heads."""
    with gzip.open(table, "rt", encoding="utf-8") as file:
        for row in list(csv.reader(file, delimiter=";"))[3:]:
            yield (int(row[1]), int(row[0]), int(row[2])), round(SCALE * float(row[3]))


def _instances(archive: Path) -> Iterator[tuple[Name, Problem]]:
    """Yield the instances that are named TYPEs-ORDERS-CAPACITY-NUMBER.txt, of uniform demand and S-shape walks."""
    with tarfile.open(archive) as tar:
        for member in tar:
            words = Path(member.name).stem.split("-")
            file = tar.extractfile(member) if member.isfile() and member.name.endswith(".txt") else None
            if file is not None and len(words) == 4 and words[0].endswith("s"):
                orders, capacity, number = (int(word) for word in words[1:])
                yield (orders, capacity, number), Problem(LAYOUT, _jobs(file.read().decode("latin-1")), capacity)


def _jobs(text: str) -> list[Job]:
    """Return the orders: each line is one unit. Two sides of an aisle are numbered apart; place 0 is at the front."""
    orders: list[list[Stop]] = []
    for key, line in enumerate(text.splitlines()):
        if line.startswith("Order"):
            orders.append([])
        elif line.strip():
            words = line.split()
            aisle = int(words[2]) // 2
            orders[-1].append(Stop(key, aisle, aisle * PITCH, END + int(words[4]) * CELL))
    return [Job(len(stops), tuple(stops)) for stops in orders]


def _paced(name: Name, problem: Problem, carts: Batches) -> int:
    """Return the length of all walks, counted apart; stop if an order is not on one cart or a cart is overfull."""
    if sorted(order for cart in carts.carts for order in cart) != list(range(len(problem.jobs))):
        raise SystemExit(f"bench.batching: {name}: not every order is on one cart")
    if any(sum(problem.jobs[order].size for order in cart) > problem.capacity for cart in carts.carts):
        raise SystemExit(f"bench.batching: {name}: a cart is overfull")
    total = sum(_s_shape([stop for order in cart for stop in problem.jobs[order].stops]) for cart in carts.carts)
    if total != carts.length_mm:
        raise SystemExit(f"bench.batching: {name}: the length is another when it is counted apart")
    return total


def _s_shape(stops: Sequence[Stop]) -> int:
    aisles = {stop.aisle for stop in stops}
    last = max(aisles)
    length = 2 * last * PITCH + len(aisles) // 2 * 2 * LAYOUT.back_y_mm
    return length + (2 * max(stop.y_mm for stop in stops if stop.aisle == last) if len(aisles) % 2 else 0)


if __name__ == "__main__":
    main("batching", measure, __doc__, seconds=SECONDS)
