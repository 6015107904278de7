"""What the desk does to orders that wait, each for itself: what one of them refuses undoes nothing of the others."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from django.db import transaction

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.network import queries as network
from packhorse.placing import operations as placing
from packhorse.placing import queries as orders
from packhorse.placing.queries import HoldRow
from packhorse.placing.rules import order_number
from packhorse.sourcing import operations as sourcing
from packhorse.sourcing import queries as served

MOST = placing.MOST_AT_ONCE
STUCK = "INCORRECT_ADDRESS"


def try_again(order_ids: Sequence[int], *, now: datetime, actor: str) -> dict[int, str]:
    """Try orders once more, in their turn; return {order id: why it still waits}.

    One that carriers did not take to its address, and do by now, goes on.
    """
    _few(order_ids)
    stuck = {row.order_id: row.reason for row in orders.holds(order_ids) if _by_sourcing(row)}
    free = sourcing.reached(stuck, now=now)
    refused = _each(free, lambda pk: placing.release(order_id=pk, kind=STUCK, now=now, actor=actor)) if free else {}
    return sourcing.try_again(order_ids, now=now) | refused | {pk: stuck[pk] for pk in stuck.keys() - free}


def take_aside(order_ids: Sequence[int], *, why: str, now: datetime, actor: str) -> dict[int, str]:
    """Take orders aside for one reason; return {order id: why it could not be}."""
    return _each(order_ids, lambda pk: sourcing.take_aside(order_id=pk, why=why, now=now, actor=actor))


def give_back(order_ids: Sequence[int], *, now: datetime, actor: str) -> dict[int, str]:
    """Give orders back to sourcing; return {order id: why it could not be}."""
    return _each(order_ids, lambda pk: sourcing.give_back(order_id=pk, now=now, actor=actor))


def cancel_lacking(order_ids: Sequence[int], *, now: datetime, actor: str) -> dict[int, str]:
    """Cancel what orders lack, and nothing that is there for them; return {order id: why it could not be}."""
    return _each(order_ids, lambda pk: _cancel_lacking(pk, now, actor))


def named(*, channel: str, sku: str, warehouse: str) -> dict[str, int | None]:
    """Return the ids of what a list is narrowed to by name; refuses a name that does not exist."""
    found = {
        "channel": orders.channel_id(channel) if channel else None,
        "sku": catalog.ids_by_sku([sku]).get(sku) if sku else None,
        "warehouse": next((site.id for site in network.warehouses() if site.code == warehouse), None),
    }
    for name, text in {"channel": channel, "sku": sku, "warehouse": warehouse}.items():
        if text and found[name] is None:
            what = {"sku": "product"}.get(name, name)
            raise Refusal(f"UNKNOWN_{what.upper()}", f"{name}: there is no {what} {text[:64]!r}.", status=422)
    return {"channel_id": found["channel"], "product_id": found["sku"], "warehouse_id": found["warehouse"]}


def _by_sourcing(hold: HoldRow) -> bool:
    """Say whether sourcing holds an order since no carrier takes it to its address: not a person, who knows why."""
    return hold.kind == STUCK and hold.actor == "sourcing" and hold.released_at is None


def _cancel_lacking(order_id: int, now: datetime, actor: str) -> None:
    """A kit of which a part is lacking is cancelled whole."""
    sourcing.alone()  # what lacks now lacks until this is done
    lacking = dict(served.lacking_of([order_id])[order_id])
    if not lacking:
        raise Refusal("NOTHING_LACKS", f"{order_number(order_id)} lacks nothing.")
    lines = {line.id: line for line in orders.lines([order_id])}
    units = {pk: count for pk, count in lacking.items() if lines[pk].kit_id is None}
    kits: dict[int, int] = {}
    for pk, count in lacking.items():
        if (kit := lines[pk].kit_id) is not None:
            kits[kit] = max(kits.get(kit, 0), -(-count // lines[pk].kit_units))
    placing.cancel(order_id=order_id, units=units, kits=kits, now=now, actor=actor)


def _each(order_ids: Collection[int], work: Callable[[int], object]) -> dict[int, str]:
    _few(order_ids)
    refused = {}
    for order_id in dict.fromkeys(order_ids):
        try:
            with transaction.atomic():
                work(order_id)
        except Refusal as refusal:
            if refusal.status == 422:  # wrong for all of them
                raise
            refused[order_id] = refusal.text
    return refused


def _few(order_ids: Collection[int]) -> None:
    if not 0 < len(order_ids) <= MOST:
        raise Refusal("TOO_MANY", f"Choose between 1 and {MOST} orders.", status=422)
