"""A worker that is killed while it tells a shop of stock: after a restart the shop has the right numbers."""

import os
import signal

from company import PRODUCTS, receive
from journeys.test_back_to_the_shop import working
from standins.connected import connect, open_connected
from standins.feeding import clock, sell_all, settle, turn_on
from standins.shopify import ShopifyStandIn
from standins.woocommerce import WooStandIn

from faults import processes as p
from faults.test_shop_killed import most_of_the_time_passes
from packhorse.feed import operations, queries


def kept():
    return {channel: (row.state, row.waiting) for channel, row in queries.feeds().items()}


def test_a_worker_killed_between_the_effect_and_its_keeping_tells_the_right_numbers_later(own_db):
    with ShopifyStandIn().open() as shopify, WooStandIn().open() as woo:
        open_connected("shopify", shopify)
        connect("woocommerce", woo)
        for kind, shop in (("shopify", shopify), ("woocommerce", woo)):
            sell_all(shop)
            turn_on(kind)
        settle()
        after, before = shopify.trouble("SetStock", held=True), woo.trouble("POST batch", silent=True)
        receive("LDS", "A1", "MUG", 5)
        with working(own_db) as worker:
            assert after.reached.wait(30) and before.reached.wait(30)
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait(10)
        assert (shopify.stock.units("MUG"), woo.stock.units("MUG")) == (30, 25)
        # A kit that holds mugs waits beside them.
        assert kept() == {"shopify": ("on", 2), "woocommerce": ("on", 2)}
        receive("LDS", "A1", "MUG", 7)  # what was told is old by now
        most_of_the_time_passes()
        with working(own_db):
            right = {"shopify": ("on", 0), "woocommerce": ("on", 0)}
            p.wait_until(lambda: kept() == right, "both shops are told", 90)
        assert (shopify.stock.units("MUG"), woo.stock.units("MUG")) == (37, 37)


def test_a_worker_killed_while_it_compares_compares_later(own_db):
    with WooStandIn().open() as woo:
        open_connected("woocommerce", woo)
        sell_all(woo)
        turn_on("woocommerce")
        settle()
        page = woo.trouble("GET products", silent=True)
        operations.ask_comparison(channel="woocommerce", now=clock(), actor="manager")
        with working(own_db) as worker:
            assert page.reached.wait(30)
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait(10)
        assert queries.last_run("woocommerce").state == "waiting"
        most_of_the_time_passes()
        with working(own_db):
            p.wait_until(lambda: queries.last_run("woocommerce").state == "done", "the shop is compared", 90)
        assert queries.last_run("woocommerce").compared == len(PRODUCTS)
