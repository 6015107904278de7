"""The floor for scanners: lists, their stops, scans in batches, and carts. By a key, or by the login of a page."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router, Status

from packhorse.catalog import queries as catalog
from packhorse.catalog.queries import PackRow
from packhorse.catalog.rules import in_packs
from packhorse.errors import Refusal, missing
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.picking import operations, queries
from packhorse.picking.operations import DeviceScan
from packhorse.picking.queries import CartRow, ListRow, PlannedTask
from packhorse.picking.rules import list_id_of, list_number, tote_barcode
from packhorse.placing.api import REFUSED
from packhorse.placing.schemas import NO_NUL
from packhorse.sorting import queries as sorting
from packhorse.web.access import places_named, require_place
from packhorse.web.api import floor_bodies as bodies
from packhorse.web.keys import Key, actor_of, whole_house
from packhorse.web.people import Login

FLOOR, COMPANY = [Key("floor"), Login("floor")], [Key("company"), Login("company")]
router = Router(tags=["floor"], auth=FLOOR)
Number = Path(..., pattern=r"^PL[0-9]{6,18}$", examples=["PL000001"], description="the pick list's number")
Site = Query(..., max_length=20, pattern=NO_NUL, examples=["LDS"], description="the warehouse's code")


@router.get("/floor/lists", response={200: bodies.ListsOut, **REFUSED}, summary="Pick lists of a warehouse")
def lists(request: HttpRequest, warehouse: str = Site) -> bodies.ListsOut:
    """Those that are open or being picked."""
    site = _site(request, warehouse)
    rows = [
        bodies.ListOut(number=list_number(row.id), state=row.state, picker=row.picker, tasks=row.tasks, open=row.open)
        for row in queries.lists(warehouse_id=site.id)
    ]
    return bodies.ListsOut(warehouse=site.code, carts=queries.has_carts(site.id), lists=rows)


@router.post("/floor/lists/{number}/take", response={200: bodies.PlanOut, **REFUSED}, summary="Take a pick list")
def take(request: HttpRequest, wanted: bodies.TakeIn, number: str = Number) -> Status:
    """409 where another has the list or the cart; 422 where the cart is unknown or has too few totes.

    Taking one's own list again answers the same.
    """
    row = _list(request, number)
    who = actor_of(request, wanted.picker)
    require_place(places_named(wanted.picker.strip()), row.warehouse_id, f"Pick list {number}")
    operations.start_list(list_id=row.id, cart_code=wanted.cart, now=timezone.now(), actor=who)
    return Status(200, _plan(_list(request, number)))


@router.get("/floor/lists/{number}", response={200: bodies.PlanOut, **REFUSED}, summary="The stops of a pick list")
def read(request: HttpRequest, number: str = Number) -> bodies.PlanOut:
    """In walking order: bins, goods, lots, totes, and every barcode that is right there."""
    return _plan(_list(request, number))


@router.post("/floor/scans", response={200: bodies.ScansOut, **REFUSED}, summary="Scans of a picker, in order")
def scans(request: HttpRequest, sent: bodies.ScansIn) -> Status:
    """Each is answered for itself and counts once, however often it is sent.

    A refused scan changes nothing and does not stop the others, but those of the same task after it are refused, too
    (`EARLIER_REFUSED`). So a device may go on without the network and send all when it is back.
    """
    whole_house(request)
    if places := request.auth.places:  # type: ignore[attr-defined]
        for site_id in queries.sites_of_tasks(each.task for each in sent.scans):
            require_place(places, site_id, "One of these scans")
    made = [
        DeviceScan(
            id=each.id,
            kind=each.kind,
            task_id=each.task,
            quantity=each.quantity,
            bin_code=each.bin.strip(),
            item_code=each.code,
            tote_code=each.tote.strip(),
            numbers=tuple(each.numbers),
            device_at=each.at,
            reason=each.reason,
        )
        for each in sent.scans
    ]
    answers = operations.take_scans(made, actor=actor_of(request, sent.picker), laid=laid, clock=timezone.now)
    return Status(200, bodies.ScansOut(outcomes=[bodies.ScanOut(**vars(each)) for each in answers]))


@router.get("/floor/carts", response={200: bodies.CartsOut, **REFUSED}, summary="Carts of a warehouse")
def carts(request: HttpRequest, warehouse: str = Site) -> bodies.CartsOut:
    """A cart is free again when every order on it is sorted whole, or cancelled."""
    return bodies.CartsOut(carts=[_cart(row) for row in queries.carts(_site(request, warehouse).id)])


@router.post("/floor/carts", auth=COMPANY, response={201: bodies.CartOut, **REFUSED}, summary="Add a cart")
def add_cart(request: HttpRequest, wanted: bodies.CartIn) -> Status:
    """From its first cart on, a warehouse's lists are taken with one."""
    site = _site(request, wanted.warehouse, status=422)
    more = {"code": wanted.code, "totes": wanted.totes, "barcode": wanted.barcode}
    barcode = operations.add_cart(warehouse_id=site.id, actor=actor_of(request), **more)
    return Status(201, next(_cart(row) for row in queries.carts(site.id) if row.barcode == barcode))


