"""Read how a warehouse counts."""

from packhorse.counting.models import CountPlan
from packhorse.counting.rules import Plan

PLAN_FIELDS = tuple(Plan.__dataclass_fields__)


def plan(warehouse_id: int) -> Plan:
    """Return how a warehouse counts; where nobody has said, by the defaults."""
    row = CountPlan.objects.filter(warehouse_id=warehouse_id).values_list(*PLAN_FIELDS).first()
    return Plan(*row) if row else Plan()
