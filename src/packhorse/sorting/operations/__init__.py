"""What happens at the put wall: put goods into slots, lay aside, confirm, complete, clear; open walls and lanes."""

from packhorse.sorting.operations.complete import complete_slots
from packhorse.sorting.operations.confirm import confirm
from packhorse.sorting.operations.free import clear, free_slots, leave_slots
from packhorse.sorting.operations.lay_aside import lay_aside
from packhorse.sorting.operations.open_walls import (
    drop_lane,
    drop_wall,
    keep_lane,
    keep_overflow,
    keep_wall,
    open_walls,
)
from packhorse.sorting.operations.put import Placed, put
from packhorse.sorting.operations.send_part import begin_part, end_part

__all__ = [
    "Placed",
    "begin_part",
    "clear",
    "complete_slots",
    "confirm",
    "drop_lane",
    "drop_wall",
    "end_part",
    "free_slots",
    "keep_lane",
    "keep_overflow",
    "keep_wall",
    "lay_aside",
    "leave_slots",
    "open_walls",
    "put",
]
