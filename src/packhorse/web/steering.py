"""What people say of how an order is served: names made ids, what it would cost shown first, then done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from packhorse.errors import Refusal
from packhorse.network import queries as network
from packhorse.sourcing import operations
from packhorse.sourcing import queries as sourcing
from packhorse.sourcing.queries import Way


@dataclass(frozen=True)
class Act:
    """Something that is done to how an order is served: what a button says, and which facts it needs."""

    verb: str
    work: Callable[..., None]
    needs: tuple[str, ...] = ()


ACTS: Mapping[str, Act] = {
    "pin": Act("Pin to a warehouse", operations.pin, ("warehouse_id", "why")),
    "unpin": Act("Unpin", operations.unpin),
    "move": Act("Move", operations.move_fulfillment, ("from_id", "warehouse_id", "why")),
    "forbid_split": Act("Forbid to split", operations.forbid_split, ("why",)),
    "allow_split": Act("Allow to split", operations.allow_split),
    "bar": Act("Keep from a warehouse", operations.bar, ("warehouse_id", "why")),
    "admit": Act("Let a warehouse serve again", operations.admit, ("warehouse_id",)),
    "reject": Act("Reject for a warehouse", operations.reject, ("from_id", "why")),
    "pool": Act("Let leave together", operations.pool, ("others", "warehouse_id", "why")),
    "take_aside": Act("Take aside", operations.take_aside, ("why",)),
    "give_back": Act("Give back to sourcing", operations.give_back),
}


@dataclass(frozen=True)
class Asked:
    """What is asked for: one of ACTS; warehouses by code, `others` are ids of orders."""

    do: str
    warehouse: str = ""
    from_warehouse: str = ""
    others: tuple[int, ...] = ()
    why: str = ""

    def facts(self) -> dict[str, Any]:
        """Return what the operation is told; refuses an act or a warehouse that does not exist."""
        if self.do not in ACTS:
            text = f"do: {self.do[:20]!r} is nothing that can be done. Use one of: {', '.join(ACTS)}."
            raise Refusal("NO_SUCH_ACTION", text, status=422)
        needs = ACTS[self.do].needs
        given: dict[str, Any] = {"why": self.why, "others": set(self.others)}
        for name, field, code in (
            ("warehouse_id", "warehouse", self.warehouse),
            ("from_id", "from_warehouse", self.from_warehouse),
        ):
            if name in needs:
                given[name] = _warehouse(field, code)
        return {name: given[name] for name in needs}


@dataclass(frozen=True)
class Foreseen:
    """How an order is served now, and how it would be."""

    order_id: int
    now: Way
    then: Way


def steer(order_id: int, asked: Asked, *, now: datetime, actor: str) -> None:
    """Do what is asked for."""
    facts = asked.facts()
    ACTS[asked.do].work(order_id=order_id, **facts, now=now, actor=actor)


def foresee(order_id: int, asked: Asked, *, now: datetime) -> list[Foreseen]:
    """Return what would become of the order, and of others pooled with it; refuses what would be refused.

    It is done and undone again: what is shown is what would happen.
    """
    facts = asked.facts()
    if "why" in facts:
        facts["why"] = asked.why.strip() or "to see what it costs"
    ids = sorted({order_id, *facts.get("others", ())}, key=lambda each: (each != order_id, each))
    before = {each: sourcing.way_now(each, now=now) for each in ids}
    after: dict[int, Way] = {}
    with transaction.atomic():
        ACTS[asked.do].work(order_id=order_id, **facts, now=now, actor="preview")
        after = {each: sourcing.way_now(each, now=now) for each in ids}
        transaction.set_rollback(True)
    return [Foreseen(each, before[each], after[each]) for each in ids]


def _warehouse(field: str, code: str) -> int:
    site = network.warehouse(code)
    if site is None:
        text = f"{field}: there is no warehouse {code[:20]!r}." if code else f"{field}: name a warehouse."
        raise Refusal("UNKNOWN_WAREHOUSE", text, status=422)
    return site.id
