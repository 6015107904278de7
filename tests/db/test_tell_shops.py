"""Shops are told of each parcel: what, with which words, and only those that gave access."""

from company import open_company, place_and_source, run_sql
from standins.connected import connect, leave, notice, numbers, send_hook
from standins.shopify import ShopifyStandIn

from db.floor import ship
from db.shops import NUMBER, ONE, has_order, tell
from packhorse.placing import operations as placing
from packhorse.shipping import queries as shipments


def test_shopify_hears_of_an_order_from_its_webhook_to_the_hand_over(shopify):
    shopify.order("#1001", (ONE, [("MUG", 2), ("BOOK", 1)]))
    shopify.order("#10010", (ONE, [("MUG", 9)]))  # begins like it
    ((parcel, number),) = leave("shopify", "#1001", [("MUG", 2), ("BOOK", 1)]).items()
    assert notice(parcel) == ("waiting", 0, "")
    assert run_sql("SELECT task_name, queue_name, args, status FROM procrastinate_jobs") == [
        ("shipping.tell_shop", "shops", f'{{"parcel_id": {parcel}}}', "todo")
    ]
    assert tell(parcel) is None
    assert notice(parcel) == ("told", 1, "Fulfilled 3 units in Shopify.")
    token = shipments.by_parcel([parcel])[parcel].token
    lines = shopify.orders["#1001"]["places"][0]["lines"]
    assert shopify.inputs == [
        {
            "lineItemsByFulfillmentOrder": [
                {
                    "fulfillmentOrderId": "gid://fo/00",
                    "fulfillmentOrderLineItems": [
                        {"id": lines[0]["id"], "quantity": 2},
                        {"id": lines[1]["id"], "quantity": 1},
                    ],
                }
            ],
            "notifyCustomer": True,
            "trackingInfo": {
                "company": "EuroRapid" if number.startswith("ER") else "Albion Post",
                "number": number,
                "url": f"https://orders.example.com/t/{token}",
            },
        }
    ]
    assert shopify.names() == ["Orders", "Fulfillments", "FulfillmentOrders", "OpenLines", "Fulfil"]
    assert shopify.asked[0].body["variables"] == {"query": 'name:"#1001"'}


def test_woocommerce_hears_of_an_order_from_its_webhook_to_the_hand_over(woo):
    woo.order(727, meta=[{"id": 5, "key": "gift", "value": "yes"}])
    ((parcel, number),) = leave("woocommerce", "727", [("MUG", 2)]).items()
    assert tell(parcel) is None
    assert notice(parcel) == ("told", 1, "Noted in WooCommerce, and the order completed.")
    assert woo.names() == ["GET order", "GET notes", "POST notes", "PUT order"]
    (note,) = woo.mailed(727)
    link = f"https://orders.example.com/t/{shipments.by_parcel([parcel])[parcel].token}"
    assert number in note and "2 × MUG" in note and note.endswith(f"Follow it at {link}")
    assert woo.tracking(727) == [number]
    assert (woo.orders[727]["status"], woo.orders[727]["meta_data"][0]["value"]) == ("completed", "yes")
    assert woo.asked[3].body["meta_data"][0]["value"][0]["url"] == link


def test_woocommerce_finds_an_order_by_its_number_where_a_plugin_counts(woo):
    woo.order(50, number="A-9")
    woo.order(51, number="A-99")
    woo.order(727, number="1000")
    woo.order(900, number="727")
    ((parcel, number),) = leave("woocommerce", "727", [("MUG", 2)]).items()
    assert tell(parcel) is None
    assert (woo.tracking(900), woo.tracking(727)) == ([number], [])


def test_two_parcels_of_one_order_are_told_each_for_itself_and_the_last_completes_it(shop, kind):
    lines = [("PAINT", 1), ("DESK", 1)]
    has_order(shop, kind, lines)
    send_hook(kind, NUMBER[kind], lines)
    for code, status, goods in (("LDS", "processing", "PAINT"), ("BRS", "completed", "DESK")):
        ((parcel, number),) = numbers(ship(code)).items()
        assert tell(parcel) is None
        assert notice(parcel)[0] == "told"
        if kind == "shopify":
            assert shop.told()[-1] == (number, {goods: 1}, True)
        else:
            assert (shop.orders[727]["status"], shop.tracking(727)[-1]) == (status, number)
            assert len(shop.tracking(727)) == len(shop.mailed(727)) == (1 if code == "LDS" else 2)


def test_a_product_twice_in_an_order_is_spread_over_both_its_lines(shopify):
    shopify.order("#1001", (ONE, [("MUG", 1), ("BOOK", 1), ("MUG", 2)]))
    (parcel,) = leave("shopify", "#1001", [("MUG", 1), ("BOOK", 1), ("MUG", 2)])
    assert tell(parcel) is None
    assert shopify.fulfillments[0]["units"] == [("MUG", 1), ("BOOK", 1), ("MUG", 2)]
    assert shopify.orders["#1001"]["places"][0]["status"] == "CLOSED"


def test_what_shopify_has_at_two_places_becomes_two_fulfillments_and_one_mail(shopify):
    shopify.order("#1001", (ONE, [("MUG", 1)]), ("gid://location/2", [("MUG", 2)]), (ONE, [("BOOK", 1)]))
    ((parcel, number),) = leave("shopify", "#1001", [("MUG", 3), ("BOOK", 1)]).items()
    shopify.trouble("Fulfil", lost=True)
    assert tell(parcel) == 15
    assert tell(parcel) is None
    assert shopify.told() == [(number, {"MUG": 1, "BOOK": 1}, True), (number, {"MUG": 2}, False)]


def test_a_shopify_app_of_today_is_let_in_by_its_client_id_and_secret(db, quick):
    with ShopifyStandIn().open() as shop:
        shop.order("#1001", (ONE, [("MUG", 2)]))
        open_company()
        connect("shopify", shop, opening=dict(zip(("client_id", "client_secret"), shop.client, strict=True)))
        ((parcel, _),) = leave("shopify", "#1001", [("MUG", 2)]).items()
        assert tell(parcel) is None
        assert shop.names()[0] == "token"
        assert shop.names().count("token") == 1


def test_a_shop_without_access_and_other_channels_are_left_alone(shop, kind):
    placing.drop_access(channel=kind)
    (parcel,) = leave(kind, NUMBER[kind], [("MUG", 2)])
    place_and_source("W-1", {"MUG": 1})
    (other,) = ship("BRS")
    assert (notice(parcel), notice(other)) == (None, None)
    assert (run_sql("SELECT count(*) FROM procrastinate_jobs"), shop.asked) == ([(0,)], [])
