"""The shift of bench.floor: a large warehouse, its orders and waves, and the scans of its pickers as requests."""

import json
import random
import time
import uuid
from dataclasses import dataclass, replace
from datetime import datetime

ORDERS, PICKERS = 20_000, 200
AISLES, PLACES = 40, 100
AISLE_MM, PLACE_MM = 3000, 500
CODE = "LDS"
LINES = (1, 1, 1, 1, 2, 2, 3, 4, 5, 8)  # of an order, each as likely
PORTION = 1000  # orders that are placed at once


@dataclass(frozen=True)
class Walked:
    """Pick lists made of so many orders, their walks and one S-shape trip an order in mm, and seconds of planning."""

    orders: int
    lists: int
    route_mm: int
    baseline_mm: int
    plan_seconds: float


def open_shift(now: datetime) -> Walked:
    """Open the warehouse, place and source the orders, plan all in waves and release them."""
    from packhorse.network import queries as network
    from packhorse.picking import queries as lists

    _open(now)
    _place(now)
    site = network.warehouse(CODE)
    begun = time.perf_counter()
    _release(site.id, now)
    took = time.perf_counter() - begun
    rows = lists.lists(warehouse_id=site.id)
    return Walked(ORDERS, len(rows), sum(r.route_mm for r in rows), sum(r.baseline_mm for r in rows), took)


def _open(now: datetime) -> None:
    from bench.storm_shop import open_carrier, warehouse
    from packhorse.algorithms.gs1 import ean13
    from packhorse.catalog import queries as catalog
    from packhorse.catalog.operations import list_products
    from packhorse.catalog.rules import NewProduct
    from packhorse.inventory import operations as inventory
    from packhorse.inventory.rules import Receipt
    from packhorse.network import queries as network
    from packhorse.network.operations import open_warehouses
    from packhorse.network.rules import NewBin
    from packhorse.picking.operations import set_floor
    from packhorse.picking.rules import Setup
    from packhorse.placing.operations import open_channel

    open_channel(code="web", name="Web shop", currency="GBP")
    skus = [f"P{nth:04}" for nth in range(AISLES * PLACES)]
    list_products(
        [
            NewProduct(sku, sku, ean13(f"95200000{nth:04}"), 500, "GBP", 100, 100, 100, 300, "ambient", False)
            for nth, sku in enumerate(skus)
        ]
    )
    bins = [
        NewBin(f"{a:02}-{p:03}", f"{CODE}-{a:02}-{p:03}", "A", a, a * AISLE_MM, (p + 1) * PLACE_MM)
        for a in range(AISLES)
        for p in range(PLACES)
    ]
    site = warehouse(CODE)
    # It works round the clock: whatever day the bench is run on, today's cut-off is ahead.
    facts = {"workdays": (1, 2, 3, 4, 5, 6, 7), "back_y_mm": (PLACES + 1) * PLACE_MM, "bins": tuple(bins)}
    open_warehouses([replace(site, **facts)])
    open_carrier()
    ids, places = catalog.ids_by_sku(skus), network.bin_ids(CODE)
    (row,) = network.warehouses()
    receipts = [Receipt(row.id, ids[sku], places[each.code], 10_000) for sku, each in zip(skus, bins, strict=True)]
    inventory.receive(receipts, now=now, actor="dock", cause="opening stock")
    set_floor(warehouse=CODE, setup=Setup(pickers=PICKERS, ahead_minutes=4320, wave_minutes=5))


def _place(now: datetime) -> None:
    from packhorse.outbox.relay import drain
    from packhorse.placing import operations as placing
    from packhorse.placing.rules import NewAddress, NewLine, NewOrder

    dice = random.Random(5)
    names = [f"P{nth:04}" for nth in dice.sample(range(AISLES * PLACES), AISLES * PLACES)]
    liking = [1 / (nth + 10) for nth in range(len(names))]
    door = NewAddress("Ada Cole", "7 High Street", "Leeds", "LS1 4AB", "GB", latitude=53.8, longitude=-1.55)
    orders = []
    for nth in range(ORDERS):
        wanted = dict.fromkeys(dice.choices(names, liking, k=dice.choice(LINES)))
        lines = tuple(NewLine(sku, dice.choice((1, 1, 1, 2)), 500) for sku in wanted)
        orders.append(NewOrder("web", f"floor {nth}", now, "GBP", door, lines))
    for first in range(0, ORDERS, PORTION):
        placing.place(orders[first : first + PORTION], now=now, actor="bench")
    while drain(now=now):
        pass


def _release(site_id: int, now: datetime) -> None:
    from packhorse.outbox.relay import drain
    from packhorse.picking import operations as picking

    while waves := picking.plan_waves(warehouse_id=site_id, now=now, actor="bench"):
        for wave in waves:
            picking.release_wave(wave_id=wave, now=now, actor="bench")
        while drain(now=now):
            pass


def take_lists(port: int, now: datetime) -> list[bytes]:
    """Let the pickers sign in and take the lists, the most urgent first; return their scans, as they make them."""
    from packhorse.network import queries as network
    from packhorse.picking import queries as lists
    from packhorse.picking.operations import next_list

    (site,) = network.warehouses()
    logins = [_signed_in(f"picker-{nth}") for nth in range(PICKERS)]
    of_picker: list[list[bytes]] = [[] for _ in logins]
    left = len(lists.lists(warehouse_id=site.id))
    for nth in range(left):
        who = nth % PICKERS
        name, cookies, token = logins[who]
        # In the bench a picker holds several lists, one after the other: who has one would be given that again.
        list_id = next_list(warehouse_id=site.id, now=now, actor=f"{name}-{nth}")
        if list_id is None:
            break
        _rename(list_id, name)
        of_picker[who] += _scans(port, list_id, cookies, token)
    # Stop by stop over all pickers, as people scan beside each other.
    turns = range(max(map(len, of_picker)))
    return [mine[turn] for turn in turns for mine in of_picker if turn < len(mine)]


def _rename(list_id: int, picker: str) -> None:
    from packhorse.picking.models import PickList

    PickList.objects.filter(pk=list_id).update(picker=picker)


def _signed_in(name: str) -> tuple[str, str, str]:
    """Return a picker's name, his cookies and the token that his requests hold."""
    from django.contrib.auth.models import User
    from django.test import Client

    from packhorse.web.logins import add_user

    add_user(name=name, password="correct horse battery staple", role="picker")
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(username=name))
    token = "a" * 32
    client.cookies["csrftoken"] = token
    return name, "; ".join(f"{key}={cookie.value}" for key, cookie in client.cookies.items()), token


def _scans(port: int, list_id: int, cookies: str, token: str) -> list[bytes]:
    """Return a list's scans, stop by stop, each as the request that a device sends."""
    from packhorse.picking import queries as lists

    found = []
    for task in lists.plan(list_id):
        scan = {
            "id": str(uuid.uuid4()),
            "kind": "pick",
            "task": task.task_id,
            "quantity": task.quantity,
            "bin": task.bin_barcode,
            "code": task.barcode,
        }
        body = json.dumps({"scans": [scan]})
        found.append(
            (
                f"POST /api/v1/floor/scans HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookies}\r\n"
                f"X-CSRFToken: {token}\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(body)}\r\n\r\n{body}"
            ).encode()
        )
    return found
