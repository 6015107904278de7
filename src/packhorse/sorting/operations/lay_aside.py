"""Goods that find no slot lie in an overflow place, with its code, until they are scanned into the wall or packed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from packhorse import sql
from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.sorting.models import Overflow
from packhorse.sorting.operations.give import is_too_big
from packhorse.sorting.operations.lay_beside import lay_beside
from packhorse.sorting.operations.put import Placed, wanted_of


@transaction.atomic
def lay_aside(*, list_id: int, item_code: str, place_code: str, scan_id: UUID, now: datetime, actor: str) -> Placed:
    """Lay the next goods of a list that bear this code into an overflow place (its barcode or code).

    They are scanned into the wall later like all goods of the list; an order that lies whole in overflow is packed from
    there. Of one that is too big for the wall, `put` leads all that still comes to this place.
    """
    with sql.together():
        sql.ask("sorting", "one_at_a_list", {"list": list_id}, len)
        known = sql.ask("sorting", "known_put", {"scan": scan_id}, lambda found: found[0] if found else None)
        asked = catalog.ask_scan(item_code)
    if before := known.read():
        return Placed(before[0], before[1], before[2], again=True, aside=before[4])
    wanted = [row for row in wanted_of(list_id, asked.read(), item_code) if not row.aside]
    if not wanted:
        raise Refusal("ASIDE_ALREADY", "All of this item that the list brought lies in overflow already.", status=422)
    # What has no slot goes first; of several orders that which will be whole last.
    task = max(wanted, key=lambda row: (row.slot_id is None, row.left))
    code = place_code.strip()
    places = Overflow.objects.filter(warehouse_id=task.warehouse_id)
    place = next((each for each in places if code in (each.barcode, each.code)), None)
    if place is None:
        names = ", ".join(sorted(each.code for each in places)) or "none is set up yet: a manager opens one"
        raise Refusal("NO_SUCH_PLACE", f"{code[:40]!r} is no overflow place here ({names}).", status=422)
    too_big = task.place_id is not None or (
        task.slot_id is None and is_too_big(task.fulfillment_id, list_id=list_id, warehouse_id=task.warehouse_id)
    )
    whole = lay_beside(task, place.pk, too_big=too_big, scan_id=scan_id, now=now, actor=actor)
    return Placed(place.code, task.units, whole, aside=True)
