"""Ask all accounts with carriers for their rates of a parcel, at the same time."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

from packhorse.carriers import queries as carriers
from packhorse.carriers.adapters import Access, LiveRate, Parcel, Quote, open_account
from packhorse.carriers.queries import accounts
from packhorse.carriers.queries.accounts import AccountRow
from packhorse.carriers.rules import Offer, ServiceTable, Trip, lived, not_taken, reckoned
from packhorse.outside import Refused, TryLater
from packhorse.packing.queries import ParcelRow
from packhorse.shipping.models import Away
from packhorse.shipping.operations.to_label import ToLabel
from packhorse.shipping.rules import AWAY_SECONDS, purchase_key

QUOTE_SECONDS = 6.0  # for one carrier's rates: a packer waits
UNSAID_DAYS = 7  # to the door, where neither the carrier nor our own parcels say
Answer = tuple[AccountRow, Parcel, Quote | TryLater | Refused]


@dataclass(frozen=True)
class Quoted:
    """An offer of an account: under which key it would be bought, and the carrier's own ids of it."""

    offer: Offer
    account_id: int
    key: str
    quote: str
    rate: str


@dataclass(frozen=True)
class Asked:
    """What accounts offer; `away`: some did not answer, so that it may go better later."""

    live: list[Quoted]
    excluded: list[Offer]
    away: bool

    @property
    def offers(self) -> list[Offer]:
        """All of them, those that cannot be bought too."""
        return [*(quoted.offer for quoted in self.live), *self.excluded]


def ask_all(ready: ToLabel, parcel: ParcelRow, *, private: bool) -> Asked:
    """Ask every account that is in use, but for those whose carrier did not answer a moment ago."""
    rows = [row for row in accounts.accounts() if row.on and row.carriers]
    away = dict(Away.objects.filter(until__gt=ready.now).values_list("account_id", "said"))
    wanted = [(row, accounts.access(row.id), _key(ready, parcel, row)) for row in rows if row.id not in away]
    with ThreadPoolExecutor(max(1, len(wanted))) as pool:
        answers = list(pool.map(lambda each: _ask(*each, private=private), wanted))
    live: list[Quoted] = []
    excluded = [Offer(0, 0, row.code, "*", excluded=f"away: {away[row.id]}") for row in rows if row.id in away]
    for row, asked, answer in answers:
        if isinstance(answer, TryLater):
            note_away(row.id, answer.text, ready)
        if not isinstance(answer, Quote):
            excluded.append(Offer(0, 0, row.code, "*", excluded=answer.text))
            continue
        sold = accounts.sold_with(row.id)
        for rate in answer.rates:
            offer = _offer(ready, parcel, rate, sold.get((rate.carrier.lower(), rate.service.lower())))
            if offer.excluded:
                excluded.append(offer)
            else:
                live.append(Quoted(offer, row.id, asked.key, answer.ref, rate.ref))
        excluded += [Offer(0, 0, row.code, "*", excluded=said) for said in answer.said]
    return Asked(live, excluded, bool(away) or any(isinstance(answer, TryLater) for *_, answer in answers))


def note_away(account_id: int, said: str, ready: ToLabel) -> None:
    """A carrier does not answer: for a moment others are asked."""
    until = ready.now + timedelta(seconds=AWAY_SECONDS)
    Away.objects.update_or_create(account_id=account_id, defaults={"until": until, "said": said[:500]})


def _key(ready: ToLabel, parcel: ParcelRow, row: AccountRow) -> Parcel:
    return ready.asked(parcel, key=purchase_key(parcel.sscc, secrets.token_hex(6)), form=row.form)


def _ask(row: AccountRow, access: Access, asked: Parcel, *, private: bool) -> Answer:
    """In a thread of its own, so without the database."""
    try:
        with open_account(access, private=private, seconds=QUOTE_SECONDS) as (adapter, client):
            return row, asked, adapter.rates(client, asked)
    except (TryLater, Refused) as error:
        return row, asked, error


def _offer(ready: ToLabel, parcel: ParcelRow, rate: LiveRate, service_id: int | None) -> Offer:
    """Return a live rate as an offer beside those of rate tables; what was not set up is never bought."""
    table = next((each for each in ready.book.services if each.service_id == service_id), None)
    if table is None:
        return Offer(0, 0, rate.carrier, rate.service, excluded="not set up: keep the service to have it bought")
    if why := _excluded(ready, parcel, rate, table):
        return Offer(table.carrier_id, table.service_id, table.carrier, table.service, excluded=why)
    site, country = ready.sites[parcel.warehouse_id], ready.addresses[parcel.order_id].country
    promised_on = ready.fulfillments[parcel.fulfillment_id].promised_on
    trip = Trip(site.country, country, 0, ready.leaves_on(parcel), site.id, promised_on=promised_on)
    days = UNSAID_DAYS if rate.days is None else rate.days
    arrives_on, kept_on, chance = reckoned(ready.book, table, trip, "", days)
    named = table.carrier_id, table.service_id, table.carrier, table.service
    on_time, seen = lived(ready.book, table, trip, "", days)
    return Offer(
        *named,
        "",
        0,
        rate.price_minor,
        arrives_on,
        kept_on=kept_on,
        chance=chance,
        on_time=on_time,
        parcels=seen,
    )


def _excluded(ready: ToLabel, parcel: ParcelRow, rate: LiveRate, table: ServiceTable) -> str:
    if rate.currency.upper() != (ours := carriers.company_currency()):
        return f"its price is in {rate.currency[:3]}, costs are in {ours}"
    if lost := not_taken(table, ready.hazmat.get(parcel.id, ())):
        return f"takes no dangerous goods of class {lost}"
    return ""
