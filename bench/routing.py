"""The shortest walk of one picker against proven optima (Heßler & Irnich, 2024), warehouses of one block.

`optimal`: instances whose walk is as long as the best there is, is found that long when its corners are paced off, and
has all stops on it. The reference walks the same stops in S-shape and by largest gap (mean over the optimum).
`median_ms_4_cross_aisles`: the same stops with two more cross aisles in between.
"""

import csv
import gzip
import statistics
import tarfile
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from bench.report import SECONDS, Report, main
from packhorse.algorithms.routing import Floor, Walk, largest_gap, s_shape, shortest
from packhorse.algorithms.walking import Stop

SCALE = 1000  # lengths are given with halves
EVERY = 10  # instances measured with more cross aisles
NAME = ("num aisles", "num cells", "num articles", "random seed")


def measure(data: Path | None = None, seconds: float = SECONDS) -> Report:
    """Walk through every instance once; `seconds` is not used, for each takes as long as it takes."""
    folder = (data or Path(__file__).parents[2] / "shared" / "data") / "picking" / "routing"
    archives, tables = sorted(folder.glob("sprp_*.tar.xz")), sorted(folder.glob("sprp_*optima*.csv.gz"))
    if not archives or not tables:
        return Report("routing", {}, {}, f"there are no instances in {folder}")
    best = dict(entry for table in tables for entry in _optima(table))
    took, crossed, over, optimal = [], [], {"s_shape": [], "largest_gap": []}, 0
    for archive in archives:
        for name, floor, stops in _instances(archive):
            if name not in best:
                continue
            begun = time.perf_counter()
            walk = shortest(floor, stops)
            took.append(1000 * (time.perf_counter() - begun))
            optimal += walk.length_mm == best[name] and _holds(walk, floor, stops)
            for rule in (s_shape, largest_gap):
                over[rule.__name__].append(rule(floor, stops).length_mm / best[name] - 1)
            if len(took) % EVERY == 0:
                crossed.append(_more_cross_aisles(floor, stops))
    if not took:
        return Report("routing", {}, {}, f"no instance in {folder} has a known optimum")
    figures = {"instances": len(took), "optimal": optimal, "median_ms": statistics.median(took), "max_ms": max(took)}
    figures["median_ms_4_cross_aisles"] = statistics.median(crossed)
    return Report("routing", figures, {f"{rule}_over_optimum": statistics.fmean(each) for rule, each in over.items()})


def _optima(table: Path) -> Iterator[tuple[str, int]]:
    with gzip.open(table, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            aisles, cells, articles, seed = (row[column] for column in NAME)
            demand = "unit_" if row["unit demand"] == "true" else ""
            yield f"{demand}F1_m{aisles}_C{cells}_a{articles}_{seed}", round(SCALE * float(row["DP cost"]))


def _instances(archive: Path) -> Iterator[tuple[str, Floor, list[Stop]]]:
    with tarfile.open(archive) as tar:
        for member in tar:
            file = tar.extractfile(member) if member.isfile() else None
            if file is not None and member.name.endswith(".txt"):
                yield Path(member.name).stem, *_read(file.read().decode("latin-1"))


def _read(text: str) -> tuple[Floor, list[Stop]]:
    """Return the floor and the stops. Cells are counted from the top, wherever the depot is; its side is our front."""
    head, _, rest = text.partition("ARTICLE_SECTION")
    entries = dict(line.split(" : ") for line in head.splitlines() if " : " in line)
    of = {key.strip(): value.strip() for key, value in entries.items()}
    pitch, cell, top, bottom, step = (
        round(SCALE * float(of[f"DISTANCE_{key}"]))
        for key in ("AISLE_TO_AISLE", "CELL_TO_CELL", "TOP_TO_CELL", "BOTTOM_TO_CELL", "TOP_OR_BOTTOM_TO_DEPOT")
    )
    cells, at_bottom = int(of["NUM_CELLS"]), of["DEPOT_LOCATION"] == "bottom"
    near, far = (bottom, top) if at_bottom else (top, bottom)
    depot_x = int(of["DEPOT_AISLE"]) * pitch
    floor = Floor((0, near + (cells - 1) * cell + far), depot_x, -step)
    stops = []
    for line in rest.partition("SKU_SECTION")[2].partition("ORDER_SECTION")[0].splitlines():
        words = line.split()
        if words[:1] == ["ID"]:
            aisle, nth = int(words[3]), int(words[5])
            from_front = cells - 1 - nth if at_bottom else nth
            stops.append(Stop(len(stops), aisle, aisle * pitch, near + from_front * cell))
    return floor, stops


def _holds(walk: Walk, floor: Floor, stops: list[Stop]) -> bool:
    """Say whether the walk starts and ends at the depot, is as long as it says, and has every stop on it once."""
    paced = sum(abs(x - to_x) + abs(y - to_y) for (x, y), (to_x, to_y) in pairwise(walk.path))
    columns: dict[int, list[tuple[int, int]]] = {}
    for (x, y), (to_x, to_y) in pairwise(walk.path):
        if x == to_x:
            columns.setdefault(x, []).append((min(y, to_y), max(y, to_y)))
    seen = all(any(low <= stop.y_mm <= high for low, high in columns.get(stop.x_mm, [])) for stop in stops)
    ends = walk.path[0] == walk.path[-1] == floor.depot
    return ends and seen and paced == walk.length_mm and sorted(walk.order) == [stop.key for stop in stops]


def _more_cross_aisles(floor: Floor, stops: list[Stop]) -> float:
    front, back = floor.cross_mm
    third = (back - front) // 3
    more = Floor((front, front + third, front + 2 * third, back), floor.depot_x_mm, floor.depot_y_mm)
    begun = time.perf_counter()
    shortest(more, stops)
    return 1000 * (time.perf_counter() - begun)


if __name__ == "__main__":
    main("routing", measure, __doc__)
