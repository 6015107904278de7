"""Ask carriers where parcels are: those that do not exist at once, accounts by jobs."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from packhorse.carriers.adapters import open_account
from packhorse.carriers.queries import accounts
from packhorse.deferring import Later, defer
from packhorse.network import queries as network
from packhorse.outside import Again, Refused, TryLater
from packhorse.placing import queries as placing
from packhorse.shipping.models import Shipment
from packhorse.shipping.operations.order_labels import QUEUE
from packhorse.shipping.operations.track import BULKY, take_tracking
from packhorse.shipping.rules import FIRST_WAIT, TrackingReport
from packhorse.shipping.simulator import Journey, reports

POLL_BATCH = 500
ASK_EVERY = timedelta(hours=1)
FOLLOW, CHUNK = "shipping.follow", 20  # parcels that one job asks for
FOLLOW_SECONDS = 120.0


@transaction.atomic
def poll_tracking(*, now: datetime, limit: int = POLL_BATCH) -> int:
    """Ask for parcels that are under way and were not asked for within the hour; return how many.

    The longest unasked come first. For simulated carriers `packhorse.shipping.simulator` answers, accounts are asked
    by a job. Where a rate table is all there is of a carrier, nobody can be asked: a person or the API tells of it.
    """
    under_way = (
        Shipment.objects.filter(state="handed_over", ended_at=None)
        .filter(Q(asked_at=None) | Q(asked_at__lte=now - ASK_EVERY))
        .filter(Q(carrier__simulated=True) | Q(carrier__account__isnull=False))
        .order_by(F("asked_at").asc(nulls_first=True), "id")
    )
    locked = under_way.select_for_update(skip_locked=True, of=("self",)).defer(*BULKY)
    asked = list(locked.select_related("carrier")[:limit])
    Shipment.objects.filter(pk__in=[shipment.pk for shipment in asked]).update(asked_at=now)
    _ask_accounts([shipment for shipment in asked if not shipment.carrier.simulated])
    take_tracking(_simulated([shipment for shipment in asked if shipment.carrier.simulated], now), now=now)
    return len(asked)


def _simulated(asked: Sequence[Shipment], now: datetime) -> list[TrackingReport]:
    sites = {site.id: site for site in network.warehouses()}
    addresses = placing.addresses(shipment.order_id for shipment in asked)
    news: list[TrackingReport] = []
    for s in asked:
        if s.handed_over_at is not None:
            home, door = sites[s.warehouse_id].city, addresses[s.order_id].city
            news += reports(Journey(s.tracking_number, s.handed_over_at, s.expected_on, home, door), now=now)
    return news


def _ask_accounts(asked: Sequence[Shipment]) -> None:
    by_account: dict[int, list[int]] = {}
    for shipment in asked:
        by_account.setdefault(shipment.carrier.account_id, []).append(shipment.pk)
    defer(
        QUEUE,
        (
            Later(FOLLOW, {"account_id": account_id, "shipment_ids": ids[nth : nth + CHUNK]}, f"follow {account_id}")
            for account_id, ids in sorted(by_account.items())
            for nth in range(0, len(ids), CHUNK)
        ),
    )


def follow(*, account_id: int, shipment_ids: Sequence[int], private: bool, now: datetime) -> int:
    """Ask an account's carrier for parcels; return how many of its reports were new.

    What was heard is kept, though the carrier stops answering in the middle; the others are asked for within the hour.
    """
    shipments = Shipment.objects.filter(pk__in=shipment_ids, state="handed_over").order_by("id")
    numbers = list(shipments.values_list("tracking_number", "carrier__code"))
    news: list[TrackingReport] = []
    later: TryLater | None = None
    with open_account(accounts.access(account_id), private=private, seconds=FOLLOW_SECONDS) as (adapter, client):
        for number, carrier in numbers:
            try:
                news += adapter.track(client, carrier, number)
            except Refused:  # of this parcel it knows nothing
                continue
            except TryLater as error:
                later = error
                break
    mine = {number for number, _ in numbers}
    fresh = take_tracking([report for report in news if report.tracking_number in mine], now=now, account_id=account_id)
    if later is not None and not news:
        raise Again(max(FIRST_WAIT, later.seconds))
    return fresh
