"""What happens to parcels, from the bench to the door."""

from dataclasses import dataclass

from packhorse.events.lines import Lines


@dataclass(frozen=True)
class ParcelPacked:
    """A parcel is closed and weighed."""

    order_id: int
    fulfillment_id: int
    warehouse_id: int
    parcel_id: int
    weight_g: int


@dataclass(frozen=True)
class CartonChosen:
    """A person took another carton; the parcel is expected to cost so much more (None: not known)."""

    order_id: int
    fulfillment_id: int
    warehouse_id: int
    parcel_id: int
    difference_minor: int | None


@dataclass(frozen=True)
class OrderPacked:
    """The last parcel of a fulfillment order is closed."""

    order_id: int
    fulfillment_id: int
    warehouse_id: int
    parcels: int


@dataclass(frozen=True)
class LabelBought:
    """A carrier has accepted a parcel and given it a tracking number."""

    order_id: int
    parcel_id: int
    shipment_id: int
    warehouse_id: int
    price_minor: int


@dataclass(frozen=True)
class ParcelStaged:
    """A parcel stands in its lane."""

    order_id: int
    parcel_id: int
    warehouse_id: int


@dataclass(frozen=True)
class ParcelShipped:
    """A parcel was handed to the carrier; `last` says it was the fulfillment order's last."""

    order_id: int
    fulfillment_id: int
    parcel_id: int
    warehouse_id: int
    lines: Lines
    last: bool


@dataclass(frozen=True)
class ParcelTracked:
    """The carrier said where a parcel is (a tracking state of the design)."""

    order_id: int
    parcel_id: int
    state: str


@dataclass(frozen=True)
class ParcelDelayed:
    """The carrier will not keep the promised day."""

    order_id: int
    parcel_id: int


@dataclass(frozen=True)
class ParcelUndelivered:
    """The carrier does not deliver a parcel: it comes back, or is lost."""

    order_id: int
    parcel_id: int


@dataclass(frozen=True)
class ParcelDelivered:
    """A parcel is at the door; `last` says it was the fulfillment order's last."""

    order_id: int
    fulfillment_id: int
    parcel_id: int
    lines: Lines
    last: bool


@dataclass(frozen=True)
class TransitMeasured:
    """So many parcels of a service took so many days of delivery from a warehouse to the doors of a zone."""

    service_id: int
    warehouse_id: int
    zone: str
    days: int
    parcels: int
