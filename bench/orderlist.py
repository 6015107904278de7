"""The list of orders at ten thousand orders and at a million: every view as a person opens it, page and all.

A view is the console's own page, answered by the whole house (sign-in, query, template) but without a network. `growth`
is the median time at a million over that at ten thousand, of the worst view. Both stand in databases of one server and
are asked by turns, so that whatever else the machine does slows both.
"""

import time
from pathlib import Path

import psycopg

from bench.house import copy_of, house, point_at
from bench.report import SECONDS, Report, main

SMALL, LARGE = 10_000, 1_000_000
WARM, TIMED = 5, 10  # the first few of a connection are planned anew
STATES = ("delivered", "delivered", "delivered", "delivered", "delivered", "delivered", "shipped", "sourced", "placed")
MORE = """
WITH wanted AS (SELECT g FROM generate_series(%(first)s::int, %(last)s::int) AS g),
placed AS (
    INSERT INTO placing_order (channel_id, external_id, placed_at, taken_at, currency, goods_minor, charges_minor,
                               service, delivery_instructions, gift_message, state, decided, fingerprint,
                               ship_rule, priority)
    SELECT (SELECT min(id) FROM placing_channel), 'L' || g, now() - interval '1 minute' * (2000000 - g), now(), 'GBP',
           1500, 0, 'standard', '', '', (%(states)s::text[])[1 + g %% 9], true, '', 'as_available', 0
    FROM wanted RETURNING id
), addressed AS (
    INSERT INTO placing_orderaddress (order_id, name, line1, line2, city, region, postal_code, country, email, phone,
                                      latitude, longitude)
    SELECT id, 'Person ' || md5(id::text), '7 High Street', '', 'Leeds', '', 'LS1 4AB', 'GB',
           'p' || id || '@example.com', '+44113' || (1000000 + id), 53.8, -1.5
    FROM placed
)
INSERT INTO placing_orderline (order_id, position, product_id, quantity, unit_price_minor, cancelled, sourced, shipped,
                               delivered)
SELECT id, 1, (SELECT min(id) FROM catalog_product) + id %% 200, 1, 500, 0, 0, 0, 0 FROM placed
"""

# All that are held are among the older half: a list that walks the newest orders would have to pass all the others.
HOLDS = """
INSERT INTO placing_orderhold (order_id, order_placed_at, kind, reason, at, actor, released_by, released_at)
SELECT id, placed_at, 'MANUAL', 'stocktaking', now(), 'bench', '', NULL
FROM placing_order WHERE id %% 25 = 0 AND id <= %(half)s
ON CONFLICT DO NOTHING
"""


def measure(data: Path | None = None, seconds: float = SECONDS) -> Report:
    """Fill the tables twice and time every view; nothing is needed that does not come with Packhorse."""
    with house("orderlist") as large:
        _open_shop()
        _fill(large, 1, SMALL)
        with copy_of(large, "small") as small:
            _fill(large, SMALL + 1, LARGE)
            views = _views(large)
            times: dict[int, dict[str, list[float]]] = {size: {name: [] for name in views} for size in (SMALL, LARGE)}
            for nth in range(max(4, round(seconds * 2))):
                for size, url in ((SMALL, small), (LARGE, large))[:: 1 - nth % 2 * 2]:
                    _ask(url, views, times[size])
            point_at(large)
    growth = {name: _percentile(times[LARGE][name], 50) / _percentile(times[SMALL][name], 50) for name in times[SMALL]}
    worst = max(growth, key=lambda name: growth[name])
    p95 = {name: _percentile(found, 95) * 1000 for name, found in times[LARGE].items()}
    small = {name: _percentile(found, 95) * 1000 for name, found in times[SMALL].items()}
    figures = {"p95_ms": max(p95.values()), "growth": growth[worst], "worst_view": worst, "p95_by_view_ms": p95}
    return Report("orderlist", figures, {"orders": LARGE, "p95_by_view_at_10000_ms": small})


def _open_shop() -> None:
    from django.contrib.auth.models import User

    from packhorse.demo import load
    from packhorse.web.logins import add_user

    load.load_company()
    if not User.objects.filter(username="bench").exists():
        add_user(name="bench", password="ein-lastpferd-9", role="manager")


def _fill(url: str, first: int, last: int) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for start in range(first, last + 1, 50_000):
            end = min(start + 49_999, last)
            connection.execute(MORE, {"first": start, "last": end, "states": list(STATES)})
        connection.execute(HOLDS, {"half": last // 2})
        connection.execute("VACUUM ANALYZE placing_order")
        connection.execute("VACUUM ANALYZE placing_orderhold")
        connection.execute("VACUUM ANALYZE placing_orderaddress")
        connection.execute("VACUUM ANALYZE placing_orderline")
        connection.execute("CHECKPOINT")  # the views are timed at a server that is at rest


def _views(url: str) -> dict[str, str]:
    with psycopg.connect(url) as connection:
        order_id, name, email = connection.execute(
            "SELECT order_id, name, email FROM placing_orderaddress ORDER BY order_id LIMIT 1 OFFSET 5000"
        ).fetchone()
        (placed_at,) = connection.execute("SELECT placed_at FROM placing_order WHERE id = %s", [order_id]).fetchone()
        (sku,) = connection.execute("SELECT sku FROM catalog_product ORDER BY id LIMIT 1 OFFSET 7").fetchone()
        (phone,) = connection.execute("SELECT phone FROM placing_orderaddress LIMIT 1").fetchone()
    return {
        "newest": "/orders",
        "state": "/orders?state=placed",
        "state_and_channel": "/orders?state=sourced&channel=web",
        "number": f"/orders?text=PH{order_id + 1_000_000}",
        "channel_number": "/orders?text=L5000",
        "customer": f"/orders?text={name[:16].replace(' ', '%20')}",
        "first_letters": "/orders?text=Person",
        "email": f"/orders?text={email}",
        "phone": f"/orders?text={phone.replace('+', '%2B')}",
        "product": f"/orders?text={sku}",
        "day": f"/orders?day={placed_at:%Y-%m-%d}",
        "week": "/orders?when=week",
        "backordered": "/orders?state=backordered",
        "on_hold": "/orders?held=1",
        "on_hold_and_state": "/orders?held=1&state=placed",
        "on_hold_and_channel": "/orders?held=1&channel=web",
        "on_hold_and_week": "/orders?held=1&when=week",
        "nobody": "/orders?text=Qqqqqq",
    }


def _ask(url: str, views: dict[str, str], times: dict[str, list[float]]) -> None:
    """Open every view of a database some times, and note how long each took."""
    from django.contrib.auth.models import User
    from django.test import Client

    point_at(url)
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="bench"))
    for name, path in views.items():
        for nth in range(WARM + TIMED):
            begun = time.perf_counter()
            answer = client.get(path)
            took = time.perf_counter() - begun
            if answer.status_code != 200:
                raise SystemExit(f"bench.orderlist: {path} answered {answer.status_code}")
            if nth >= WARM:
                times[name].append(took)


def _percentile(values: list[float], percent: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


if __name__ == "__main__":
    main("orderlist", measure, __doc__)
