"""Goods on their way in, by JSON: purchase orders, announced deliveries, transfers, and what came of them."""

from django.http import HttpRequest
from ninja import Path, Query, Router, Status

from packhorse.errors import missing
from packhorse.inbound import operations, queries
from packhorse.inbound.rules import (
    DELIVERY_STATES,
    PURCHASE_STATES,
    Announced,
    Ordered,
    delivery_id_of,
    purchase_id_of,
)
from packhorse.placing.api import REFUSED, when_and_who
from packhorse.placing.schemas import NO_NUL
from packhorse.web.api.inbound_bodies import (
    DeliveriesOut,
    DeliveryIn,
    DeliveryOut,
    PurchaseIn,
    PurchaseOut,
    PurchasesOut,
    TransferIn,
    deliveries_out,
    purchases_out,
)
from packhorse.web.keys import whole_house

router = Router(tags=["inbound"])
Purchase = Path(..., pattern=r"^PO[0-9]{7,18}$", examples=["PO1000001"], description="the purchase order's number")
Coming = Path(..., pattern=r"^DL[0-9]{7,18}$", examples=["DL1000001"], description="the delivery's number")
After = Query("", max_length=20, pattern=NO_NUL, description="`next` of the page before")
Limit = Query(50, ge=1, le=200)


@router.post("/purchase-orders", response={201: PurchaseOut, **REFUSED}, summary="Write a purchase order")
def buy(request: HttpRequest, wanted: PurchaseIn) -> Status:
    """Ordered at once, unless it is a draft: from then on its goods are incoming."""
    whole_house(request)
    said = {name: getattr(wanted, name) for name in PurchaseIn.model_fields if name not in ("draft", "lines")}
    lines = [Ordered(line.sku, line.quantity, line.cost_minor) for line in wanted.lines]
    order_id = operations.buy(lines, **said, **when_and_who(request))
    if not wanted.draft:
        operations.order_goods(order_id=order_id, **when_and_who(request))
    return Status(201, _purchase(order_id))


@router.get("/purchase-orders", response={200: PurchasesOut, **REFUSED}, summary="List purchase orders, newest first")
def list_purchases(
    request: HttpRequest,
    state: str = Query("", pattern=f"^({'|'.join(PURCHASE_STATES)})?$"),
    after: str = After,
    limit: int = Limit,
) -> PurchasesOut:
    """Pages follow each other by `next`."""
    whole_house(request)
    rows = queries.purchases(state=state, after=purchase_id_of(after), limit=limit + 1)
    return PurchasesOut(
        purchase_orders=purchases_out(rows[:limit]), next=rows[limit - 1].number if len(rows) > limit else ""
    )


@router.get("/purchase-orders/{number}", response={200: PurchaseOut, **REFUSED}, summary="Read a purchase order")
def read_purchase(request: HttpRequest, number: str = Purchase) -> PurchaseOut:
    """Its lines with what has come, and its deliveries."""
    return _purchase(_purchase_id(request, number))


@router.post(
    "/purchase-orders/{number}/delivery", response={201: DeliveryOut, **REFUSED}, summary="Expect what is open"
)
def expect(request: HttpRequest, number: str = Purchase) -> Status:
    """Make a delivery of all that a purchase order lacks and nobody has announced."""
    order_id = _purchase_id(request, number)
    return Status(201, delivery_out(operations.expect_rest(purchase_order_id=order_id, **when_and_who(request))))


@router.post("/purchase-orders/{number}/close", response={200: PurchaseOut, **REFUSED}, summary="Close it")
def close_purchase(request: HttpRequest, number: str = Purchase) -> Status:
    """Nothing more of it is wanted."""
    order_id = _purchase_id(request, number)
    operations.close_purchase(order_id=order_id, **when_and_who(request))
    return Status(200, _purchase(order_id))


