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


_FIELDS = tuple(Rules.__dataclass_fields__)


def rules() -> Rules:
    """Return the rules that hold."""
    row = ReturnRules.objects.order_by("-version").values(*_FIELDS).first()
    return _rules(**row) if row else Rules()


def versions(*, limit: int = 50) -> list[RulesRow]:
    """Return who ruled anew, the newest first."""
    found = ReturnRules.objects.order_by("-version").values_list(*RulesRow.__dataclass_fields__)
    return [RulesRow(*row) for row in found[:limit]]


def _rules(*, reasons: list[Any], final_sale: list[int], **others: Any) -> Rules:
    return Rules(reasons=tuple(Reason(**each) for each in reasons), final_sale=frozenset(final_sale), **others)
