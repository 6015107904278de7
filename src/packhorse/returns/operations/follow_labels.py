"""Where returns are on their way back: carriers are asked by the hour, and listened to; each event counts once."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from packhorse.carriers.adapters import open_account
from packhorse.carriers.queries import accounts
from packhorse.carriers.rules import TrackingReport
from packhorse.deferring import Later, defer
from packhorse.outside import Again, Refused, TryLater
from packhorse.returns.models import ReturnLabel, ReturnScan
from packhorse.returns.operations.labels import QUEUE
from packhorse.returns.rules import AWAITED, LABEL_TO_FOLLOW
from packhorse.shipping.rules import FIRST_WAIT, comes_after

FOLLOW = "returns.follow_labels"
ASK_EVERY, BATCH, CHUNK, SECONDS = timedelta(hours=1), 500, 20, 120.0


@transaction.atomic
def poll_labels(*, now: datetime) -> int:
    """Let carriers be asked for returns that are to come and were not asked for within the hour; return how many."""
    open_ones = (
        ReturnLabel.objects.filter(state="bought", tracking_state__in=LABEL_TO_FOLLOW, returned__state__in=AWAITED)
        .filter(Q(asked_at=None) | Q(asked_at__lte=now - ASK_EVERY))
        .order_by(F("asked_at").asc(nulls_first=True), "pk")
    )
    locked = open_ones.select_for_update(skip_locked=True, of=("self",))
    asked = list(locked.values_list("account_id", "pk")[:BATCH])
    ReturnLabel.objects.filter(pk__in=[pk for _, pk in asked]).update(asked_at=now)
    by_account: dict[int, list[int]] = defaultdict(list)
    for account_id, pk in asked:
        by_account[account_id].append(pk)
    defer(
        QUEUE,
        (
            Later(FOLLOW, {"account_id": pk, "return_ids": ids[nth : nth + CHUNK]}, f"follow returns {pk}")
            for pk, ids in sorted(by_account.items())
            for nth in range(0, len(ids), CHUNK)
        ),
    )
    return len(asked)


def follow_labels(*, account_id: int, return_ids: Sequence[int], private: bool, now: datetime) -> None:
    """Ask an account's carrier where returns are. What was heard is kept, though it stops answering in the middle."""
    mine = ReturnLabel.objects.filter(pk__in=return_ids, account_id=account_id, state="bought").order_by("pk")
    news: list[TrackingReport] = []
    later: TryLater | None = None
    with open_account(accounts.access(account_id), private=private, seconds=SECONDS) as (adapter, client):
        for number, carrier in list(mine.values_list("tracking_number", "service__carrier__code")):
            try:
                news += adapter.track(client, carrier or "", number)
            except Refused:  # of this parcel it knows nothing
                continue
            except TryLater as error:
                later = error
                break
    take_label_tracking(news)
    if later is not None and not news:
        raise Again(max(FIRST_WAIT, later.seconds))


@transaction.atomic
def take_label_tracking(news: Sequence[TrackingReport]) -> list[TrackingReport]:
    """Keep what carriers told of returns' parcels, in whatever order; return the reports of other parcels."""
    numbers = {report.tracking_number for report in news} - {""}
    labels = ReturnLabel.objects.select_for_update().filter(tracking_number__in=numbers).defer("content").order_by("pk")
    mine = {label.tracking_number: label for label in labels}
    told = [report for report in news if report.tracking_number in mine]
    ReturnScan.objects.bulk_create(
        [
            ReturnScan(
                label=mine[report.tracking_number],
                carrier_event_id=report.carrier_event_id,
                state=report.state,
                at=report.at,
                place=report.place,
                text=report.text,
            )
            for report in told
        ],
        ignore_conflicts=True,
    )
    for report in told:
        label = mine[report.tracking_number]
        known = (label.tracking_state, _us(label.tracking_at)) if label.tracking_at else ("pre_transit", 0)
        if comes_after(known, (report.state, _us(report.at))):
            label.tracking_state, label.tracking_at = report.state, report.at
    for label in mine.values():
        ReturnLabel.objects.filter(pk=label.pk).update(
            tracking_state=label.tracking_state, tracking_at=label.tracking_at
        )
    return [report for report in news if report.tracking_number not in mine]


def _us(at: datetime) -> int:
    return int(at.timestamp() * 1_000_000)
