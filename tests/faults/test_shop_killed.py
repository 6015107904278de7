"""A worker that is killed or told to stop while it speaks with shops: each parcel is told in the end."""

import os
import signal

from company import run_sql
from db.floor import ship
from journeys.test_back_to_the_shop import told, working
from standins.connected import connect, notice, numbers, open_connected, send_hook
from standins.shopify import ShopifyStandIn
from standins.woocommerce import WooStandIn

from faults import processes as p
from packhorse.shipping.rules import ONE_TRY
from packhorse.web.queue import DEAD_SECONDS, PATIENCE_SECONDS


def most_of_the_time_passes():
    """What the database knows of dead workers a while later, 5 s before they count as dead, and of their tries."""
    run_sql(f"UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '{DEAD_SECONDS - 5} s'")
    for table in ("shipping_shopnotice", "shipping_labelorder", "returns_returnlabel"):
        run_sql(f"UPDATE {table} SET begun_at = begun_at - interval '{ONE_TRY} s'")


def test_a_worker_killed_before_and_after_the_effect_tells_each_shop_once(own_db):
    with ShopifyStandIn().open() as shopify, WooStandIn().open() as woo:
        open_connected("shopify", shopify)
        connect("woocommerce", woo)
        shopify.order("#1001", ("gid://location/1", [("MUG", 2)]))
        woo.order(727)
        send_hook("shopify", "#1001", [("MUG", 2)])
        send_hook("woocommerce", "727", [("BOOK", 1)])
        first, second = sorted(ship("BRS"))
        after, before = shopify.trouble("Fulfil", held=True), woo.trouble("POST notes", silent=True)
        with working(own_db) as worker:
            assert after.reached.wait(30) and before.reached.wait(30)
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait(10)
        assert [notice(each)[:2] for each in (first, second)] == [("waiting", 1)] * 2
        assert (len(shopify.fulfillments), woo.mailed(727)) == (1, [])
        most_of_the_time_passes()
        with working(own_db):
            p.wait_until(told(first), "Shopify is told", 75)
            p.wait_until(told(second), "WooCommerce is told", 75)
        found = numbers([first, second])
        assert shopify.told() == [(found[first], {"MUG": 2}, True)]
        assert (woo.tracking(727), len(woo.mailed(727)), woo.orders[727]["status"]) == ([found[second]], 1, "completed")
        assert [notice(each)[1] for each in (first, second)] == [2, 2]


def test_a_worker_ends_in_its_time_though_a_job_does_not_and_another_one_runs_it_again(own_db):
    with WooStandIn().open() as woo:
        open_connected("woocommerce", woo)
        woo.order(727)
        send_hook("woocommerce", "727", [("MUG", 1)])
        (parcel,) = ship("BRS")
        stuck = woo.trouble("POST notes", held=True, silent=True)
        with working(own_db) as worker:
            assert stuck.reached.wait(30)
            worker.terminate()
            assert worker.wait(timeout=PATIENCE_SECONDS + 8) == 0
            assert "worker.stopped" in p.said(worker)
        assert notice(parcel)[0] == "waiting"
        most_of_the_time_passes()
        with working(own_db):
            p.wait_until(told(parcel), "WooCommerce is told", 75)
