"""What all orders of a batch are decided by."""

from dataclasses import dataclass, field

from packhorse.sourcing.costs import Freight, Weights
from packhorse.sourcing.keeping import Short
from packhorse.sourcing.policy import NO_RULES, Policy
from packhorse.sourcing.rules import Site


@dataclass(frozen=True)
class Scene:
    """What all orders of a batch are decided by: warehouses, prices, what things are worth, and a manager's rules.

    `short`: goods that do not keep until they arrive at whom they would reach late.
    """

    sites: tuple[Site, ...]
    freight: Freight
    weights: Weights = field(default_factory=Weights)
    policy: Policy = NO_RULES
    short: Short = field(default_factory=dict)
