"""Keep what audits found, night after night: when did it begin to differ?"""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from packhorse.web.audit.prove import Finding, audit
from packhorse.web.models import AuditRun

MOST = 1000  # differences kept of one run; their number is kept whole
KEPT = 400  # runs


@dataclass(frozen=True)
class RunRow:
    """What an audit found: so many differences, the first of them as {area, invariant, words, sku, warehouse}."""

    id: int
    at: datetime
    took_ms: int
    invariants: int
    differences: int
    findings: list[dict[str, Any]]
    actor: str


_ROW = tuple(RunRow.__dataclass_fields__)
_BRIEF = ("id", "at", "took_ms", "invariants", "differences", "actor")


def machine_readable(findings: list[Finding]) -> list[dict[str, Any]]:
    """Return each difference by itself: {area, invariant, says, words, sku, warehouse}."""
    return [
        {"area": each.area, "invariant": each.name, "says": each.invariant, **vars(difference)}
        for each in findings
        for difference in each.differences
    ]


def keep_audit(*, now: datetime, actor: str) -> RunRow:
    """Check everything and keep what was found; the oldest runs are forgotten."""
    begun = time.monotonic()
    findings = audit()
    took_ms = round((time.monotonic() - begun) * 1000)
    found = machine_readable(findings)
    with transaction.atomic():
        run = AuditRun.objects.create(
            at=now,
            took_ms=took_ms,
            invariants=len(findings),
            differences=len(found),
            findings=found[:MOST],
            actor=actor,
        )
        old = AuditRun.objects.order_by("-id").values_list("id", flat=True)[KEPT:]
        AuditRun.objects.filter(pk__in=list(old)).delete()
    return RunRow(run.pk, now, took_ms, len(findings), len(found), found[:MOST], actor)


def last_run() -> RunRow | None:
    """Return what the newest audit found."""
    row = AuditRun.objects.order_by("-id").values_list(*_ROW).first()
    return RunRow(*row) if row else None


def last_differences() -> int:
    """Return how many differences the newest audit found."""
    return AuditRun.objects.order_by("-id").values_list("differences", flat=True).first() or 0


def runs(*, limit: int) -> list[RunRow]:
    """Return the newest audits, without what each of them found."""
    rows = AuditRun.objects.order_by("-id").values_list(*_BRIEF)[:limit]
    return [RunRow(*row[:5], [], row[5]) for row in rows]


def began(sku: str, warehouse: str = "") -> tuple[datetime | None, datetime | None]:
    """Return when the audit last found nothing of a product, and when it first found something after that."""
    clean = first = None
    for at, found in AuditRun.objects.order_by("-id").values_list("at", "findings").iterator(chunk_size=20):
        if not any(each["sku"] == sku and each["warehouse"] in (warehouse or each["warehouse"],) for each in found):
            clean = at
            break
        first = at
    return (clean, first) if first else (None, None)
