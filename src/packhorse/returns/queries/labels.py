"""Read carriers' labels of returns: how far each is, what it costs, and where its parcel is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from packhorse.returns.models import ReturnLabel, ReturnScan
from packhorse.returns.queries.returns import TO_SEE_TO


@dataclass(frozen=True)
class LabelRow:
    """A carrier's label. `price_minor`: what the carrier takes of us, None while nothing is bought; `said`: in words.

    `form`: as what the label itself is there, empty where it is not.
    """

    return_id: int
    account: str
    carrier: str
    service: str
    state: str
    price_minor: int | None
    currency: str
    tracking_number: str
    tracking_url: str
    tracking_state: str
    form: str
    valid_until: date | None
    said: str
    at: datetime

    @property
    def good(self) -> bool:
        """Whether it may be stuck onto a parcel."""
        return self.state == "bought" and bool(self.form)


@dataclass(frozen=True)
class ScanRow:
    """What a carrier told of a return's parcel."""

    state: str
    at: datetime
    place: str
    text: str


_NAMES = {
    "return_id": "returned_id",
    "account": "account__code",
    "carrier": "service__carrier__name",
    "service": "service__name",
}
_LABEL = tuple(_NAMES.get(name, name) for name in LabelRow.__dataclass_fields__)


def labels_of(return_ids: Iterable[int]) -> dict[int, LabelRow]:
    """Return {return id: its carrier's label} of those for which one is, was or could not be bought."""
    found = ReturnLabel.objects.filter(pk__in=set(return_ids)).values_list(*_LABEL)
    return {row[0]: LabelRow(row[0], row[1], row[2] or "", row[3] or "", *row[4:]) for row in found}


def label_content(return_id: int) -> bytes | None:
    """Return the label itself; None where there is none that may be stuck onto a parcel."""
    found = ReturnLabel.objects.filter(pk=return_id, state="bought", content__isnull=False)
    content = found.values_list("content", flat=True).first()
    return bytes(content) if content is not None else None


def scans_of(return_id: int) -> list[ScanRow]:
    """Return what the carrier told of a return's parcel, the newest first."""
    found = ReturnScan.objects.filter(label_id=return_id).order_by("-at", "-id")
    return [ScanRow(*row) for row in found.values_list(*ScanRow.__dataclass_fields__)]


def labels_to_see_to() -> int:
    """Return how many labels could not be bought, are owed for nothing, or of which nobody knows yet."""
    return ReturnLabel.objects.filter(state__in=TO_SEE_TO).count()
