"""Orders in, over HTTP one by one and a hundred at a time and by file, beside plain psycopg that inserts the rows.

Everything runs on this machine at once: server, database, and the clients in a process of their own. The references
insert the rows of an order (order, address, three lines) as they stand in Packhorse's own tables, without HTTP and
without looking at them: one transaction an order over several connections, and 500 orders a transaction by unnest.
"""

import csv
import io
import json
import random
import threading
import time
from pathlib import Path

import psycopg

from bench.crowd import send
from bench.house import house
from bench.plain_orders import by_unnest, one_by_one
from bench.report import SECONDS, Report, main
from bench.serving import serving, working

CLIENTS = 64
CITIES = [("Leeds", "LS1 4AB", "GB"), ("Bath", "BA1 1AA", "GB"), ("Lyon", "69002", "FR"), ("Leipzig", "04109", "DE")]
RATE = 200
FILE_ORDERS = 20_000


def measure(data: Path | None = None, seconds: float = SECONDS) -> Report:
    """Measure every way in; nothing is needed that does not come with Packhorse."""
    with house("intake") as url:
        skus, secret = _open_shop()
        # First, while no other order waits for a warehouse.
        with serving(url) as (port, _), working(url):
            p99, p95 = _at_a_rate(url, port, secret, skus, seconds)
        plain = one_by_one(url, seconds)
        with serving(url) as (port, pids):
            single = _over_http(port, secret, skus, seconds)
            batch = _in_batches(port, secret, skus, seconds)
            rss = max(_rss_mb(pid) for pid in pids())
        bulk = by_unnest(url, seconds)
        imported = _by_file(skus)
    figures = {
        "single_ratio": single / plain,
        "batch_ratio": batch / bulk,
        "import_orders_per_s": imported,
        "p99_ms": p99 * 1000,
        "placed_to_allocated_p95_ms": p95 * 1000,
        "rss_mb": rss,
        "single_orders_per_s": single,
        "batch_orders_per_s": batch,
    }
    return Report("intake", figures, {"plain_orders_per_s": plain, "unnest_orders_per_s": bulk})


def _open_shop() -> tuple[list[str], str]:
    """The demonstration's company with goods for everybody; return SKUs and a key."""
    from django.db import connection
    from django.utils import timezone

    from packhorse.catalog import queries as catalog
    from packhorse.demo import load
    from packhorse.web import keys

    load.load_company()
    skus = [row.sku for row in catalog.search("", limit=400)]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE network_warehouse SET capacity_per_day = 10000000")
    return skus, keys.add_key(name="bench", role="agent", now=timezone.now())


def _order(number: str, skus: list[str], dice: random.Random) -> dict:
    city, postal_code, country = dice.choice(CITIES)
    return {
        "channel": "web",
        "external_id": number,
        "currency": "GBP",
        "address": {
            "name": "Ada Cole",
            "line1": "7 High Street",
            "city": city,
            "postal_code": postal_code,
            "country": country,
            "email": f"{number}@example.com",
        },
        "lines": [{"sku": dice.choice(skus), "quantity": 1, "unit_price_minor": 500} for _ in range(3)],
    }


def _request(path: str, body: object, secret: str) -> bytes:
    content = json.dumps(body).encode()
    head = (
        f"POST /api/v1{path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {secret}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


def _over_http(port: int, secret: str, skus: list[str], seconds: float) -> float:
    dice = random.Random(1)
    warm = [_request("/orders", _order(f"w{nth}", skus, dice), secret) for nth in range(300)]
    send(port, warm, clients=CLIENTS)
    wanted = [_request("/orders", _order(f"s{nth}", skus, dice), secret) for nth in range(int(3000 * seconds))]
    result = send(port, wanted, clients=CLIENTS, limit=seconds)
    _all(result.statuses, 201)
    return result.statuses[201] / result.took


def _in_batches(port: int, secret: str, skus: list[str], seconds: float) -> float:
    dice = random.Random(2)
    wanted = [
        _request("/order-batches", {"orders": [_order(f"b{nth}-{k}", skus, dice) for k in range(100)]}, secret)
        for nth in range(int(60 * seconds))
    ]
    result = send(port, wanted, clients=4, limit=seconds)
    _all(result.statuses, 200)
    return 100 * result.statuses[200] / result.took


def _at_a_rate(url: str, port: int, secret: str, skus: list[str], seconds: float) -> tuple[float, float]:
    """Offer orders at a fixed rate; return the 99th percentile of an answer, and the 95th until allocated."""
    dice = random.Random(3)
    wanted = [_request("/orders", _order(f"r{nth}", skus, dice), secret) for nth in range(int(RATE * max(seconds, 3)))]
    seen: dict[str, float] = {}
    over = threading.Event()

    def watch() -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            while not over.is_set():
                rows = connection.execute(
                    "SELECT external_id FROM placing_order WHERE starts_with(external_id, 'r') AND state <> 'placed' "
                    "AND NOT external_id = ANY(%s)",
                    (list(seen),),
                ).fetchall()
                now = time.time()
                seen.update({row[0]: now for row in rows})
                over.wait(0.02)

    watcher = threading.Thread(target=watch)
    watcher.start()
    result = send(port, wanted, clients=CLIENTS, rate=RATE)
    until = time.time() + 10
    while len(seen) < len(wanted) and time.time() < until:
        time.sleep(0.05)
    over.set()
    watcher.join()
    _all(result.statuses, 201)
    waits = [max(0.0, seen.get(f"r{nth}", until) - at) for nth, at in result.answered_at.items()]
    return _percentile(result.seconds, 99), _percentile(waits, 95)


def _by_file(skus: list[str]) -> float:
    from django.utils import timezone

    from packhorse.placing.operations import import_orders

    dice = random.Random(4)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        [
            "order_number",
            "placed_at",
            "name",
            "line1",
            "city",
            "postal_code",
            "country",
            "currency",
            "sku",
            "quantity",
            "unit_price",
        ]
    )
    for nth in range(FILE_ORDERS):
        city, postal_code, country = dice.choice(CITIES)
        writer.writerow(
            [f"f{nth}", "2026-03-02T09:15:00Z", "Ada Cole", "7 High Street", city, postal_code, country, "GBP",
             dice.choice(skus), 1, "5.00"]
        )  # fmt: skip
    begun = time.perf_counter()
    report = import_orders(text.getvalue().encode(), channel="web", now=timezone.now(), actor="bench")
    if report.placed != FILE_ORDERS:
        raise SystemExit(f"bench.intake: {report.placed} of {FILE_ORDERS} orders of the file placed")
    return FILE_ORDERS / (time.perf_counter() - begun)


def _rss_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def _percentile(values: list[float], percent: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def _all(statuses: dict[int, int], wanted: int) -> None:
    if set(statuses) != {wanted}:
        raise SystemExit(f"bench.intake: answers were {statuses}, not all {wanted}")


if __name__ == "__main__":
    main("intake", measure, __doc__)
