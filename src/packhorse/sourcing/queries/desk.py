"""Orders that wait, by queue: keyset pages, the one that waits longest first. Nothing is counted but up to a bound."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from packhorse import sql
from packhorse.placing.rules import order_number
from packhorse.sourcing.models import WaitingOrder
from packhorse.sourcing.rules import QUEUES, STATES_AT_WORK

PAGE = 50
COUNTED = 1000  # orders of a queue are counted up to here
AT_WORK = "WRONG_ADDRESS"  # the code of orders that lack nothing


@dataclass(frozen=True)
class DeskRow:
    """An order that waits: what it lacks, since when, until when, and why; see `models.WaitingOrder`."""

    order_id: int
    channel: str
    external_id: str
    since: datetime
    units: int
    products: tuple[int, ...]
    expected_on: date | None
    queue: str
    code: str
    reason: str
    warehouse_id: int | None

    @property
    def number(self) -> str:
        """The order's public number."""
        return order_number(self.order_id)


@dataclass(frozen=True)
class DeskPage:
    """Some orders of a queue, and the cursor of the next page (empty on the last)."""

    rows: tuple[DeskRow, ...]
    next: str


_ROW = (
    "order_id",
    "channel__code",
    "order__external_id",
    "since",
    "units",
    "products",
    "expected_on",
    "queue",
    "code",
    "reason",
    "warehouse_id",
)


def desk(
    *,
    queue: str,
    code: str = "",
    channel_id: int | None = None,
    product_id: int | None = None,
    warehouse_id: int | None = None,
    after: str = "",
    limit: int = PAGE,
) -> DeskPage:
    """Return a page of a queue; filters may be combined, `after` is the cursor of the page before.

    Those that lack nothing, but are at work and held for their address, are for a person, too.
    """
    cursor = _cursor(after)
    held = []
    if queue == "manual" and code in ("", AT_WORK) and not product_id:
        held = unreached(channel_id=channel_id, warehouse_id=warehouse_id, after=cursor, limit=limit + 1)
    wanted: Mapping[str, object] = {
        # A code belongs to one queue, and has an index of its own.
        "queue": "" if code and not (channel_id or warehouse_id) else queue,
        "code": code,
        "channel_id": channel_id,
        "warehouse_id": warehouse_id,
        "products__contains": [product_id] if product_id else None,
    }
    found = WaitingOrder.objects.filter(**{name: value for name, value in wanted.items() if value})
    if cursor:
        since, order_id = cursor
        found = found.filter(since__gte=since).filter(Q(since__gt=since) | Q(order_id__gt=order_id))
    rows = [DeskRow(*row) for row in found.order_by("since", "order_id").values_list(*_ROW)[: limit + 1]]
    if held:
        rows = sorted({row.order_id: row for row in (*held, *rows)}.values(), key=lambda row: (row.since, row.order_id))
    more = len(rows) > limit
    rows = rows[:limit]
    return DeskPage(tuple(rows), f"{rows[-1].since.isoformat()}_{rows[-1].order_id}" if more else "")


def unreached(
    *,
    channel_id: int | None = None,
    warehouse_id: int | None = None,
    after: tuple[datetime, int] | None = None,
    limit: int,
) -> list[DeskRow]:
    """Return orders that are on a pick list or further on and held for their address, the longest held first."""
    since, order_id = after or (None, None)
    values = {
        "states": list(STATES_AT_WORK),
        "channel": channel_id,
        "warehouse": warehouse_id,
        "since": since,
        "order": order_id,
        "limit": limit,
    }
    return [
        DeskRow(pk, channel, number, at, 0, (), None, "manual", AT_WORK, reason, site)
        for pk, channel, number, at, reason, site in sql.rows("sourcing", "unreached", values)
    ]


def sizes() -> dict[str, int]:
    """Return {queue: orders in it}, counted to one more than COUNTED at most."""
    found = dict(sql.rows("sourcing", "queue_sizes", {"queues": list(QUEUES), "most": COUNTED + 1}))
    held = [row.order_id for row in unreached(limit=COUNTED + 1)]
    # One that lacks something, too, and was taken aside for it, is listed once.
    listed = WaitingOrder.objects.filter(order_id__in=held, queue="manual").count() if held else 0
    found["manual"] = min(COUNTED + 1, found["manual"] + len(held) - listed)
    return {queue: found[queue] for queue in QUEUES}


def _cursor(text: str) -> tuple[datetime, int] | None:
    try:
        since, order_id = text.rsplit("_", 1)
        instant = datetime.fromisoformat(since)
        return (instant, int(order_id)) if instant.tzinfo and 0 <= int(order_id) < 2**63 else None
    except (ValueError, OverflowError):
        return None
