"""Channels, orders and their lines."""

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from packhorse.placing.models.office import HoldRule, OrderHold, OrderNote, OrderView
from packhorse.placing.rules import ORDER_STATES, PRIORITIES, SHIP_RULES

__all__ = [
    "Channel",
    "HoldRule",
    "Order",
    "OrderAddress",
    "OrderChange",
    "OrderCharge",
    "OrderHold",
    "OrderKit",
    "OrderLine",
    "OrderNote",
    "OrderView",
    "ShopConnection",
    "TakenHook",
]


class Channel(models.Model):
    """Where orders come from; all its orders are in one currency.

    `file_mapping` says which column of this channel's files is which of ours (`packhorse.placing.formats`).
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    currency = models.CharField(max_length=3)
    file_mapping = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return self.code


class ShopConnection(models.Model):
    """A channel's shop: of which kind, the secret with which it signs its webhooks, and what opens its API.

    `secret` and `access` are sealed (`packhorse.sealing`). Without access to the API, `address` and `access` are empty.
    """

    channel = models.OneToOneField(Channel, on_delete=models.PROTECT, primary_key=True)
    kind = models.CharField(max_length=20)
    secret = models.CharField(max_length=600)
    at = models.DateTimeField()
    address = models.CharField(max_length=300, blank=True, default="")
    access = models.CharField(max_length=1500, blank=True, default="")
    access_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="shop_kind", condition=Q(kind__in=["shopify", "woocommerce"])),
            models.CheckConstraint(name="shop_secret", condition=Q(secret__startswith="sealed")),
            models.CheckConstraint(
                name="shop_access",
                condition=Q(address="", access="", access_at=None)
                | (~Q(address="") & Q(access__startswith="sealed", access_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class TakenHook(models.Model):
    """A webhook that was taken, by the shop's own id of it: sent again, it does nothing."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, db_index=False)
    event_id = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "event_id"], name="hook_once")]

    def __str__(self) -> str:
        return self.event_id


class Order(models.Model):
    """An order, kept once and for ever. `state` is the roll-up of its lines (`rules.order_state`).

    `fingerprint` tells the same order sent again from another one under its number; empty on orders from before it.
    An order split off another names it in `split_from`; one whose lines are another order's by now, in `merged_into`;
    one that sends another's goods again, in `replaces`.
    """

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, db_index=False)  # order_once begins with it
    external_id = models.CharField(max_length=100)
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, null=True, db_index=False)
    placed_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    currency = models.CharField(max_length=3)
    goods_minor = models.BigIntegerField()
    charges_minor = models.BigIntegerField()
    service = models.CharField(max_length=20)
    delivery_instructions = models.CharField(max_length=300, blank=True)
    gift_message = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=12)
    decided = models.BooleanField(default=False)
    fingerprint = models.CharField(max_length=32, blank=True, default="")
    ship_rule = models.CharField(max_length=12, default="as_available")
    priority = models.SmallIntegerField(default=0)
    split_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, db_index=False, related_name="splits")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, db_index=False, related_name="merged")
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, db_index=False, related_name="replaced")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "external_id"], name="order_once"),
            models.CheckConstraint(name="order_state", condition=Q(state__in=sorted(ORDER_STATES))),
            models.CheckConstraint(name="order_ship_rule", condition=Q(ship_rule__in=sorted(SHIP_RULES))),
            models.CheckConstraint(name="order_priority", condition=Q(priority__in=sorted(PRIORITIES.values()))),
            models.CheckConstraint(
                name="order_merged",
                condition=Q(state="merged", merged_into__isnull=False) | (~Q(state="merged") & Q(merged_into=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["-placed_at", "-id"], name="order_newest"),
            models.Index(fields=["state", "-placed_at", "-id"], name="order_by_state"),
            models.Index(fields=["external_id"], name="order_external"),
            models.Index(fields=["customer", "-placed_at"], name="order_of_customer"),
            models.Index(fields=["channel", "-placed_at", "-id"], name="order_by_channel"),
            models.Index(fields=["split_from"], name="order_split_off", condition=Q(split_from__isnull=False)),
            models.Index(fields=["replaces"], name="order_replaces", condition=Q(replaces__isnull=False)),
            models.Index(fields=["merged_into"], name="order_merged_in", condition=Q(merged_into__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.external_id


class OrderAddress(models.Model):
    """Where an order goes: personal data, kept apart so that it can be blotted out."""

    order = models.OneToOneField(Order, on_delete=models.PROTECT, primary_key=True, related_name="address")
    name = models.CharField(max_length=200)
    line1 = models.CharField(max_length=200)
    line2 = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=120)
    region = models.CharField(max_length=120, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=2)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)

    class Meta:
        indexes = [
            models.Index(OpClass(Upper("name"), "text_pattern_ops"), name="order_by_name"),
            models.Index(Upper("email"), F("order"), name="order_by_email", condition=~Q(email="")),
            models.Index(fields=["phone", "order"], name="order_by_phone", condition=~Q(phone="")),
        ]

    def __str__(self) -> str:
        return f"{self.city} {self.country}"


class OrderKit(models.Model):
    """Kits that a channel ordered as one, kept with their price; the parts are lines of the order that name it.

    `position` is that of its first part. What has become of the kits follows from the parts (`rules.kit_count`).
    """

    # kit_once begins with the order
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="kits", db_index=False)
    position = models.IntegerField()
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT, db_index=False)
    quantity = models.IntegerField()
    unit_price_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="kit_once"),
            models.CheckConstraint(name="kit_quantity", condition=Q(quantity__gt=0)),
        ]
        indexes = [models.Index(fields=["product", "order"], name="kit_of_product")]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.product_id}"


