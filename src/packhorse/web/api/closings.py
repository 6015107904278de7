"""Warehouses that are closed for some days, by JSON."""

from datetime import date, datetime

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Router, Status
from pydantic import BaseModel, Field

from packhorse.errors import missing
from packhorse.network import operations
from packhorse.network import queries as network
from packhorse.placing.api import REFUSED, when_and_who
from packhorse.placing.rules import order_number
from packhorse.placing.schemas import NO_NUL, In, example, text
from packhorse.sourcing import queries as sourcing
from packhorse.web.keys import Key

router = Router(tags=["warehouses"])
COMPANY = Key("company")
Code = Path(..., max_length=20, pattern=NO_NUL, examples=["LDS"], description="the warehouse's code")


class CloseIn(In):
    """Days on which a warehouse sends nothing, both included; null: from today on, until further notice."""

    model_config = example(from_on="2026-12-24", until_on="2027-01-01", why="stocktaking")

    from_on: date | None = None
    until_on: date | None = None
    why: text(200, 1)


class ClosingOut(BaseModel):
    """Whether a warehouse is closed now, or is to be; `at_work`: orders on its pick lists or further on, that go on."""

    warehouse: str
    closed: bool
    from_on: date | None
    until_on: date | None
    why: str
    at: datetime | None
    actor: str
    at_work: list[str] = Field(description="order numbers, the first 50 to leave")


@router.get("/warehouses/{code}/closing", response={200: ClosingOut, **REFUSED}, summary="Read whether it is closed")
def read(request: HttpRequest, code: str = Code) -> ClosingOut:
    """Also a closing that is to come."""
    return _told(code)


@router.put("/warehouses/{code}/closing", auth=COMPANY, response={200: ClosingOut, **REFUSED}, summary="Close it")
def close(request: HttpRequest, wanted: CloseIn, code: str = Code) -> Status:
    """Replaces a closing that has not ended. What no picker is sent for is served from elsewhere when it begins."""
    days = {"from_on": wanted.from_on, "until_on": wanted.until_on}
    operations.close(warehouse=code, **days, why=wanted.why, **when_and_who(request))
    return Status(200, _told(code))


@router.delete("/warehouses/{code}/closing", auth=COMPANY, response={200: ClosingOut, **REFUSED}, summary="Open it")
def reopen(request: HttpRequest, code: str = Code) -> Status:
    """Ends a closing, or takes back one that is to come."""
    operations.reopen(warehouse=code, **when_and_who(request))
    return Status(200, _told(code))


def _told(code: str) -> ClosingOut:
    site = network.warehouse(code)
    if site is None:
        raise missing("warehouse", code)
    row = network.closings().get(site.id)
    return ClosingOut(
        warehouse=site.code,
        closed=bool(row and row.closed(timezone.now())),
        from_on=row.from_on if row else None,
        until_on=row.until_on if row else None,
        why=row.why if row else "",
        at=row.at if row else None,
        actor=row.actor if row else "",
        at_work=[order_number(each.order_id) for each in sourcing.at_work_in(site.id)],
    )
