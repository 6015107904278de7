"""Keep why orders are served as they are, or why they wait: what was decided, and the newest try that gave nothing."""

from collections.abc import Mapping
from datetime import datetime

from packhorse import sql
from packhorse.sourcing.packed import pack, unpack
from packhorse.sourcing.rules import Decision


def keep_reasons(
    decisions: Mapping[int, Decision],
    now: datetime,
    *,
    packed: Mapping[int, bytes] | None = None,
    run: int | None = None,
) -> None:
    """Keep why orders {order id: decision} are served as they are; `packed`: the reasons, where they are ready.

    `run`: the id of the batch that they were decided in.
    """
    kept = list(decisions.values())
    reasons = packed or {each.order_id: pack(each.figures()) for each in kept}
    sql.ask(
        "sourcing",
        "insert_decisions",
        {
            "orders": [decision.order_id for decision in kept],
            "reasons": [reasons[each.order_id] for each in kept],
            "cost": [each.cost for each in kept],
            "missing": [sum(units for _, units in decision.missing) for decision in kept],
            "methods": [each.method for each in kept],
            "run": run,
            "now": now,
        },
        len,
    )


def keep_tries(
    tries: Mapping[int, Decision], now: datetime, *, packed: Mapping[int, bytes], run: int | None = None
) -> None:
    """Keep why orders that wait were given nothing once more, where the reasons are others than the last time.

    They are tried again and again: a try takes the place of the last one if that gave nothing either.
    """
    if not tries:
        return
    tried = {"orders": list(tries), "reasons": [packed[order_id] for order_id in tries]}
    replaced: dict[int, Decision] = {}
    added: dict[int, Decision] = {}
    for last_id, order_id, reasons in sql.rows("sourcing", "changed_tries", tried):
        if last_id is not None and reasons is not None and not any(each.given for each in unpack(bytes(reasons))):
            replaced[last_id] = tries[order_id]
        else:
            added[order_id] = tries[order_id]
    if added:
        keep_reasons(added, now, packed=packed, run=run)
    sql.ask(
        "sourcing",
        "replace_tries",
        {
            "ids": list(replaced),
            "methods": [each.method for each in replaced.values()],
            "reasons": [packed[each.order_id] for each in replaced.values()],
            "missing": [sum(units for _, units in each.missing) for each in replaced.values()],
            "run": run,
            "now": now,
        },
        len,
    )
