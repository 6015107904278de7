"""Read how well batches of orders were decided: keyset pages, the newest first, and the sums of a while."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from packhorse import sql
from packhorse.algorithms.sourcing.placed import gap_of
from packhorse.sourcing.models import SourcingRun

PAGE = 50


@dataclass(frozen=True)
class RunRow:
    """A batch; see `models.SourcingRun`. Costs are minor units."""

    id: int
    at: datetime
    version: int
    orders: int
    cost_minor: int
    milliseconds: int
    together: int
    placed_minor: int | None
    bound_minor: int | None
    nearest_minor: int | None
    unserved: int
    waiting: int
    missing_units: int
    desks: Mapping[str, int]
    placings: int = 0

    @property
    def short(self) -> str:
        """What was done because goods and room were too short for all, in words; empty when they were not."""
        if self.placings and not self.together:
            return (
                f"Placed together {self.placings} times, and each time somebody was passed by, so short are goods or "
                "room: all were served in turn."
            )
        if self.placings > 1:
            return f"Placed together {self.placings} times: who was passed by came first the next time."
        return ""

    @property
    def gap(self) -> float | None:
        """By which share of the least possible the orders placed together may lie above it; None when nobody knows."""
        return None if self.placed_minor is None else gap_of(self.placed_minor, self.bound_minor)

    @property
    def saved_minor(self) -> int | None:
        """What it costs less than the nearest warehouse first; None when that is not to be compared."""
        if self.placed_minor is None or self.nearest_minor is None:
            return None
        return self.nearest_minor - self.placed_minor

    @property
    def saved(self) -> float | None:
        """The same as a share of what the nearest warehouse first would have cost."""
        return None if self.saved_minor is None else self.saved_minor / max(1, self.nearest_minor or 0)


@dataclass(frozen=True)
class RunSums:
    """Batches of a while together. `placed_minor`, `bound_minor` are of those whose bound is known, `saved_minor` and
    `nearest_minor` of those that can be compared with the nearest warehouse first."""

    batches: int
    orders: int
    waiting: int
    placed_minor: int
    bound_minor: int
    saved_minor: int
    nearest_minor: int
    slowest_milliseconds: int

    @property
    def gap(self) -> float | None:
        """By which share all of it may lie above the least possible; None when nothing is known of any."""
        return gap_of(self.placed_minor, self.bound_minor) if self.bound_minor else None

    @property
    def saved(self) -> float | None:
        """What was saved as a share of what the nearest warehouse first would have cost; None when nobody knows."""
        return self.saved_minor / self.nearest_minor if self.nearest_minor else None


_ROW = tuple(RunRow.__dataclass_fields__)


def runs(*, before: int | None = None, limit: int = PAGE) -> tuple[list[RunRow], int | None]:
    """Return batches, the newest first, of those with ids below `before`; and where the next page begins, if any."""
    found = SourcingRun.objects.order_by("-id")
    found = found.filter(id__lt=before) if before is not None else found
    rows = [RunRow(*row) for row in found.values_list(*_ROW)[: limit + 1]]
    return rows[:limit], rows[limit - 1].id if len(rows) > limit else None


def runs_by_id(ids: Collection[int]) -> dict[int, RunRow]:
    """Return those of these batches that are kept still, by id."""
    found = SourcingRun.objects.filter(id__in=set(ids)).values_list(*_ROW) if ids else ()
    return {row[0]: RunRow(*row) for row in found}


def run_sums(since: datetime) -> RunSums:
    """Return the sums of the batches since a moment."""
    return RunSums(*sql.rows("sourcing", "run_sums", {"since": since})[0])
