"""Orders by JSON: read them, and change those that have not left."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router, Status
from pydantic import AwareDatetime

from packhorse.catalog import queries as catalog
from packhorse.catalog.rules import due_on
from packhorse.errors import missing
from packhorse.placing import operations, queries, schemas
from packhorse.placing.rules import ORDER_STATES, order_id_of, order_number

REFUSED = dict.fromkeys((400, 401, 403, 404, 409, 413, 422), schemas.RefusalOut)
Number = Path(..., pattern=r"^PH[0-9]{7,18}$", examples=["PH1000042"], description="the order's public number")

router = Router(tags=["orders"])


@router.get("/orders", response={200: schemas.OrdersOut, **REFUSED}, summary="List orders, newest first")
def list_orders(
    request: HttpRequest,
    state: str = Query("", pattern=f"^({'|'.join(ORDER_STATES)})?$"),
    channel: str = Query("", max_length=40, pattern=schemas.NO_NUL),
    text: str = Query(
        "", max_length=100, pattern=schemas.NO_NUL, description="number, how the name begins, e-mail, phone or SKU"
    ),
    on_hold: bool | None = None,
    placed_from: AwareDatetime | None = None,
    placed_to: AwareDatetime | None = Query(None, description="orders placed before this time"),
    after: str = Query("", max_length=100, pattern=schemas.NO_NUL, description="`next` of the page before"),
    limit: int = Query(50, ge=1, le=200),
) -> schemas.OrdersOut:
    """Filters may be combined. Pages follow each other by `next`; orders placed meanwhile do not shift them."""
    own = getattr(request.auth, "channel", "")
    page = queries.orders(
        state=state,
        channel=own or channel,
        text=text,
        on_hold=on_hold,
        placed_from=placed_from,
        placed_to=placed_to,
        after=after,
        limit=limit,
    )
    held = queries.held(row.id for row in page.rows)
    return schemas.OrdersOut(orders=[_summary(row, row.id in held) for row in page.rows], next=page.next)


@router.get("/orders/{number}", response={200: schemas.OrderOut, **REFUSED}, summary="Read an order")
def read_order(request: HttpRequest, number: str = Number) -> schemas.OrderOut:
    """The order whole: lines with what has become of them, holds, notes and charges."""
    return order_out(id_of(request, number))


@router.post("/orders/{number}/cancel", response={200: schemas.OrderOut, **REFUSED}, summary="Cancel units")
def cancel(request: HttpRequest, wanted: schemas.CancelIn, number: str = Number) -> Status:
    """Cancel some units or whole kits, or all that has not shipped. What had left by then is counted back.

    Of a merged order, all is what was ordered in it, wherever that is by now.
    """
    order_id = id_of(request, number)
    units = {line.line_id: line.quantity for line in wanted.lines}
    kits = {kit.kit_id: kit.quantity for kit in wanted.kits}
    everything = not units and not kits
    if everything and queries.rows([order_id])[order_id].state == "merged":
        operations.cancel_as_ordered(order_id=order_id, **when_and_who(request))
    else:
        some = None if everything else units
        operations.cancel(order_id=order_id, units=some, kits=kits, **when_and_who(request))
    return Status(200, order_out(order_id))


@router.patch("/orders/{number}", response={200: schemas.OrderOut, **REFUSED}, summary="Change an order")
def edit(request: HttpRequest, wanted: schemas.EditIn, number: str = Number) -> Status:
    """Change quantities, prices, address, service, delivery instructions or gift message, or add lines: all or none."""
    order_id = id_of(request, number)
    operations.edit(order_id=order_id, wanted=wanted.plain(), **when_and_who(request))
    return Status(200, order_out(order_id))


@router.post("/orders/{number}/holds", response={200: schemas.OrderOut, **REFUSED}, summary="Hold an order")
def hold(request: HttpRequest, wanted: schemas.HoldIn, number: str = Number) -> Status:
    """Stop an order for a reason. Holding it twice for the same kind of reason does nothing more."""
    order_id = id_of(request, number)
    operations.hold(order_id=order_id, kind=wanted.kind, reason=wanted.reason, **when_and_who(request))
    return Status(200, order_out(order_id))


@router.delete("/orders/{number}/holds/{kind}", response={200: schemas.OrderOut, **REFUSED}, summary="Release a hold")
def release(request: HttpRequest, kind: schemas.HoldKind, number: str = Number) -> Status:
    """Release one hold; the order goes on when none is left."""
    order_id = id_of(request, number)
    operations.release(order_id=order_id, kind=kind, **when_and_who(request))
    return Status(200, order_out(order_id))


@router.post("/orders/{number}/notes", response={201: schemas.OrderOut, **REFUSED}, summary="Add a note")
def note(request: HttpRequest, wanted: schemas.NoteIn, number: str = Number) -> Status:
    """Write a note for the people of the office."""
    order_id = id_of(request, number)
    operations.note(order_id=order_id, text=wanted.text, **when_and_who(request))
    return Status(201, order_out(order_id))


def order_out(order_id: int) -> schemas.OrderOut:
    """Return an order that is there, as JSON."""
    detail = queries.detail(order_id)
    if detail is None:
        raise missing("order", order_id)
    products = catalog.by_id(each.product_id for each in (*detail.lines, *detail.kits))
    kit_skus = {kit.id: products[kit.product_id].sku for kit in detail.kits}
    holds = queries.holds([order_id])
    return schemas.OrderOut(
        **_summary(detail.order, any(hold.released_at is None for hold in holds)).model_dump(),
        service=detail.service,
        ship_rule=detail.ship_rule,
        priority=detail.priority,
        split_from=_number(detail.split_from),
        merged_into=_number(detail.merged_into),
        replaces=_number(detail.replaces),
        delivery_instructions=detail.delivery_instructions,
        gift_message=detail.gift_message,
        address={name: value for name, value in vars(detail.address).items() if name != "order_id"},
        lines=[
            schemas.LineOut(
                line_id=line.id,
                sku=products[line.product_id].sku,
                ordered_in=_number(line.ordered_in_id),
                kit=kit_skus[line.kit_id] if line.kit_id is not None else None,
                expected_on=_expected(line, products[line.product_id]),
                **_but(line, "id", "order_id", "product_id", "ordered_in_id"),
            )
            for line in detail.lines
        ],
        kits=[
            schemas.KitOut(
                kit_id=kit.id,
                sku=kit_skus[kit.id],
                ordered_in=_number(kit.ordered_in_id),
                **_but(kit, "id", "order_id", "product_id", "ordered_in_id", "left"),
            )
            for kit in detail.kits
        ],
        charges=[vars(charge) for charge in detail.charges],
        holds=[schemas.HoldOut(**_but(hold, "order_id")) for hold in holds],
        notes=[schemas.NoteOut(**vars(each)) for each in queries.notes(order_id)],
    )


def _number(order_id: int | None) -> str | None:
    return order_number(order_id) if order_id is not None else None


def _expected(line: queries.LineRow, product: catalog.ProductRow) -> date | None:
    lacking = line.quantity - line.cancelled > line.sourced
    today = timezone.now().date()
    return due_on(product.released_on, product.expected_on, today=today) if lacking else None


def _summary(row: queries.OrderRow, on_hold: bool) -> schemas.OrderSummaryOut:
    return schemas.OrderSummaryOut(number=row.number, on_hold=on_hold, **_but(row, "id"))


def _but(row: object, *names: str) -> dict[str, Any]:
    facts = row._asdict() if isinstance(row, queries.LineRow) else vars(row)
    return {name: value for name, value in facts.items() if name not in names}


def id_of(request: HttpRequest, number: str) -> int:
    """Return the order's id; a key for one channel sees only that channel's orders."""
    order_id = order_id_of(number)
    row = queries.rows([order_id]).get(order_id) if order_id is not None else None
    own = getattr(request.auth, "channel", "")
    if row is None or (own and row.channel != own):
        raise missing("order", number)
    return row.id


def when_and_who(request: HttpRequest) -> dict[str, datetime | str]:
    """Return what every operation is told: now, and who calls."""
    return {"now": timezone.now(), "actor": request.auth.name}
