"""What people do at the put wall and past it, as verbs for the tests."""

import pytest
from company import (
    NOW,
    place_and_source,
    product,
    relay,
    run_sql,
    scan,
    site,
)

from db.floor import (
    pick,
    take,
    walk,
    wave,
)
from packhorse.algorithms.gs1 import ean13
from packhorse.errors import Refusal
from packhorse.picking import queries as lists
from packhorse.picking.rules import Cart
from packhorse.sorting import operations
from packhorse.sorting.rules import NewWall, grid
from packhorse.web import part_sending

INNER = ean13("952000001001")  # four mugs
TWO = {"MUG": 1, "BOOK": 1}


def walled(*, columns=3, rows=1, size=(400, 300, 400), **use):
    """Bristol's wall anew: so many columns and rows of slots of a size."""
    operations.keep_wall(
        warehouse_id=site("BRS"), wall=NewWall("W", **use), slots=grid("BRS", "W", columns, rows, size)
    )
    operations.keep_overflow(warehouse_id=site("BRS"), code="OV", barcode="OVER-BRS")


def picked(*wishes):
    ids = [place_and_source(f"{nth}", lines) for nth, lines in enumerate(wishes)]
    (list_id,) = walk("BRS")
    return ids, list_id


def refused(work, *args, **more):
    with pytest.raises(Refusal) as caught:
        work(*args, **more)
    return caught.value.code


def confirm(scan_id, slot):
    return operations.confirm(scan_id=scan_id, slot_code=slot, now=NOW, actor="sorter")


def aside(list_id, sku, place="OVER-BRS", scan_id=None):
    return operations.lay_aside(
        list_id=list_id, item_code=sku, place_code=place, scan_id=scan_id or scan(), now=NOW, actor="sorter"
    )


def send_part(slot_id):
    return part_sending.send_part(slot_id=slot_id, now=NOW, actor="lead")


def of_kind(kind, *wishes, cart=None):
    """Orders of Bristol picked on lists of a kind: (order ids, list ids)."""
    ids = [place_and_source(f"{nth}", lines) for nth, lines in enumerate(wishes)]
    made = wave("BRS", at_wall=False, **({"cart": cart} if cart else {}))
    run_sql(f"UPDATE picking_picklist SET kind = '{kind}'")
    for list_id in made:
        take(list_id)
        for task in lists.tasks(list_id):
            pick(task)
    relay()
    return ids, made


def spread(order_lines):
    """One order whose lines lie on two lists, as zones have it: (order id, list ids); nothing is picked yet."""
    order_id = place_and_source("1", order_lines)
    place_and_source("2", {"LAMP": 1})
    first, second = wave("BRS", cart=Cart(tasks=len(order_lines)))
    (moved,) = [task for task in lists.tasks(first) if task.product_id == product("BOOK").id]
    run_sql(f"UPDATE picking_picktask SET pick_list_id = {second}, sequence = 99 WHERE id = {moved.id}")
    for list_id in (first, second):
        take(list_id)
    return order_id, first, second


def pick_all(list_id):
    for task in lists.tasks(list_id):
        pick(task)
    relay()
