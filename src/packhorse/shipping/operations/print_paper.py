"""Print one paper on its printer, and keep what came of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction

from packhorse.errors import Refusal
from packhorse.outside import Again
from packhorse.shipping.models import PaperRecord, Shipment
from packhorse.shipping.operations.print_papers import defer_prints
from packhorse.shipping.printing import Page, PrinterAway, PrinterRefused, send
from packhorse.shipping.rules import CUSTOMS_PAPERS, PRINT_SECONDS, PRINT_TRIES, print_wait

SEND_SECONDS = 10


@dataclass(frozen=True)
class ToPrint:
    """What is to be printed of which parcel, and what the printer understands. `parcel_id` None: a test page."""

    paper: str
    parcel_id: int | None
    language: str
    medium: str
    printer: str


def print_paper(
    *,
    record_id: int,
    draw: Callable[[ToPrint], Page],
    due: Callable[[int], Sequence[str]],
    now: datetime,
    seconds: float = SEND_SECONDS,
) -> None:
    """Print what a record wants; raises Again when it must be tried later.

    The printer is spoken to between two transactions: the first counts the try, the second keeps its outcome. A worker
    that dies between them leaves a try without an end, and the paper is printed again after a minute: once at least,
    seldom twice, and never after it is known to be printed. `draw` makes the page; `due` names the customs papers a
    parcel needs, which get records of their own.
    """
    row = _begin(record_id, now)
    if row is None:
        return
    try:
        printer = row.printer
        if printer is None:
            raise PrinterRefused(f"There is no printer {row.place} any more: print it on another one.")
        if row.paper == "customs" and row.parcel_id:
            _part(row, due(row.parcel_id), now)
            return
        page = draw(ToPrint(row.paper, row.parcel_id, printer.language, printer.medium, printer.name))
        send(page, kind=printer.kind, address=printer.address, seconds=seconds)
    except DatabaseError:
        raise  # the try is over when its time is; the job comes again then
    except PrinterRefused as refused:
        _end(row, "failed", refused.text, now)
    except PrinterAway as away:
        _end(row, "waiting", away.text, now)
        if row.attempts < PRINT_TRIES:
            raise Again(print_wait(row.attempts)) from None
    except Refusal as refusal:
        _end(row, "failed", refusal.text, now)
    except Exception as error:
        _end(row, "failed", f"This went wrong here: {type(error).__name__}", now)
        raise
    else:
        _end(row, "done", "", now)


@transaction.atomic
def _begin(record_id: int, now: datetime) -> PaperRecord | None:
    """Return the record with this try counted; None when there is nothing to do, or its label is not there yet."""
    row = PaperRecord.objects.select_for_update().filter(pk=record_id, state="waiting").first()
    if row is None:
        return None
    if row.begun_at and now - row.begun_at < timedelta(seconds=PRINT_SECONDS):
        raise Again(PRINT_SECONDS)
    if row.paper in ("label", "customs", *CUSTOMS_PAPERS):
        label = Shipment.objects.filter(parcel_id=row.parcel_id).exclude(state="voided").values_list("id", flat=True)
        row.shipment_id = label.first()
        if row.shipment_id is None:
            return None
    if row.attempts >= PRINT_TRIES:
        PaperRecord.objects.filter(pk=record_id).update(state="failed", begun_at=None, ended_at=now)
        return None
    row.attempts += 1
    PaperRecord.objects.filter(pk=record_id).update(attempts=row.attempts, begun_at=now, shipment_id=row.shipment_id)
    return row


@transaction.atomic
def _part(row: PaperRecord, papers: Sequence[str], now: datetime) -> None:
    """Let each of the customs papers be printed; none is needed where a parcel stays in its customs area."""
    if not PaperRecord.objects.filter(pk=row.pk, state="waiting", attempts=row.attempts).update(
        state="dropped", begun_at=None, ended_at=now
    ):
        return
    made = PaperRecord.objects.bulk_create(
        [
            PaperRecord(
                parcel_id=row.parcel_id, order_id=row.order_id, paper=paper, act="print", state="waiting",
                printer_id=row.printer_id, place=row.place, reason=row.reason, actor=row.actor, at=row.at,
            )
            for paper in papers
        ]
    )  # fmt: skip
    defer_prints([each.pk for each in made])


@transaction.atomic
def _end(row: PaperRecord, state: str, said: str, now: datetime) -> None:
    """Keep what came of a try, unless another one began since."""
    state = "failed" if state == "waiting" and row.attempts >= PRINT_TRIES else state
    PaperRecord.objects.filter(pk=row.pk, state="waiting", attempts=row.attempts).update(
        state=state, said=said[:500], begun_at=None, ended_at=None if state == "waiting" else now
    )
