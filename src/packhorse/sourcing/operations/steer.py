"""Say how an order is served: from which warehouse, from which not, whole or in parts. Each with who and why."""

from datetime import datetime

from django.db import transaction

from packhorse.errors import Refusal
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.placing.rules import order_number
from packhorse.sourcing.exporting import export_limit
from packhorse.sourcing.models import OrderWish
from packhorse.sourcing.operations.anew import at_work, serve_anew, to_steer
from packhorse.sourcing.operations.source import source
from packhorse.sourcing.operations.wish import because, begin, keep_change, set_wish
from packhorse.sourcing.pose import hole
from packhorse.sourcing.queries import scene
from packhorse.sourcing.queries.movable import movable
from packhorse.sourcing.queries.wishes import wishes
from packhorse.sourcing.rules import Site
from packhorse.sourcing.untaken import without_untaken


@transaction.atomic
def pin(*, order_id: int, warehouse_id: int, why: str, now: datetime, actor: str) -> None:
    """Serve an order from one warehouse only. What lies elsewhere untouched is given back; what it lacks waits."""
    words = because(why)
    begin([order_id])
    rows = to_steer(order_id)
    able(order_id, site_of(warehouse_id), now=now)
    set_wish(order_id, pinned_id=warehouse_id)
    keep_change(order_id=order_id, what="pin", warehouse_id=warehouse_id, why=words, now=now, actor=actor)
    serve_anew({order_id: [row.pk for row in rows if row.warehouse_id != warehouse_id]}, cause="pinned", now=now)


@transaction.atomic
def unpin(*, order_id: int, now: datetime, actor: str) -> None:
    """Let every warehouse serve an order again, and look for what it lacks."""
    begin([order_id])
    wish = wishes([order_id]).get(order_id)
    if wish is None or wish.pinned is None:
        raise Refusal("NOT_PINNED", f"{order_number(order_id)} is not pinned to a warehouse.")
    set_wish(order_id, pinned_id=None, pool=None)
    what = "unpool" if wish.pool is not None else "unpin"
    keep_change(order_id=order_id, what=what, warehouse_id=wish.pinned, why="", now=now, actor=actor)
    source([order_id], now=now)


@transaction.atomic
def forbid_split(*, order_id: int, why: str, now: datetime, actor: str) -> None:
    """Let one warehouse serve all that can be had of an order; what lies apart and is untouched is served anew."""
    words = because(why)
    begin([order_id])
    rows = to_steer(order_id)
    homes = {row.warehouse_id for row in at_work(order_id)}
    if len(homes) > 1:
        text = f"{order_number(order_id)} is on pick lists of several warehouses already: it is split."
        raise Refusal("SPLIT_ALREADY", text)
    set_wish(order_id, undivided=True)
    keep_change(order_id=order_id, what="forbid_split", why=words, now=now, actor=actor)
    apart = len(homes | {row.warehouse_id for row in rows}) > 1
    serve_anew({order_id: [row.pk for row in rows] if apart else []}, cause="not to be split", now=now)


@transaction.atomic
def allow_split(*, order_id: int, now: datetime, actor: str) -> None:
    """Let several warehouses serve an order again, and look for what it lacks."""
    begin([order_id])
    if not OrderWish.objects.filter(order_id=order_id, undivided=True).update(undivided=False):
        raise Refusal("MAY_BE_SPLIT", f"{order_number(order_id)} may be split as it is.")
    keep_change(order_id=order_id, what="allow_split", why="", now=now, actor=actor)
    source([order_id], now=now)


@transaction.atomic
def bar(*, order_id: int, warehouse_id: int, why: str, now: datetime, actor: str) -> None:
    """Serve an order from any warehouse but this one; what lies there untouched is served anew."""
    words = because(why)
    begin([order_id])
    rows = to_steer(order_id)
    site = site_of(warehouse_id)
    forbid(order_id, site, why=words)
    keep_change(order_id=order_id, what="bar", warehouse_id=site.id, why=words, now=now, actor=actor)
    serve_anew({order_id: [row.pk for row in rows if row.warehouse_id == site.id]}, cause="kept from there", now=now)


@transaction.atomic
def admit(*, order_id: int, warehouse_id: int, now: datetime, actor: str) -> None:
    """Let a warehouse serve an order again that it was kept from, and look for what it lacks."""
    begin([order_id])
    site = site_of(warehouse_id)
    wish = wishes([order_id]).get(order_id)
    if wish is None or site.id not in wish.barred:
        raise Refusal("NOT_BARRED", f"{order_number(order_id)} may be served from {site.code} as it is.")
    set_wish(order_id, barred={str(pk): why for pk, why in wish.barred.items() if pk != site.id})
    keep_change(order_id=order_id, what="admit", warehouse_id=site.id, why="", now=now, actor=actor)
    source([order_id], now=now)


def forbid(order_id: int, site: WarehouseRow, *, why: str) -> None:
    """Keep an order from a warehouse; refuses when it is pinned there."""
    wish = wishes([order_id]).get(order_id)
    if wish and wish.pinned == site.id:
        raise Refusal("PINNED_THERE", f"{order_number(order_id)} is pinned to {site.code}: unpin it first.")
    barred = wish.barred if wish else {}
    set_wish(order_id, barred={str(pk): each for pk, each in (barred | {site.id: why}).items()})


def site_of(warehouse_id: int) -> WarehouseRow:
    """Return a warehouse; refuses one that does not exist."""
    site = next((each for each in network.warehouses() if each.id == warehouse_id), None)
    if site is None:
        raise Refusal("UNKNOWN_WAREHOUSE", "warehouse: there is no such warehouse.", status=422)
    return site


def able(order_id: int, site: WarehouseRow, *, now: datetime, whole: bool = False) -> Site:
    """Return a warehouse as a candidate; refuses one that could never serve anything of what is movable of the order.

    `whole`: carriers must take all of it.
    """
    around, part = scene([site], now=now), movable(order_id)
    (found,) = around.sites
    wish = wishes([order_id]).get(order_id)
    number = order_number(order_id)
    if found.closed:
        raise Refusal("CLOSED", f"{site.code} is closed: {found.closed}.")
    if wish and site.id in wish.barred:
        text = f"{number} is not to be served from {site.code}: {wish.barred[site.id]}. Let it serve again first."
        raise Refusal("BARRED", text)
    if found.latitude is None or found.longitude is None:
        raise Refusal("SITE_NO_COORDINATES", f"{site.code} has no coordinates: sourcing cannot choose it.")
    if found.reaches is not None and part.need.country not in found.reaches:
        raise Refusal("NO_CARRIER", f"No carrier goes from {site.code} to {part.need.country}.")
    (need,) = [part.need] if whole else without_untaken([part.need], [found], around.freight, {})
    code, words = hole(need, found, around.freight)
    if code:
        raise Refusal(code, f"{number} is not to be served from {site.code}: {words}.")
    (need,) = around.policy.applied([part.need], [found])
    if rule := need.ruled.get(site.id):
        raise Refusal("RULED_OUT", f"{number} is not to be served from {site.code}: {rule}. Change the rules first.")
    limits = [export_limit(line, part.need.country, found) for line in part.need.lines]
    if limits and all(limits):
        raise Refusal("EXPORT_LIMIT", f"{number} is not to be served from {site.code}: {limits[0]}.")
    classes = {line.storage_class for line in part.need.lines}
    if classes and not classes & found.storage_classes:
        raise Refusal("NOT_STORED", f"{site.code} does not store such goods ({', '.join(sorted(classes))}).")
    return found
