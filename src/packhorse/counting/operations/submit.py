"""A counter is done: what was counted is held against what the books had meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from packhorse.catalog import queries as catalog
from packhorse.counting import queries
from packhorse.counting.models import Count, CountedLine, CountRound
from packhorse.counting.operations.book import book
from packhorse.counting.operations.close import close
from packhorse.counting.operations.hold import go, lock, running
from packhorse.counting.operations.scan import take
from packhorse.counting.rules import Counted, Finding, Seen, judge, settle
from packhorse.errors import Refusal


@dataclass(frozen=True)
class Entry:
    """Units that another make's scanner has counted; `times` the code's own units."""

    code: str
    times: int = 1
    lot: str | None = None
    serial: str = ""


@transaction.atomic
def submit(*, count_id: int, empty: bool = False, now: datetime, actor: str) -> str:
    """End one's round and return what it came to; sent twice, it is answered twice and done once.

    `expected` and `booked` (a small difference) end the count; `recount` and `moved` want it counted again; `approval`
    is shown to a manager. `empty` says that nothing lies there.
    """
    row = lock(count_id)
    before = queries.rounds(count_id)
    if row.state != "counting" and before and before[-1].counter == actor:
        return before[-1].outcome
    return _end(row, running(row, actor), empty=empty, now=now, actor=actor)


@transaction.atomic
def enter(entries: Sequence[Entry], *, count_id: int, empty: bool = False, now: datetime, actor: str) -> str:
    """Count all of it at once and end one's round; all of it or nothing."""
    row = lock(count_id)
    round_row = running(row, actor)
    for nth, each in enumerate(entries):
        try:
            how = {"times": each.times, "lot": each.lot, "serial": each.serial}
            take(row, round_row, each.code, **how, scan_id=uuid4(), now=now)
        except Refusal as refusal:
            raise Refusal(refusal.code, f"lines.{nth}: {refusal.text}", status=refusal.status) from None
    return _end(row, round_row, empty=empty, now=now, actor=actor)


def _end(row: Count, round_row: CountRound, *, empty: bool, now: datetime, actor: str) -> str:
    counted = queries.counted_in(round_row.pk)
    if not counted and not empty:
        raise Refusal(
            "NOTHING_COUNTED", "Nothing is counted yet. If nothing lies there, say that it is empty.", status=422
        )
    if counted and empty:
        raise Refusal("NOT_EMPTY", "Goods were counted here: take them back first, or end the count.", status=422)
    findings = _findings(row, round_row, counted)
    prices = {each.id: each.price_minor for each in catalog.by_id(f.product_id for f in findings).values()}
    first = not any(each.outcome in ("recount", "approval") for each in queries.rounds(row.pk))
    plan = queries.plan(row.warehouse_id)
    outcome = settle(findings, first=first, plan=plan, prices=prices)
    _keep(round_row, findings, prices)
    if outcome == "booked" and book(row, round_row, reason="within tolerance", now=now, actor=actor):
        outcome = "moved"
    CountRound.objects.filter(pk=round_row.pk).update(ended_at=now, outcome=outcome)
    if outcome in ("expected", "booked"):
        close(row, "done", said="counted", result=outcome, note=row.note, now=now, actor=actor)
    else:
        go(row, "approval" if outcome == "approval" else "recount")
    return outcome


def _findings(row: Count, round_row: CountRound, counted: dict[tuple[int, int | None], Counted]) -> list[Finding]:
    """Judge every product and lot that was counted, lies there or lay there meanwhile, or was counted before."""
    seen = queries.seen(row.bin_id, begun_at=round_row.begun_at, known=round_row.known)
    before = {line.key for line in queries.lines(row.pk) if line.units}
    keys = {key for key in {*counted, *seen, *before} if row.product_id in (None, key[0])}
    numbered = catalog.numbered({product for product, _ in keys})
    nothing = {key: Seen(numbered=key[0] in numbered) for key in keys}
    found = [judge(key, counted.get(key, Counted(0)), seen.get(key, nothing[key])) for key in keys]
    return [each for each in found if each.counted or each.high or each.key in before]


def _keep(round_row: CountRound, findings: Sequence[Finding], prices: dict[int, int]) -> None:
    CountedLine.objects.bulk_create(
        CountedLine(
            round=round_row,
            product_id=each.product_id,
            lot_id=each.lot_id,
            units=each.counted,
            expected=each.expected,
            expected_low=each.low,
            expected_high=each.high,
            difference=each.difference,
            missing=list(each.missing),
            found=list(each.found),
            price_minor=prices[each.product_id],
        )
        for each in findings
    )
