"""Read from when on goods may be there: what a person says, else the first delivery that is enough for all who wait."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from packhorse import sql
from packhorse.catalog.queries import ProductRow
from packhorse.catalog.rules import due_on
from packhorse.inbound.rules import Coming, covered_on


@dataclass(frozen=True)
class QueueRow:
    """Units of a product that an order of the queue lacks, and what its turn goes by."""

    order_id: int
    product_id: int
    units: int
    priority: int
    since: datetime

    @property
    def turn(self) -> tuple[int, datetime, int]:
        """What the queue is sorted by."""
        return -self.priority, self.since, self.order_id


def queue(product_ids: Iterable[int]) -> list[QueueRow]:
    """Return what orders that wait lack of these products, those whose turn it is first."""
    return [QueueRow(*row) for row in sql.rows("sourcing", "queue_for", {"products": sorted(set(product_ids))})]


def lacking(product_ids: Collection[int]) -> Counter[int]:
    """Return {product id: units} that orders wait for."""
    values = {"products": sorted(product_ids)}
    return Counter(dict(sql.rows("sourcing", "lacking", values) if product_ids else ()))


def due(product: ProductRow, coming: Sequence[Coming], wanted: int, *, today: date) -> date | None:
    """Return the day from which `wanted` units may be there. What a person says of the product's arrival wins."""
    said = due_on(product.released_on, product.expected_on, today=today)
    if product.expected_on and product.expected_on > today:
        return said
    covered = covered_on(coming, wanted, today=today)
    return max(covered, said) if covered and said else covered or said
