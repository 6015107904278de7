"""Read returns: what was asked for, what came, and how each stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet

from packhorse.returns.models import Inspection, Return, ReturnItem, ReturnLine, ReturnStep, ReturnWords
from packhorse.returns.rules import OPEN, read_rma

PAGE = 50
TO_SEE_TO = ("failed", "owed", "unsure")  # labels of carriers that a person should look at


@dataclass(frozen=True)
class ReturnRow:
    """A return; money in minor units of its order's currency. `rma`: its number, also the barcode on its parcels.

    `proposed_minor`: what may be refunded, None while that is not known. `exchange_id`: the order of an exchange.
    """

    id: int
    order_id: int
    rma: str
    state: str
    wish: str
    label_by: str
    label_minor: int
    fee_percent: int
    currency: str
    requested_at: datetime
    asked_by: str
    proposed_minor: int | None
    resolution: str
    refunded_minor: int | None
    reference: str
    exchange_id: int | None
    closed_at: datetime | None

    @property
    def barcode(self) -> str:
        """What stands as a barcode or QR code on every parcel of the return, and is scanned when it comes."""
        return self.rma


@dataclass(frozen=True)
class ReturnLineRow:
    """Units of an order line on a return, and what has become of them."""

    id: int
    return_id: int
    line_id: int
    product_id: int
    units: int
    reason: str
    stands: int
    received: int
    missing: int
    credited: int
    credit_minor: int
    fee_minor: int

    @property
    def to_come(self) -> int:
        """Units that are announced and neither came nor are missing."""
        return self.units - self.received - self.missing


@dataclass(frozen=True)
class InspectionRow:
    """What units of an item were found to be."""

    item_id: int
    disposition: str
    units: int
    note: str
    bin_id: int | None
    at: datetime
    actor: str


@dataclass(frozen=True)
class ItemRow:
    """Units that came by a scan; `line_id` (of the return) is None for those that were not announced."""

    id: int
    return_id: int
    line_id: int | None
    warehouse_id: int
    product_id: int | None
    code: str
    units: int
    inspected: int
    shipped_with: bool
    bin_id: int | None
    lot_id: int | None
    serial: str
    at: datetime
    actor: str
    inspections: tuple[InspectionRow, ...] = ()

    @property
    def left(self) -> int:
        """Units that nobody has looked at."""
        return self.units - self.inspected


@dataclass(frozen=True)
class StepRow:
    """What somebody did about a return."""

    what: str
    state: str
    note: str
    at: datetime
    actor: str


@dataclass(frozen=True)
class ReturnDetail:
    """A return whole; `words`: what the customer wrote, empty once that is forgotten."""

    row: ReturnRow
    words: str
    lines: tuple[ReturnLineRow, ...]
    items: tuple[ItemRow, ...]
    steps: tuple[StepRow, ...]


_ROW = tuple(ReturnRow.__dataclass_fields__)
_LINE = tuple("returned_id" if name == "return_id" else name for name in ReturnLineRow.__dataclass_fields__)
_INSPECTION = tuple(InspectionRow.__dataclass_fields__)
_ITEM = tuple(
    "returned_id" if name == "return_id" else name for name in ItemRow.__dataclass_fields__ if name != "inspections"
)


def by_id(return_ids: Iterable[int]) -> dict[int, ReturnRow]:
    """Return returns by id."""
    return {row.id: row for row in _rows(Return.objects.filter(pk__in=set(return_ids)))}


def by_rma(text: str) -> ReturnRow | None:
    """Return the return with this number, as it was scanned or typed."""
    rma = read_rma(text)
    found = _rows(Return.objects.filter(rma=rma)) if rma else []
    return found[0] if found else None


def by_key(order_id: int, key: str) -> ReturnRow | None:
    """Return the return that a request under this key has made already."""
    found = _rows(Return.objects.filter(order_id=order_id, key=key)) if key else []
    return found[0] if found else None


def of_order(order_id: int) -> list[ReturnRow]:
    """Return an order's returns, the newest first."""
    return _rows(Return.objects.filter(order_id=order_id).order_by("-id"))


def listed(*, state: str = "", before: int | None = None, limit: int = PAGE) -> list[ReturnRow]:
    """Return a page of returns, the newest first: of a state, or all that are `open`, or all. `before`: an id.

    `labels`: those whose carrier's label could not be bought, is owed for nothing, or is not known about.
    """
    found = Return.objects.order_by("-id")
    if state == "labels":
        found = found.filter(label__state__in=TO_SEE_TO)
    elif state:
        found = found.filter(state__in=OPEN) if state == "open" else found.filter(state=state)
    if before is not None:
        found = found.filter(pk__lt=before)
    return _rows(found[:limit])


def goods_of(return_ids: Iterable[int]) -> dict[int, list[ReturnLineRow]]:
    """Return {return id: its lines}."""
    found: dict[int, list[ReturnLineRow]] = {}
    rows = ReturnLine.objects.filter(returned_id__in=set(return_ids)).order_by("line__position", "id")
    for each in (ReturnLineRow(*row) for row in rows.values_list(*_LINE)):
        found.setdefault(each.return_id, []).append(each)
    return found


def sizes() -> dict[str, int]:
    """Return {state: returns} of those that somebody has still to do something about."""
    return dict(Return.objects.filter(state__in=OPEN).values_list("state").annotate(Count("id")).order_by())


def detail(return_id: int) -> ReturnDetail | None:
    """Return a return whole."""
    row = by_id([return_id]).get(return_id)
    if row is None:
        return None
    lines = ReturnLine.objects.filter(returned_id=return_id).order_by("line__position", "id").values_list(*_LINE)
    steps = ReturnStep.objects.filter(returned_id=return_id).order_by("id")
    words = ReturnWords.objects.filter(pk=return_id).values_list("text", flat=True).first() or ""
    return ReturnDetail(
        row,
        words,
        tuple(ReturnLineRow(*each) for each in lines),
        tuple(items(return_id)),
        tuple(StepRow(*each) for each in steps.values_list(*StepRow.__dataclass_fields__)),
    )


def items(return_id: int) -> list[ItemRow]:
    """Return what came of a return, scan by scan."""
    looked: dict[int, list[InspectionRow]] = {}
    found = Inspection.objects.filter(item__returned_id=return_id).order_by("id").values_list(*_INSPECTION)
    for each in found:
        looked.setdefault(each[0], []).append(InspectionRow(*each))
    rows = ReturnItem.objects.filter(returned_id=return_id).order_by("id").values_list(*_ITEM)
    return [ItemRow(*row, tuple(looked.get(row[0], ()))) for row in rows]


def _rows(found: "QuerySet[Return, Any]") -> list[ReturnRow]:
    return [ReturnRow(*row) for row in found.values_list(*_ROW)]
