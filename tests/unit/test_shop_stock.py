"""What shops of both kinds believe of their stock, and how it is set: paged, batched, and every fault by its SKU."""

import pytest
from standins.shopify import ShopifyStandIn
from standins.shopify_stock import HERE, PLACES
from standins.woocommerce import WooStandIn

from packhorse.outside import client as http
from packhorse.shops import NO_PRODUCT, TWICE, UNTRACKED, Access, Refused, TryLater, open_shop, try_access


@pytest.fixture(params=["shopify", "woocommerce"])
def shop(request):
    with (ShopifyStandIn if request.param == "shopify" else WooStandIn)().open() as shop:
        shop.kind, shop.place = request.param, HERE if request.param == "shopify" else ""
        yield shop


@pytest.fixture
def shopify():
    with ShopifyStandIn().open() as shop:
        shop.kind, shop.place = "shopify", HERE
        yield shop


class Clock:
    """Time that passes only where somebody rests."""

    def __init__(self):
        self.rests, self.now = [], 0.0

    def sleep(self, seconds):
        self.rests.append(seconds)
        self.now += seconds

    def monotonic(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(http, "time", clock)
    return clock


@pytest.fixture
def woo():
    with WooStandIn().open() as shop:
        shop.kind, shop.place = "woocommerce", ""
        yield shop


def access(shop):
    secrets = (
        {"token": shop.token} if shop.kind == "shopify" else {"consumer_key": shop.key, "consumer_secret": shop.secret}
    )
    return Access(shop.kind, shop.address, secrets)


def believed(shop, **more):
    with open_shop(access(shop), private=True, **more) as (kind, client):
        return [(each.sku, each.units) for each in kind.stock(client, shop.place)]


def set_stock(shop, units, known=None, **more):
    with open_shop(access(shop), private=True, **more) as (kind, client):
        return kind.set_stock(client, shop.place, units, known or {})


def test_all_that_a_shop_sells_is_read_page_by_page(shop):
    shop.page = 40  # of Shopify, which may give fewer than it was asked for
    many = {f"SKU-{nth}": nth for nth in range(130)}
    for sku, units in many.items():
        shop.stock.sell(sku, units)
    shop.stock.sell("GIFT", tracked=False)
    shop.stock.sell("SKU-7", 1)
    shop.stock.sell("", 3)
    found = believed(shop)
    assert len(found) == 133
    assert dict(found[:130]) == many
    assert found[130:] == [("GIFT", None), ("SKU-7", 1), ("", 3)]


def test_shopify_tells_the_stock_of_the_chosen_location(shopify):
    shopify.stock.sell("MUG", 4, elsewhere=9)
    shopify.stock.sell("LAMP", None)
    assert believed(shopify) == [("MUG", 4), ("LAMP", None)]
    with open_shop(access(shopify), private=True) as (kind, client):
        assert kind.places(client) == PLACES


def test_woocommerce_tells_the_stock_of_variations(woo):
    shirt = woo.stock.sell("SHIRT", 5, kind="variable")
    woo.stock.sell("SHIRT-S", 3, parent=shirt)
    woo.stock.sell("", 2, parent=shirt)
    woo.stock.sell("SHIRT-L", tracked="parent", parent=shirt)
    assert believed(woo) == [("SHIRT", 5), ("SHIRT-S", 3), ("SHIRT-L", None)]


def test_stock_is_set_in_batches_and_what_cannot_be_set_is_named(shop):
    many = {f"SKU-{nth:03}": nth for nth in range(260)}
    for sku in many:
        shop.stock.sell(sku, 1000)
    shop.stock.sell("GIFT", tracked=False)
    shop.stock.sell("PAIR", 1)
    shop.stock.sell("PAIR", 2)
    shop.stock.sell("SKU-1", 77)  # how many others begin
    shop.page = 250
    done = set_stock(shop, many | {"GIFT": 5, "PAIR": 5, "NONE": 5}, seconds=60)
    assert done.faults == {"GIFT": UNTRACKED, "PAIR": TWICE, "NONE": NO_PRODUCT}
    assert done.items.keys() == many.keys()
    assert {sku: shop.stock.units(sku) for sku in many} == many
    assert (shop.stock.units("PAIR"), shop.stock.units("SKU-1")) == ([1, 2], 77)
    assert shop.stock.batches == ([250, 10] if shop.kind == "shopify" else [20] * 13)


def test_a_known_item_is_not_searched_and_a_strange_one_is(shop):
    for sku in ("MUG", "BOOK", "LAMP"):
        shop.stock.sell(sku, 1)
    known = set_stock(shop, {"MUG": 2, "BOOK": 3, "LAMP": 4}).items
    shop.asked.clear()
    assert set_stock(shop, {"MUG": 5, "BOOK": 6}, known).items == {sku: known[sku] for sku in ("MUG", "BOOK")}
    assert shop.names() == (["Items", "SetStock"] if shop.kind == "shopify" else ["POST batch"])
    wrong = {"MUG": known["BOOK"], "LAMP": "gid://shopify/InventoryItem/99" if shop.kind == "shopify" else "99"}
    done = set_stock(shop, {"MUG": 7, "LAMP": 8}, wrong)
    assert (done.items, done.faults) == ({sku: known[sku] for sku in ("MUG", "LAMP")}, {})
    assert (shop.stock.units("MUG"), shop.stock.units("LAMP")) == (7, 8)


def test_woocommerce_sets_variations_through_their_product(woo):
    shirt = woo.stock.sell("SHIRT", kind="variable", tracked=False)
    woo.stock.sell("SHIRT-S", 1, parent=shirt)
    woo.stock.sell("A,B", 1)
    done = set_stock(woo, {"SHIRT-S": 4, "A,B": 5})
    assert (done.faults, woo.stock.units("SHIRT-S"), woo.stock.units("A,B")) == ({}, 4, 5)
    assert done.items["SHIRT-S"] == f"{shirt}/{shirt + 1}"
    gone = set_stock(woo, {"SHIRT-S": 6}, {"SHIRT-S": f"9/{shirt + 1}"})
    assert (gone.items, woo.stock.units("SHIRT-S")) == ({"SHIRT-S": done.items["SHIRT-S"]}, 6)


def test_what_shopify_refuses_of_a_batch_does_not_keep_the_others_back(shopify):
    for sku in ("BOOK", "MUG", "SET"):
        shopify.stock.sell(sku, 1)
    shopify.stock.sell("LAMP", None)
    shopify.stock.variants[2]["bundle"] = True
    done = set_stock(shopify, {"BOOK": 2, "MUG": 3, "SET": 4, "LAMP": 5})
    assert done.faults == {"SET": "The item is a parent bundle", "LAMP": "is not stocked at the shop's location"}
    assert [shopify.stock.units(sku) for sku in ("BOOK", "MUG", "SET")] == [2, 3, 1]
    assert shopify.stock.units("BOOK", "gid://shopify/Location/2") == 7
    shopify.trouble(
        "SetStock",
        status=200,
        body={
            "data": {
                "inventorySetQuantities": {
                    "userErrors": [{"code": "IDEMPOTENCY_CONCURRENT_REQUEST", "field": None, "message": "in progress"}]
                }
            }
        },
    )
    with pytest.raises(TryLater, match="in progress"):
        set_stock(shopify, {"MUG": 9})


def test_a_page_that_a_busy_shop_refuses_is_asked_again_and_what_is_set_is_not(shop, clock):
    shop.stock.sell("MUG", 1)
    reading, setting = ("Variants", "SetStock") if shop.kind == "shopify" else ("GET products", "POST batch")
    throttled = {"errors": [{"message": "Throttled", "extensions": {"code": "THROTTLED"}}]}
    what = (200, throttled) if shop.kind == "shopify" else (429, {"message": "slow down"})
    for _ in range(3):
        shop.trouble(reading, status=what[0], body=what[1])
    assert believed(shop, seconds=900) == [("MUG", 1)]
    assert (shop.names().count(reading), sum(clock.rests)) == (4, 30 if shop.kind == "shopify" else 1 + 2 + 4)
    shop.trouble(setting, status=what[0], body=what[1])
    with pytest.raises(TryLater):
        set_stock(shop, {"MUG": 2})
    assert (shop.names().count(setting), shop.stock.units("MUG")) == (1, 1)


def test_shopify_is_asked_at_the_pace_of_its_allowance(shopify, clock):
    shopify.page = 1
    for sku in ("MUG", "BOOK"):
        shopify.stock.sell(sku, 1)
    shopify.cost = {"requestedQueryCost": 300, "throttleStatus": {"currentlyAvailable": 100, "restoreRate": 100}}
    assert len(believed(shopify)) == 2
    assert sum(clock.rests) == 2.0


def test_a_talk_ends_when_its_time_is_over_or_packhorse_is_stopped(shop):
    shop.stock.sell("MUG", 1)
    with pytest.raises(TryLater, match="longer than -1 seconds"):
        believed(shop, seconds=-1)
    with pytest.raises(TryLater, match="Packhorse was stopped"):
        believed(shop, stop=lambda: True)


def test_missing_scopes_are_named_only_where_stock_is_to_be_told(shopify):
    shopify.scopes = ("read_orders", "write_merchant_managed_fulfillment_orders", "read_products")
    assert try_access(access(shopify), private=True) == "Mug & Co answers, and the app may fulfil its orders."
    with pytest.raises(Refused, match="lacks the scopes read_inventory, write_inventory, read_locations"):
        try_access(access(shopify), private=True, feed=True)
    shopify.scopes = (*shopify.scopes, "write_inventory", "read_locations")
    assert "set its stock" in try_access(access(shopify), private=True, feed=True)


def test_woocommerce_is_tried_with_its_products_too(woo):
    assert "orders and products" in try_access(access(woo), private=True, feed=True)
    assert woo.names() == ["GET orders", "GET products"]