class OrderLine(models.Model):
    """Units of a product wanted, and what has become of them.

    The counters are told by events that may come late; at rest the audit proves them. `ordered_in` is the order the
    customer ordered it in, where the line came here by a split or a merger. A part of a kit names it, with the units in
    one kit, and costs nothing by itself.
    """

    # line_once begins with the order
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines", db_index=False)
    position = models.IntegerField()
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT, db_index=False)
    quantity = models.IntegerField()
    unit_price_minor = models.BigIntegerField()
    cancelled = models.IntegerField(default=0)
    sourced = models.IntegerField(default=0)
    shipped = models.IntegerField(default=0)
    delivered = models.IntegerField(default=0)
    ordered_in = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    kit = models.ForeignKey(OrderKit, on_delete=models.PROTECT, null=True, db_index=False, related_name="lines")
    kit_units = models.IntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="line_once"),
            models.CheckConstraint(
                name="line_of_kit",
                condition=Q(kit=None, kit_units=0) | Q(kit__isnull=False, kit_units__gt=0, unit_price_minor=0),
            ),
            models.CheckConstraint(name="line_quantity", condition=Q(quantity__gt=0)),
            models.CheckConstraint(name="line_cancelled", condition=Q(cancelled__gte=0, cancelled__lte=F("quantity"))),
        ]
        indexes = [
            models.Index(fields=["product", "order"], name="line_of_product"),
            models.Index(fields=["kit"], name="line_of_order_kit", condition=Q(kit__isnull=False)),
            models.Index(fields=["ordered_in"], name="line_ordered_in", condition=Q(ordered_in__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.product_id}"


class OrderCharge(models.Model):
    """Money on an order that is not goods; a discount is negative."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="charges")
    code = models.CharField(max_length=64)
    description = models.CharField(max_length=300)
    amount_minor = models.BigIntegerField()

    def __str__(self) -> str:
        return self.code


class OrderChange(models.Model):
    """A change asked for by a channel after placing, kept by its key so that it counts once."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT)
    key = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "key"], name="change_once")]

    def __str__(self) -> str:
        return self.key
