"""A kit from the shop's webhook to the door and back to the shop: one thing for the shop, its parts for the house."""

from company import counts, differences, relay, state
from db.floor import deliver, ship
from db.shops import ONE, tell
from django.conf import settings
from standins.connected import notice, numbers, open_connected, send_hook
from standins.shopify import ShopifyStandIn

from packhorse.placing import queries as orders

# The mugs of two kits lie in Bristol and the books in Leeds, and there is a lamp besides.
STOCK = {"BRS": {"A1": ("MUG", 4), "A3": ("LAMP", 5)}, "LDS": {"A2": ("BOOK", 2)}}


def kits(order_id):
    """(wanted, sourced, shipped, delivered) of the order's only kit."""
    (kit,) = orders.detail(order_id).kits
    return kit.quantity, kit.sourced, kit.shipped, kit.delivered


def test_a_kit_goes_from_the_webhook_to_the_door_and_back_to_the_shop(own_db, monkeypatch):
    monkeypatch.setattr(settings, "PRIVATE_SHOPS", True)
    with ShopifyStandIn().open() as shop:
        open_connected("shopify", shop, stocked=STOCK)
        shop.order("#1001", (ONE, [("SET", 2), ("LAMP", 1)]))
        order_id = send_hook("shopify", "#1001", [("SET", 2), ("LAMP", 1)])
        assert (kits(order_id), orders.rows([order_id])[order_id].goods_minor) == ((2, 2, 0, 0), 1500)
        ((first, one),) = numbers(ship("BRS")).items()
        assert tell(first) is None
        assert (kits(order_id), shop.told()) == ((2, 2, 0, 0), [(one, {"LAMP": 1}, True)])
        ((second, two),) = numbers(ship("LDS")).items()
        assert tell(second) is None
        assert (kits(order_id), state(order_id)) == ((2, 2, 2, 0), "shipped")
        assert shop.told()[1:] == [(two, {"SET": 2}, True)]
        assert [notice(parcel)[0] for parcel in (first, second)] == ["told", "told"]
        for parcel in (first, second):
            deliver(parcel)
        relay()
        assert (kits(order_id), state(order_id)) == ((2, 2, 2, 2), "delivered")
        assert [line[4] for line in counts(order_id)] == [4, 2, 1]
        assert differences() == {}
