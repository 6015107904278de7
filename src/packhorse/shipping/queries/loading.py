"""Read how far a carrier's vehicle is loaded, and what is missing on it."""

from dataclasses import dataclass

from packhorse.packing import queries as packing
from packhorse.shipping.models import Shipment
from packhorse.shipping.rules import unit_number


@dataclass(frozen=True)
class MissingRow:
    """A parcel that stands in a lane for a carrier and is not on its vehicle; `unit`: the pallet or cage it is on."""

    sscc: str
    lane: str
    unit: str


@dataclass(frozen=True)
class Loading:
    """Parcels in the lanes for a carrier: how many are on its vehicle, and the others."""

    loaded: int
    missing: tuple[MissingRow, ...]


def loading(warehouse_id: int, carrier_id: int) -> Loading:
    """Return how far a vehicle is loaded."""
    staged = Shipment.objects.filter(
        warehouse_id=warehouse_id, carrier_id=carrier_id, state="labelled", staged_at__isnull=False
    )
    rows = list(staged.filter(loaded_at=None).order_by("lane__code", "unit_id", "id").values_list(
        "parcel_id", "lane__code", "unit_id"))  # fmt: skip
    parcels = packing.by_id(parcel for parcel, _, _ in rows)
    missing = tuple(
        MissingRow(parcels[parcel].sscc, lane or "", unit_number(unit) if unit else "") for parcel, lane, unit in rows
    )
    return Loading(staged.exclude(loaded_at=None).count(), missing)
