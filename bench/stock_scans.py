"""Pickers who scan over HTTP at a fixed rate: a bin, then an item, on many lists at once."""

import uuid
from datetime import datetime
from urllib.parse import urlencode

from bench.crowd import send
from bench.serving import serving, working
from bench.storm_shop import open_carrier

PICKERS, TASKS_A_PICKER, RATE, CLIENTS = 40, 60, 200, 32


def scans(url: str, *, now: datetime) -> dict[str, float]:
    """Return the time of a scan at 200 a second: half of them bins, half of them items that are taken."""
    lists = _lists(now)
    requests: list[tuple[int, bytes, bytes]] = []
    with serving(url) as (port, _), working(url):
        for nth, list_id in enumerate(lists):
            cookies, token = _signed_in(f"picker-{nth}", list_id, now)
            requests += _requests(port, list_id, cookies, token)
        # Stop by stop over all lists, as forty people scan beside each other; and a person scans the bin first.
        requests.sort(key=lambda each: each[0])
        bins = [request for _, request, _ in requests]
        items = [request for _, _, request in requests]
        warm = send(port, bins[:PICKERS], clients=CLIENTS)
        result = send(
            port, [each for pair in zip(bins, items, strict=True) for each in pair], clients=CLIENTS, rate=RATE
        )
    for answers in (warm, result):
        if set(answers.statuses) != {200}:
            raise SystemExit(f"bench.stock: scans were answered {answers.statuses}")
    seconds = sorted(result.seconds)
    return {
        "scan_p95_ms": seconds[len(seconds) * 95 // 100] * 1000,
        "scan_p50_ms": seconds[len(seconds) // 2] * 1000,
        "scans": len(seconds),
        "scans_per_s": len(seconds) / result.took,
    }


def _lists(now: datetime) -> list[int]:
    """Pick lists for all pickers, of orders that are placed, sourced and released."""
    from packhorse.network import queries as network
    from packhorse.outbox.relay import drain
    from packhorse.picking import queries as lists
    from packhorse.picking.operations import plan_wave
    from packhorse.picking.rules import Cart
    from packhorse.placing import operations as placing
    from packhorse.placing.rules import NewAddress, NewLine, NewOrder

    open_carrier()
    placing.open_channel(code="web", name="Web shop", currency="GBP")
    door = NewAddress("Ada Cole", "7 High Street", "Leeds", "LS1 4AB", "GB", latitude=53.8, longitude=-1.55)
    lines = [
        tuple(NewLine(f"P{(order * TASKS_A_PICKER + nth) % 20_000:05}", 1, 500) for nth in range(TASKS_A_PICKER))
        for order in range(PICKERS)
    ]
    orders = [NewOrder("web", f"scan {nth}", now, "GBP", door, each) for nth, each in enumerate(lines)]
    placing.place(orders, now=now, actor="bench")
    while drain(now=now):
        pass
    for site in network.warehouses():
        plan_wave(warehouse_id=site.id, now=now, actor="bench", cart=Cart(totes=1, tasks=10_000), limit=PICKERS)
    while drain(now=now):
        pass
    found = [row.id for row in lists.lists(states=("open",))]
    if not found:
        raise SystemExit("bench.stock: no list was made")
    return found


def _signed_in(name: str, list_id: int, now: datetime) -> tuple[str, str]:
    """Let a picker sign in and take a list; return his cookies and the token his forms hold."""
    from django.contrib.auth.models import User
    from django.test import Client

    from packhorse.picking.operations import start_list
    from packhorse.web.logins import add_user

    add_user(name=name, password="correct horse battery staple", role="picker")
    start_list(list_id=list_id, now=now, actor=name)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(username=name))
    token = "a" * 32
    client.cookies["csrftoken"] = token
    return "; ".join(f"{key}={cookie.value}" for key, cookie in client.cookies.items()), token


def _requests(port: int, list_id: int, cookies: str, token: str) -> list[tuple[int, bytes, bytes]]:
    """(stop, the scan of its bin, the scan of its item) of a list."""
    from packhorse.catalog import queries as catalog
    from packhorse.network import queries as network
    from packhorse.picking import queries as lists

    tasks = lists.tasks(list_id)
    bins = network.bins_by_id(task.bin_id for task in tasks)
    products = catalog.by_id(task.product_id for task in tasks)

    def post(**form: object) -> bytes:
        body = urlencode(form | {"csrfmiddlewaretoken": token})
        return (
            f"POST /pick/{list_id}/scan HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookies}\r\n"
            f"X-CSRFToken: {token}\r\nHX-Request: true\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        ).encode()

    found = []
    for task in tasks:
        spot, item = bins[task.bin_id].barcode, products[task.product_id].barcode
        of_it = {"task": task.id, "scan": uuid.uuid4(), "quantity": task.quantity}
        found.append((task.sequence, post(**of_it, code=spot, bin=""), post(**of_it, code=item, bin=spot)))
    return found
