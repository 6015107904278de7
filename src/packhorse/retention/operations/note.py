"""Write down what customers are to be told: rows to be seen, and jobs that write to them later."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from packhorse.deferring import Later, defer
from packhorse.network import queries as network
from packhorse.placing import queries as placing
from packhorse.retention import queries
from packhorse.retention.models import Notice
from packhorse.retention.rules import OVER, is_news
from packhorse.shipping.queries import overdue

JOB, QUEUE = "retention.send", "mails"
BATCH = 1000  # parcels


@transaction.atomic
def note_parcels(parcels: Mapping[int, int], *, kind: str, now: datetime, cause: str = "") -> None:
    """Let the customers be told of `parcels` {parcel id: order id}; who was, or is to be, told of it already is not."""
    known = Notice.objects.filter(parcel_id__in=parcels, kind=kind, cause=cause).values_list("parcel_id", flat=True)
    fresh = {parcel: parcels[parcel] for parcel in sorted(set(parcels) - set(known))}
    states = _states(fresh.values(), kind)
    _keep(
        [
            Notice(parcel_id=parcel, order_id=order_id, kind=kind, cause=cause, state=states[order_id])
            for parcel, order_id in fresh.items()
        ],
        now,
        wait=0,
    )


@transaction.atomic
def note_returns(returns: Mapping[int, int], *, kind: str, now: datetime) -> None:
    """Let the customers be told of `returns` {return id: order id}, of each kind once."""
    known = Notice.objects.filter(returned_id__in=returns, kind=kind).values_list("returned_id", flat=True)
    fresh = {return_id: returns[return_id] for return_id in sorted(set(returns) - set(known))}
    states = _states(fresh.values(), kind)
    _keep(
        [
            Notice(returned_id=return_id, order_id=order_id, kind=kind, state=states[order_id])
            for return_id, order_id in fresh.items()
        ],
        now,
        wait=0,
    )


@transaction.atomic
def note_promises(order_ids: Collection[int], *, now: datetime) -> None:
    """Let customers be told whose promise is later than what they were told last, or who are to wait.

    What is said is read when it is sent: so several changes meanwhile become one mail.
    """
    asked = queries.in_question(set(order_ids))
    if not asked:
        return
    standings = queries.standings(asked)
    news = {pk: standings[pk] for pk, told in asked.items() if pk in standings and is_news(told, standings[pk])}
    queued = Notice.objects.filter(order_id__in=news, kind="promise_changed", state="queued")
    for order_id in queued.values_list("order_id", flat=True):
        del news[order_id]
    held = placing.held(news)
    rows = placing.rows(news)
    fresh = {pk: news[pk] for pk in sorted(news) if pk not in held and rows[pk].state not in OVER}
    states = _states(fresh, "promise_changed")
    _keep(
        [
            Notice(order_id=pk, kind="promise_changed", state=states[pk], waits=said.waits, day=said.day)
            for pk, said in fresh.items()
        ],
        now,
        wait=settings.MAILING.wait if settings.MAILING else 0,
    )


def note_late(*, now: datetime) -> int:
    """Let customers be told of parcels under way whose day is over, or is not likely to be kept; return how many.

    Each is told once, as early as it is known.
    """
    sites = {site.id: site for site in network.warehouses()}
    after = found = 0
    while rows := overdue.overdue(now=now, after=after, limit=BATCH):
        late = {
            row.parcel_id: row.order_id
            for row in rows
            if max(sites[row.warehouse_id].day(now), row.likely_on or row.promised_on) > row.promised_on
        }
        note_parcels(late, kind="delayed", cause="late", now=now)
        after, found = rows[-1].id, found + len(late)
    return found


@transaction.atomic
def send_again(notice_ids: Sequence[int], *, now: datetime) -> int:
    """Let notices that could not be sent be tried anew; return how many. Mend the cause first.

    A promise of which a newer notice is queued is not told twice.
    """
    failed = Notice.objects.select_for_update().filter(pk__in=notice_ids, state="failed").order_by("-id")
    rows = list(failed.values_list("id", "order_id", "kind"))
    mine = {order_id for _, order_id, kind in rows if kind == "promise_changed"}
    queued = Notice.objects.filter(order_id__in=mine, kind="promise_changed", state="queued")
    told = set(queued.values_list("order_id", flat=True))
    again = []
    for pk, order_id, kind in rows:
        if kind == "promise_changed" and order_id in told:
            continue
        told |= {order_id} if kind == "promise_changed" else set()
        again.append(pk)
    Notice.objects.filter(pk__in=again).update(
        state="queued", tries=0, begun_at=None, ended_at=None, said="", due_at=now
    )
    _defer(dict.fromkeys(again, now))
    return len(again)


def _states(order_ids: Collection[int], kind: str) -> dict[int, str]:
    """Return {order id: how a notice of it begins}: nothing is queued that would not be sent."""
    channels = queries.channels()
    rows, addresses = placing.rows(order_ids), placing.addresses(order_ids)
    found = {}
    for order_id in set(order_ids):
        wanted = kind in channels[rows[order_id].channel].kinds
        reached = order_id in addresses and addresses[order_id].email
        sendable = "queued" if settings.MAILING and reached else "no_address" if settings.MAILING else "not_set_up"
        found[order_id] = sendable if wanted else "not_wanted"
    return found


def _keep(notices: Sequence[Notice], now: datetime, *, wait: int) -> None:
    """Keep notices; those that are queued get a job each, in `wait` seconds."""
    due = now + timedelta(seconds=wait)
    for notice in notices:
        queued = notice.state == "queued"
        notice.created_at, notice.due_at, notice.ended_at = now, due if queued else now, None if queued else now
    made = Notice.objects.bulk_create(notices, batch_size=2000)
    _defer({notice.pk: due for notice in made if notice.state == "queued"})


def _defer(notices: Mapping[int, datetime]) -> None:
    defer(QUEUE, (Later(JOB, {"notice_id": pk}, at=due) for pk, due in sorted(notices.items())))
