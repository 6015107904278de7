"""Serve many orders from many warehouses at the least cost for all of them together, and prove how close it is."""

from packhorse.algorithms.sourcing.problem import Problem, Solution, cost_of, faults
from packhorse.algorithms.sourcing.solve import greedy, solve

__all__ = ["Problem", "Solution", "cost_of", "faults", "greedy", "solve"]
