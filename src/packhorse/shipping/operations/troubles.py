"""Note what goes wrong with parcels on the way, and what people do about it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from packhorse import sql
from packhorse.algorithms.delivering import MOST_DAYS
from packhorse.errors import Refusal, missing
from packhorse.events import TransitMeasured
from packhorse.outbox.publish import publish
from packhorse.shipping.models import Trouble, TroubleAct
from packhorse.shipping.rules import NO_SCAN_HOURS, SILENT_DAYS, TROUBLE_ACTS

LONGEST_NOTE = 300
LOSSES = ("lost", "damaged", "failed")  # of which the carrier is to blame
SINCE = timedelta(days=60)  # what a carrier told before that is looked at no more


@transaction.atomic
def find_troubles(*, now: datetime) -> int:
    """Note parcels that something went wrong with, each once of a kind; return how many are new.

    What has arrived meanwhile, was scanned after all, or is likely to come in time again is settled.
    """
    times = {
        "unscanned": now - timedelta(hours=NO_SCAN_HOURS),
        "silent": now - timedelta(days=SILENT_DAYS),
        "since": now - SINCE,
        "today": now.date(),
        "now": now,
    }
    fresh = sql.rows("shipping", "find_troubles", times)
    sql.rows("shipping", "settle_arrived", {"now": now, "today": now.date()})
    _measure([row[0] for row in fresh], now)
    return len(fresh)


def _measure(trouble_ids: Sequence[int], now: datetime) -> None:
    """Count parcels that were lost or broken on their lane as ones that took longest, each once.

    So the chance that a service keeps a day, by which offers are compared, knows of them.
    """
    gone = Trouble.objects.filter(kind__in=LOSSES)
    fresh = gone.filter(pk__in=trouble_ids)
    before = gone.filter(shipment__in=fresh.values("shipment")).exclude(pk__in=trouble_ids).values("shipment")
    lanes = fresh.exclude(shipment__in=before).order_by().values_list(
        "shipment_id", "shipment__service_id", "shipment__warehouse_id", "shipment__zone"
    )  # fmt: skip
    counted = Counter((service, site, zone) for _, service, site, zone in lanes.distinct())
    told = [TransitMeasured(*lane, MOST_DAYS, parcels) for lane, parcels in sorted(counted.items())]
    publish(told, now=now, actor="shipping")


@transaction.atomic
def act_on_trouble(
    *, trouble_id: int, act: str, note: str, now: datetime, actor: str, order_id: int | None = None
) -> None:
    """Keep what a person did about a trouble, one of TROUBLE_ACTS; `settled` closes it.

    `order_id`: the order that replaces the parcel. Refuses a trouble that is settled already.
    """
    if act not in TROUBLE_ACTS:
        raise Refusal("NO_SUCH_ACT", f"act: use one of {', '.join(TROUBLE_ACTS)}, not {act[:20]!r}.", status=422)
    if len(note) > LONGEST_NOTE or not note.isprintable():
        raise Refusal("BAD_NOTE", f"note: at most {LONGEST_NOTE} printable characters.", status=422)
    row = Trouble.objects.select_for_update().filter(pk=trouble_id).first()
    if row is None:
        raise missing("trouble", trouble_id)
    if row.settled_at:
        raise Refusal("SETTLED", f"This is settled already ({row.outcome}).")
    TroubleAct.objects.create(trouble=row, act=act, note=note, order_id=order_id, at=now, actor=actor)
    if act == "settled":
        Trouble.objects.filter(pk=row.pk).update(settled_at=now, outcome="settled")
