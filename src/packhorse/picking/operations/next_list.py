"""Hand a picker the list that is to be picked next."""

from datetime import datetime

from django.db import transaction

from packhorse import sql
from packhorse.picking import queries
from packhorse.picking.models import PickList
from packhorse.picking.operations.plan_wave import warehouse_of
from packhorse.picking.operations.take import start_list
from packhorse.picking.rules import WITHOUT_TOTES


@transaction.atomic
def next_list(*, warehouse_id: int, now: datetime, actor: str, cart_code: str = "") -> int | None:
    """Take the most urgent open list of a warehouse for oneself; return its id, or None when no list is open.

    Rush first, then what is due first; of equals the one that begins nearest to where the picker made his last scan, at
    first to the depot. Who has a list already gets that one. Two who ask at once never get the same.
    `cart_code`: see `start_list`; with a cart it is the most urgent list that fits on it; refused when none does.
    """
    site = warehouse_of(warehouse_id)
    mine = PickList.objects.filter(warehouse_id=site.id, state="picking", picker=actor).order_by("id").first()
    if mine is not None:
        return mine.pk
    last = sql.rows("picking", "last_place", {"picker": actor, "warehouse": site.id})
    x, y = last[0] if last else site.floor.depot
    wanted = {"warehouse": site.id, "x": x, "y": y, "without": sorted(WITHOUT_TOTES)}
    totes = queries.totes_of(site.id, cart_code.strip())
    found = sql.rows("picking", "next_list", wanted | {"totes": totes})
    if not found and totes is not None:
        found = sql.rows("picking", "next_list", wanted | {"totes": None})  # its refusal says which cart is wanted
    if not found:
        return None
    list_id: int = found[0][0]
    start_list(list_id=list_id, now=now, actor=actor, cart_code=cart_code)
    return list_id
