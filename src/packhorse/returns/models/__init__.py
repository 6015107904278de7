"""Returns with their goods, rules and accounts; the carriers' labels of them."""

from packhorse.returns.models.labels import ReturnLabel, ReturnScan
from packhorse.returns.models.returns import (
    Inspection,
    Return,
    ReturnAccount,
    ReturnItem,
    ReturnLine,
    ReturnRules,
    ReturnStep,
    ReturnWords,
)

__all__ = [
    "Inspection",
    "Return",
    "ReturnAccount",
    "ReturnItem",
    "ReturnLabel",
    "ReturnLine",
    "ReturnRules",
    "ReturnScan",
    "ReturnStep",
    "ReturnWords",
]
