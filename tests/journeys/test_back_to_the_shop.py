"""From a shop's webhook to the carrier and back to the shop, the last part by a real `packhorse work`."""

import os

from company import NOW, PREFIX, run_sql
from db.floor import pack_all, stage_all, walk_and_sort
from faults import processes as p
from standins.connected import connect, notice, numbers, open_connected, send_hook
from standins.shopify import ShopifyStandIn
from standins.woocommerce import WooStandIn

from packhorse.shipping import operations as shipping
from packhorse.shipping import queries as shipments

WORK = ("-m", "packhorse.cli", "work")
TELLING = "FROM procrastinate_jobs WHERE queue_name = 'shops'"
OPEN = {"PACKHORSE_PRIVATE_SHOPS": "true", "PACKHORSE_PUBLIC_URL": "https://orders.example.com"}


def working(url):
    return p.running(os.environ.get("PACKHORSE_DATA_DIR", "/nowhere"), *WORK, DATABASE_URL=url, **OPEN)


def to_the_carrier(code="BRS"):
    """Take all orders to the carriers; the news of it is still under way."""
    walk_and_sort(code)
    ids = pack_all(code)
    stage_all(code)
    for warehouse, carrier, _ in shipments.staged():
        shipping.close_manifest(warehouse_id=warehouse, carrier_id=carrier, gs1_prefix=PREFIX, now=NOW, actor="loader")
    return numbers(ids)


def told(parcel):
    return lambda: (notice(parcel) or ("",))[0] == "told"


def time_passes():
    run_sql("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")


def test_shops_of_both_kinds_hear_of_their_parcels_by_the_worker(own_db):
    with ShopifyStandIn().open() as shopify, WooStandIn().open() as woo:
        open_connected("shopify", shopify)
        connect("woocommerce", woo)
        shopify.order("#1001", ("gid://location/1", [("MUG", 2)]))
        woo.order(727)
        send_hook("shopify", "#1001", [("MUG", 2)])
        send_hook("woocommerce", "727", [("BOOK", 1)])
        parcels = to_the_carrier()
        assert (len(parcels), shopify.asked, woo.asked) == (2, [], [])
        busy = woo.trouble("POST notes", status=429, headers={"Retry-After": "3600"}, body={"message": "Slow down"})
        with working(own_db) as worker:
            first, second = sorted(parcels)
            p.wait_until(told(first), "Shopify is told", 30)
            p.wait_until(lambda: notice(second)[1:] == (1, "The shop answers 429: Slow down"), "WooCommerce is asked")
            assert run_sql(f"SELECT status {TELLING} ORDER BY id") == [("succeeded",), ("todo",)]
            time_passes()
            p.wait_until(told(second), "WooCommerce is told", 30)
            worker.terminate()
            assert worker.wait(timeout=15) == 0
            words = p.said(worker)
        assert "worker.stopped" in words and "Traceback" not in words
        assert busy not in woo.troubles
        assert shopify.told() == [(parcels[first], {"MUG": 2}, True)]
        assert (woo.tracking(727), len(woo.mailed(727)), woo.orders[727]["status"]) == (
            [parcels[second]],
            1,
            "completed",
        )
        for secret in (shopify.token, woo.key, woo.secret):
            assert secret not in words


def test_the_worker_goes_on_after_its_connections_were_cut(own_db):
    with WooStandIn().open() as woo:
        open_connected("woocommerce", woo)
        woo.order(727)
        woo.order(728)
        with working(own_db) as worker:
            send_hook("woocommerce", "727", [("MUG", 1)])
            ((first, _),) = to_the_carrier().items()
            p.wait_until(told(first), "the first parcel is told", 30)
            others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            cut = run_sql(f"SELECT count(pg_terminate_backend(pid)) {others}")[0][0]
            assert cut > 2
            send_hook("woocommerce", "728", [("MUG", 1)])
            ((second, number),) = to_the_carrier().items()
            p.wait_until(told(second), "the second parcel is told", 40)
            assert woo.tracking(728) == [number]
            worker.terminate()
            assert worker.wait(timeout=15) == 0
