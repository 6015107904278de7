"""Roll fulfillment orders forward as the later stages tell of them."""

from collections.abc import Sequence
from datetime import datetime

from packhorse import sql
from packhorse.inventory import queries as stock
from packhorse.sourcing.rules import FULFILLMENT_STATES
from packhorse.states import leading_to


def advance(fulfillment_ids: Sequence[int], *, state: str, now: datetime) -> None:
    """Bring fulfillment orders to `state` unless they are there or further on; news may come late or twice."""
    before = leading_to(FULFILLMENT_STATES, state)
    ids = sorted(set(fulfillment_ids))
    sql.rows("sourcing", "advance", {"ids": ids, "state": state, "before": before, "now": now})


def cancel_empty(fulfillment_ids: Sequence[int], *, now: datetime) -> None:
    """Cancel those fulfillment orders that hold no goods any more and have shipped none."""
    units = stock.units_by_fulfillment(fulfillment_ids)
    advance([each for each in fulfillment_ids if not units.get(each)], state="cancelled", now=now)
