"""Read saved views of the list of orders."""

from dataclasses import dataclass

from django.db.models import Q

from packhorse.placing.models import OrderView

SHOWN = 100


@dataclass(frozen=True)
class ViewRow:
    """A saved view; `asked` is what its filter's `cells` were."""

    id: int
    owner: str
    name: str
    asked: dict[str, str]
    shared: bool


def views(owner: str) -> list[ViewRow]:
    """Return a person's own views by name, then those that others share."""
    found = OrderView.objects.filter(Q(owner=owner) | Q(shared=True)).order_by("name", "id")
    rows = [ViewRow(*row) for row in found.values_list("id", "owner", "name", "asked", "shared")[: SHOWN * 2]]
    return sorted(rows, key=lambda row: row.owner != owner)[:SHOWN]
