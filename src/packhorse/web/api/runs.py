"""Say by JSON how well batches of orders were decided."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from packhorse.errors import missing
from packhorse.placing.api import REFUSED
from packhorse.sourcing import queries as sourcing
from packhorse.sourcing.queries import RunRow
from packhorse.web.keys import Key

COMPANY = Key("company")
router = Router(tags=["sourcing"])
MOST = 2**63 - 1


class RunOut(BaseModel):
    """Orders that were decided in one go. Money in minor units, shares as fractions.

    `placed_minor` to `saved` are of the orders placed `together`; null when there were none, or it is not known.
    """

    id: int
    at: datetime
    rules: int = Field(description="Version of the rules; 0 for none")
    orders: int
    cost_minor: int = Field(description="Of all orders, as they were decided")
    milliseconds: int
    together: int = Field(description="Orders that were placed together; the others were served in turn")
    placed_minor: int | None
    bound_minor: int | None = Field(description="No serving of as many units costs less")
    gap: float | None = Field(
        description="The cost lies above the bound by this share of it, at most", examples=[0.004]
    )
    nearest_minor: int | None = Field(description="Order by order, each from the nearest warehouse that has it whole")
    saved_minor: int | None
    saved: float | None = Field(description="As a share of `nearest_minor`", examples=[0.12])
    unserved: int = Field(description="Units more that the nearest first would leave without goods")
    short: str = Field(description="What was done because goods and room were too short for all; else empty")
    waiting: int = Field(description="Orders that lack something")
    missing_units: int
    desks: dict[str, int] = Field(description="Of these, orders by the desk's queue", examples=[{"backorder": 3}])


class RunsOut(BaseModel):
    """Some batches, the newest first; `next` is `before` of the next page, null on the last."""

    runs: list[RunOut]
    next: int | None


@router.get("/sourcing/runs", auth=COMPANY, response={200: RunsOut, **REFUSED}, summary="List sourcing runs")
def list_runs(
    request: HttpRequest,
    before: int | None = Query(None, ge=0, le=MOST, description="`next` of the page before"),
    limit: int = Query(50, ge=1, le=200),
) -> RunsOut:
    """Batches of two orders or more of the last 90 days, the newest first."""
    rows, following = sourcing.runs(before=before, limit=limit)
    return RunsOut(runs=[_told(row) for row in rows], next=following)


@router.get("/sourcing/runs/{run}", auth=COMPANY, response={200: RunOut, **REFUSED}, summary="Read a sourcing run")
def read_run(request: HttpRequest, run: int = Path(..., ge=0, le=MOST, examples=[1])) -> RunOut:
    """As `run` of an order's decision names it."""
    row = sourcing.runs_by_id([run]).get(run)
    if row is None:
        raise missing("sourcing run", run)
    return _told(row)


def _told(row: RunRow) -> RunOut:
    shares = {"gap": row.gap, "saved": row.saved, "saved_minor": row.saved_minor}
    said = shares | {"desks": dict(row.desks), "short": row.short, "rules": row.version}
    return RunOut(**vars(row) | said)
