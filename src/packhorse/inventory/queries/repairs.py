"""Read what was set right, and what is to be known before it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from packhorse.inventory.models import Repair, RepairedRow


@dataclass(frozen=True)
class RepairedNumber:
    """A number that was set right: what it counts, of which product and warehouse, and where."""

    what: str
    product_id: int
    warehouse_id: int | None
    place: str
    before: int
    after: int


@dataclass(frozen=True)
class RepairRow:
    """A repair, and every number it changed."""

    id: int
    at: datetime
    actor: str
    reason: str
    rows: tuple[RepairedNumber, ...]


_NUMBER = tuple(RepairedNumber.__dataclass_fields__)


def repairs(*, limit: int, product_id: int | None = None) -> list[RepairRow]:
    """Return the newest repairs; of a product, only those that changed its numbers, and only these numbers."""
    numbers = RepairedRow.objects.order_by("id")
    found = Repair.objects.order_by("-id")
    if product_id is not None:
        numbers = numbers.filter(product_id=product_id)
        found = found.filter(pk__in=numbers.order_by().values("repair_id"))
    heads = list(found.values_list("id", "at", "actor", "reason")[:limit])
    rows: dict[int, list[RepairedNumber]] = defaultdict(list)
    for repair_id, *number in numbers.filter(repair_id__in=[head[0] for head in heads]).values_list(
        "repair_id", *_NUMBER
    ):
        rows[repair_id].append(RepairedNumber(*number))
    return [RepairRow(*head, tuple(rows[head[0]])) for head in heads]
