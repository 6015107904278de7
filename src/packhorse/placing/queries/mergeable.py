"""Orders that could be one."""

from packhorse.placing.models import Order, OrderAddress
from packhorse.placing.rules import CHANGEABLE

LOOKED_AT = 200  # a customer's newest orders


def mergeable(order_id: int) -> list[int]:
    """Return open orders of the same customer, channel and address, newest first."""
    order = Order.objects.filter(pk=order_id, state__in=CHANGEABLE).first()
    address = OrderAddress.objects.filter(pk=order_id).first()
    if order is None or address is None or not (address.email or order.customer_id):
        return []
    if order.customer_id:
        same = Order.objects.filter(customer=order.customer_id).order_by("-placed_at").values_list("id", flat=True)
        ids = set(same[:LOOKED_AT])
    else:
        by_email = OrderAddress.objects.filter(email__iexact=address.email).order_by("-order")
        ids = set(by_email.values_list("order_id", flat=True)[:LOOKED_AT])
    found = Order.objects.filter(
        pk__in=ids - {order_id},
        state__in=CHANGEABLE,
        channel=order.channel_id,
        address__line1__iexact=address.line1,
        address__postal_code=address.postal_code,
        address__country=address.country,
    )
    return list(found.order_by("-id").values_list("id", flat=True))
