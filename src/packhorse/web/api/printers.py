"""Printers by JSON, and what they print: kept, tested, let go of; papers of parcels printed again, labels voided."""

from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Path, Router, Status
from pydantic import BaseModel, Field

from packhorse.errors import missing
from packhorse.packing.queries import ParcelRow
from packhorse.placing.api import REFUSED
from packhorse.placing.schemas import NO_NUL, In, example, text
from packhorse.shipping import operations
from packhorse.shipping.queries import printing
from packhorse.shipping.queries.printing import PaperRow, PrinterRow
from packhorse.shipping.rules import (
    ALL_PAPERS,
    PAPER_ACTS,
    PAPER_STATES,
    PAPERS,
    PRINTER_KINDS,
    PRINTER_LANGUAGES,
    PRINTER_MEDIA,
    NewPrinter,
)
from packhorse.web.keys import Key, now_and_actor, whole_house
from packhorse.web.printing import parcel_of

COMPANY, HAND = Key("company"), Key("papers")
router = Router(tags=["papers"], auth=COMPANY)
Name = Path(..., max_length=40, pattern=NO_NUL, examples=["Labels bench 1"], description="the printer's name")
Sscc = Path(..., max_length=40, pattern=NO_NUL, examples=["095200000000000011"], description="the parcel's SSCC")


class PrinterIn(In):
    """A printer as it is to be. `bench`: papers of parcels that are closed there go to it by themselves."""

    model_config = example(
        warehouse="LDS", bench="Bench 1", kind="raw", address="10.0.0.21:9100", language="zpl203", papers=["label"]
    )

    warehouse: text(20, 1)
    bench: text(40) = ""
    kind: Literal[PRINTER_KINDS] = Field(description="raw: host and port; ipp: an ipp:// address, as of CUPS")
    address: text(200, 1)
    language: Literal[PRINTER_LANGUAGES]
    medium: Literal[PRINTER_MEDIA] = "4x6"
    papers: Annotated[list[Literal[tuple(PAPERS)]], Field(min_length=1, max_length=len(PAPERS))]


class PrinterOut(BaseModel):
    """A printer."""

    name: str
    warehouse: str
    bench: str
    kind: Literal[PRINTER_KINDS]
    address: str
    language: Literal[PRINTER_LANGUAGES]
    medium: Literal[PRINTER_MEDIA]
    papers: list[str]


class PrintersOut(BaseModel):
    """All printers by name."""

    printers: list[PrinterOut]


class PrintIn(In):
    """A paper to be printed. `reason` is needed for one that was printed or handed out before."""

    model_config = example(paper="label", printer="Labels bench 1", reason="smeared", who="ann")

    paper: Literal[tuple(each for each in ALL_PAPERS if each != "test")]
    printer: text(40, 1)
    reason: text(300) = ""
    who: text(60) = ""


class VoidIn(In):
    """A label to be voided; another one is bought."""

    model_config = example(reason="wrong weight", who="ann")

    reason: text(300, 1)
    who: text(60) = ""


class RecordOut(BaseModel):
    """That a paper was, or is to be, printed, was handed out, or that a label was voided."""

    id: int
    paper: Literal[tuple(ALL_PAPERS)]
    act: Literal[PAPER_ACTS]
    state: Literal[tuple(PAPER_STATES)]
    place: str = Field(description="the printer, how it was handed out, or the voided label's tracking number")
    by_itself: bool
    reason: str
    said: str = Field(description="why it is not printed")
    attempts: int
    actor: str
    at: datetime
    ended_at: datetime | None


class RecordsOut(BaseModel):
    """What was done with papers, the first first."""

    prints: list[RecordOut]


@router.get("/printers", response={200: PrintersOut, **REFUSED}, summary="List printers")
def list_printers(request: HttpRequest) -> PrintersOut:
    """Of all warehouses."""
    whole_house(request)
    return PrintersOut(printers=[_printer(row) for row in printing.printers()])


@router.put("/printers/{name}", response={200: PrinterOut, **REFUSED}, summary="Keep a printer")
def keep(request: HttpRequest, given: PrinterIn, name: str = Name) -> Status:
    """A new one, or what is known of the one of that name is replaced."""
    whole_house(request)
    facts = given.model_dump() | {"papers": tuple(given.papers)}
    operations.keep_printer(printer=NewPrinter(name=name, **facts))
    row = printing.printer(name.strip())
    if row is None:
        raise missing("printer", name)
    return Status(200, _printer(row))


@router.delete("/printers/{name}", response={200: PrintersOut, **REFUSED}, summary="Let go of a printer")
def drop(request: HttpRequest, name: str = Name) -> Status:
    """What waits for it is set aside. Answers with the others."""
    whole_house(request)
    operations.drop_printer(name=name)
    return Status(200, list_printers(request))


@router.post("/printers/{name}/test", response={202: RecordOut, **REFUSED}, summary="Print a test page")
def test(request: HttpRequest, name: str = Name) -> Status:
    """It is printed by a job."""
    whole_house(request)
    return Status(202, _by_id(operations.print_test_page(printer=name, **now_and_actor(request))))


@router.get("/parcels/{sscc}/prints", auth=HAND, response={200: RecordsOut, **REFUSED}, summary="A parcel's prints")
def prints(request: HttpRequest, sscc: str = Sscc) -> RecordsOut:
    """Each print, hand-out and void: who, when, which paper, where, and why."""
    return _records(_parcel(request, sscc))


@router.post("/parcels/{sscc}/prints", auth=HAND, response={202: RecordOut, **REFUSED}, summary="Print a paper")
def print_again(request: HttpRequest, wanted: PrintIn, sscc: str = Sscc) -> Status:
    """By a job, which tries again while the printer does not answer."""
    parcel = _parcel(request, sscc)
    facts = {"paper": wanted.paper, "printer": wanted.printer, "reason": wanted.reason}
    who = now_and_actor(request, wanted.who)
    made = operations.print_again(parcel_id=parcel.id, order_id=parcel.order_id, **facts, **who)
    return Status(202, _by_id(made))


@router.post("/parcels/{sscc}/void", auth=HAND, response={200: RecordsOut, **REFUSED}, summary="Void a parcel's label")
def void(request: HttpRequest, wanted: VoidIn, sscc: str = Sscc) -> Status:
    """And let another one be bought; 409 where there is none, or the carrier has the parcel."""
    parcel = _parcel(request, sscc)
    operations.void_label(parcel_id=parcel.id, reason=wanted.reason, **now_and_actor(request, wanted.who))
    return Status(200, _records(parcel))


def _parcel(request: HttpRequest, sscc: str) -> ParcelRow:
    whole_house(request)
    return parcel_of(sscc)


def _records(parcel: ParcelRow) -> RecordsOut:
    return RecordsOut(prints=[_record(row) for row in printing.records_of_parcel(parcel.id)])


def _by_id(record_id: int) -> RecordOut:
    (row,) = printing.records([record_id])
    return _record(row)


def _record(row: PaperRow) -> RecordOut:
    return RecordOut(**{name: getattr(row, name) for name in RecordOut.model_fields})


def _printer(row: PrinterRow) -> PrinterOut:
    return PrinterOut(**{name: getattr(row, name) for name in PrinterOut.model_fields})
