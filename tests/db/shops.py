"""Tests of telling shops: a stand-in of either kind with one order, and the job as the worker does it."""

from packhorse.outside import Again
from packhorse.shipping.jobs import tell_shop

EFFECT = {"shopify": "Fulfil", "woocommerce": "POST notes"}
NUMBER = {"shopify": "#1001", "woocommerce": "727"}
ONE = "gid://location/1"


def has_order(shop, kind, lines=(("MUG", 2),)):
    if kind == "shopify":
        shop.order("#1001", (ONE, list(lines)))
    else:
        shop.order(727)


def times_told(shop, kind):
    return len(shop.fulfillments) if kind == "shopify" else len(shop.mailed(727))


def tell(parcel_id):
    """Do the job as the worker does; return the seconds after which it wants to be done again."""
    try:
        tell_shop(parcel_id=parcel_id)
    except Again as again:
        return again.seconds
    return None
