"""Rate tables of carriers by JSON: the rows of the files of docs/carriers.md, read and kept."""

from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Status
from pydantic import BaseModel, Field, StringConstraints

from packhorse.algorithms.dangerous import HAZMAT_CLASSES
from packhorse.carriers.rules import MOST_MAXICODE, NO_MAXICODE
from packhorse.carriers.tablefiles import COLUMNS, Fault
from packhorse.errors import Refusal
from packhorse.placing.api import REFUSED
from packhorse.placing.schemas import In, example, text
from packhorse.web import carrier_files
from packhorse.web.keys import Key, whole_house

router = Router(tags=["carriers"], auth=Key("company"))
MOST_ROWS = 50_000
TOLD = 1000  # wrong rows
Code = text(20, 1)
Count = Annotated[int, Field(strict=True, ge=0, le=10_000_000)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2}$")]
Days = Annotated[list[Annotated[int, Field(strict=True, ge=1, le=7)]], Field(min_length=1, max_length=7)]
Amount = Annotated[str, StringConstraints(pattern=r"^-?[0-9]{1,12}(\.[0-9]{1,4})?$")]
PRICE = "in the company's currency, like 12.50"
MAXICODE = f"service class in the MaxiCode that the carrier wants on labels; {NO_MAXICODE}: it wants none"
FUEL = "percent upon price and surcharges, like 12.5"


class ServiceRow(In):
    """A service with its carrier. `max_weight_g` 0: not sold any more."""

    carrier: Code
    carrier_name: text(120, 1)
    tracking_prefix: text(6, 1)
    service: text(30, 1)
    service_name: text(120, 1)
    dim_divisor: Count = Field(description="cm³ per kg")
    max_weight_g: Count
    max_length_mm: Count
    pickup_days: Days | None = Field(None, description="ISO weekdays")
    delivery_days: Days | None = Field(None, description="ISO weekdays")
    takes_hazmat: list[Literal[HAZMAT_CLASSES]] | None = Field(None, max_length=len(HAZMAT_CLASSES))
    fuel_percent: Amount | None = Field(None, description=FUEL)
    currency: text(10) | None = Field(None, description="the company's; another one is refused")
    account: text(20) | None = Field(None, description="its labels are bought with; empty: none")
    simulated: bool | None = None
    maxicode: int | None = Field(None, ge=NO_MAXICODE, le=MOST_MAXICODE, description=MAXICODE)


class ZoneRow(In):
    """A lane: the first by ascending `max_km` counts; without it any distance."""

    carrier: Code
    origin_country: Country
    dest_country: Country
    max_km: Count | None = None
    zone: Code


class RateRow(In):
    """The price up to a billed weight in a zone."""

    carrier: Code
    service: text(30, 1)
    zone: Code
    max_weight_g: Count
    price: Amount = Field(description=PRICE)
    transit_days: Annotated[int, Field(strict=True, ge=0, le=60)]


class SurchargeRow(In):
    """What a service (*: each) adds to the price of a parcel beyond `limit`."""

    carrier: Code
    service: text(30, 1)
    kind: text(20, 1) = Field(description="weight_over, longest_over, girth_over, country or postal_prefix")
    limit: text(20, 1) = Field(description="grams, millimetres, a country, or a country and the beginning of a code")
    price: Amount = Field(description=PRICE)


class TablesIn(In):
    """What a table says of a carrier takes the place of what is kept there; what is left out stays."""

    model_config = example(
        services=[
            {
                "carrier": "POST",
                "carrier_name": "Post",
                "tracking_prefix": "PO",
                "service": "standard",
                "service_name": "Post Standard",
                "dim_divisor": 5000,
                "max_weight_g": 20000,
                "max_length_mm": 1200,
                "fuel_percent": "8.5",
            }
        ],
        zones=[{"carrier": "POST", "origin_country": "GB", "dest_country": "GB", "zone": "home"}],
        rates=[
            {
                "carrier": "POST",
                "service": "standard",
                "zone": "home",
                "max_weight_g": 20000,
                "price": "4.90",
                "transit_days": 2,
            }
        ],
        surcharges=[{"carrier": "POST", "service": "*", "kind": "postal_prefix", "limit": "GB HS", "price": "6.00"}],
    )

    services: list[ServiceRow] = Field(default_factory=list, max_length=MOST_ROWS)
    zones: list[ZoneRow] = Field(default_factory=list, max_length=MOST_ROWS)
    rates: list[RateRow] = Field(default_factory=list, max_length=MOST_ROWS)
    surcharges: list[SurchargeRow] = Field(default_factory=list, max_length=MOST_ROWS)


