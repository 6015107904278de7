"""Shares of carriers whose labels are bought with accounts: exact however many are bought at once, and counted once."""

import pytest
from company import NOW, differences, open_company, place_and_source, run_sql, site
from standins.easypost import EasyPostStandIn

from db.accounts import cheap, connect, do_jobs, packed, purchases
from db.floor import pack_all, walk_and_sort
from db.locks import in_turn, thread
from db.test_rate_rules import keep
from packhorse.carriers.queries import accounts
from packhorse.shipping import operations, queries

COUNT = "INSERT INTO shipping_sharecount (rule_id, begins_on, warehouse_id, parcels, theirs) VALUES"


@pytest.fixture
def shop():
    with EasyPostStandIn().open() as shop:
        yield shop


def counted():
    return run_sql("SELECT parcels, theirs FROM shipping_sharecount")


def two(shop):
    """Two parcels of which one is to go with UPS: (their ids, the rule's id)."""
    open_company()
    connect(shop)
    cheap(shop, priority="2.50", ground="2.80")
    rule = keep("Half to UPS", "share", "UPS", percent=50, minor=100)
    for nth in range(2):
        place_and_source(str(nth), {"MUG": 1})
    walk_and_sort("BRS")
    return pack_all("BRS"), rule


def get(parcel_id):
    return operations.get_label(parcel_id=parcel_id, private=True, now=NOW)


def halved(ids):
    """Whether the share is kept, and counted so."""
    assert sorted(queries.by_parcel(ids)[pk].carrier for pk in ids) == ["UPS", "USPS"]
    return counted() == [(2, 1)] and differences() == {}


def test_a_label_that_is_still_being_bought_counts(own_db, quick, shop):
    ids, _ = two(shop)
    first, answers = shop.trouble("POST /shipments/*/buy", slow=True), {}
    worker = thread(lambda: get(ids[0]), answers, 1)
    assert first.reached.wait(10)  # it is decided, and the carrier is still asked
    get(ids[1])
    first.go.set()
    worker.join(10)
    assert answers == {1: "done"} and halved(ids)


def test_two_that_are_decided_at_the_same_moment_wait_for_each_other(own_db, quick, shop):
    ids, rule = two(shop)
    run_sql(f"{COUNT} (%s, %s, %s, 0, 0)", rule, NOW.date(), site("BRS"))
    held = "SELECT 1 FROM shipping_sharecount FOR UPDATE"
    assert in_turn(held, *(lambda pk=pk: get(pk) for pk in ids)) == ["done", "done"]
    assert halved(ids)


@pytest.mark.parametrize("trouble", [{"status": 422, "body": {"error": {"message": "No."}}}, {"status": 503}])
def test_what_was_decided_and_not_bought_is_taken_back(db, quick, shop, trouble):
    order_id, _ = packed(shop, priority="2.50", ground="2.80")
    keep("All to UPS", "share", "UPS", percent=100, minor=100)
    shop.trouble("POST /shipments/*/buy", **trouble)
    shop.trouble("GET /shipments/*", status=404)
    do_jobs()
    (row,) = queries.of_order(order_id)
    assert (row.carrier in ("USPS", "Albion Post"), purchases()[0] in ("refused", "unsure")) == (True, True)
    assert counted() == [(1, 0)]


@pytest.mark.parametrize("found", [True, False])
def test_what_a_dead_worker_decided_is_counted_once(db, quick, shop, found):
    order_id, parcel_id = packed(shop, priority="2.50", ground="2.80")
    rule = keep("All to UPS", "share", "UPS", percent=100, minor=0)
    (account,) = accounts.accounts()
    run_sql("UPDATE shipping_labelorder SET attempts = 1, begun_at = %s", NOW.replace(year=2023))
    service = accounts.sold_with(account.id)["ups", "ground"]
    run_sql(
        "INSERT INTO shipping_purchase (key, parcel_id, account_id, service_id, quote, rate, ref, price_minor, state,"
        " attempts, said, at) VALUES ('packhorse-dead', %s, %s, %s, 'q', 'r', '', 280, 'asked', 0, '', %s)",
        *(parcel_id, account.id, service, NOW),
    )
    counts = (
        "INSERT INTO shipping_sharecount (rule_id, begins_on, warehouse_id, parcels, theirs) VALUES (%s, %s, %s, 1, 1)"
    )
    run_sql(counts, rule, NOW.date(), site("BRS"))
    if found:
        code, label = "940550000", {"label_file_type": "application/zpl", "label_url": f"{shop.address}/files/9.zpl"}
        shop.shipments["shp_dead"] = {
            "id": "shp_dead", "reference": "packhorse-dead", "postage_label": label, "tracking_code": code,
            "selected_rate": {"carrier": "UPS", "service": "Ground", "rate": "2.80", "currency": "GBP"},
            "refund_status": None, "rates": [], "messages": [], "options": {"label_format": "ZPL"},
        }  # fmt: skip
    do_jobs()
    (row,) = queries.of_order(order_id)
    assert (row.carrier == "UPS", purchases()[0]) == (found, "bought" if found else "unsure")
    assert counted() == [(1, 1 if found else 0)]
