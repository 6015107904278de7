"""Put orders together on carts so that all walks together are short.

`solve.batch` and its baseline `solve.by_savings` load compiled loops: import them only where they are called.
"""

from packhorse.algorithms.batching.problem import Batches, Job, Problem

__all__ = ["Batches", "Job", "Problem"]
