"""What happens at the put wall: put goods into slots, close and free slots, open walls and lanes."""

from packhorse.sorting.operations.free import free_slots
from packhorse.sorting.operations.open_walls import open_walls
from packhorse.sorting.operations.put import Placed, complete_slots, put

__all__ = ["Placed", "complete_slots", "free_slots", "open_walls", "put"]
