"""Read walls, slots, puts and lanes."""

from packhorse.sorting.queries.bench import BenchRow, at_bench, by_tote, is_ready, singles_left, singles_of
from packhorse.sorting.queries.laid import (
    LeftRow,
    MissingRow,
    OverflowRow,
    PendingRow,
    PutRow,
    Wall,
    ask_laid_tasks,
    lists_to_sort,
    missing_of,
    overflows,
    puts,
    wall,
)
from packhorse.sorting.queries.lanes import LaneRow, lane_named, lanes
from packhorse.sorting.queries.walls import SlotRow, WallRow, grids, slot_by_id, slot_of, slots, states, to_clear, walls

__all__ = [
    "BenchRow",
    "LaneRow",
    "LeftRow",
    "MissingRow",
    "OverflowRow",
    "PendingRow",
    "PutRow",
    "SlotRow",
    "Wall",
    "WallRow",
    "ask_laid_tasks",
    "at_bench",
    "by_tote",
    "grids",
    "is_ready",
    "lane_named",
    "lanes",
    "lists_to_sort",
    "missing_of",
    "overflows",
    "puts",
    "singles_left",
    "singles_of",
    "slot_by_id",
    "slot_of",
    "slots",
    "states",
    "to_clear",
    "wall",
    "walls",
]
