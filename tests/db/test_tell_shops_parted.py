"""A shop hears of its own orders, whatever was split or merged here."""

from company import NOW, line_ids, relay
from standins.connected import notice, numbers, send_hook

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
