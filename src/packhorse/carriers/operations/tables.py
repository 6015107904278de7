"""Keep carriers, their rate tables and calendars, and learn how long parcels take."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from packhorse import sql
from packhorse.algorithms.dangerous import HAZMAT_CLASSES, unknown_class
from packhorse.algorithms.delivering import EVERY_DAY, MOST_DAYS
from packhorse.algorithms.odds import PARCEL
from packhorse.carriers.models import Account, Carrier, Holiday, Rate, Service, Surcharge, Zone
from packhorse.carriers.rules import EVERY, NewCarrier, NewHoliday, NewSurcharge
from packhorse.errors import Refusal, missing
from packhorse.events import CarriersChanged
from packhorse.outbox.publish import publish

AHEAD = timedelta(days=3660)  # calendars are kept for ten years
KEPT_SHARE = 98  # percent of what was measured is kept each night: after 34 nights half of it


@transaction.atomic
def keep_carriers(carriers: Sequence[NewCarrier], *, now: datetime | None = None) -> None:
    """Keep carriers with lanes, services and prices; a known carrier's table is replaced. All or none.

    Orders that wait for a carrier are tried again, unless no `now` is given: before there are orders.
    Refuses prices in another currency than the company's: they are added to handling, and nothing converts them.
    """
    for new in carriers:
        if new.currency != (ours := settings.CURRENCY):
            text = (
                f"Carrier {new.code[:20]} has its prices in {new.currency[:10]}. Costs are in {ours}, the company's "
                f"currency (PACKHORSE_CURRENCY), and nothing is converted: give its prices in {ours}."
            )
            raise Refusal("OTHER_CURRENCY", text, status=422)
        facts = {"name": new.name, "tracking_prefix": new.tracking_prefix, "currency": new.currency}
        carrier, _ = Carrier.objects.update_or_create(code=new.code, defaults=facts | _way(new))
        Zone.objects.filter(carrier=carrier).delete()
        Zone.objects.bulk_create([Zone(carrier=carrier, **asdict(zone)) for zone in new.zones])
        for each in new.services:
            facts = {key: value for key, value in asdict(each).items() if key not in ("code", "rates")}
            for name in ("fuel", "maxicode"):
                if facts[name] is None:
                    del facts[name]
            for name in ("pickup_days", "delivery_days"):
                facts[name] = list(facts[name] or ())
                if not facts[name]:
                    del facts[name]
            taken = facts.pop("takes_hazmat")
            if taken is not None:
                facts["takes_hazmat"] = _classes(taken)
            service, _ = Service.objects.update_or_create(carrier=carrier, code=each.code, defaults=facts)
            Rate.objects.filter(service=service).delete()
            Rate.objects.bulk_create([Rate(service=service, **asdict(rate)) for rate in each.rates])
        if new.surcharges is not None:
            _keep_surcharges(carrier, new.surcharges)
    if now:
        publish([CarriersChanged()], now=now, actor="carriers")


def _keep_surcharges(carrier: Carrier, surcharges: Sequence[NewSurcharge]) -> None:
    """Replace the surcharges of a carrier."""
    ids: dict[str, int | None] = dict(Service.objects.filter(carrier=carrier).values_list("code", "id"))
    ids[EVERY] = None
    rows = []
    for each in surcharges:
        if each.service not in ids:
            raise missing("service", f"{each.service[:30]} of carrier {carrier.code[:20]}")
        row = Surcharge(carrier=carrier, kind=each.kind, limit=each.limit, price_minor=each.price_minor)
        row.service_id = ids[each.service]
        rows.append(row)
    Surcharge.objects.filter(carrier=carrier).delete()
    Surcharge.objects.bulk_create(rows)


def _way(new: NewCarrier) -> dict[str, object]:
    """How its labels are bought and its parcels followed, where that was said."""
    way: dict[str, object] = {} if new.simulated is None else {"simulated": new.simulated}
    if new.account:
        way["account"] = Account.objects.filter(code=new.account).first()
        if way["account"] is None:
            raise missing("carrier account", new.account[:20])
    elif new.account == "":
        way["account"] = None
    return way


@transaction.atomic
def set_service_days(
    *,
    carrier: str,
    service: str,
    pickup: Sequence[int],
    delivery: Sequence[int],
    takes_hazmat: Sequence[str] | None = None,
    now: datetime,
) -> None:
    """Set on which ISO weekdays a service takes parcels at the warehouse and brings them to the door.

    `takes_hazmat`: the classes of dangerous goods that it takes, none when empty; None leaves them as they are.
    """
    for what, days in (("pickup", pickup), ("delivery", delivery)):
        if not days or not set(days) <= set(EVERY_DAY):
            text = f"{what}: name at least one day of the week, from 1 (Monday) to 7 (Sunday)."
            raise Refusal("NO_WEEKDAY", text, status=422)
    facts = {"pickup_days": sorted(set(pickup)), "delivery_days": sorted(set(delivery))}
    told = {} if takes_hazmat is None else {"takes_hazmat": _classes(takes_hazmat)}
    if not Service.objects.filter(carrier__code=carrier, code=service).update(**facts, **told):
        raise missing("service", f"{service[:30]} of carrier {carrier[:20]}")
    publish([CarriersChanged()], now=now, actor="carriers")


def _classes(takes: Sequence[str]) -> list[str]:
    if lost := unknown_class(takes):
        text = f"takes_hazmat: {lost!r} is no class of dangerous goods: use {', '.join(HAZMAT_CLASSES)}."
        raise Refusal("NO_HAZMAT_CLASS", text, status=422)
    return sorted(set(takes))


@transaction.atomic
def keep_holidays(holidays: Sequence[NewHoliday], *, now: datetime) -> int:
    """Keep days on which nobody delivers in a country; return how many are new. All or none.

    A day that is there already is brought up to date. Refuses a day that is over.
    """
    fresh = 0
    for each in sorted(holidays, key=lambda each: (each.country, each.day)):
        if each.day < now.date():
            text = f"{each.country} {each.day} is over: give a day from {now.date()} on."
            raise Refusal("DAY_IS_OVER", text, status=422)
        if each.day > (last := now.date() + AHEAD):
            raise Refusal("DAY_TOO_FAR", f"{each.day} is too far off: give a day up to {last}.", status=422)
        _, new = Holiday.objects.update_or_create(country=each.country, day=each.day, defaults={"name": each.name})
        fresh += new
    return fresh


@transaction.atomic
def drop_holiday(*, country: str, day: date) -> None:
    """Let a day be like any other again. Refuses a day that is no holiday."""
    if not Holiday.objects.filter(country=country, day=day).delete()[0]:
        raise missing("holiday", f"{day} of {country[:2]}")


@transaction.atomic
def learn(parcels: Mapping[tuple[int, int, str, int], int], *, now: datetime) -> None:
    """Count parcels {(service id, warehouse id, zone, days of delivery): how many} that have arrived."""
    counted: Counter[tuple[int, int, str, int]] = Counter()
    for (service, site, zone, days), count in parcels.items():
        counted[service, site, zone, max(0, min(MOST_DAYS, days))] += count
    rows = sorted(counted.items())
    sql.rows(
        "carriers",
        "learn",
        {
            "services": [key[0] for key, _ in rows],
            "warehouses": [key[1] for key, _ in rows],
            "zones": [key[2] for key, _ in rows],
            "days": [key[3] for key, _ in rows],
            "milli": [count * PARCEL for _, count in rows],
            "today": now.date(),
        },
    )


@transaction.atomic
def forget(*, now: datetime) -> int:
    """Let what was measured count a little less, once a day; return how many rows the histogram has."""
    found = sql.rows("carriers", "forget", {"share": KEPT_SHARE, "today": now.date(), "least": PARCEL // 20})
    return int(found[0][0])
