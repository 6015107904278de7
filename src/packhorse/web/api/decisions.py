"""Say by JSON why an order is served from where it is."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel, Field

from packhorse.network import queries as network
from packhorse.placing.api import REFUSED, Number, id_of
from packhorse.sourcing import queries as sourcing

router = Router(tags=["orders"])


class CandidateOut(BaseModel):
    """A warehouse that was considered: its costs in minor units, or why it is excluded.

    Of one that was chosen they are of what it sends, and those of all chosen ones come to `cost_minor`; of another one
    they are of all it could send by itself.
    """

    warehouse: str
    latitude: float | None = Field(description="Of the warehouse, WGS 84; null when not known")
    longitude: float | None = Field(description="Of the warehouse, WGS 84; null when not known")
    km: int | None
    excluded: str
    fills_lines: int
    fills_units: int
    freight: int
    handling: int
    late: int = Field(description="What a later promise costs")
    scarce: int = Field(description="What it is worth to leave what will soon be wanted there")
    asked: int = Field(description="What the preferences of the rules add")
    split: int = Field(description="What this further parcel is worth")
    total: int
    given: int = Field(description="Units that were decided for it")


class DecisionOut(BaseModel):
    """A decision. `next_best` could have sent as much by itself, at `next_best_minor`.

    Of a split order it may be that it could have sent the part of one of the chosen ones, `next_best_instead_of`; then
    `next_best_minor` is what the whole order would have cost.
    """

    at: datetime
    method: str
    missing_units: int
    cost_minor: int | None
    next_best: str | None
    next_best_minor: int | None
    next_best_instead_of: str | None
    run: int | None = Field(description="The sourcing run that it was decided in, as long as that is kept")
    candidates: list[CandidateOut]


@router.get("/orders/{number}/decisions", response={200: list[DecisionOut], **REFUSED}, summary="Why these warehouses")
def decisions(request: HttpRequest, number: str = Number) -> list[DecisionOut]:
    """Every decision on an order, the newest first: each candidate with its costs, or the rule that excluded it."""
    sites = {site.id: site for site in network.warehouses()}
    codes = {site.id: site.code for site in sites.values()}
    return [
        DecisionOut(
            at=row.at,
            method=row.method,
            missing_units=row.missing_units,
            cost_minor=row.cost_minor,
            next_best=codes.get(row.second.warehouse_id) if row.second else None,
            next_best_minor=row.second_cost,
            next_best_instead_of=codes.get(row.instead_of) if row.instead_of else None,
            run=row.run.id if row.run else None,
            candidates=[
                CandidateOut(
                    warehouse=codes.get(c.warehouse_id, str(c.warehouse_id)),
                    latitude=sites[c.warehouse_id].latitude if c.warehouse_id in sites else None,
                    longitude=sites[c.warehouse_id].longitude if c.warehouse_id in sites else None,
                    km=c.km,
                    excluded=c.excluded,
                    fills_lines=c.fills_lines,
                    fills_units=c.fills_units,
                    freight=c.freight,
                    handling=c.handling,
                    late=c.late,
                    scarce=c.scarce,
                    asked=c.asked,
                    split=c.split,
                    total=c.total,
                    given=c.given,
                )
                for c in row.candidates
            ],
        )
        for row in sourcing.explanations(id_of(request, number))
    ]
