"""What could be had, from where and by when: asked before buying."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from pydantic import BaseModel, Field

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.placing import places
from packhorse.placing.api import REFUSED
from packhorse.placing.schemas import In, Service, Units, text
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


class AskIn(In):
    """A question before buying."""

    address: PlaceIn
    lines: list[WantedIn] = Field(min_length=1, max_length=200)
    service: Service = "standard"


class PartOut(BaseModel):
    """Units one warehouse would send."""

    warehouse: str
    quantity: int
    promised_on: date | None


class AvailableOut(BaseModel):
    """What could be promised of a product; `promised_on` only when all that is wanted is there."""

    sku: str
    wanted: int
    available: int
    promised_on: date | None
    parts: list[PartOut]


class AvailabilityOut(BaseModel):
    """The answer; `complete`: everything is there. It holds nothing: whoever orders first gets it."""

    complete: bool
    promised_on: date | None
    lines: list[AvailableOut]


@router.post("/availability", response={200: AvailabilityOut, **REFUSED}, summary="What can be had, and when")
def availability(request: HttpRequest, asked: AskIn) -> AvailabilityOut:
    """Available to promise for each product and address, with the day, decided as a real order would be."""
    skus = catalog.ids_by_sku(line.sku for line in asked.lines)
    wanted: dict[int, int] = {}
    for nth, line in enumerate(asked.lines):
        if line.sku not in skus:
            raise Refusal("UNKNOWN_PRODUCT", f"lines.{nth}.sku: product {line.sku!r} is not listed.", status=422)
        wanted[skus[line.sku]] = wanted.get(skus[line.sku], 0) + line.quantity
    where = asked.address
    found = places.find(where.country, where.city, where.postal_code, where.region)
    if found is None:
        raise Refusal("UNKNOWN_PLACE", f"address.city: {where.city!r} is not known in {where.country}.", status=422)
    rows = sourcing.availability(
        wanted,
        country=where.country.upper(),
        latitude=found[0],
        longitude=found[1],
        service=asked.service,
        now=timezone.now(),
    )
    names = {pk: sku for sku, pk in skus.items()}
    days = [promised_on(row) for row in rows]
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
                parts=[PartOut(**vars(part)) for part in row.parts],
            )
            for row, day in zip(rows, days, strict=True)
        ],
    )


def promised_on(row: AvailabilityRow) -> date | None:
    """Return the day on which all that is wanted could be there, or None."""
    if sum(part.quantity for part in row.parts) < row.wanted or not all(part.promised_on for part in row.parts):
        return None
    return max(part.promised_on for part in row.parts if part.promised_on)
