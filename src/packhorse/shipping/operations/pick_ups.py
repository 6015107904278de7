"""Let a carrier come for parcels, or not come: written down first, then asked for by a job."""

import secrets
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import F

from packhorse.carriers import queries as carriers
from packhorse.carriers.adapters import PickUp as Wanted
from packhorse.carriers.adapters import Place, open_account
from packhorse.carriers.queries import accounts
from packhorse.deferring import Later, defer
from packhorse.errors import Refusal, missing
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.outside import Again, Refused, TryLater
from packhorse.shipping.models import PickUp, Purchase
from packhorse.shipping.operations.order_labels import QUEUE
from packhorse.shipping.rules import TRIES, wait_after

SETTLE = "shipping.settle_pick_up"
AHEAD = timedelta(days=30)
LONGEST_NOTE = 200


def ask_pick_up(
    *,
    warehouse_id: int,
    carrier_id: int,
    day: date,
    opens: time,
    closes: time,
    note: str = "",
    now: datetime,
    actor: str,
) -> int:
    """Ask a carrier to come on a day between two times of the warehouse; return the pick-up's id.

    Refuses a carrier without an account, one of which no parcel is labelled here, and a second time on one day.
    """
    site = next(each for each in network.warehouses() if each.id == warehouse_id)
    row = next((each for each in carriers.carriers() if each.id == carrier_id), None)
    if row is None:
        raise missing("carrier", carrier_id)
    account = accounts.named(row.account) if row.account else None
    if account is None or not account.on:
        text = f"{row.name} has no account that is in use: its pick-ups are not asked for here. Call it."
        raise Refusal("NO_ACCOUNT", text)
    starts, ends = (datetime.combine(day, each, ZoneInfo(site.timezone)) for each in (opens, closes))
    _prove(site, day, starts, ends, note, now)
    sold = Purchase.objects.filter(account_id=account.id, state="bought", shipment__warehouse_id=warehouse_id)
    sold = sold.filter(shipment__carrier_id=carrier_id, shipment__state__in=["labelled", "handed_over"])
    ref = sold.order_by("-id").values_list("ref", flat=True).first()
    if ref is None:
        text = f"No parcel of {row.name} is labelled in {site.city} yet: a pick-up is asked for parcels."
        raise Refusal("NO_PARCEL", text)
    facts = {"parcel_ref": ref, "opens_at": starts, "closes_at": ends, "note": note, "at": now, "actor": actor}
    try:
        with transaction.atomic():
            made = PickUp.objects.create(
                key=f"packhorse-pickup-{secrets.token_hex(8)}",
                warehouse_id=warehouse_id,
                carrier_id=carrier_id,
                account_id=account.id,
                day=day,
                **facts,
            )
            defer(QUEUE, [Later(SETTLE, {"pick_up_id": made.pk}, f"pick-up {made.pk}")])
    except IntegrityError:
        raise Refusal("COMES_ALREADY", f"{row.name} is asked to come on this day already: cancel that first.") from None
    return made.pk


def _prove(site: WarehouseRow, day: date, starts: datetime, ends: datetime, note: str, now: datetime) -> None:
    if ends <= starts:
        raise Refusal("BAD_HOURS", "until: the time until which it may come must be after the first.", status=422)
    if ends <= now:
        raise Refusal("DAY_IS_OVER", f"day: {day} is over by then in {site.city}: give a later time.", status=422)
    if day > (last := site.day(now) + AHEAD):
        raise Refusal("DAY_TOO_FAR", f"day: {day} is too far off: give a day up to {last}.", status=422)
    if len(note) > LONGEST_NOTE or not note.isprintable():
        raise Refusal("BAD_NOTE", f"note: at most {LONGEST_NOTE} printable characters.", status=422)


@transaction.atomic
def cancel_pick_up(*, pick_up_id: int) -> None:
    """Let a carrier not come. Refuses what is no longer to come, or was not answered yet."""
    row = PickUp.objects.select_for_update().filter(pk=pick_up_id).first()
    if row is None:
        raise missing("pick-up", pick_up_id)
    if row.state != "coming":
        raise Refusal("NOT_COMING", f"This pick-up is {row.state}: only one that was promised can be cancelled.")
    PickUp.objects.filter(pk=pick_up_id).update(state="cancelling", attempts=0, said="")
    defer(QUEUE, [Later(SETTLE, {"pick_up_id": pick_up_id}, f"pick-up {pick_up_id}")])


def settle_pick_up(*, pick_up_id: int, private: bool, now: datetime) -> None:
    """Ask the carrier for what is wanted of one pick-up; raises Again when it must be tried later.

    It is known to the carrier by its key: after an answer that was lost it is found there, and comes once.
    """
    mine = PickUp.objects.filter(pk=pick_up_id, state__in=["waiting", "cancelling"])
    if not mine.update(attempts=F("attempts") + 1):
        return
    row = mine.select_related("carrier").get()
    try:
        with open_account(accounts.access(row.account_id), private=private) as (adapter, client):
            if row.state == "waiting":
                coming = adapter.pick_up(client, _wanted(row), [row.parcel_ref])
                facts = {"ref": coming.ref[:100], "confirmation": coming.confirmation[:100], "said": ""}
                facts["service"], price = coming.service[:60], coming.price_minor
                mine.update(state="coming", price_minor=price, currency=coming.currency[:3], **facts)
            else:
                said = adapter.cancel_pick_up(client, row.ref)
                mine.update(state="cancelled", said=said[:500], ended_at=now)
    except TryLater as later:
        mine.update(said=later.text[:500])
        if row.attempts < TRIES and row.closes_at > now:
            raise Again(max(wait_after(row.attempts), later.seconds)) from None
        _give_up(row, later.text, now)
    except Refused as refused:
        _give_up(row, refused.text, now)


def _give_up(row: PickUp, said: str, now: datetime) -> None:
    """It does not come; or, where it was to be cancelled, it comes all the same."""
    mine = PickUp.objects.filter(pk=row.pk)
    if row.state == "waiting":
        mine.update(state="refused", said=said[:500], ended_at=now)
    else:
        mine.update(state="coming", said=f"It could not be cancelled: {said}"[:500])


def _wanted(row: PickUp) -> Wanted:
    site = next(each for each in network.warehouses() if each.id == row.warehouse_id)
    zone = ZoneInfo(site.timezone)
    return Wanted(
        key=row.key,
        place=Place(site.name, site.line1, site.city, site.postal_code, site.country),
        opens_at=row.opens_at.astimezone(zone),
        closes_at=row.closes_at.astimezone(zone),
        carrier=row.carrier.code,
        service="",
        note=row.note,
    )
