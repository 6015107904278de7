"""The references of bench.intake: the rows of orders as they stand in Packhorse's tables, by plain psycopg."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import psycopg

ORDER = (
    "INSERT INTO placing_order (channel_id, external_id, placed_at, taken_at, currency, goods_minor, charges_minor, "
    "service, delivery_instructions, gift_message, state, decided, fingerprint, ship_rule, "
    "priority) "
    "VALUES (%s, %s, %s, %s, 'GBP', 1500, 0, 'standard', '', '', 'placed', false, '', 'as_available', 0) RETURNING id"
)
ADDRESS = (
    "INSERT INTO placing_orderaddress (order_id, name, line1, line2, city, region, postal_code, country, email, phone, "
    "latitude, longitude) "
    "VALUES (%s, 'Ada Cole', '7 High Street', '', 'Leeds', '', 'LS1 4AB', 'GB', %s, '', 53.8, -1.5)"
)
LINES = (
    "INSERT INTO placing_orderline (order_id, position, product_id, quantity, unit_price_minor, cancelled, sourced, "
    "shipped, delivered) VALUES " + ", ".join([f"(%s, {nth}, %s, 1, 500, 0, 0, 0, 0)" for nth in (1, 2, 3)])
)


def one_by_one(url: str, seconds: float) -> float:
    """The best of one and of eight connections."""
    return max(_insert(url, seconds / 2, connections) for connections in (1, 8))


def _insert(url: str, seconds: float, connections: int) -> float:
    until = time.perf_counter() + seconds

    def insert(nth: int) -> int:
        done, now = 0, datetime.now(UTC)
        with psycopg.connect(url, prepare_threshold=0) as connection:
            (channel,) = connection.execute("SELECT id FROM placing_channel LIMIT 1").fetchone()
            products = [row[0] for row in connection.execute("SELECT id FROM catalog_product ORDER BY id LIMIT 400")]
            connection.commit()
            while time.perf_counter() < until:
                number = f"p{connections}-{nth}-{done}"
                (order_id,) = connection.execute(ORDER, (channel, number, now, now)).fetchone()
                connection.execute(ADDRESS, (order_id, f"{number}@example.com"))
                some = [products[(done * 7 + k * 13) % 400] for k in range(3)]
                connection.execute(LINES, (order_id, some[0], order_id, some[1], order_id, some[2]))
                connection.commit()
                done += 1
        return done

    begun = time.perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        total = sum(pool.map(insert, range(connections)))
    return total / (time.perf_counter() - begun)


UNNEST_ORDERS = (
    "INSERT INTO placing_order (channel_id, external_id, placed_at, taken_at, currency, goods_minor, charges_minor, "
    "service, delivery_instructions, gift_message, state, decided, fingerprint, ship_rule, "
    "priority) "
    "SELECT %s, number, now(), now(), 'GBP', 1500, 0, 'standard', '', '', 'placed', false, '', 'as_available', 0 "
    "FROM unnest(%s::text[]) AS wanted (number) RETURNING id"
)
UNNEST_ADDRESSES = (
    "INSERT INTO placing_orderaddress (order_id, name, line1, line2, city, region, postal_code, country, email, phone, "
    "latitude, longitude) SELECT id, 'Ada Cole', '7 High Street', '', 'Leeds', '', 'LS1 4AB', 'GB', "
    "id || '@example.com', '', 53.8, -1.5 FROM unnest(%s::bigint[]) AS placed (id)"
)
UNNEST_LINES = (
    "INSERT INTO placing_orderline (order_id, position, product_id, quantity, unit_price_minor, cancelled, sourced, "
    "shipped, delivered) SELECT id, position, product, 1, 500, 0, 0, 0, 0 "
    "FROM unnest(%s::bigint[], %s::int[], %s::bigint[]) AS wanted (id, position, product)"
)


def by_unnest(url: str, seconds: float) -> float:
    """Insert 500 orders a transaction; return orders per second."""
    with psycopg.connect(url, prepare_threshold=0) as connection:
        (channel,) = connection.execute("SELECT id FROM placing_channel LIMIT 1").fetchone()
        products = [row[0] for row in connection.execute("SELECT id FROM catalog_product ORDER BY id LIMIT 400")]
        done, begun = 0, time.perf_counter()
        while time.perf_counter() - begun < seconds:
            numbers = [f"u{done + nth}" for nth in range(500)]
            ids = [row[0] for row in connection.execute(UNNEST_ORDERS, (channel, numbers))]
            connection.execute(UNNEST_ADDRESSES, (ids,))
            orders = [order_id for order_id in ids for _ in range(3)]
            some = [products[(order_id * 7 + nth * 13) % 400] for nth, order_id in enumerate(orders)]
            connection.execute(UNNEST_LINES, (orders, [1, 2, 3] * 500, some))
            connection.commit()
            done += 500
        return done / (time.perf_counter() - begun)
