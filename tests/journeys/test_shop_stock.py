"""An order is placed, and by a real `packhorse work` the stock of both shops goes down within seconds."""

import time

from company import place, receive
from faults import processes as p
from standins.connected import connect, open_connected, send_hook
from standins.feeding import clock, sell_all, settle, turn_on
from standins.shopify import ShopifyStandIn
from standins.woocommerce import WooStandIn

from journeys.test_back_to_the_shop import working
from packhorse.feed import operations, queries

SECONDS = 10  # promised are seconds; this machine may be busy


def has(sku, units, *shops):
    return lambda: [shop.stock.units(sku) for shop in shops] == [units] * len(shops)


def test_what_is_ordered_anywhere_is_offered_nowhere_within_seconds(own_db):
    with ShopifyStandIn().open() as shopify, WooStandIn().open() as woo:
        open_connected("shopify", shopify)
        connect("woocommerce", woo)
        for kind, shop in (("shopify", shopify), ("woocommerce", woo)):
            sell_all(shop)
            turn_on(kind)
        with working(own_db) as worker:
            p.wait_until(has("MUG", 25, shopify, woo), "both shops are compared and told", 30)
            begun = time.monotonic()
            place("W-1", {"MUG": 4})
            p.wait_until(has("MUG", 21, shopify, woo), "an order of the web shop is told", SECONDS)
            assert time.monotonic() - begun < SECONDS
            send_hook("shopify", "#1001", [("MUG", 2), ("BOOK", 1)])
            p.wait_until(has("MUG", 19, shopify, woo), "an order of the shop itself is told", SECONDS)
            p.wait_until(has("BOOK", 44, shopify, woo), "each product of it is", SECONDS)
            receive("LDS", "A1", "MUG", 100)
            p.wait_until(has("MUG", 119, shopify, woo), "goods that came in are told", SECONDS)
            p.wait_until(lambda: not any(row.waiting for row in queries.feeds().values()), "all is kept", SECONDS)
            worker.terminate()
            assert worker.wait(timeout=20) == 0
            words = p.said(worker)
        assert "Traceback" not in words
        assert not any(secret in words for secret in (shopify.token, woo.key, woo.secret))


def test_a_long_comparison_does_not_keep_the_worker_from_ending_nor_numbers_from_being_told(own_db):
    with ShopifyStandIn().open() as shopify:
        open_connected("shopify", shopify)
        sell_all(shopify)
        turn_on("shopify")
        settle()
        page = shopify.trouble("Variants", slow=True)
        throttled = {"errors": [{"message": "later", "extensions": {"code": "THROTTLED"}}]}
        for _ in range(3):
            shopify.trouble("Variants", status=200, body=throttled)
        asked = len(shopify.asked)
        operations.ask_comparison(channel="shopify", now=clock(), actor="manager")
        with working(own_db) as worker:
            assert page.reached.wait(30)
            place("W-1", {"MUG": 4})
            p.wait_until(has("MUG", 21, shopify), "an order is told while the shop is compared", SECONDS)
            page.go.set()
            p.wait_until(lambda: shopify.names()[asked:].count("Variants") >= 2, "the comparison goes on", SECONDS)
            worker.terminate()
            assert worker.wait(timeout=25) == 0, "it rests, and is given up"
