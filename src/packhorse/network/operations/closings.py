"""Close warehouses for some days, and open them again."""

from datetime import date, datetime

from django.db import transaction

from packhorse.errors import Refusal, missing
from packhorse.events import WarehouseClosed, WarehouseOpened
from packhorse.network.models import Closing, Warehouse
from packhorse.network.rules import today_in
from packhorse.outbox.publish import publish


@transaction.atomic
def close(*, warehouse: str, from_on: date | None, until_on: date | None, why: str, now: datetime, actor: str) -> None:
    """Close a warehouse from a day (None: today) until a day, both included (None: until further notice).

    A closing that has not ended is replaced. Refuses days that are past, and a missing reason.
    """
    site = _locked(warehouse)
    today = today_in(site.timezone, now)
    first, words = from_on or today, " ".join(why.split())
    if not words or len(words) > 200:
        raise Refusal("NO_REASON", "why: say in words why it is closed, in 200 letters at most.", status=422)
    if first < today:
        raise Refusal("DAY_PAST", f"from_on: {first} is past; {site.code} can be closed from today on.", status=422)
    if until_on and until_on < first:
        raise Refusal("WRONG_DAYS", f"until_on: {until_on} is before {first}.", status=422)
    old = Closing.objects.filter(warehouse=site, ended_at=None).first()
    if old and old.begun_at and first > today:
        raise Refusal("CLOSED_NOW", f"{site.code} is closed now: reopen it first, or close it from today on.")
    begun = old.begun_at if old else None
    Closing.objects.filter(warehouse=site, ended_at=None).update(ended_at=now, ended_by=actor)
    Closing.objects.create(
        warehouse=site, from_on=first, until_on=until_on, why=words, at=now, actor=actor, begun_at=begun
    )
    if old and old.begun_at and old.until_on and (until_on is None or until_on > old.until_on):
        publish([WarehouseClosed(site.pk)], now=now, actor=actor)  # what was to leave in between cannot
    _turn(site, now, actor)


@transaction.atomic
def reopen(*, warehouse: str, now: datetime, actor: str) -> None:
    """Let a warehouse work again that is closed, or that was to be closed."""
    site = _locked(warehouse)
    row = Closing.objects.filter(warehouse=site, ended_at=None).first()
    if row is None:
        raise Refusal("NOT_CLOSED", f"{site.code} is not closed.")
    _end(row, now, actor)


def turn_closings(*, now: datetime) -> None:
    """Begin the closings whose day has come, and end those whose day is over."""
    for code in Closing.objects.filter(ended_at=None).order_by("id").values_list("warehouse__code", flat=True):
        with transaction.atomic():
            _turn(_locked(code), now, "calendar")


def _turn(site: Warehouse, now: datetime, actor: str) -> None:
    today = today_in(site.timezone, now)
    for row in Closing.objects.filter(warehouse=site, ended_at=None):
        if row.until_on and row.until_on < today:
            _end(row, now, actor)
        elif row.begun_at is None and row.from_on <= today:
            Closing.objects.filter(pk=row.pk).update(begun_at=now)
            publish([WarehouseClosed(site.pk)], now=now, actor=actor)


def _end(row: Closing, now: datetime, actor: str) -> None:
    Closing.objects.filter(pk=row.pk).update(ended_at=now, ended_by=actor)
    if row.begun_at or row.until_on is None:  # one without an end keeps orders away before it begins
        publish([WarehouseOpened(row.warehouse_id)], now=now, actor=actor)


def _locked(code: str) -> Warehouse:
    site = Warehouse.objects.select_for_update(no_key=True).filter(code=code).first()
    if site is None:
        raise missing("warehouse", code[:20])
    return site
