"""Read the rules of returns, and who ruled what when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from packhorse.returns.models import ReturnRules
from packhorse.returns.rules import Reason, Rules


@dataclass(frozen=True)
class RulesRow:
    """A version of the rules: by whom, when and why."""

    version: int
    note: str
    made_at: datetime
    made_by: str


_FIELDS = ("version", "window_days", "fee_percent", "claim_below_minor", "label_minor", "reasons", "final_sale")


def rules() -> Rules:
    """Return the rules that hold."""
    row = ReturnRules.objects.order_by("-version").values_list(*_FIELDS).first()
    return _rules(*row) if row else Rules()


def versions(*, limit: int = 50) -> list[RulesRow]:
    """Return who ruled anew, the newest first."""
    found = ReturnRules.objects.order_by("-version").values_list(*RulesRow.__dataclass_fields__)
    return [RulesRow(*row) for row in found[:limit]]


def _rules(version: int, days: int, fee: int, claim: int, label: int, reasons: list[Any], final: list[int]) -> Rules:
    return Rules(version, days, fee, claim, label, tuple(Reason(**each) for each in reasons), frozenset(final))
