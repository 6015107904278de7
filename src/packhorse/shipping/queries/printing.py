"""Read printers, and what was printed, handed out and voided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from packhorse.shipping.models import PaperRecord, Printer
from packhorse.shipping.rules import ALL_PAPERS


@dataclass(frozen=True)
class PrinterRow:
    """A printer; `warehouse` is the code of its own."""

    id: int
    name: str
    warehouse_id: int
    warehouse: str
    bench: str
    kind: str
    address: str
    language: str
    medium: str
    papers: list[str]


@dataclass(frozen=True)
class PaperRow:
    """That a paper was, or is to be, printed, was handed out, or that a label was voided."""

    id: int
    parcel_id: int | None
    order_id: int | None
    paper: str
    act: str
    state: str
    place: str
    by_itself: bool
    reason: str
    actor: str
    at: datetime
    attempts: int
    said: str
    ended_at: datetime | None
    tracking_number: str | None

    @property
    def title(self) -> str:
        """The paper's name for people."""
        return ALL_PAPERS.get(self.paper, self.paper)


_PRINTER = tuple("warehouse__code" if name == "warehouse" else name for name in PrinterRow.__dataclass_fields__)
_PAPER = tuple(
    "shipment__tracking_number" if name == "tracking_number" else name for name in PaperRow.__dataclass_fields__
)


def printers(warehouse_id: int | None = None) -> list[PrinterRow]:
    """Return the printers of a warehouse, or all, by name."""
    found = Printer.objects.order_by("name")
    if warehouse_id is not None:
        found = found.filter(warehouse_id=warehouse_id)
    return [PrinterRow(*row) for row in found.values_list(*_PRINTER)]


def printer(name: str) -> PrinterRow | None:
    """Return the printer of a name."""
    row = Printer.objects.filter(name=name).values_list(*_PRINTER).first()
    return PrinterRow(*row) if row else None


def of_bench(warehouse_id: int, bench: str) -> dict[str, int]:
    """Return {paper: id of the printer that prints it by itself} at a bench; of several the first by name."""
    found: dict[str, int] = {}
    for row in printers(warehouse_id) if bench else ():
        if row.bench == bench:
            found = dict.fromkeys(row.papers, row.id) | found
    return found


def records_of_parcel(parcel_id: int) -> list[PaperRow]:
    """Return what was done with a parcel's papers, the first first."""
    found = PaperRecord.objects.filter(parcel_id=parcel_id).order_by("id")
    return [PaperRow(*row) for row in found.values_list(*_PAPER)]


def records_of_order(order_id: int) -> list[PaperRow]:
    """Return what was done with the papers of an order's parcels, the first first."""
    found = PaperRecord.objects.filter(order_id=order_id).order_by("id")
    return [PaperRow(*row) for row in found.values_list(*_PAPER)]


def records(ids: Iterable[int]) -> list[PaperRow]:
    """Return records by their ids."""
    return [PaperRow(*row) for row in PaperRecord.objects.filter(pk__in=set(ids)).order_by("id").values_list(*_PAPER)]


def failed_prints(limit: int = 100) -> list[PaperRow]:
    """Return papers that could not be printed, the last first."""
    found = PaperRecord.objects.filter(state="failed").order_by("-ended_at")
    return [PaperRow(*row) for row in found.values_list(*_PAPER)[:limit]]


def last_tests() -> dict[str, PaperRow]:
    """Return {printer: its last test page}."""
    found = PaperRecord.objects.filter(paper="test", printer__isnull=False).order_by("printer_id", "-id")
    rows = [PaperRow(*row) for row in found.distinct("printer_id").values_list(*_PAPER)]
    return {row.place: row for row in rows}
