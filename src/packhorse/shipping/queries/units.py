"""Read pallets and cages, what stands on them, and what is to be taken out of lanes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from packhorse.algorithms.gs1_elements import sscc_digits
from packhorse.packing import queries as packing
from packhorse.packing.queries import ParcelRow
from packhorse.placing import queries as placing
from packhorse.shipping.models import HandlingUnit, Shipment
from packhorse.shipping.rules import unit_id_of, unit_number


@dataclass(frozen=True)
class UnitRow:
    """A pallet or cage; `sscc` is empty until it is closed."""

    id: int
    warehouse_id: int
    lane: str
    carrier_id: int
    carrier: str
    kind: str
    state: str
    sscc: str
    opened_at: datetime
    closed_at: datetime | None
    manifest_id: int | None
    parcels: int

    @property
    def number(self) -> str:
        """Return its public number."""
        return unit_number(self.id)


@dataclass(frozen=True)
class OnUnitRow:
    """A parcel on a pallet or cage; `void`: it is to be taken off."""

    parcel: ParcelRow
    tracking_number: str
    service: str
    country: str
    void: bool


@dataclass(frozen=True)
class TakeOutRow:
    """A parcel that stands in a lane with a void label: where, and where it goes now ("": the order is gone)."""

    sscc: str
    lane: str
    unit: str
    to_lane: str


@dataclass(frozen=True)
class WhereRow:
    """Where a parcel goes: its lane's id, and the pallet or cage it stands on ("" for none)."""

    lane_id: int | None
    staged: bool
    unit: str


_NAMES = {"lane": "lane__code", "carrier": "carrier__name", "parcels": "n"}
_FIELDS = tuple(_NAMES.get(name, name) for name in UnitRow.__dataclass_fields__)


def units(warehouse_id: int) -> list[UnitRow]:
    """Return the pallets and cages of a warehouse that are not handed over."""
    found = HandlingUnit.objects.filter(warehouse_id=warehouse_id).exclude(state="handed_over")
    rows = found.annotate(n=Count("shipment")).order_by("lane__code", "id")
    return [UnitRow(*row) for row in rows.values_list(*_FIELDS)]


def units_of_manifest(manifest_id: int) -> dict[int, UnitRow]:
    """Return {id: pallet or cage} that left with a manifest."""
    return {row.id: row for row in units_of_manifests([manifest_id]).get(manifest_id, [])}


def units_of_manifests(manifest_ids: Collection[int]) -> dict[int, list[UnitRow]]:
    """Return {manifest id: the pallets and cages that left with it}."""
    rows = HandlingUnit.objects.filter(manifest_id__in=manifest_ids).annotate(n=Count("shipment")).order_by("id")
    found: dict[int, list[UnitRow]] = {}
    for values in rows.values_list(*_FIELDS):
        unit = UnitRow(*values)
        found.setdefault(unit.manifest_id or 0, []).append(unit)
    return found


def unit_by_code(code: str) -> UnitRow | None:
    """Return a pallet or cage by its number or its SSCC, scanned with or without its (00)."""
    digits, unit_id = sscc_digits(code), unit_id_of(code)
    found = HandlingUnit.objects.filter(pk=unit_id) if unit_id else HandlingUnit.objects.filter(sscc=digits or "-")
    row = found.annotate(n=Count("shipment")).values_list(*_FIELDS).first()
    return UnitRow(*row) if row else None


def on_unit(unit_id: int) -> list[OnUnitRow]:
    """Return the parcels on a pallet or cage, as they were put onto it."""
    found = list(Shipment.objects.select_related("service").filter(unit_id=unit_id).order_by("staged_at", "id"))
    parcels = packing.by_id(row.parcel_id for row in found)
    countries = {pk: each.country for pk, each in placing.addresses({row.order_id for row in found}).items()}
    return [
        OnUnitRow(
            parcels[row.parcel_id],
            row.tracking_number,
            row.service.name,
            countries[row.order_id],
            row.state == "voided",
        )
        for row in found
    ]


def to_take_out(warehouse_id: int, *, limit: int = 50) -> list[TakeOutRow]:
    """Return parcels that stand in lanes and must not leave with the labels they have."""
    void = Shipment.objects.filter(warehouse_id=warehouse_id, state="voided", staged_at__isnull=False)
    rows = list(void.select_related("lane").order_by("staged_at")[:limit])
    parcels = packing.by_id(row.parcel_id for row in rows)
    live = Shipment.objects.filter(parcel_id__in=parcels).exclude(state="voided").select_related("lane")
    to = {row.parcel_id: row.lane.code if row.lane else "no lane" for row in live}
    return [
        TakeOutRow(
            parcels[row.parcel_id].sscc,
            row.lane.code if row.lane else "",
            unit_number(row.unit_id) if row.unit_id else "",
            to.get(row.parcel_id, ""),
        )
        for row in rows
    ]


def where(parcel_id: int) -> WhereRow | None:
    """Return where a labelled parcel goes, and where it stands."""
    label = Shipment.objects.filter(parcel_id=parcel_id).exclude(state="voided").first()
    if label is None:
        return None
    return WhereRow(label.lane_id, label.staged_at is not None, unit_number(label.unit_id) if label.unit_id else "")


def on_units(manifest_id: int) -> dict[int, int]:
    """Return {shipment id: pallet or cage} of a manifest."""
    found = Shipment.objects.filter(manifest_id=manifest_id, unit__isnull=False)
    return {pk: unit for pk, unit in found.values_list("id", "unit_id") if unit}
