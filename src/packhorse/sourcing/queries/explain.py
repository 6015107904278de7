"""Why an order is served as it is, ready to be read: what was chosen, and what the next best would have cost."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from packhorse.sourcing.models import SourcingDecision
from packhorse.sourcing.packed import Naming, by_number, next_best_of, unpack, unsent_of
from packhorse.sourcing.policy import Policy
from packhorse.sourcing.queries.policies import policy
from packhorse.sourcing.queries.runs import RunRow, runs_by_id
from packhorse.sourcing.reasons import NOTHING_THERE
from packhorse.sourcing.rules import Candidate, NextBest
from packhorse.sourcing.ruleset import read


@dataclass(frozen=True)
class Explanation:
    """A decision. `candidates`: the chosen ones, then the others by what they would cost, then the excluded.

    `second` could have sent all that was sent, or what a warehouse of a split order sends (`instead_of`), and all
    would have cost `second_cost` then, `more` (minor units) than it does; None when nobody could, or when it was not
    `sought`: of split orders it was not always. `lacks`: why units are missing, in words. `run`: the batch that it was
    decided in, as long as that is kept.
    """

    at: datetime
    method: str
    missing_units: int
    lacks: str
    cost_minor: int | None
    candidates: tuple[Candidate, ...]
    second: Candidate | None = None
    second_cost: int | None = None
    instead_of: int | None = None
    more: int | None = None
    sought: bool = False
    run: RunRow | None = None


def explanations(order_id: int) -> list[Explanation]:
    """Return the decisions on an order, newest first."""
    found = list(SourcingDecision.objects.filter(order_id=order_id).order_by("-id"))
    rules, batches = _Rules(), runs_by_id([row.run for row in found if row.run is not None])
    return [replace(_explained(row, rules.name), run=batches.get(row.run or 0)) for row in found]


class _Rules:
    """The words of rules by number and version; each version is read once."""

    def __init__(self) -> None:
        self._versions: dict[int, dict[int, str]] = {}

    def name(self, number: int, version: int) -> str:
        """Return a rule as reasons name it."""
        if version not in self._versions:
            row = policy(version)
            named = Policy(version)
            self._versions[version] = {rule.number: named.name(rule) for rule in read(row.rules)} if row else {}
        return self._versions[version].get(number) or by_number(number, version)


def _explained(row: SourcingDecision, name: Naming) -> Explanation:
    reasons = bytes(row.reasons or b"")
    known = unpack(reasons, name) if reasons else tuple(Candidate(*each) for each in row.candidates or ())
    ranked = tuple(sorted(known, key=_rank))
    chosen = [each for each in ranked if each.given]
    best, sought = next_best_of(reasons) if reasons else (None, False)
    if len(chosen) == 1:
        alone, sought = _second(ranked), len(ranked) > 1
        best = NextBest(alone.warehouse_id, alone.total) if alone else None
    lacks = _lacks(row.missing_units, ranked, unsent_of(reasons) if reasons else ())
    said = row.at, row.method, row.missing_units, lacks, row.cost_minor, ranked
    if row.cost_minor is None or not best:
        return Explanation(*said, sought=sought)
    second = next((each for each in ranked if each.warehouse_id == best.warehouse_id), None)
    return Explanation(*said, second, best.cost, best.instead_of, best.cost - row.cost_minor, True)


def _lacks(units: int, ranked: Sequence[Candidate], unsent: Sequence[str]) -> str:
    """Say why units are missing: what could not be sent with the rest, the one reason there is, or that there are
    several."""
    if not units:
        return ""
    reasons = {each.excluded for each in ranked}
    text = f"{units:,} unit{'' if units == 1 else 's'}"
    if reasons <= {NOTHING_THERE}:
        return f"nobody had {text}"
    if unsent:
        return f"{text} missing: {'; '.join(unsent)}"
    if "" in reasons:
        return f"{text} missing: none of those that may send it had more"
    return f"{text} missing: {reasons.pop() if len(reasons) == 1 else 'each warehouse has its reason below'}"


def _rank(candidate: Candidate) -> tuple[bool, bool, int, int, int]:
    km = candidate.km if candidate.km is not None else 0
    return bool(candidate.excluded), not candidate.given, -candidate.fills_units, candidate.total, km


def _second(ranked: Sequence[Candidate]) -> Candidate | None:
    """The cheapest of those that could have sent as much by themselves."""
    units = sum(each.given for each in ranked)
    others = [each for each in ranked if not each.excluded and not each.given and each.fills_units >= units > 0]
    return min(others, key=lambda each: each.total, default=None)
