"""What could be had, from where and by when: asked before buying."""

from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from pydantic import BaseModel, Field

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.inventory import queries as stock
from packhorse.network import queries as network
from packhorse.placing import places
from packhorse.placing.api import REFUSED
from packhorse.placing.schemas import In, PriceMinor, Service, ShipRule, Units, example, text
from packhorse.sourcing import queries as sourcing
from packhorse.sourcing.queries import AvailabilityRow

router = Router(tags=["availability"])


class WantedIn(In):
    """Goods asked about."""

    sku: text(64, 1)
    quantity: Units = 1


class PlaceIn(In):
    """Where they would go: a place is enough, a person is not asked for."""

    country: str = Field(pattern=r"^[A-Za-z]{2}$")
    city: text(120) = ""
    postal_code: text(20) = ""
    region: text(120) = ""


class AvailabilityAskIn(In):
    """A question before buying."""

    model_config = example(
        address={"country": "GB", "city": "Leeds"}, lines=[{"sku": "21562", "quantity": 2}], ship_rule="together"
    )

    address: PlaceIn
    lines: list[WantedIn] = Field(min_length=1, max_length=200)
    service: Service = "standard"
    ship_rule: ShipRule = Field("as_available", description="how the order would leave: asked as it would be placed")
    value_minor: PriceMinor | None = Field(
        None,
        description="what the goods are worth in the order, for rules that ask for it; without it their list prices",
    )
    tier: text(20) = Field("", description="the customer's, for rules that ask for it")
    channel: text(40) = ""
    checkout: text(100) = Field("", description="what this checkout of the channel has reserved counts as there")


class PartOut(BaseModel):
    """Units one warehouse would send, the day they could be promised for, and the chance (permille) that it is kept."""

    warehouse: str
    quantity: int
    promised_on: date | None
    chance: int | None = Field(examples=[950])


class ComingOut(BaseModel):
    """Units that come to a warehouse, less those that orders wait for already; no day where nobody knows it."""

    expected_on: date | None
    warehouse: str
    quantity: int


class AvailableOut(BaseModel):
    """What could be promised of a product; `promised_on` only when all that is wanted is there.

    `expected_on`: the day from which what is lacking may be there, where anybody knows: what the office says of the
    product, else the first delivery with which all who wait have theirs.
    """

    sku: str
    wanted: int
    available: int
    promised_on: date | None
    expected_on: date | None
    parts: list[PartOut]
    incoming: list[ComingOut]
    never: str = Field(description="why nothing of it may be sent there, from any warehouse; empty when it may")


class AvailabilityOut(BaseModel):
    """The answer; `complete`: everything is there. It holds nothing: whoever orders first gets it."""

    complete: bool
    promised_on: date | None
    lines: list[AvailableOut]


@router.post("/availability", response={200: AvailabilityOut, **REFUSED}, summary="What can be had, and when")
def availability(request: HttpRequest, asked: AvailabilityAskIn) -> AvailabilityOut:
    """Available to promise for each product and address, with the day, decided as a real order would be."""
    names, wanted = wanted_of(asked.lines)
    own = request.auth.channel or asked.channel
    kept = stock.kept_by(own, asked.checkout) if asked.checkout else {}
    where = where_of(asked.address)
    rows = sourcing.availability(
        wanted,
        where=where,
        service=asked.service,
        now=timezone.now(),
        kept=kept,
        channel=own,
        ship_rule=asked.ship_rule,
        value_minor=asked.value_minor,
        tier=asked.tier,
    )
    days = [promised_on(row) for row in rows]
    sites = {site.id: site.code for site in network.warehouses()}
    complete = all(sum(part.quantity for part in row.parts) == row.wanted for row in rows)
    return AvailabilityOut(
        complete=complete,
        promised_on=max((day for day in days if day), default=None) if complete and all(days) else None,
        lines=[
            AvailableOut(
                sku=names[row.product_id],
                wanted=row.wanted,
                available=row.available,
                promised_on=day,
                expected_on=row.expected_on,
                parts=[PartOut(**vars(part)) for part in row.parts],
                incoming=[
                    ComingOut(expected_on=each.expected_on, warehouse=sites[each.warehouse_id], quantity=each.units)
                    for each in row.incoming
                ],
                never=row.never,
            )
            for row, day in zip(rows, days, strict=True)
        ],
    )


def wanted_of(lines: Sequence[WantedIn]) -> tuple[dict[int, str], dict[int, int]]:
    """Return {product id: SKU} and {product id: units} of what is asked about. Refuses a product that is not listed."""
    skus = catalog.ids_by_sku(line.sku for line in lines)
    wanted: dict[int, int] = {}
    for nth, line in enumerate(lines):
        if line.sku not in skus:
            raise Refusal("UNKNOWN_PRODUCT", f"lines.{nth}.sku: product {line.sku!r} is not listed.", status=422)
        wanted[skus[line.sku]] = wanted.get(skus[line.sku], 0) + line.quantity
    return {pk: sku for sku, pk in skus.items()}, wanted


def where_of(place: PlaceIn) -> sourcing.Where:
    """Return where a place is. Refuses one that is not known."""
    found = places.find(place.country, place.city, place.postal_code, place.region)
    if found is None:
        raise Refusal("UNKNOWN_PLACE", f"address.city: {place.city!r} is not known in {place.country}.", status=422)
    return sourcing.Where(place.country.upper(), *found)


def promised_on(row: AvailabilityRow) -> date | None:
    """Return the day on which all that is wanted could be there, or None."""
    if sum(part.quantity for part in row.parts) < row.wanted or not all(part.promised_on for part in row.parts):
        return None
    return max(part.promised_on for part in row.parts if part.promised_on)
