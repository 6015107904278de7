"""The wall and the lanes for scanners of other makes, and their set-up. Each scan counts once."""

from django.http import HttpRequest
from ninja import Path, Router, Status

from packhorse.errors import Refusal, missing
from packhorse.network import queries as network
from packhorse.packing import queries as packing
from packhorse.placing.api import REFUSED
from packhorse.placing.schemas import NO_NUL
from packhorse.shipping import operations as shipping
from packhorse.shipping.queries import units as unit_rows
from packhorse.shipping.queries.units import UnitRow
from packhorse.sorting import operations, queries
from packhorse.sorting.operations import Placed
from packhorse.sorting.queries import SlotRow
from packhorse.sorting.rules import NewLane, NewSlot, NewWall, grid, unreached
from packhorse.web import part_sending, settings
from packhorse.web.api.sorting_bodies import (
    AsideIn,
    ByIn,
    ConfirmIn,
    GoesOut,
    LaneIn,
    LaneOut,
    OverflowIn,
    OverflowOut,
    PutIn,
    PutOut,
    SlotOut,
    StageIn,
    UnitOut,
    WallIn,
    WallOut,
    WallsOut,
)
from packhorse.web.keys import Key, now_and_actor, whole_house

router = Router(tags=["sorting"])
FLOOR, BENCH, LEAD, COMPANY = Key("floor"), Key("bench"), Key("lead"), Key("company")
Site = Path(..., max_length=20, pattern=NO_NUL, examples=["LDS"], description="the warehouse's code")
Code = Path(..., max_length=20, pattern=NO_NUL, examples=["W1"], description="its code")
Sscc = Path(..., max_length=30, pattern=NO_NUL, examples=["095200000000000011"], description="the parcel's SSCC")
Slot = Path(..., max_length=64, pattern=NO_NUL, examples=["SLOT-LDS-A3"], description="the slot's barcode")
Unit = Path(..., max_length=30, pattern=NO_NUL, examples=["HU000001"], description="its number or SSCC")


@router.post("/floor/puts", auth=FLOOR, response={200: PutOut, **REFUSED}, summary="Sort an item into its slot")
def put(request: HttpRequest, scan: PutIn) -> Status:
    """Refusals say what to do: CONFIRM_FIRST, NO_FREE_SLOT, TOO_BIG (lay it aside), PAST_THE_WALL (to the bench).

    What still comes of an order that is too big goes where it lies: `aside`, and `slot` is the overflow place's code.
    """
    whole_house(request)
    who = now_and_actor(request, scan.who)
    return _placed(operations.put(list_id=int(scan.list[2:]), item_code=scan.code, scan_id=scan.scan_id, **who))


@router.post("/floor/puts/confirm", auth=FLOOR, response={200: PutOut, **REFUSED}, summary="Confirm a put")
def confirm(request: HttpRequest, scan: ConfirmIn) -> Status:
    """By the slot's barcode; any other slot is refused (422, WRONG_SLOT)."""
    whole_house(request)
    return _placed(operations.confirm(scan_id=scan.scan_id, slot_code=scan.slot, **now_and_actor(request, scan.who)))


@router.post("/floor/puts/aside", auth=FLOOR, response={200: PutOut, **REFUSED}, summary="Lay an item aside")
def aside(request: HttpRequest, scan: AsideIn) -> Status:
    """Into an overflow place, until it is scanned into the wall; an order that is whole there is packed from there."""
    whole_house(request)
    return _placed(
        operations.lay_aside(
            list_id=int(scan.list[2:]),
            item_code=scan.code,
            place_code=scan.place,
            scan_id=scan.scan_id,
            **now_and_actor(request, scan.who),
        )
    )


@router.post("/floor/slots/{slot}/clear", auth=LEAD, response={200: SlotOut, **REFUSED}, summary="Clear a slot")
def clear(request: HttpRequest, by: ByIn, slot: str = Slot) -> Status:
    """A cancelled order's goods were taken out of it and put back. Of any other order: 409, NOT_CANCELLED."""
    whole_house(request)
    who = now_and_actor(request, by.who)
    operations.clear(slot_id=_slot(slot).id, **who)
    return Status(200, _slot_out(_slot(slot)))