class RowFaultOut(BaseModel):
    """A row (from 1; 0: kept already), its column, and what is wrong or strange there."""

    table: str
    row: int
    column: str
    reason: str


class TablesOut(BaseModel):
    """All tables as they are kept: they can be sent again as they are."""

    services: list[ServiceRow]
    zones: list[ZoneRow]
    rates: list[RateRow]
    surcharges: list[SurchargeRow]


class KeptOut(BaseModel):
    """What was kept (or would be, with `dry_run`), and rows that should be looked at."""

    carriers: list[str]
    rows: dict[str, int]
    warnings: list[RowFaultOut]


@router.get("/carriers/tables", response={200: TablesOut, **REFUSED}, summary="Read rate tables")
def read_tables(request: HttpRequest) -> TablesOut:
    """Services, zones, rates and surcharges of all carriers."""
    whole_house(request)
    found = {
        what: [_row(dict(zip(columns, cells, strict=True))) for cells in carrier_files.rows(what)]
        for what, columns in COLUMNS.items()
    }
    return TablesOut.model_validate(found)


@router.put("/carriers/tables", response={200: KeptOut, **REFUSED}, summary="Keep rate tables")
def keep_tables(request: HttpRequest, body: TablesIn, dry_run: bool = Query(False)) -> Status:
    """All rows together or none: 422 WRONG_TABLES names each wrong one in `details.faults`."""
    whole_house(request)
    given = {
        what: [
            {name: _cell(name, value) for name, value in row.model_dump(exclude_none=True).items()}
            for row in getattr(body, what)
        ]
        for what in COLUMNS
    }
    report = carrier_files.take_rows(given, now=timezone.now(), dry_run=dry_run)
    if not report.carriers and not report.faults:
        raise Refusal("NOTHING_GIVEN", "Give rows of services, zones, rates or surcharges.", status=422)
    if report.faults:
        first = report.faults[0]
        faults = [_fault(each).model_dump() for each in report.faults[:TOLD]]
        words = f"{first.at.file}, row {first.at.line}, {first.column}: {first.reason}"
        raise Refusal("WRONG_TABLES", f"{words}. Nothing was kept.", status=422, details={"faults": faults})
    warnings = [_fault(each) for each in report.warnings[:TOLD]]
    return Status(200, KeptOut(carriers=list(report.carriers), rows=report.rows, warnings=warnings))


def _fault(fault: Fault) -> RowFaultOut:
    return RowFaultOut(table=fault.at.file, row=fault.at.line, column=fault.column, reason=fault.reason)


def _cell(name: str, value: object) -> str:
    """Return a value as a file has it."""
    if (name, value) == ("maxicode", NO_MAXICODE):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(map(str, value)) if isinstance(value, list) else str(value).strip()


def _row(cells: dict[str, str]) -> dict[str, object]:
    """Return a file's row as JSON has it."""
    row: dict[str, object] = dict(cells)
    for name, cell in cells.items():
        if name.endswith(("_g", "_mm", "_km", "divisor")) or name == "transit_days":
            row[name] = int(cell) if cell else None
        elif name in ("pickup_days", "delivery_days"):
            row[name] = [int(each) for each in cell.split()] or None
        elif name == "takes_hazmat":
            row[name] = cell.split()
        elif name == "maxicode":
            row[name] = int(cell) if cell else NO_MAXICODE
        elif name == "simulated":
            row[name] = cell == "yes"
    return row
