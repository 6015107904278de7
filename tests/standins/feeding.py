"""A channel whose shop is told of stock: turned on, and its jobs done as the worker does them."""

import json
from datetime import UTC, datetime, timedelta

from company import PRODUCTS, run_sql
from django.db import connection

from packhorse.feed import operations, queries
from standins.shopify import ShopifyStandIn
from standins.shopify_stock import HERE
from standins.woocommerce import WooStandIn

STANDINS = {"shopify": ShopifyStandIn, "woocommerce": WooStandIn}
LATER = timedelta(minutes=5)


class Clock:
    """The time that jobs are told: the real one, or later."""

    def __init__(self):
        self.ahead = timedelta()

    def __call__(self):
        return datetime.now(UTC) + self.ahead


clock = Clock()


def in_thread(do):
    """Do it with a database connection of its own, and leave none behind."""
    try:
        return do()
    finally:
        connection.close()


def place_of(kind):
    return HERE if kind == "shopify" else ""


def sell_all(shop, units=0):
    """Let the shop sell all products of the small company."""
    for sku in PRODUCTS:
        shop.stock.sell(sku, units)


def turn_on(channel, *, place=None, buffer=None):
    where = place_of(channel) if place is None else place
    operations.turn_on(channel=channel, place=where, buffer=buffer, private=True, now=clock(), actor="manager")


def queued():
    """{(task, its argument)} of the jobs that are to be done, each as often as it is queued."""
    rows = run_sql("SELECT id, task_name, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
    return [(id, name, json.loads(args)) for id, name, args in rows]


def work():
    """Note what has changed, queue what is due, and do each queued job once."""
    while operations.note_changes(now=clock()):
        pass
    operations.queue_due(now=clock())
    for id, name, args in queued():
        job = {"feed.tell": operations.tell, "feed.compare": operations.compare}[name]
        run_sql("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", id)
        job(**args, private=True, clock=clock, stop=lambda: False)
        run_sql("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", id)


def settle():
    """Work until nothing is queued."""
    for _ in range(9):
        work()
        if not queued():
            return
    raise AssertionError(queued())


def last_differences(channel):
    """{(kind, SKU, ours, theirs)} of the newest comparison."""
    run = queries.last_run(channel)
    assert run is not None and run.state == "done", run
    found = [(row.kind, row.sku, row.ours, row.theirs) for row in queries.differences(run.id)]
    assert run.differences == len(found)
    return set(found)


def later():
    clock.ahead += LATER
