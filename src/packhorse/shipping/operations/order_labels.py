"""Let labels be bought where accounts with carriers have to be asked: a row to be seen, and a job each."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from packhorse.shipping.models import LabelOrder

BUY, SETTLE, QUEUE = "shipping.get_label", "shipping.settle_purchase", "carriers"


@transaction.atomic
def order_labels(parcels: Mapping[int, int], *, tokens: Mapping[int, str], now: datetime) -> None:
    """Let the labels of `parcels` {parcel id: order id} be bought; one that is being bought already is left alone."""
    known = {row.parcel_id: row for row in LabelOrder.objects.select_for_update().filter(parcel_id__in=parcels)}
    fresh = [parcel for parcel in sorted(parcels) if parcel not in known]
    again = [parcel for parcel, row in sorted(known.items()) if row.state != "waiting"]
    LabelOrder.objects.bulk_create(
        [LabelOrder(parcel_id=each, order_id=parcels[each], token=tokens.get(each, ""), at=now) for each in fresh]
    )
    for each in again:
        token = tokens.get(each, known[each].token)
        LabelOrder.objects.filter(pk=each).update(
            state="waiting", token=token, attempts=0, begun_at=None, said="", ended_at=None, at=now
        )
    _defer([(BUY, {"parcel_id": each}, f"label {each}") for each in [*fresh, *again]])


@transaction.atomic
def try_labels_again(parcel_ids: Sequence[int], *, now: datetime) -> int:
    """Let labels be bought anew of which buying failed; return how many. Mend the cause first."""
    failed = LabelOrder.objects.filter(parcel_id__in=parcel_ids, state="failed")
    rows = dict(failed.values_list("parcel_id", "order_id"))
    order_labels(rows, tokens={}, now=now)
    return len(rows)


def settle_later(keys: Sequence[str]) -> None:
    """Let what became of purchases be found out, and what nobody uses be given back."""
    _defer([(SETTLE, {"key": key}, f"purchase {key}") for key in keys])


def _defer(wanted: Sequence[tuple[str, Mapping[str, object], str]]) -> None:
    jobs = [
        Job(id=None, queue=QUEUE, task_name=name, task_kwargs=dict(given), lock=lock, queueing_lock=None)
        for name, given, lock in wanted
    ]
    if jobs:
        app.job_manager.batch_defer_jobs(jobs=jobs)
