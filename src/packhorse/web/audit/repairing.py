"""Set stock right from the console or the command line: first what would be done, then that and nothing else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from packhorse.catalog import queries as catalog
from packhorse.inventory import operations as inventory
from packhorse.inventory.queries import RepairedNumber
from packhorse.network import queries as network
from packhorse.web.audit.advice import ADVICE, advice
from packhorse.web.audit.prove import Difference, Finding, audit
from packhorse.web.audit.runs import keep_audit


@dataclass(frozen=True)
class ChangeRow:
    """A number that a repair sets right, with product and warehouse as people know them."""

    sku: str
    warehouse: str
    what: str
    place: str
    before: int
    after: int


@dataclass(frozen=True)
class Plan:
    """What a repair would change or has changed; `beyond` is what none can set right, each with what to do about it.

    `mark` names this plan: only the plan that was agreed to is done. `left` counts the rows that differ then.
    """

    repair_id: int | None
    changes: tuple[ChangeRow, ...]
    beyond: tuple[tuple[Difference, str], ...]
    left: int
    mark: str


def plan(*, now: datetime) -> Plan:
    """Return what a repair would do."""
    found = inventory.preview_repair(now=now)
    left = beyond(audit())
    return Plan(None, named(found.changes), left, len(left), found.mark)


def do(*, reason: str, now: datetime, actor: str, seen: str) -> Plan:
    """Do what was agreed to, and look at everything again; that audit is kept."""
    done = inventory.repair(reason=reason, now=now, actor=actor, seen=seen)
    keep_audit(now=now, actor=actor)
    left = [
        (difference, advice(finding.area, finding.name)) for finding in audit() for difference in finding.differences
    ]
    return Plan(done.id, named(done.changes), tuple(left), len(left), done.mark)


def beyond(findings: Iterable[Finding]) -> tuple[tuple[Difference, str], ...]:
    """Return what no repair of stock can set right, each with what to do about it."""
    return tuple(
        (difference, advice(finding.area, finding.name))
        for finding in findings
        if (finding.area, finding.name) in ADVICE or finding.area != "inventory"
        for difference in finding.differences
    )


def named(changes: Sequence[RepairedNumber]) -> tuple[ChangeRow, ...]:
    """Return changes with product and warehouse as people know them."""
    products = catalog.by_id(each.product_id for each in changes)
    sites = {site.id: site.code for site in network.warehouses()}
    return tuple(
        ChangeRow(
            products[each.product_id].sku,
            sites.get(each.warehouse_id or 0, ""),
            each.what.replace("_", " "),
            each.place,
            each.before,
            each.after,
        )
        for each in changes
    )