@router.post("/floor/carts/{code}/free", auth=COMPANY, response={200: bodies.CartOut, **REFUSED}, summary="Free a cart")
def free(request: HttpRequest, wanted: bodies.FreeIn, code: str = Path(..., max_length=20, pattern=NO_NUL)) -> Status:
    """It is empty, whatever the books say; not while it is being picked with."""
    site = _site(request, wanted.warehouse, status=422)
    operations.free_cart(warehouse_id=site.id, code=code, now=timezone.now(), actor=actor_of(request))
    return Status(200, next(_cart(row) for row in queries.carts(site.id) if row.code == code))


def laid(task_ids: Sequence[int]) -> set[int]:
    """Return those of these tasks whose goods lie in the put wall: what `undo_pick` cannot know."""
    return sorting.ask_laid_tasks(task_ids).read()


def _site(request: HttpRequest, code: str, *, status: int = 404) -> WarehouseRow:
    whole_house(request)
    site = network.warehouse(code)
    if site is None and status == 422:
        raise Refusal("UNKNOWN_WAREHOUSE", f"warehouse: there is no warehouse {code!r}.", status=422)
    if site is None:
        raise missing("warehouse", code)
    require_place(request.auth.places, site.id, f"Warehouse {site.code}")  # type: ignore[attr-defined]
    return site


def _list(request: HttpRequest, number: str) -> ListRow:
    whole_house(request)
    list_id = list_id_of(number)
    row = queries.pick_list(list_id) if list_id is not None and list_id < 2**63 else None
    if row is None:
        raise missing("pick list", number)
    require_place(request.auth.places, row.warehouse_id, f"Pick list {number}")  # type: ignore[attr-defined]
    return row


def _cart(row: CartRow) -> bodies.CartOut:
    return bodies.CartOut(
        code=row.code,
        barcode=row.barcode,
        totes=row.totes,
        tote_barcodes=[tote_barcode(row.barcode, nth) for nth in range(1, row.totes + 1)],
        list=list_number(row.list_id) if row.list_id else None,
        busy=row.busy,
    )


def _plan(row: ListRow) -> bodies.PlanOut:
    tasks, cart = queries.plan(row.id), queries.cart_of(row.id)
    packs = catalog.packs({task.product_id for task in tasks})
    stops: list[bodies.StopOut] = []
    before: Any = None
    for task in tasks:
        here = (task.bin_id, task.product_id, task.lot)
        if here != before:
            stops.append(_stop(task, packs.get(task.product_id, [])))
        before = here
        stops[-1].tasks.append(
            bodies.TaskOut(
                task=task.task_id,
                sequence=task.sequence,
                tote=task.tote,
                tote_barcode=tote_barcode(cart.barcode, task.tote) if cart else "",
                quantity=task.quantity,
                in_packs=in_packs(task.quantity, [(each.level, each.units) for each in packs.get(task.product_id, ())]),
                picked=task.picked,
                state=task.state,
            )
        )
    site = {each.id: each.code for each in network.warehouses()}[row.warehouse_id]
    return bodies.PlanOut(
        number=list_number(row.id),
        warehouse=site,
        state=row.state,
        kind=row.kind,
        picker=row.picker,
        cart=cart.code if cart else None,
        scan_totes=cart is not None and max((task.tote for task in tasks), default=1) > 1,
        last_closed=queries.last_closed(row.id),
        stops=stops,
    )


def _stop(task: PlannedTask, packs: list[PackRow]) -> bodies.StopOut:
    codes = [(task.barcode, 1), (task.sku, 1), *((each.barcode, each.units) for each in packs)]
    return bodies.StopOut(
        bin=task.bin_code,
        bin_barcode=task.bin_barcode,
        sku=task.sku,
        name=task.name,
        codes=[bodies.CodeOut(code=code, units=units) for code, units in codes if code],
        packs=[bodies.PackOut(level=each.level, units=each.units) for each in packs],
        serials=task.tracks_serials,
        lot=task.lot,
        expires_on=task.lot_expires_on,
        tasks=[],
    )