@router.post("/floor/slots/{slot}/part", auth=LEAD, response={200: SlotOut, **REFUSED}, summary="Send what is there")
def send_part(request: HttpRequest, by: ByIn, slot: str = Slot) -> Status:
    """What lies in it is packed now, and the rest follows. An order that is to leave whole is refused."""
    whole_house(request)
    who = now_and_actor(request, by.who)
    part_sending.send_part(slot_id=_slot(slot).id, **who)
    return Status(200, _slot_out(_slot(slot)))


@router.get("/floor/parcels/{sscc}/lane", auth=BENCH, response={200: GoesOut, **REFUSED}, summary="Where a parcel goes")
def goes(request: HttpRequest, sscc: str = Sscc) -> GoesOut:
    """Its lane and cut-off, and the pallet or cage it stands on."""
    whole_house(request)
    return _goes(sscc)


@router.post("/floor/stages", auth=BENCH, response={200: GoesOut, **REFUSED}, summary="Scan a parcel into its lane")
def stage(request: HttpRequest, scan: StageIn) -> Status:
    """A wrong lane (422, WRONG_LANE) and a closed pallet (409, UNIT_CLOSED) are refused. Once more does nothing."""
    whole_house(request)
    shipping.stage(sscc=scan.sscc, lane_barcode=scan.lane, **now_and_actor(request, scan.who))
    return Status(200, _goes(scan.sscc))


@router.post(
    "/floor/parcels/{sscc}/take-out", auth=BENCH, response={200: GoesOut, **REFUSED}, summary="Take a parcel out"
)
def take_out(request: HttpRequest, by: ByIn, sscc: str = Sscc) -> Status:
    """Out of its lane and off its pallet or cage; it must be scanned into its lane again before it leaves."""
    whole_house(request)
    where = shipping.take_out(sscc=sscc, **now_and_actor(request, by.who))
    parcel = packing.by_sscc(sscc)
    gone = GoesOut(sscc=parcel.sscc if parcel else sscc, lane="", cutoff=None, staged=False, unit="")
    return Status(200, _goes(sscc) if where and parcel and unit_rows.where(parcel.id) else gone)


@router.get("/floor/units/{number}", auth=BENCH, response={200: UnitOut, **REFUSED}, summary="Read a pallet or cage")
def read_unit(request: HttpRequest, number: str = Unit) -> UnitOut:
    """What stands on it."""
    whole_house(request)
    return _unit_out(_unit(number))


@router.post(
    "/floor/units/{number}/close", auth=BENCH, response={200: UnitOut, **REFUSED}, summary="Close a pallet or cage"
)
def close_unit(request: HttpRequest, by: ByIn, number: str = Unit) -> Status:
    """It gets its SSCC, and nothing more is put onto it. Once more does nothing."""
    whole_house(request)
    who = now_and_actor(request, by.who)
    row = _unit(number)
    shipping.close_unit(unit_id=row.id, gs1_prefix=settings.CONFIG.gs1_prefix, **who)
    return Status(200, _unit_out(_unit(row.number)))


@router.get(
    "/warehouses/{site}/walls", auth=COMPANY, response={200: WallsOut, **REFUSED}, summary="Read walls and lanes"
)
def walls(request: HttpRequest, site: str = Site) -> WallsOut:
    """Walls, overflow places, and lanes with what no parcel reaches."""
    whole_house(request)
    return _walls(_site(site))


@router.put("/warehouses/{site}/walls/{code}", auth=COMPANY, response={200: WallsOut, **REFUSED}, summary="Keep a wall")
def keep_wall(request: HttpRequest, wall: WallIn, site: str = Site, code: str = Code) -> Status:
    """Its slots are named A1 (left top) and so on. Slots that hold an order are not taken away (409, SLOT_IN_USE)."""
    whole_house(request)
    warehouse_id = _site(site)
    slots: list[NewSlot] = []
    if (wall.columns is None) != (wall.rows is None):
        raise Refusal("BAD_WALL", "columns, rows: give both, or neither.", status=422)
    if wall.columns and wall.rows:
        try:
            slots = grid(site, code, wall.columns, wall.rows, (wall.width_mm, wall.height_mm, wall.depth_mm))
        except ValueError as error:
            raise Refusal("BAD_WALL", f"{error}.", status=422) from None
    use = NewWall(code, wall.golden_row, wall.confirm, wall.single)
    operations.keep_wall(warehouse_id=warehouse_id, wall=use, slots=slots)
    return Status(200, _walls(warehouse_id))


