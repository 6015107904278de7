"""Read what a notice tells at the time it is sent: neither address nor text is kept before."""

from dataclasses import dataclass

from packhorse.catalog import queries as catalog
from packhorse.money import written
from packhorse.network import queries as network
from packhorse.outbox import queries as outbox
from packhorse.packing import queries as packing
from packhorse.placing import queries as placing
from packhorse.placing.queries import LineRow, OrderRow
from packhorse.placing.rules import order_number
from packhorse.retention import queries
from packhorse.retention.letters import Facts
from packhorse.retention.queries import NoticeRow
from packhorse.retention.rules import OVER, Standing, is_news, language
from packhorse.returns import queries as returns
from packhorse.returns.rules import spoken
from packhorse.shipping import queries as shipping
from packhorse.shipping.queries import PUBLIC_PAGE, ShipmentRow
from packhorse.shipping.rules import UNDELIVERED

ON_ITS_WAY = ("shipped", "delivered")
WHY = {"PickShort": "short", "AllocationLost": "short", "OrderEdited": "changed"}
NUMBERS = 5  # of the orders that were merged, at most


@dataclass(frozen=True)
class Draft:
    """What is to be sent and where to; `said`: as what the promise was told."""

    to: str
    channel: str
    facts: Facts
    said: Standing | None = None


class Quiet(Exception):
    """There is nothing to tell any more; `text` says why."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def compose(notice: NoticeRow, *, merchant: str, public_url: str) -> Draft:
    """Return what a notice tells by now; raises Quiet when that is nothing."""
    row, address = placing.rows([notice.order_id])[notice.order_id], placing.addresses([notice.order_id])
    if row.state in OVER:
        raise Quiet(f"The order was {row.state} meanwhile")
    chosen = queries.channels()[row.channel]
    lines = placing.lines([row.id])
    told = {
        "language": language(chosen.language, row.country),
        "merchant": merchant,
        "name": address[row.id].name,
        "number": order_number(row.id),
    }
    to = address[row.id].email
    if notice.returned_id is not None:
        return Draft(to, row.channel, _returned(notice.kind, notice.returned_id, row, lines, told))
    if notice.parcel_id is None:
        facts, said = _promise(row, lines, told)
        return Draft(to, row.channel, facts, said)
    shipment = shipping.by_parcel([notice.parcel_id]).get(notice.parcel_id)
    if shipment is None:
        raise Quiet("The parcel has no label any more")
    return Draft(to, row.channel, _parcel(notice, row, shipment, lines, told, public_url))


def _promise(row: OrderRow, lines: list[LineRow], told: dict[str, str]) -> tuple[Facts, Standing]:
    before, now = queries.told([row.id]).get(row.id), queries.standings([row.id]).get(row.id)
    if row.state in ON_ITS_WAY:
        raise Quiet("The order was on its way meanwhile")
    if row.id in placing.held([row.id]):
        raise Quiet("The order was on hold")
    if now is None or not is_news(before, now):
        raise Quiet("It was as the customer knew it again")
    topic = "waits" if now.waits else "there" if before and before.waits else "later"
    why = "" if topic == "there" else _why(row.id, "stock" if now.waits else "longer")
    was = before.day if before and not before.waits else None
    return Facts(topic=topic, order=_numbers(row, lines), day=now.day, before=was, why=why, **told), now


def _why(order_id: int, usual: str) -> str:
    """Return what happened last, since the customer was told something, that makes a promise later."""
    since = max(
        (each.ended_at for each in queries.of_order(order_id) if each.state == "sent" and each.ended_at), default=None
    )
    kinds = [event.kind for event in outbox.history(order_id) if since is None or event.at > since]
    return next((WHY[kind] for kind in reversed(kinds) if kind in WHY), usual)


def _parcel(
    notice: NoticeRow,
    row: OrderRow,
    shipment: ShipmentRow,
    lines: list[LineRow],
    told: dict[str, str],
    public_url: str,
) -> Facts:
    inside = packing.contents([shipment.parcel_id]).get(shipment.parcel_id, [])
    mine = {line.id: line for line in lines if line.id in {each.line_id for each in inside}}
    site = next(each for each in network.warehouses() if each.id == shipment.warehouse_id)
    topic, day = notice.kind, shipment.promised_on
    if notice.kind == "delayed":
        if shipment.delivered_at is not None:
            raise Quiet("The parcel arrived meanwhile")
        state = shipment.tracking_state
        topic = {"failure": "lost", "return_to_sender": "returned"}.get(state, "late")
        if notice.cause == "failed" and state not in UNDELIVERED:
            raise Quiet("The parcel is on its way again")
    if notice.kind == "delivered":
        day = site.day(shipment.delivered_at) if shipment.delivered_at else None
    names = catalog.by_id(line.product_id for line in mine.values())
    goods = tuple((names[mine[each.line_id].product_id].name, each.quantity) for each in inside if each.line_id in mine)
    return Facts(
        topic=topic,
        order=_numbers(row, list(mine.values())),
        day=day,
        likely=shipment.likely_on if shipment.likely_late else None,
        carrier=shipment.carrier,
        tracking=shipment.tracking_number,
        link=f"{public_url}{PUBLIC_PAGE}{shipment.token}" if public_url else "",
        goods=goods if notice.kind == "shipped" else (),
        **told,
    )


def _returned(kind: str, return_id: int, row: OrderRow, lines: list[LineRow], told: dict[str, str]) -> Facts:
    mine = returns.by_id([return_id])[return_id]
    if mine.state in ("declined", "cancelled"):
        raise Quiet(f"The return was {mine.state} meanwhile")
    topic = {"return_approved": "approved", "return_received": "received"}.get(kind, "refunded")
    if topic == "approved" and mine.wish == "claim":
        topic = "claimed"
    amount = f"{written(mine.refunded_minor or 0, mine.currency)} {mine.currency}"
    return Facts(topic=topic, order=_numbers(row, lines), rma=spoken(mine.rma), amount=amount, **told)


def _numbers(row: OrderRow, lines: list[LineRow]) -> str:
    """Return the numbers under which the customer ordered these lines: several where his orders were merged."""
    ordered = sorted({line.ordered_in_id or line.order_id for line in lines} or {row.id})
    rows = placing.rows(ordered)
    return ", ".join(rows[pk].external_id for pk in ordered[:NUMBERS])
