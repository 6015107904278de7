"""Read counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count as Number
from django.db.models import Max

from packhorse.counting.models import Count, CountRound
from packhorse.counting.rules import OPEN, TO_DO, count_number


@dataclass(frozen=True)
class CountRow:
    """A count; see `models.Count`."""

    id: int
    warehouse_id: int
    bin_id: int
    product_id: int | None
    reason: str
    priority: int
    state: str
    result: str
    due_on: date
    counter: str
    asked_by: str
    asked_at: datetime
    closed_by: str
    closed_at: datetime | None
    note: str

    @property
    def number(self) -> str:
        """The public number."""
        return count_number(self.id)


_ROW = tuple(CountRow.__dataclass_fields__)


def count(count_id: int) -> CountRow | None:
    """Return a count, or None."""
    row = Count.objects.filter(pk=count_id).values_list(*_ROW).first()
    return CountRow(*row) if row else None


def counts(
    *, states: Iterable[str], warehouse_id: int | None = None, before: int | None = None, limit: int = 50
) -> list[CountRow]:
    """Return counts in these states, the newest first; with `before`, those older than that one."""
    found = Count.objects.filter(state__in=list(states)).order_by("-id")
    if warehouse_id is not None:
        found = found.filter(warehouse_id=warehouse_id)
    if before is not None:
        found = found.filter(id__lt=before)
    return [CountRow(*row) for row in found.values_list(*_ROW)[:limit]]


def to_do(warehouse_id: int, *, limit: int = 200) -> list[CountRow]:
    """Return counts that wait for somebody, the most urgent first."""
    found = Count.objects.filter(warehouse_id=warehouse_id, state__in=TO_DO).order_by("-priority", "due_on", "id")
    return [CountRow(*row) for row in found.values_list(*_ROW)[:limit]]


def counts_being_done(warehouse_id: int) -> list[CountRow]:
    """Return the counts that people are at."""
    found = Count.objects.filter(warehouse_id=warehouse_id, state="counting").order_by("id")
    return [CountRow(*row) for row in found.values_list(*_ROW)[:200]]


def open_in(bin_id: int) -> CountRow | None:
    """Return the open count of a bin, or None."""
    row = Count.objects.filter(bin_id=bin_id, state__in=OPEN).values_list(*_ROW).first()
    return CountRow(*row) if row else None


def waiting() -> dict[str, int]:
    """Return {state: counts} of those that are open."""
    found = Count.objects.filter(state__in=OPEN).values_list("state").annotate(Number("id")).order_by()
    return dict.fromkeys(OPEN, 0) | dict(found)


def busy_bins(warehouse_id: int) -> set[int]:
    """Return the bins of a warehouse that have an open count."""
    return set(Count.objects.filter(warehouse_id=warehouse_id, state__in=OPEN).values_list("bin_id", flat=True))


def counted_on(warehouse_id: int) -> dict[int, datetime]:
    """Return {bin id: when it was counted last, all of it}."""
    found = Count.objects.filter(warehouse_id=warehouse_id, state="done", product=None).values_list("bin_id")
    return {bin_id: at for bin_id, at in found.annotate(Max("closed_at")).order_by() if at}


def asked_on(warehouse_id: int, since: datetime) -> int:
    """Return how many counts were planned from a moment on."""
    return Count.objects.filter(warehouse_id=warehouse_id, reason="cycle", asked_at__gte=since).count()


def undone_cycle(warehouse_id: int) -> int:
    """Return how many planned counts nobody has begun."""
    return Count.objects.filter(warehouse_id=warehouse_id, reason="cycle", state="due").count()


def where_last(actor: str) -> int | None:
    """Return the bin that somebody went to last in order to count it."""
    return CountRound.objects.filter(counter=actor).order_by("-id").values_list("count__bin_id", flat=True).first()
