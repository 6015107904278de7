"""Packed parcels that want a label, and all that is to be known for it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django.conf import settings

from packhorse.carriers import queries as carriers
from packhorse.carriers.adapters import Parcel as Asked
from packhorse.carriers.adapters import Place
from packhorse.carriers.queries import accounts
from packhorse.carriers.rules import Box, Offer, Trip, offers
from packhorse.catalog import queries as catalog
from packhorse.catalog.queries import ProductRow
from packhorse.inventory import queries as stock
from packhorse.network import queries as network
from packhorse.packing import queries as packing
from packhorse.packing.queries import ParcelRow
from packhorse.placing import queries as placing
from packhorse.shipping.models import Shipment
from packhorse.shipping.operations.choose_lane import Lanes
from packhorse.shipping.operations.ruling import Ruling
from packhorse.shipping.papers import label_of, public_link
from packhorse.sorting.queries import LaneRow
from packhorse.sourcing import queries as sourcing


class ToLabel:
    """Of `parcel_ids` those that are packed, held for their order, and without a label; in order of their ids.

    Everything is read at once for all of them: a batch is rated from one copy of the tables. `labelled`: all of
    `parcel_ids`, to look at what was chosen for them.
    """

    def __init__(self, parcel_ids: Sequence[int], *, now: datetime, labelled: bool = False) -> None:
        self.now = now
        live = Shipment.objects.filter(parcel_id__in=parcel_ids).exclude(state="voided")
        known = set(live.values_list("parcel_id", flat=True))
        packed = [p for p in packing.by_id(set(parcel_ids) - known).values() if p.state == "packed"]
        held = {fulfillment for fulfillment, _ in stock.picked_units(parcel.fulfillment_id for parcel in packed)}
        self.parcels = sorted((p for p in packed if p.fulfillment_id in held), key=lambda parcel: parcel.id)
        if labelled:
            self.parcels = sorted(packing.by_id(parcel_ids).values(), key=lambda parcel: parcel.id)
        self.sites = {site.id: site for site in network.warehouses()}
        self.fulfillments = sourcing.by_id(parcel.fulfillment_id for parcel in self.parcels)
        self.addresses = placing.addresses(parcel.order_id for parcel in self.parcels)
        self.wishes = placing.wishes(parcel.order_id for parcel in self.parcels)
        self.orders = placing.rows(parcel.order_id for parcel in self.parcels)
        self._lanes: dict[int, Lanes] = {}

    @cached_property
    def book(self) -> carriers.RateBook:
        """All rate tables."""
        return carriers.rate_book()

    @cached_property
    def tables(self) -> carriers.RateBook:
        """Those by which labels are bought: an account's carrier is asked, whatever a table says of it."""
        asked = {code for row in accounts.accounts() for code in row.carriers}
        own = tuple(service for service in self.book.services if service.carrier not in asked)
        return replace(self.book, services=own)

    @cached_property
    def names(self) -> dict[int, tuple[str, str, str]]:
        """{service id: (carrier name, service name, prefix of its numbers)}."""
        return carriers.names()

    @cached_property
    def _maxicodes(self) -> dict[int, int]:
        return carriers.maxicodes()

    @cached_property
    def ruling(self) -> Ruling:
        """A manager's rules on the choice."""
        return Ruling(self)

    @cached_property
    def hazmat(self) -> dict[int, tuple[str, ...]]:
        """{parcel id: the classes of dangerous goods in it}."""
        return {pk: tuple(sorted({row.hazmat_class for row in rows} - {""})) for pk, rows in self._goods.items()}

    @cached_property
    def classes(self) -> dict[int, frozenset[str]]:
        """{parcel id: the storage classes of what is in it}."""
        return {pk: frozenset(row.storage_class for row in rows) for pk, rows in self._goods.items()}

    @cached_property
    def _goods(self) -> dict[int, list[ProductRow]]:
        contents = packing.contents(parcel.id for parcel in self.parcels)
        products = catalog.by_id(row.product_id for rows in contents.values() for row in rows)
        return {pk: [products[row.product_id] for row in rows] for pk, rows in contents.items()}

    def leaves_on(self, parcel: ParcelRow) -> date:
        """Return the day on which a parcel leaves its warehouse."""
        site = self.sites[parcel.warehouse_id]
        return site.day(next(site.cutoffs(self.now)))

    def offers(self, parcel: ParcelRow) -> list[Offer]:
        """Return what the rate tables offer for a parcel."""
        site, fulfillment = self.sites[parcel.warehouse_id], self.fulfillments[parcel.fulfillment_id]
        to = self.addresses[parcel.order_id]
        way = site.country, to.country, fulfillment.km, self.leaves_on(parcel), site.id, to.postal_code
        return offers(self.tables, Trip(*way, fulfillment.promised_on), self.box(parcel))

    def box(self, parcel: ParcelRow) -> Box:
        """Return a parcel as rate tables want it."""
        grams, hazmat = parcel.weight_g or parcel.expected_g, self.hazmat.get(parcel.id, ())
        return Box(grams, parcel.length_mm, parcel.width_mm, parcel.height_mm, hazmat)

    def asked(self, parcel: ParcelRow, *, key: str, form: str) -> Asked:
        """Return a parcel as an account's carrier is asked for it."""
        site, to = self.sites[parcel.warehouse_id], self.addresses[parcel.order_id]
        return Asked(
            key=key,
            reference=self.orders[parcel.order_id].number,
            sender=Place(site.name, site.line1, site.city, site.postal_code, site.country),
            recipient=Place(
                to.name, to.line1, to.city, to.postal_code, to.country, to.line2, to.region, to.phone, to.email
            ),
            weight_g=parcel.weight_g or parcel.expected_g,
            length_mm=parcel.length_mm,
            width_mm=parcel.width_mm,
            height_mm=parcel.height_mm,
            leaves_on=self.leaves_on(parcel),
            currency=carriers.company_currency(),
            form=form,
            hazmat=self.hazmat.get(parcel.id, ()),
        )

    def lane(self, parcel: ParcelRow, service_id: int) -> LaneRow | None:
        """Return the lane of a parcel that goes with a service."""
        site = self.sites[parcel.warehouse_id]
        lanes = self._lanes.setdefault(site.id, Lanes(site.id))
        local = self.now.astimezone(ZoneInfo(site.timezone)).time()
        return lanes.take(self.addresses[parcel.order_id], service_id, at=local)

    def zpl(self, parcel: ParcelRow, best: Offer, number: str, lane: LaneRow | None, *, token: str) -> str:
        """Draw our own label of a parcel."""
        # Imported late: fonts and barcodes cost every command a tenth of its start, and few draw labels.
        from packhorse.documents import label_zpl

        carrier_name, service_name, _ = self.names[best.service_id]
        return label_zpl.render(
            label_of(
                site=self.sites[parcel.warehouse_id],
                address=self.addresses[parcel.order_id],
                parcel=parcel,
                order_number=self.orders[parcel.order_id].number,
                carrier_name=carrier_name,
                service_name=service_name,
                tracking=number,
                zone=best.zone,
                lane=lane.code if lane else "",
                ship_date=self.leaves_on(parcel),
                instructions=self.wishes[parcel.order_id][1],
                tracking_url=public_link(settings.PUBLIC_URL, token),
                hazmat=self.hazmat.get(parcel.id, ()),
                un_numbers=tuple(sorted({row.un_number for row in self._goods.get(parcel.id, ())} - {""})),
                maxicode_class=self._maxicodes.get(best.service_id),
            )
        )


def reasons(found: Sequence[Offer]) -> list[Mapping[str, object]]:
    """Return offers as they are kept: what was considered, at which price, or why not."""
    days = ("arrives_on", "kept_on")
    rows = [{k: v.isoformat() if k in days and v else v for k, v in asdict(offer).items()} for offer in found]
    return [{name: value for name, value in row.items() if value not in ("", None, 0, ())} for row in rows]


def none_takes(parcel: ParcelRow, found: Sequence[Offer]) -> str:
    """Say why no carrier takes a parcel."""
    why = "; ".join(f"{offer.carrier} {offer.service}: {offer.excluded}" for offer in found)
    return f"No carrier takes parcel {parcel.sscc}: {why or 'there is none'}."
