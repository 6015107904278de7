"""Read manifests with what carriers gave for them, and pick-ups."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Sum

from packhorse.shipping.models import CarrierForm, Manifest, PickUp, Shipment


@dataclass(frozen=True)
class HandOverRow:
    """A closed manifest: its parcels and what they cost (minor units), who stayed behind, and the carrier's form.

    `form`: its state, empty where none is asked for; `said`: why it is not there.
    """

    id: int
    carrier: str
    closed_at: datetime
    actor: str
    left: tuple[str, ...]
    form: str
    said: str
    parcels: int = 0
    cost_minor: int = 0


@dataclass(frozen=True)
class PickUpRow:
    """That a carrier comes; money in minor units."""

    id: int
    carrier: str
    warehouse: str
    day: date
    opens_at: datetime
    closes_at: datetime
    note: str
    state: str
    confirmation: str
    service: str
    price_minor: int | None
    currency: str
    said: str
    at: datetime
    actor: str


_NAMES = {"carrier": "carrier__name", "warehouse": "warehouse__code"}
_PICK_UP = tuple(_NAMES.get(name, name) for name in PickUpRow.__dataclass_fields__)


def hand_overs(warehouse_id: int, *, before: int | None = None, limit: int = 50) -> list[HandOverRow]:
    """Return manifests of a warehouse, the newest first; `before` an id: those further back."""
    found = Manifest.objects.filter(warehouse_id=warehouse_id).order_by("-id")
    if before is not None:
        found = found.filter(pk__lt=before)
    fields = ("id", "carrier__name", "closed_at", "actor", "left", "carrierform__state", "carrierform__said")
    rows = list(found.values_list(*fields)[:limit])
    counted = _counted([row[0] for row in rows])
    return [
        HandOverRow(*row[:4], tuple(row[4]), row[5] or "", row[6] or "", *counted.get(row[0], (0, 0))) for row in rows
    ]


def _counted(manifest_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    found = Shipment.objects.filter(manifest_id__in=manifest_ids).order_by()
    rows = found.values("manifest_id").annotate(n=Count("id"), cost=Sum("price_minor"))
    return {row["manifest_id"]: (row["n"], row["cost"] or 0) for row in rows}


def carrier_form(manifest_id: int) -> bytes | None:
    """Return the carrier's own form of a manifest; None where there is none yet."""
    content = CarrierForm.objects.filter(pk=manifest_id).values_list("content", flat=True).first()
    return bytes(content) if content is not None else None


def pick_ups(warehouse_id: int, *, limit: int = 50) -> list[PickUpRow]:
    """Return the pick-ups of a warehouse, the latest day first."""
    found = PickUp.objects.filter(warehouse_id=warehouse_id).order_by(F("day").desc(), F("id").desc())
    return [PickUpRow(*row) for row in found.values_list(*_PICK_UP)[:limit]]


def pick_up_place(pick_up_id: int) -> int | None:
    """Return the warehouse of a pick-up."""
    return PickUp.objects.filter(pk=pick_up_id).values_list("warehouse_id", flat=True).first()
