"""Have all loops compiled by solving a problem in which every one of them has work."""

from packhorse.algorithms.batching.problem import Job, Problem
from packhorse.algorithms.batching.solve import batch
from packhorse.algorithms.walking import Layout, Stop


def warm_up() -> None:
    """Put a few orders on carts."""
    jobs = [Job(1, (Stop(nth, nth, nth * 3000, nth * 100),)) for nth in range(6)]
    batch(Problem(Layout(0, 0, 0, 1000), jobs, capacity=3), moves=1)
