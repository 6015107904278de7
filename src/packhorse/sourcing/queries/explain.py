"""Why an order is served as it is, ready to be read: what was chosen, and what the next best would have cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from packhorse.sourcing.models import SourcingDecision
from packhorse.sourcing.packed import unpack
from packhorse.sourcing.rules import Candidate


@dataclass(frozen=True)
class Explanation:
    """A decision. `candidates`: the chosen ones, then the others by what they would cost, then the excluded.

    `second` could have sent all that was sent, and would have cost `more` (minor units); None when nobody could.
    """

    at: datetime
    method: str
    missing_units: int
    cost_minor: int | None
    candidates: tuple[Candidate, ...]
    second: Candidate | None
    more: int | None


def explanations(order_id: int) -> list[Explanation]:
    """Return the decisions on an order, newest first."""
    found = SourcingDecision.objects.filter(order_id=order_id).order_by("-id")
    return [_explained(row) for row in found]


def _explained(row: SourcingDecision) -> Explanation:
    if row.reasons is not None:
        known = unpack(bytes(row.reasons))
    else:  # from before costs were kept
        known = tuple(Candidate(*each) for each in row.candidates or ())
    ranked = tuple(sorted(known, key=_rank))
    second = _second(ranked) if row.cost_minor is not None else None
    more = second.total - row.cost_minor if second and row.cost_minor is not None else None
    return Explanation(row.at, row.method, row.missing_units, row.cost_minor, ranked, second, more)


def _rank(candidate: Candidate) -> tuple[bool, bool, int, int, int]:
    km = candidate.km if candidate.km is not None else 0
    return bool(candidate.excluded), not candidate.given, -candidate.fills_units, candidate.total, km


def _second(ranked: Sequence[Candidate]) -> Candidate | None:
    """The cheapest of those that could have sent as much by themselves."""
    units = sum(each.given for each in ranked)
    others = [each for each in ranked if not each.excluded and not each.given and each.fills_units >= units > 0]
    return min(others, key=lambda each: each.total, default=None)
