"""Choose the orders of a wave so that most units are picked per aisle visited.

`solve.choose` loads compiled loops: import it only where it is called. Its baseline is `greedy.by_aisle`.
"""

from packhorse.algorithms.waves.problem import Line, Problem, Wave

__all__ = ["Line", "Problem", "Wave"]
