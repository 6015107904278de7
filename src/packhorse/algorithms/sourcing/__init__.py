"""Serve many orders from many warehouses at the least cost for all of them together, and prove how close it is.

`solve.solve` and its baseline `solve.greedy` load compiled loops: import them only where they are called.
"""

from packhorse.algorithms.sourcing.problem import Problem, Solution, cost_of, faults

__all__ = ["Problem", "Solution", "cost_of", "faults"]
