"""Read what customers were told, and how things stand with what they are promised."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from packhorse.placing import queries as placing
from packhorse.retention.models import ChannelNotices, Notice
from packhorse.retention.rules import FOR_GOODS, KINDS, OF_SHOPS, Standing
from packhorse.sourcing import queries as sourcing
from packhorse.sourcing.queries import PromiseRow

PAGE = 50


@dataclass(frozen=True)
class NoticeRow:
    """A notice: of what, what became of it, and why it was not sent. `waits` and `day`: what a changed promise said."""

    id: int
    order_id: int
    parcel_id: int | None
    returned_id: int | None
    kind: str
    cause: str
    state: str
    tries: int
    said: str
    waits: bool
    day: date | None
    created_at: datetime
    due_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class ChannelRow:
    """Of which kinds a channel's customers are told, and in which language; `chosen`: somebody said so."""

    kinds: tuple[str, ...]
    language: str
    chosen: bool


_NOTICE = tuple(NoticeRow.__dataclass_fields__)


def of_order(order_id: int) -> list[NoticeRow]:
    """Return an order's notices, the newest first."""
    return [NoticeRow(*row) for row in Notice.objects.filter(order_id=order_id).order_by("-id").values_list(*_NOTICE)]


def failed(*, before: int | None = None, limit: int = PAGE) -> list[NoticeRow]:
    """Return the newest notices that could not be sent, those before an id."""
    found = Notice.objects.filter(state="failed")
    found = found.filter(pk__lt=before) if before is not None else found
    return [NoticeRow(*row) for row in found.order_by("-id").values_list(*_NOTICE)[:limit]]


def any_failed() -> bool:
    """Say whether there are notices that could not be sent."""
    return Notice.objects.filter(state="failed").exists()


def channels() -> dict[str, ChannelRow]:
    """Return {channel code: what its customers are told}. A shop tells its customers of parcels itself."""
    rows = ChannelNotices.objects.values_list("channel__code", "kinds", "language")
    chosen = {code: ChannelRow(tuple(kinds), language, True) for code, kinds, language in rows}
    shops = placing.shops()
    usual = {True: ChannelRow(OF_SHOPS, "", False), False: ChannelRow(tuple(KINDS), "", False)}
    return {code: chosen.get(code, usual[code in shops]) for code, _, _ in placing.channels()}


def told(order_ids: Collection[int]) -> dict[int, Standing]:
    """Return {order id: what the customer was told last}: by a notice, else what was promised at first.

    What would have been told counts, too, where nobody is written to; what failed, and what was no news any more, does
    not.
    """
    return _first(sourcing.promises_of(order_ids)) | _noted(order_ids)


def standings(order_ids: Collection[int]) -> dict[int, Standing]:
    """Return {order id: how its promise stands}; orders of which nothing is said are left out.

    Those are orders that wait for something else than goods: a person decides about them, and writes himself.
    """
    waiting = sourcing.waiting(order_ids)
    found = {pk: Standing(True, row.expected_on) for pk, row in waiting.items() if row.code in FOR_GOODS}
    parts: dict[int, list[sourcing.FulfillmentRow]] = {}
    for part in sourcing.of_orders(set(order_ids) - set(waiting)):
        parts.setdefault(part.order_id, []).append(part)
    for order_id, mine in parts.items():
        if any(part.state != "cancelled" for part in mine):
            found[order_id] = Standing(False, sourcing.order_promise(mine).promised_on)
    return found


def in_question(order_ids: Collection[int]) -> dict[int, Standing | None]:
    """Return {order id: what the customer was told last} of the orders whose promise may be another by now.

    Most orders are promised once and wait for nothing: these are left out, at the cost of three short questions.
    """
    made, noted = sourcing.promises_of(order_ids), _noted(order_ids)
    said = _first(made) | noted
    times: dict[int, set[datetime]] = {}
    for row in made:
        times.setdefault(row.order_id, set()).add(row.at)
    waits = set(sourcing.waiting(order_ids))
    return {pk: said.get(pk) for pk in order_ids if pk in noted or pk in waits or len(times.get(pk, ())) > 1}


def _first(made: Iterable[PromiseRow]) -> dict[int, Standing]:
    """Return {order id: what was promised at first}."""
    first: dict[int, list[PromiseRow]] = {}
    for row in made:  # the oldest first
        mine = first.setdefault(row.order_id, [])
        if not mine or mine[0].at == row.at:
            mine.append(row)
    return {pk: Standing(False, _latest([row.promised_on for row in rows])) for pk, rows in first.items()}


def _noted(order_ids: Collection[int]) -> dict[int, Standing]:
    """Return {order id: what the last notice of its promise said, or would have}."""
    counts = Notice.objects.filter(order_id__in=set(order_ids), kind="promise_changed")
    counts = counts.filter(state__in=["sent", "not_set_up", "no_address", "not_wanted"]).exclude(
        state="not_wanted", said__gt=""
    )
    rows = counts.order_by("ended_at", "id").values_list("order_id", "waits", "day")
    return {order_id: Standing(waits, day) for order_id, waits, day in rows}


def _latest(days: list[date | None]) -> date | None:
    known = [day for day in days if day]
    return max(known) if known and len(known) == len(days) else None
