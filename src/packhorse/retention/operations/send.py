"""Write to a customer what he is to be told."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import DatabaseError, transaction

from packhorse.outside import Again
from packhorse.retention import queries
from packhorse.retention.letters import write
from packhorse.retention.models import Notice
from packhorse.retention.operations.compose import Quiet, compose
from packhorse.retention.operations.note import note_promises
from packhorse.retention.operations.post import Later, Rejected, post
from packhorse.retention.queries import NoticeRow
from packhorse.retention.rules import ONE_TRY, TRIES, Standing, wait_after
from packhorse.retention.server import Mailing


class Broken(Exception):
    """Something went wrong here, of which only the kind is told: its words may name a person."""


@dataclass(frozen=True)
class _Outcome:
    state: str
    said: str = ""
    standing: Standing | None = None


def send(*, notice_id: int, mailing: Mailing | None, now: datetime) -> None:
    """Write to the customer and keep what came of it; raises Again when it must be tried later.

    The server is spoken to between two transactions. The first one counts the try and marks it as under way, so that
    nobody else tries at the same time; the second keeps the outcome. When that is lost, the mail is sent again, with
    the Message-ID that it had.
    """
    notice = _begin(notice_id, now)
    if notice is None:
        return
    try:
        outcome = _sent(notice, mailing, now)
    except DatabaseError:
        raise  # the try is over when its time is; the job comes again then
    except Exception as error:
        _end(notice, _Outcome("failed", f"This went wrong here: {type(error).__name__}"), now)
        raise Broken(type(error).__name__) from None
    _end(notice, outcome, now)
    if outcome.state == "queued" and notice.tries < TRIES:
        raise Again(wait_after(notice.tries))


@transaction.atomic
def _begin(notice_id: int, now: datetime) -> NoticeRow | None:
    """Return the notice with the number of this try, or nothing when there is nothing to do."""
    row = Notice.objects.select_for_update().filter(pk=notice_id, state="queued").first()
    if row is None:
        return None
    if row.begun_at and now - row.begun_at < timedelta(seconds=ONE_TRY):
        raise Again(ONE_TRY)
    if row.tries >= TRIES:
        Notice.objects.filter(pk=notice_id).update(state="failed", begun_at=None, ended_at=now)
        return None
    Notice.objects.filter(pk=notice_id).update(tries=row.tries + 1, begun_at=now)
    return next(each for each in queries.of_order(row.order_id) if each.id == notice_id)


def _sent(notice: NoticeRow, mailing: Mailing | None, now: datetime) -> _Outcome:
    if mailing is None:
        return _Outcome("not_set_up")
    try:
        draft = compose(notice, merchant=mailing.merchant, public_url=mailing.public_url)
        if notice.kind not in queries.channels()[draft.channel].kinds:
            return _Outcome("not_wanted", standing=draft.said)
        if not draft.to:
            return _Outcome("no_address", standing=draft.said)
        validate_email(draft.to)
        key = f"packhorse.{notice.id}.{int(notice.created_at.timestamp() * 1_000_000)}"
        post(write(draft.facts), to=draft.to, mailing=mailing, key=key, about=f"{notice.kind}.{draft.channel}", now=now)
        return _Outcome("sent", standing=draft.said)
    except ValidationError:
        return _Outcome("no_address", "The order's mail address is none")
    except Quiet as quiet:
        return _Outcome("not_wanted", quiet.text)
    except Later as later:
        return _Outcome("queued", later.text)
    except Rejected as rejected:
        return _Outcome("failed", rejected.text)


@transaction.atomic
def _end(notice: NoticeRow, outcome: _Outcome, now: datetime) -> None:
    """Keep what came of a try, unless another one began since; a promise may have changed again meanwhile."""
    state = "failed" if outcome.state == "queued" and notice.tries >= TRIES else outcome.state
    mine = Notice.objects.filter(pk=notice.id, state="queued", tries=notice.tries)
    standing = {"waits": outcome.standing.waits, "day": outcome.standing.day} if outcome.standing else {}
    ended_at = None if state == "queued" else now
    mine.update(state=state, said=outcome.said[:200], begun_at=None, ended_at=ended_at, **standing)
    if state == "sent" and notice.parcel_id is None:
        note_promises([notice.order_id], now=now)
