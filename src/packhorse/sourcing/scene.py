"""What all orders of a batch are decided by."""

from dataclasses import dataclass, field

from packhorse.sourcing.costs import Freight, Weights
from packhorse.sourcing.policy import NO_RULES, Policy
from packhorse.sourcing.rules import Site


@dataclass(frozen=True)
class Scene:
    """What all orders of a batch are decided by: warehouses, prices, what things are worth, and a manager's rules."""

    sites: tuple[Site, ...]
    freight: Freight
    weights: Weights = field(default_factory=Weights)
    policy: Policy = NO_RULES
