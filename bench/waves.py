"""Waves with most units per aisle visited, on real backlogs (Brazilian OR symposium's challenge, Mercado Libre, 2025).

A ratio is our units per aisle over the best that the organisers know; 0 for a wave that may not be picked, which is
found by reading the instance anew (`infeasible`). `proven`: no wave can be better. Instances whose best is not known
are set against the baseline (`over_greedy`). The reference is that baseline: aisle after aisle, where most lies that is
wanted.
"""

import csv
import statistics
import tarfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.report import Report, main
from packhorse.algorithms.waves import Problem, Wave

SECONDS = 20.0
Name = tuple[str, str]  # set, file
Lines = list[list[tuple[int, int]]]


def measure(data: Path | None = None, seconds: float = SECONDS) -> Report:
    """Choose a wave of every instance within `seconds` each."""
    folder = (data or Path(__file__).parents[2] / "shared" / "data") / "picking" / "waves"
    texts = sorted(entry for archive in sorted(folder.glob("meli_*.tar.xz")) for entry in _texts(archive))
    if not texts:
        return Report("waves", {}, {}, f"there are no instances in {folder}")
    from packhorse.algorithms.waves.greedy import by_aisle
    from packhorse.algorithms.waves.solve import choose
    from packhorse.algorithms.waves.warm import warm_up

    warm_up()
    best = dict(entry for table in sorted(folder.glob("best_objectives*.csv")) for entry in _best(table))
    ratios, plain, unknown, took = {}, {}, {}, []
    infeasible, proven = 0, 0
    for names, text in texts:
        orders, aisles, lower, upper = _read(text)
        begun = time.perf_counter()
        wave = choose(orders, aisles, lower, upper, budget_ms=round(1000 * seconds))
        took.append(time.perf_counter() - begun)
        reached = _per_aisle(text, wave)
        infeasible += reached is None
        proven += reached is not None and reached >= wave.bound - 1e-9
        problem = Problem(orders, aisles, lower, upper)
        greedy = _per_aisle(text, problem.wave(*by_aisle(problem), bound=0.0)) or 0.0
        name = "/".join(names[0])
        known = [best[each] for each in names if each in best]
        if known:
            ratios[name], plain[name] = (reached or 0.0) / known[0], greedy / known[0]
        else:
            unknown[name] = (reached or 0.0) / greedy if greedy else 0.0
    figures = {"instances": len(texts), "mean_ratio": statistics.fmean(ratios.values()) if ratios else None}
    figures |= {"infeasible": infeasible, "proven": proven, "seconds_each": statistics.fmean(took)}
    figures |= {"ratio": ratios, "over_greedy": unknown}
    return Report("waves", figures, {"mean_ratio": statistics.fmean(plain.values()) if plain else None, "ratio": plain})


def _best(table: Path) -> Iterator[tuple[Name, float]]:
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield (row["dataset"], row["instance"]), float(row["best_objective"])


def _texts(archive: Path) -> Iterator[tuple[list[Name], str]]:
    """Yield each instance with what it may be called: its set is that of the archive, meli_SET, or its folder."""
    of_archive = archive.name.removeprefix("meli_").removesuffix(".tar.xz")
    with tarfile.open(archive) as tar:
        for member in tar:
            path = Path(member.name)
            file = tar.extractfile(member) if member.isfile() and path.suffix == ".txt" else None
            if file is not None:
                yield [(of_archive, path.name), (path.parent.name, path.name)], file.read().decode("ascii")


def _read(text: str) -> tuple[Lines, Lines, int, int]:
    """Return orders, aisles, and the least and the most units; each row: a count, then item, units, item, units …"""
    rows = [[int(word) for word in line.split()] for line in text.splitlines() if line.strip()]
    orders, _, aisles = rows[0]
    lines = [list(zip(row[1::2], row[2::2], strict=True)) for row in rows[1 : 1 + orders + aisles]]
    return lines[:orders], lines[orders:], *rows[1 + orders + aisles][:2]


def _per_aisle(text: str, wave: Wave) -> float | None:
    """Return the units per aisle of a wave, counted apart from the text; None if it may not be picked."""
    rows = [line.split() for line in text.splitlines() if line.strip()]
    orders, aisles = int(rows[0][0]), int(rows[0][2])
    lower, upper = int(rows[-1][0]), int(rows[-1][1])
    units = 0
    left: Counter[str] = Counter()
    for nth in set(wave.aisles):
        row = rows[1 + orders + nth]
        for at in range(1, len(row), 2):
            left[row[at]] += int(row[at + 1])
    for nth in set(wave.orders):
        row = rows[1 + nth]
        for at in range(1, len(row), 2):
            left[row[at]] -= int(row[at + 1])
            units += int(row[at + 1])
    there = all(0 <= nth < orders for nth in wave.orders) and all(0 <= nth < aisles for nth in wave.aisles)
    once = len(set(wave.orders)) == len(wave.orders) and len(set(wave.aisles)) == len(wave.aisles) > 0
    enough = lower <= units <= upper and all(count >= 0 for count in left.values())
    return units / len(wave.aisles) if there and once and enough else None


if __name__ == "__main__":
    main("waves", measure, __doc__, seconds=SECONDS)
