"""A shop hears of its own orders, whatever was split or merged here."""

from company import NOW, cancel, differences, line_ids, relay
from standins.connected import notice, numbers, open_connected, send_hook
from standins.shopify import ShopifyStandIn

from db.floor import ship
from db.shops import ONE, tell
from packhorse.web import parting


def test_one_parcel_of_merged_orders_is_told_for_each_of_them(shopify):
    shopify.order("#1001", (ONE, [("MUG", 2)]))
    shopify.order("#1002", (ONE, [("BOOK", 1)]))
    first, second = send_hook("shopify", "#1001", [("MUG", 2)]), send_hook("shopify", "#1002", [("BOOK", 1)])
    parting.merge(order_id=first, others={second}, now=NOW, actor="agent")
    relay()
    ((parcel, number),) = numbers(ship("BRS")).items()
    shopify.trouble("Fulfil", lost=True)  # the first answer does not arrive: the next try does only what is missing
    assert (tell(parcel), tell(parcel)) == (15, None)
    assert notice(parcel)[0] == "told"
    assert shopify.told() == [(number, {"MUG": 2}, True), (number, {"BOOK": 1}, True)]
    assert [shopify.orders[each]["places"][0]["status"] for each in ("#1001", "#1002")] == ["CLOSED", "CLOSED"]


def test_a_split_orders_parcels_are_told_under_the_shops_number_and_the_last_completes_it(woo):
    woo.order(727)
    order_id = send_hook("woocommerce", "727", [("MUG", 3)])
    parting.split(order_id=order_id, units={line_ids(order_id)[0]: 1}, now=NOW, actor="agent")
    relay()
    parcels = numbers(ship("BRS"))
    assert len(parcels) == 2
    for parcel in parcels:
        assert tell(parcel) is None
    assert sorted(woo.tracking(727)) == sorted(parcels.values())
    assert woo.orders[727]["status"] == "completed"


APART = {"LDS": {"A2": ("BOOK", 20)}, "BRS": {"A1": ("MUG", 10), "A3": ("LAMP", 5)}}


def test_a_shop_hears_of_the_kits_it_sold_with_the_parcel_that_completes_them(shopify):
    shopify.order("#1001", (ONE, [("SET", 2), ("LAMP", 1)]))
    send_hook("shopify", "#1001", [("SET", 2), ("LAMP", 1)])
    ((parcel, number),) = numbers(ship("BRS")).items()
    assert tell(parcel) is None
    assert shopify.told() == [(number, {"SET": 2, "LAMP": 1}, True)]
    assert differences() == {}


def test_a_parcel_that_completes_no_kit_is_not_told_and_the_next_one_tells_them_all(db, quick):
    with ShopifyStandIn().open() as shop:
        open_connected("shopify", shop, stocked=APART)
        shop.order("#1001", (ONE, [("SET", 2)]))
        send_hook("shopify", "#1001", [("SET", 2)])
        ((first, _),) = numbers(ship("BRS")).items()
        ((second, number),) = numbers(ship("LDS")).items()
        assert (tell(first), tell(second)) == (None, None)
        assert notice(first) == ("told", 1, "Nothing to tell: it completes no kit yet.")
        assert shop.told() == [(number, {"SET": 2}, True)]


def test_kits_are_told_once_however_often_and_in_whichever_order_their_parcels_are_told(db, quick):
    with ShopifyStandIn().open() as shop:
        open_connected("shopify", shop, stocked=APART)
        shop.order("#1001", (ONE, [("SET", 1), ("LAMP", 1)]))
        send_hook("shopify", "#1001", [("SET", 1), ("LAMP", 1)])
        ((first, one),) = numbers(ship("BRS")).items()
        ((second, two),) = numbers(ship("LDS")).items()
        for parcel in (second, first, second):
            assert tell(parcel) is None
        assert shop.told() == [(two, {"SET": 1}, True), (one, {"LAMP": 1}, True)]


def test_what_is_left_of_a_kit_and_cancelled_completes_it(db, quick):
    with ShopifyStandIn().open() as shop:
        open_connected("shopify", shop, stocked=APART)
        shop.order("#1001", (ONE, [("SET", 1)]))
        order_id = send_hook("shopify", "#1001", [("SET", 1)])
        ((parcel, number),) = numbers(ship("BRS")).items()
        relay()
        cancel(order_id)
        relay()
        assert tell(parcel) is None
        assert shop.told() == [(number, {"SET": 1}, True)]
