"""The benches are run by hand: what they take from the product by name is looked for here, so that none rots unseen."""

import importlib
import pkgutil

import bench
from bench.sourcing_flow import STEPS


def test_every_bench_can_be_loaded():
    names = [each.name for each in pkgutil.iter_modules(bench.__path__) if each.name != "__main__"]
    assert "sourcing_flow" in names
    for name in names:
        importlib.import_module(f"bench.{name}")


def test_the_steps_of_sourcing_that_are_timed_are_there():
    for name in STEPS:
        place, _, called = name.partition(":")
        owner = importlib.import_module(f"packhorse.sourcing.operations.{place}")
        for part in called.split("."):
            owner = getattr(owner, part)
        assert callable(owner)
