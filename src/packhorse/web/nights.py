"""What is done once a night, by whichever worker comes first: a table of duties, each in its own transactions.

It is a job beside the relay: an audit of a large house takes minutes, and orders are not to wait for it.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta

import structlog
from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction

from packhorse.carriers import operations as carriers
from packhorse.counting.operations import plan_counts
from packhorse.feed.operations import compare_due
from packhorse.inbound.operations import measure_velocity
from packhorse.inventory.operations import snapshot
from packhorse.packing import operations as packing
from packhorse.returns.operations import expire_labels
from packhorse.sourcing.operations import forget_runs
from packhorse.web.asking import ask
from packhorse.web.audit.runs import keep_audit
from packhorse.web.models import NightDuty

log = structlog.get_logger(__name__)

Duty = Callable[[datetime], object]  # is given the time; what it returns is kept in words

JOB, QUEUE = "web.nights", "nights"
BEGINS = time(2, 0)  # UTC
PATIENCE = timedelta(hours=2)  # a duty that has not ended by then was its worker's last
SETTLED = timedelta(hours=1)  # no transaction is older


def keep_snapshot(now: datetime) -> str:
    """Keep what was there at midnight: no transaction from before it is still under way."""
    midnight = datetime.combine(now.date(), time(), now.tzinfo)
    if now - midnight < SETTLED:
        return "too early"
    snapshot(at=midnight)
    return f"what was there before {midnight:%Y-%m-%d}"


def audit(now: datetime) -> str:
    """Prove that the books are right, and keep what was found: the console shows it until the next one."""
    run = keep_audit(now=now, actor="night")
    return f"{run.differences} rows differ" if run.differences else f"clean, {run.invariants} invariants hold"


def plan_night(now: datetime) -> str:
    """Bins whose turn it is are to be counted."""
    return f"{plan_counts(now=now, actor='night')} bins to count"


def compare_shops(now: datetime) -> str:
    """Ask each shop for all it believes of its stock; the jobs queued here do it."""
    return f"{compare_due(now=now)} shops"


def measure_picking(now: datetime) -> str:
    """How fast products are picked says where they are put away."""
    return f"{measure_velocity(now=now)} products picked in 60 days"


def forget_transit(now: datetime) -> str:
    """Parcels of long ago say little of how long parcels take now."""
    return f"{carriers.forget(now=now)} rows of transit times"


def forget_batches(now: datetime) -> str:
    """How well a batch was decided says little after a season."""
    return f"{forget_runs(now=now)} batches of sourcing forgotten"


def forget_photos(now: datetime) -> str:
    """Photos of parcels show goods, labels and sometimes people: they are kept no longer than claims take."""
    return f"{packing.forget_photos(before=now - timedelta(days=settings.PHOTO_DAYS))} photos of parcels forgotten"


def expire_return_labels(now: datetime) -> str:
    """Labels of returns that nobody used are given back while their carriers still take them."""
    return f"{expire_labels(now=now)} labels of returns given back"


DUTIES: Mapping[str, Duty] = {
    "snapshot": keep_snapshot,
    "audit": audit,
    "counts": plan_night,
    "shops compared": compare_shops,
    "velocity": measure_picking,
    "transit": forget_transit,
    "sourcing runs": forget_batches,
    "photos": forget_photos,
    "return labels": expire_return_labels,
}


def ask_nights(*, now: datetime, duties: Mapping[str, Duty] = DUTIES) -> bool:
    """Ask for this night's duties, when any is left; return whether they were asked for."""
    return bool(_left(now, duties)) and ask(JOB, queue=QUEUE)


def keep_nights(*, now: datetime, duties: Mapping[str, Duty] = DUTIES) -> list[str]:
    """Do what is due of this night's duties and nobody has begun; return the names of those that were done.

    A duty that goes wrong is begun again by the next who asks; the others go on.
    """
    done = []
    for name in _left(now, duties):
        if not _begin(name, now):
            continue
        try:
            said = str(duties[name](now))
        except Exception as error:
            log.exception("night.failed", duty=name, error=type(error).__name__)
            if isinstance(error, DatabaseError):
                connection.close()
            NightDuty.objects.filter(name=name, night=now.date()).delete()
            continue
        NightDuty.objects.filter(name=name, night=now.date()).update(ended_at=now, said=said[:200])
        done.append(name)
    return done


def _left(now: datetime, duties: Mapping[str, Duty]) -> list[str]:
    """The duties of this night that nobody has begun, or whose worker died."""
    if now.time() < BEGINS:
        return []
    tonight = NightDuty.objects.filter(night=now.date())
    taken = tonight.exclude(ended_at=None, begun_at__lt=now - PATIENCE).values_list("name", flat=True)
    return [name for name in duties if name not in set(taken)]


def _begin(name: str, now: datetime) -> bool:
    mine = NightDuty.objects.filter(name=name, night=now.date())
    if mine.filter(ended_at=None, begun_at__lt=now - PATIENCE).update(begun_at=now):
        return True
    if mine.exists():
        return False
    try:
        with transaction.atomic():
            NightDuty.objects.create(name=name, night=now.date(), begun_at=now)
    except IntegrityError:
        return False
    return True
