"""The shortest walk of one picker through a warehouse of parallel aisles, and two rules of thumb beside it."""

from packhorse.algorithms.routing.exact import shortest
from packhorse.algorithms.routing.floor import Floor, Walk, length_of, ways_in_order
from packhorse.algorithms.routing.rules_of_thumb import largest_gap, s_shape

__all__ = ["Floor", "Walk", "largest_gap", "length_of", "s_shape", "shortest", "ways_in_order"]
