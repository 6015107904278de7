"""Read labels that are bought with accounts: what is to be bought, what failed, what is owed for nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from packhorse.shipping.models import Away, LabelOrder, Purchase, Shipment, StrayReport


@dataclass(frozen=True)
class LabelOrderRow:
    """A label that is to be bought; `said`: why there is none yet. `ruled`: a manager's rules left no carrier."""

    parcel_id: int
    order_id: int
    state: str
    attempts: int
    said: str
    at: datetime
    ruled: bool


@dataclass(frozen=True)
class PurchaseRow:
    """A label that was asked of an account; money in minor units, `said`: what came of it in words."""

    key: str
    order_id: int
    parcel_id: int
    account: str
    carrier: str
    service: str
    price_minor: int
    state: str
    said: str
    at: datetime


@dataclass(frozen=True)
class StrayRow:
    """The newest word on a parcel that is none of ours."""

    account: str | None
    tracking_number: str
    state: str
    at: datetime
    text: str
    heard_at: datetime
    told: int


_ORDER = tuple(LabelOrderRow.__dataclass_fields__)
_PURCHASE = (
    "key",
    "parcel__order_id",
    "parcel_id",
    "account__code",
    "service__carrier__name",
    "service__name",
    "price_minor",
    "state",
    "said",
    "at",
)


def label_pdf(parcel_id: int) -> bytes | None:
    """Return the label of a parcel as the carrier's own PDF; None where it gave none."""
    found = Shipment.objects.filter(parcel_id=parcel_id, label_pdf__isnull=False).exclude(state="voided")
    content = found.values_list("label_pdf", flat=True).first()
    return bytes(content) if content is not None else None


def is_carriers(shipment_id: int) -> bool:
    """Say whether a shipment's label is its carrier's own, bought with an account: nobody else can draw it."""
    return Purchase.objects.filter(shipment_id=shipment_id).exists()


def label_orders(parcel_ids: Iterable[int]) -> dict[int, LabelOrderRow]:
    """Return {parcel id: how far its label is} of those that accounts are asked for."""
    found = LabelOrder.objects.filter(parcel_id__in=set(parcel_ids)).values_list(*_ORDER)
    return {row[0]: LabelOrderRow(*row) for row in found}


def failed_labels(*, limit: int = 100) -> list[LabelOrderRow]:
    """Return the newest labels that could not be bought."""
    found = LabelOrder.objects.filter(state="failed").order_by("-ended_at").values_list(*_ORDER)
    return [LabelOrderRow(*row) for row in found[:limit]]


def owed(*, limit: int = 100) -> list[PurchaseRow]:
    """Return the newest labels that nobody uses and a carrier wants its money for."""
    return _purchases("owed", limit)


def unsure(*, limit: int = 100) -> list[PurchaseRow]:
    """Return purchases of which nobody knows yet whether they came about."""
    return _purchases("unsure", limit)


def open_count() -> int:
    """Return how many labels wait for a person."""
    return LabelOrder.objects.filter(state="failed").count() + Purchase.objects.filter(state="owed").count()


def away(now: datetime) -> dict[int, tuple[datetime, str]]:
    """Return {account id: (until when it is not asked, why)} of those whose carrier did not answer."""
    found = Away.objects.filter(until__gt=now).values_list("account_id", "until", "said")
    return {account: (until, said) for account, until, said in found}


def strays(*, limit: int = 100) -> list[StrayRow]:
    """Return what carriers told of parcels that are none of ours, the newest first."""
    names = ("account__code", "tracking_number", "state", "at", "text", "heard_at", "told")
    return [StrayRow(*row) for row in StrayReport.objects.order_by("-heard_at", "-id").values_list(*names)[:limit]]


def _purchases(state: str, limit: int) -> list[PurchaseRow]:
    found = Purchase.objects.filter(state=state).order_by("-at").values_list(*_PURCHASE)
    return [PurchaseRow(*row) for row in found[:limit]]