@router.post("/purchase-orders/{number}/cancel", response={200: PurchaseOut, **REFUSED}, summary="Cancel it")
def cancel_purchase(request: HttpRequest, number: str = Purchase) -> Status:
    """It is not wanted any more. One of which goods have come is closed instead (409, GOODS_CAME)."""
    order_id = _purchase_id(request, number)
    operations.cancel_purchase(order_id=order_id, **when_and_who(request))
    return Status(200, _purchase(order_id))


@router.post("/deliveries", response={201: DeliveryOut, **REFUSED}, summary="Announce a delivery (ASN)")
def announce(request: HttpRequest, said: DeliveryIn) -> Status:
    """What a sender has loaded, and when it comes. The same reference of an order again is refused (409)."""
    whole_house(request)
    pk = operations.announce(
        [Announced(line.sku, line.quantity, line.lot, line.expires_on) for line in said.lines],
        warehouse=said.warehouse,
        purchase_order_id=_purchase_id(request, said.purchase_order) if said.purchase_order else None,
        reference=said.reference,
        expected_on=said.expected_on,
        note=said.note,
        **when_and_who(request),
    )
    return Status(201, delivery_out(pk))


@router.get("/deliveries", response={200: DeliveriesOut, **REFUSED}, summary="List deliveries, newest first")
def list_deliveries(
    request: HttpRequest,
    state: str = Query("", pattern=f"^({'|'.join(DELIVERY_STATES)})?$"),
    transfers: bool | None = Query(None, description="only transfers, or only what comes from suppliers"),
    after: str = After,
    limit: int = Limit,
) -> DeliveriesOut:
    """Deliveries and transfers, each with what came and what differs."""
    whole_house(request)
    states = [state] if state else []
    rows = queries.deliveries(states=states, transfers=transfers, after=delivery_id_of(after), limit=limit + 1)
    return DeliveriesOut(
        deliveries=deliveries_out(rows[:limit]), next=rows[limit - 1].number if len(rows) > limit else ""
    )


@router.get("/deliveries/{number}", response={200: DeliveryOut, **REFUSED}, summary="Read a delivery")
def read_delivery(request: HttpRequest, number: str = Coming) -> DeliveryOut:
    """Line by line what was announced and what came: the discrepancies, too."""
    return delivery_out(delivery_id(request, number))


@router.post("/deliveries/{number}/cancel", response={200: DeliveryOut, **REFUSED}, summary="It does not come")
def cancel_delivery(request: HttpRequest, number: str = Coming) -> Status:
    """Cancel a delivery of which nothing has come, or a transfer of which nothing has left."""
    pk = delivery_id(request, number)
    operations.cancel_delivery(delivery_id=pk, **when_and_who(request))
    return Status(200, delivery_out(pk))


@router.post("/transfers", response={201: DeliveryOut, **REFUSED}, summary="Request a transfer")
def transfer(request: HttpRequest, wanted: TransferIn) -> Status:
    """What is asked for is kept at the source from now on; all of it or nothing (409, NOT_AVAILABLE)."""
    whole_house(request)
    pk = operations.request_transfer(
        [Announced(line.sku, line.quantity) for line in wanted.lines],
        from_warehouse=wanted.source,
        to_warehouse=wanted.target,
        expected_on=wanted.expected_on,
        note=wanted.note,
        **when_and_who(request),
    )
    return Status(201, delivery_out(pk))


def _purchase_id(request: HttpRequest, number: str) -> int:
    whole_house(request)
    order_id = purchase_id_of(number)
    if order_id is None or queries.purchase(order_id) is None:
        raise missing("purchase order", number)
    return order_id


def delivery_id(request: HttpRequest, number: str) -> int:
    """Return the id of a delivery, or refuse."""
    whole_house(request)
    pk = delivery_id_of(number)
    if pk is None or queries.delivery(pk) is None:
        raise missing("delivery", number)
    return pk


def _purchase(order_id: int) -> PurchaseOut:
    row = queries.purchase(order_id)
    return purchases_out([row] if row else [])[0]


def delivery_out(pk: int) -> DeliveryOut:
    """Return a delivery as JSON."""
    row = queries.delivery(pk)
    return deliveries_out([row] if row else [])[0]
