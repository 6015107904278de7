"""Tell the shop of an order that a parcel of it has left."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction

from packhorse.errors import Refusal
from packhorse.outside import Again
from packhorse.placing import queries as placing
from packhorse.shipping.models import ShopNotice
from packhorse.shipping.queries.sent import sent
from packhorse.shipping.rules import ONE_TRY, TRIES, wait_after
from packhorse.shops import Refused, TryLater, fulfil


@dataclass(frozen=True)
class _Outcome:
    state: str
    said: str
    wait: int = 0


def tell_shop(*, parcel_id: int, public_url: str, private: bool, now: datetime) -> None:
    """Tell a parcel's shop of it and keep what came of it; raises Again when it must be tried later.

    The shop is spoken to between two transactions: a slow shop must not hold rows. The first one counts the try and
    marks it as under way, so that nobody else tries at the same time and a try that kills its worker counts too; the
    second keeps the outcome. When that is lost, the next try asks the shop, which then knows of the parcel.
    """
    attempt = _begin(parcel_id, now)
    if not attempt:
        return
    try:
        outcome = _told(parcel_id, public_url, private)
    except DatabaseError:
        raise  # the try is over when its time is; the job comes again then
    except Exception as error:
        _end(parcel_id, attempt, _Outcome("failed", f"This went wrong here: {type(error).__name__}"), now)
        raise
    _end(parcel_id, attempt, outcome, now)
    if outcome.state == "waiting" and attempt < TRIES:
        raise Again(max(wait_after(attempt), outcome.wait))


@transaction.atomic
def _begin(parcel_id: int, now: datetime) -> int:
    """Return the number of this try, or nothing when there is nothing to do."""
    notice = ShopNotice.objects.select_for_update().filter(pk=parcel_id, state="waiting").first()
    if notice is None:
        return 0
    if notice.begun_at and now - notice.begun_at < timedelta(seconds=ONE_TRY):
        raise Again(ONE_TRY)
    if notice.attempts >= TRIES:
        ShopNotice.objects.filter(pk=parcel_id).update(state="failed", begun_at=None, ended_at=now)
        return 0
    ShopNotice.objects.filter(pk=parcel_id).update(attempts=notice.attempts + 1, begun_at=now)
    return notice.attempts + 1


def _told(parcel_id: int, public_url: str, private: bool) -> _Outcome:
    said = []
    try:
        # A merged order's parcel holds goods of several of the shop's orders: it is told of each, and knows what it
        # was told already when one of them has to be tried again.
        for row in sent(parcel_id, public_url=public_url):
            access = placing.shop_access(row.channel)
            if access is None:
                return _Outcome("failed", "The channel's shop gives Packhorse no access to its API any more")
            said.append(fulfil(access, row.parcel, private=private))
        return _Outcome("told", "; ".join(dict.fromkeys(said)) or "Nothing to tell: it completes no kit yet.")
    except TryLater as later:
        return _Outcome("waiting", later.text, later.seconds)
    except Refused as refused:
        return _Outcome("failed", refused.text)
    except Refusal as refusal:
        return _Outcome("failed", refusal.text)


@transaction.atomic
def _end(parcel_id: int, attempt: int, outcome: _Outcome, now: datetime) -> None:
    """Keep what came of a try, unless another one began since."""
    state = "failed" if outcome.state == "waiting" and attempt >= TRIES else outcome.state
    ShopNotice.objects.filter(pk=parcel_id, state="waiting", attempts=attempt).update(
        state=state, said=outcome.said[:500], begun_at=None, ended_at=None if state == "waiting" else now
    )
