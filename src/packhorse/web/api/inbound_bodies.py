"""Goods on their way in as JSON: what the API takes and gives. Money is in minor units."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from packhorse.catalog import queries as catalog
from packhorse.inbound import queries
from packhorse.inbound.queries import DeliveryRow, PurchaseRow
from packhorse.inbound.rules import DELIVERY_STATES, PURCHASE_STATES, purchase_number
from packhorse.network import queries as network
from packhorse.placing.schemas import In, Units, example, text

Cost = Annotated[int, Field(strict=True, ge=0, le=10**12, description="of a unit, in minor units")]


class BoughtIn(In):
    """Goods ordered from a supplier."""

    sku: text(64, 1)
    quantity: Units
    cost_minor: Cost = 0


class PurchaseIn(In):
    """A purchase order. A supplier who is new is given with the name."""

    model_config = example(
        supplier="ACME",
        supplier_name="Acme Ltd",
        warehouse="LDS",
        currency="GBP",
        external_number="P-2041",
        expected_on="2026-12-24",
        lines=[{"sku": "21562", "quantity": 144, "cost_minor": 85}],
    )

    supplier: text(40, 1)
    supplier_name: text(200) = ""
    lead_time_days: int | None = Field(None, ge=0, le=1000, strict=True)
    warehouse: text(20, 1)
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    external_number: text(60) = Field("", description="the merchant's own number, once")
    expected_on: date | None = None
    note: text(500) = ""
    draft: bool = Field(False, description="keep it only; its goods are not incoming yet")
    lines: list[BoughtIn] = Field(min_length=1, max_length=2000)


class AnnouncedIn(In):
    """Goods that are to come."""

    sku: text(64, 1)
    quantity: Units
    lot: text(40) = ""
    expires_on: date | None = None


class DeliveryIn(In):
    """An advance shipping notice: of a purchase order, or of goods nobody ordered here (then with the warehouse)."""

    model_config = example(
        purchase_order="PO1000001",
        reference="LS-778",
        expected_on="2026-12-20",
        lines=[{"sku": "21562", "quantity": 100, "lot": "L77", "expires_on": "2027-12-31"}],
    )

    purchase_order: str | None = Field(None, pattern=r"^PO[0-9]{7,18}$")
    warehouse: text(20) = ""
    reference: text(60) = ""
    expected_on: date | None = None
    note: text(500) = ""
    lines: list[AnnouncedIn] = Field(min_length=1, max_length=2000)


class MovedIn(In):
    """Goods to be transferred."""

    sku: text(64, 1)
    quantity: Units


class TransferIn(In):
    """Goods of one of our warehouses that another one is to have."""

    model_config = example(
        source="LDS", target="BRS", expected_on="2026-12-20", lines=[{"sku": "21562", "quantity": 24}]
    )

    source: text(20, 1)
    target: text(20, 1)
    expected_on: date | None = None
    note: text(500) = ""
    lines: list[MovedIn] = Field(min_length=1, max_length=2000)


class BoughtOut(BaseModel):
    """Goods ordered, and how many have come."""

    sku: str
    quantity: int
    received: int
    cost_minor: int


class PurchaseOut(BaseModel):
    """A purchase order with its deliveries."""

    number: str
    external_number: str
    supplier: str
    warehouse: str
    state: Literal[tuple(PURCHASE_STATES)]
    currency: str
    expected_on: date | None
    ordered_at: datetime | None
    lines: list[BoughtOut]
    deliveries: list[str]


class PurchasesOut(BaseModel):
    """A page of purchase orders, newest first."""

    purchase_orders: list[PurchaseOut]
    next: str


class CameOut(BaseModel):
    """Goods announced, and what became of them; `difference`: received less announced (of a transfer: less sent)."""

    sku: str
    lot: str
    expires_on: date | None
    announced: int
    sent: int
    received: int
    damaged: int
    lost: int
    difference: int


class UnknownOut(BaseModel):
    """Units that came under a code nobody knew; `sku`: what they turned out to be."""

    code: str
    units: int
    at: datetime
    settled: bool
    sku: str | None


class DeliveryOut(BaseModel):
    """A delivery, or a transfer (`source`: the warehouse that sends), and how it came."""

    number: str
    purchase_order: str | None
    source: str | None
    warehouse: str
    reference: str
    state: Literal[tuple(DELIVERY_STATES)]
    expected_on: date | None
    arrived_at: datetime | None
    closed_at: datetime | None
    lost_because: str
    lines: list[CameOut]
    unknown: list[UnknownOut]


class DeliveriesOut(BaseModel):
    """A page of deliveries, newest first."""

    deliveries: list[DeliveryOut]
    next: str


def purchases_out(rows: Sequence[PurchaseRow]) -> list[PurchaseOut]:
    """Return purchase orders as JSON."""
    lines = queries.purchase_lines(row.id for row in rows)
    skus, sites = (
        catalog.by_id(line.product_id for line in lines),
        {each.id: each.code for each in network.warehouses()},
    )
    return [
        PurchaseOut(
            number=row.number,
            external_number=row.external_number,
            supplier=row.supplier,
            warehouse=sites[row.warehouse_id],
            state=row.state,
            currency=row.currency,
            expected_on=row.expected_on,
            ordered_at=row.ordered_at,
            lines=[
                BoughtOut(
                    sku=skus[line.product_id].sku,
                    quantity=line.quantity,
                    received=line.received,
                    cost_minor=line.cost_minor,
                )
                for line in lines
                if line.order_id == row.id
            ],
            deliveries=[each.number for each in queries.deliveries_of(row.id)],
        )
        for row in rows
    ]


def deliveries_out(rows: Sequence[DeliveryRow]) -> list[DeliveryOut]:
    """Return deliveries as JSON."""
    lines = queries.lines(row.id for row in rows)
    items = {row.id: queries.unknown_items(row.id) for row in rows}
    named = {line.product_id for line in lines} | {i.product_id or 0 for each in items.values() for i in each}
    skus = {pk: each.sku for pk, each in catalog.by_id(named).items()}
    sites = {each.id: each.code for each in network.warehouses()}
    return [
        DeliveryOut(
            number=row.number,
            purchase_order=purchase_number(row.purchase_order_id) if row.purchase_order_id is not None else None,
            source=sites.get(row.from_warehouse_id or 0),
            warehouse=sites[row.warehouse_id],
            reference=row.reference,
            state=row.state,
            expected_on=row.expected_on,
            arrived_at=row.arrived_at,
            closed_at=row.closed_at,
            lost_because=queries.lost_reason(row.id),
            lines=[
                CameOut(
                    sku=skus[line.product_id],
                    lot=line.lot,
                    expires_on=line.expires_on,
                    announced=line.quantity,
                    sent=line.sent,
                    received=line.received,
                    damaged=line.damaged,
                    lost=line.lost,
                    difference=line.received - line.due(row.is_transfer),
                )
                for line in lines
                if line.delivery_id == row.id
            ],
            unknown=[
                UnknownOut(
                    code=item.code,
                    units=item.units,
                    at=item.at,
                    settled=item.settled_at is not None,
                    sku=skus.get(item.product_id or 0),
                )
                for item in items[row.id]
            ],
        )
        for row in rows
    ]