@router.put(
    "/warehouses/{site}/overflow/{code}", auth=COMPANY, response={200: WallsOut, **REFUSED}, summary="Keep a place"
)
def keep_overflow(request: HttpRequest, place: OverflowIn, site: str = Site, code: str = Code) -> Status:
    """An overflow place beside the wall."""
    whole_house(request)
    warehouse_id = _site(site)
    operations.keep_overflow(warehouse_id=warehouse_id, code=code, barcode=place.barcode)
    return Status(200, _walls(warehouse_id))


@router.put("/warehouses/{site}/lanes/{code}", auth=COMPANY, response={200: WallsOut, **REFUSED}, summary="Keep a lane")
def keep_lane(request: HttpRequest, lane: LaneIn, site: str = Site, code: str = Code) -> Status:
    """Parcels that have their label keep their lane."""
    whole_house(request)
    warehouse_id = _site(site)
    facts = lane.model_dump() | {"countries": tuple(lane.countries), "postal_prefixes": tuple(lane.postal_prefixes)}
    operations.keep_lane(warehouse_id=warehouse_id, lane=NewLane(code=code, **facts))
    return Status(200, _walls(warehouse_id))


def _placed(placed: Placed) -> Status:
    facts = {"slot": placed.slot, "units": placed.units, "confirm": placed.confirm, "again": placed.again}
    facts["aside"] = placed.aside
    return Status(200, PutOut(whole=placed.order_complete, **facts))


def _goes(sscc: str) -> GoesOut:
    parcel = packing.by_sscc(sscc)
    if parcel is None:
        raise missing("parcel", sscc[:30])
    found = unit_rows.where(parcel.id)
    if found is None:
        raise Refusal("NO_LABEL", f"Parcel {parcel.sscc} has no label that is good: it must not leave.")
    lane = next((each for each in queries.lanes(parcel.warehouse_id) if each.id == found.lane_id), None)
    return GoesOut(
        sscc=parcel.sscc,
        lane=lane.code if lane else "",
        cutoff=lane.cutoff if lane else None,
        staged=found.staged,
        unit=found.unit,
    )


def _unit(number: str) -> UnitRow:
    row = unit_rows.unit_by_code(number)
    if row is None:
        raise missing("pallet or cage", number)
    return row


def _unit_out(row: UnitRow) -> UnitOut:
    facts = {"number": row.number, "sscc": row.sscc, "kind": row.kind, "state": row.state}
    parcels = [each.parcel.sscc for each in unit_rows.on_unit(row.id)]
    return UnitOut(lane=row.lane, carrier=row.carrier, parcels=parcels, **facts)


def _slot(barcode: str) -> SlotRow:
    row = queries.slot_by_barcode(barcode)
    if row is None:
        raise missing("slot", barcode)
    return row


def _slot_out(slot: SlotRow) -> SlotOut:
    return SlotOut(**{name: getattr(slot, name) for name in SlotOut.model_fields})


def _site(code: str) -> int:
    site = network.warehouse(code)
    if site is None:
        raise missing("warehouse", code)
    return site.id


def _walls(warehouse_id: int) -> WallsOut:
    slots = queries.slots(warehouse_id)
    lanes = [row.rules for row in queries.lanes(warehouse_id)]
    shadowed = unreached(lanes)
    return WallsOut(
        walls=[
            WallOut(
                **vars(wall),
                slots=[_slot_out(slot) for slot in slots if slot.wall == wall.code],
            )
            for wall in queries.walls(warehouse_id)
        ],
        overflow=[OverflowOut(code=p.code, barcode=p.barcode, units=p.units) for p in queries.overflows(warehouse_id)],
        lanes=[LaneOut(**vars(lane), shadowed_by=shadowed.get(lane.code, "")) for lane in lanes],
    )
