"""What a carrier is asked for a return's label, and which of its offers is bought: the cheapest that is set up."""

from dataclasses import dataclass
from datetime import datetime

from packhorse.carriers import queries as carriers
from packhorse.carriers.adapters import LiveRate, Parcel, Place, Quote
from packhorse.carriers.queries import accounts
from packhorse.carriers.rules import ServiceTable, not_taken
from packhorse.outside import Refused
from packhorse.placing import queries as placing
from packhorse.returns import queries
from packhorse.returns.rules import spoken

FORM = "pdf"  # customers print it at home, whatever the printers of the house speak


@dataclass(frozen=True)
class Chosen:
    """What is bought: the carrier's own id of the offer, its price, and our service."""

    rate: str
    price_minor: int
    currency: str
    service_id: int


def parcel_of(return_id: int, *, key: str, now: datetime) -> Parcel:
    """Return a return's parcel as a carrier is asked for it. Refuses one that nobody can send."""
    detail = queries.detail(return_id)
    site, box = (queries.warehouse_of(detail), queries.box_of(detail)) if detail else (None, None)
    if detail is None or site is None or box is None:
        raise Refused("Nothing of this return was handed over by us: it is not known where it goes back to")
    row = detail.row
    home = placing.addresses([row.order_id]).get(row.order_id)
    if home is None:
        raise Refused("The customer's address is not there any more")
    named = home.name, home.line1, home.city, home.postal_code, home.country
    return Parcel(
        key=key,
        reference=spoken(row.rma),
        sender=Place(*named, home.line2, home.region, home.phone, home.email),
        recipient=Place(site.name, site.line1, site.city, site.postal_code, site.country),
        weight_g=box.weight_g,
        length_mm=box.length_mm,
        width_mm=box.width_mm,
        height_mm=box.height_mm,
        leaves_on=site.day(now),
        currency=carriers.company_currency(),
        form=FORM,
        hazmat=box.hazmat,
        is_return=True,
    )


def cheapest(quote: Quote, account_id: int, parcel: Parcel) -> Chosen:
    """Choose the cheapest offer that may be bought. Refuses where there is none, with the reason of each."""
    sold = accounts.sold_with(account_id)
    tables = {table.service_id: table for table in carriers.rate_book().services}
    found: list[tuple[int, str, Chosen]] = []
    whys = list(quote.said)
    for rate in quote.rates:
        service_id = sold.get((rate.carrier.lower(), rate.service.lower()))
        why = _why_not(rate, tables.get(service_id or 0), parcel)
        if why or service_id is None:
            whys.append(f"{rate.carrier} {rate.service}: {why}")
        else:
            chosen = Chosen(rate.ref, rate.price_minor, rate.currency.upper(), service_id)
            found.append((rate.price_minor, f"{rate.carrier} {rate.service}", chosen))
    if not found:
        raise Refused(f"No service of the account takes this return: {'; '.join(whys) or 'it offers none'}")
    return min(found, key=lambda each: each[:2])[2]


def _why_not(rate: LiveRate, table: ServiceTable | None, parcel: Parcel) -> str:
    if table is None:
        return "not set up: keep the service to have it bought"
    if rate.currency.upper() != parcel.currency:
        return f"its price is in {rate.currency[:3]}, costs are in {parcel.currency}"
    if lost := not_taken(table, parcel.hazmat):
        return f"takes no dangerous goods of class {lost}"
    return ""
