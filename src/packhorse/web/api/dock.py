"""The dock for scanners of other makes: what comes, what is loaded, what is carried to where. A scan counts once."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from ninja import Path, Query, Router, Status

from packhorse.catalog import queries as catalog
from packhorse.catalog.queries import Scan
from packhorse.errors import Refusal, missing
from packhorse.inbound import operations, queries
from packhorse.inbound.queries import DeliveryRow
from packhorse.inventory import queries as stock
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.placing import queries as placing
from packhorse.placing.api import REFUSED
from packhorse.placing.rules import order_id_of
from packhorse.placing.schemas import NO_NUL
from packhorse.web.access import ROLES
from packhorse.web.api.dock_bodies import BackIn, BookedOut, CameIn, DockOut, EndIn, LaidIn, ScanIn, TakenIn, WaitsOut
from packhorse.web.api.inbound import delivery_id, delivery_out
from packhorse.web.api.inbound_bodies import DeliveryOut
from packhorse.web.keys import Key, now_and_actor, whole_house

router = Router(tags=["dock"], auth=Key("floor"))
Coming = Path(..., pattern=r"^DL[0-9]{7,18}$", examples=["DL1000001"], description="the delivery's number")
Site = Path(..., max_length=20, pattern=NO_NUL, examples=["LDS"], description="the warehouse's code")


@router.post("/deliveries/{number}/receipts", response={200: BookedOut, **REFUSED}, summary="Receive units")
def receive(request: HttpRequest, came: CameIn, number: str = Coming) -> Status:
    """More than was announced is refused (409, OVER_ANNOUNCED) until `over` says that it is meant.

    What a transfer brings more than was sent goes into quarantine. Tracked lots are wanted (422, LOT_WANTED).
    """
    row = _delivery(request, number)
    who = now_and_actor(request, came.who)
    found = catalog.scan(came.code)
    if found is None and came.unknown:
        operations.note_unknown(
            delivery_id=row.id,
            code=came.code,
            units=came.quantity,
            note="damaged" if came.damaged else "",
            bin_id=_bin(row.warehouse_id, came.bin) if came.bin else None,
            damaged=came.damaged,
            scan_id=came.scan_id,
            **who,
        )
        return Status(200, BookedOut(units=came.quantity, bin=""))
    goods = _goods(came, found)
    done = operations.receive(
        delivery_id=row.id,
        product_id=goods.product_id,
        units=goods.units,
        lot=goods.lot,
        expires_on=came.expires_on or goods.expires_on,
        serials=goods.serials,
        bin_id=_bin(row.warehouse_id, came.bin) if came.bin else None,
        damaged=came.damaged,
        over=came.over,
        scan_id=came.scan_id,
        **who,
    )
    return Status(200, BookedOut(units=done.units, bin=done.bin, over=done.over))


@router.post("/deliveries/{number}/finish", response={200: DeliveryOut, **REFUSED}, summary="Nothing more comes")
def finish(request: HttpRequest, end: EndIn, number: str = Coming) -> Status:
    """What was announced and did not come is short; what a transfer sent and did not bring is lost, with a reason."""
    row = _delivery(request, number)
    operations.close_delivery(delivery_id=row.id, reason=end.reason, **now_and_actor(request, end.who))
    return Status(200, delivery_out(row.id))


@router.post("/transfers/{number}/loads", response={200: BookedOut, **REFUSED}, summary="Load units of a transfer")
def load(request: HttpRequest, taken: TakenIn, number: str = Coming) -> Status:
    """They are out of the bin, and on their way."""
    row = _delivery(request, number)
    if row.from_warehouse_id is None:
        raise Refusal("NO_TRANSFER", f"{number} comes from a supplier: nothing of it is loaded here.")
    goods = _goods(taken)
    units = operations.send(
        delivery_id=row.id,
        product_id=goods.product_id,
        units=goods.units,
        bin_id=_bin(row.from_warehouse_id, taken.bin),
        lot_id=_lot(goods),
        serials=goods.serials,
        scan_id=taken.scan_id,
        **now_and_actor(request, taken.who),
    )
    return Status(200, BookedOut(units=units, bin=""))


@router.post("/transfers/{number}/leave", response={200: DeliveryOut, **REFUSED}, summary="A transfer has left")
def leave(request: HttpRequest, number: str = Coming) -> Status:
    """What was asked for and not loaded stays, and is free again."""
    row = _delivery(request, number)
    operations.finish_sending(delivery_id=row.id, **now_and_actor(request))
    return Status(200, delivery_out(row.id))


@router.get("/dock/{warehouse}", response={200: DockOut, **REFUSED}, summary="What is to be put away, and where")
def dock(request: HttpRequest, warehouse: str = Site, limit: int = Query(50, ge=1, le=200)) -> DockOut:
    """The oldest first. Units kept for orders are best picked from where they lie."""
    whole_house(request)
    site = _site(warehouse)
    rows = queries.dock(site.id)[:limit]
    products = catalog.by_id(row.stock.product_id for row in rows)
    bins = network.bins_by_id(row.stock.bin_id for row in rows)
    shown = []
    for row in rows:
        held = row.stock
        found = queries.proposed(site, product_id=held.product_id, lot_id=held.lot_id, units=max(1, row.to_put))
        place = network.bins_by_id([found.bin_id])[found.bin_id].code if found and row.to_put else ""
        shown.append(
            WaitsOut(
                sku=products[held.product_id].sku,
                lot=held.lot or "",
                bin=bins[held.bin_id].code,
                units=row.to_put,
                kept_for_orders=row.wanted,
                proposed_bin=place,
                proposed_units=found.units if found and row.to_put else 0,
            )
        )
    return DockOut(rows=shown)


@router.post("/moves", response={200: BookedOut, **REFUSED}, summary="Carry units to another bin")
def move(request: HttpRequest, laid: LaidIn) -> Status:
    """The bin must be fit for the goods. Into quarantine, among damaged goods and out of them a reason is given; out of
    them goods are set free by keys that open the office, too.
    """
    whole_house(request)
    site = _site(laid.warehouse)
    goods, start, to = _goods(laid), _bin(site.id, laid.bin), _bin(site.id, laid.to)
    bins = network.bins_by_id([start, to])
    if bins[start].blocks and not bins[to].blocks and "office" not in ROLES[request.auth.role]:
        words = f"Goods leave {bins[start].code} for a free bin only by the office or a manager."
        raise Refusal("NOT_YOUR_ROOM", words, status=403)
    new = operations.carry(
        product_id=goods.product_id,
        from_bin_id=start,
        to_bin_id=to,
        units=goods.units,
        lot_id=_lot(goods),
        serials=goods.serials,
        reason=laid.reason,
        put_away=bins[start].use == "receiving",
        scan_id=laid.scan_id,
        **now_and_actor(request, laid.who),
    )
    return Status(200, BookedOut(units=goods.units if new else 0, bin=laid.to))


@router.post("/take-backs", response={200: BookedOut, **REFUSED}, summary="Take back what a customer returned")
def take_back(request: HttpRequest, back: BackIn) -> Status:
    """Into the bin for its condition: quarantine, damaged, or, of an order that got them, sellable."""
    whole_house(request)
    goods, order_id = _goods(back), order_id_of(back.order) if back.order else None
    if back.order and (order_id is None or order_id not in placing.rows([order_id])):
        raise missing("order", back.order)
    place = operations.take_back(
        warehouse_id=_site(back.warehouse).id,
        product_id=goods.product_id,
        units=goods.units,
        condition=back.condition,
        reason=back.reason,
        order_id=order_id,
        lot=goods.lot,
        expires_on=back.expires_on or goods.expires_on,
        serials=goods.serials,
        scan_id=back.scan_id,
        **now_and_actor(request, back.who),
    )
    return Status(200, BookedOut(units=goods.units if place else 0, bin=place))


@dataclass(frozen=True)
class _Goods:
    product_id: int
    units: int
    lot: str
    expires_on: date | None
    serials: tuple[str, ...]


def _goods(said: ScanIn, found: Scan | None = None) -> _Goods:
    """What was scanned; the code's own lot and number where nothing else was said."""
    found = found or catalog.scan(said.code)
    if found is None:
        raise Refusal("UNKNOWN_ITEM", f"Nobody knows {said.code[:40]!r}: scan another code of the goods.", status=422)
    serials = tuple(said.serials) or ((found.serial,) if found.serial else ())
    units = said.quantity * found.units
    return _Goods(found.product.id, units, said.lot or found.lot, found.expires_on, serials)


def _lot(goods: _Goods) -> int | None:
    if not goods.lot:
        return None
    row = stock.lot(goods.product_id, goods.lot)
    if row is None:
        raise missing("lot", goods.lot)
    return row.id


def _site(code: str) -> WarehouseRow:
    site = next((each for each in network.warehouses() if each.code == code), None)
    if site is None:
        raise missing("warehouse", code)
    return site


def _bin(warehouse_id: int, said: str) -> int:
    """A bin of a warehouse by its barcode or its code."""
    found = network.bin_by_barcode(said)
    if found and found.warehouse_id == warehouse_id:
        return found.id
    site = next(each for each in network.warehouses() if each.id == warehouse_id)
    bin_id = network.bin_ids(site.code).get(said)
    if bin_id is None:
        raise missing("bin", f"{said} of {site.code}")
    return bin_id


def _delivery(request: HttpRequest, number: str) -> DeliveryRow:
    row = queries.delivery(delivery_id(request, number))
    assert row
    return row
