"""One hot product: ten thousand orders wait for it, and then it comes in."""

import time

import psycopg

from bench.storm_shop import NOBODY_HAS, open_shop, receive

ORDERS, SAMPLE, BATCH = 10_000, 500, 500
ALLOCATED = "SELECT count(*) FROM inventory_allocation WHERE state = 'allocated'"
TO_SERVE = """
SELECT waiting.order_id, line.id, line.product_id,
       (SELECT min(warehouse_id) FROM inventory_stocklevel AS level
        WHERE level.product_id = line.product_id AND level.on_hand >= %s)
FROM sourcing_waitingorder AS waiting JOIN placing_orderline AS line USING (order_id)
ORDER BY since, order_id LIMIT %s
"""
TAKE = """
UPDATE inventory_stocklevel SET allocated = allocated + 1
WHERE product_id = %s AND warehouse_id = %s AND allocated + reserved < on_hand
"""
FULFILL = """
INSERT INTO sourcing_fulfillmentorder (order_id, warehouse_id, state, created_at, changed_at, ship_by, km)
VALUES (%s, %s, 'open', now(), now(), now(), 1) RETURNING id
"""
ALLOCATE = """
INSERT INTO inventory_allocation
    (order_id, line_id, fulfillment_id, product_id, warehouse_id, quantity, state, allocated_at, changed_at)
VALUES (%s, %s, %s, %s, %s, 1, 'allocated', now(), now())
"""
SERVED = "DELETE FROM sourcing_waitingorder WHERE order_id = %s"


def all_at_once(url: str) -> float:
    """Let the orders wait, receive as many units, and return how many a second were allocated until all were."""
    from django.utils import timezone

    from packhorse.outbox.relay import drain

    open_shop(10_000, now=timezone.now())
    _wait_in_line(0, ORDERS)
    with psycopg.connect(url, autocommit=True) as watch:

        def allocated() -> bool:
            (found,) = watch.execute(ALLOCATED).fetchone() or (0,)
            return found >= ORDERS

        receive({NOBODY_HAS: ORDERS}, now=timezone.now())
        begun = time.perf_counter()
        drain(now=timezone.now(), stop=allocated)
        took = time.perf_counter() - begun
        if not allocated():
            raise SystemExit("bench.storm: not all orders that waited were served")
    drain(now=timezone.now())
    return ORDERS / took


def one_by_one(url: str) -> float:
    """Allocate a sample of such orders by plain psycopg, one order a transaction; return orders a second."""
    from django.utils import timezone

    _wait_in_line(ORDERS, SAMPLE)
    receive({NOBODY_HAS: 10 * SAMPLE}, now=timezone.now())  # and nobody is told
    with psycopg.connect(url, prepare_threshold=0) as connection:
        rows = connection.execute(TO_SERVE, (SAMPLE, SAMPLE)).fetchall()
        connection.commit()
        begun = time.perf_counter()
        for order, line, product, site in rows:
            if not connection.execute(TAKE, (product, site)).rowcount:
                raise SystemExit("bench.storm: the reference found no stock")
            (fulfillment,) = connection.execute(FULFILL, (order, site)).fetchone() or (0,)
            connection.execute(ALLOCATE, (order, line, fulfillment, product, site))
            connection.execute(SERVED, (order,))
            connection.commit()
        return len(rows) / (time.perf_counter() - begun)


def _wait_in_line(first: int, count: int) -> None:
    """Place orders of one unit of what nobody has, and let sourcing find that out."""
    from django.utils import timezone

    from packhorse.outbox.relay import drain
    from packhorse.placing.operations import place

    for start in range(first, first + count, BATCH):
        answers = place([_order(nth) for nth in range(start, start + BATCH)], now=timezone.now(), actor="bench")
        if not all(answer.new for answer in answers):
            raise SystemExit(f"bench.storm: an order was not placed: {answers[0]}")
    drain(now=timezone.now())


def _order(nth: int):
    from dataclasses import replace

    from bench.storm_buyers import order_of
    from packhorse.placing.rules import NewLine

    return replace(order_of(0, nth), external_id=f"waits-{nth}", checkout="", lines=(NewLine(NOBODY_HAS, 1, 500),))
