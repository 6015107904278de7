"""Fulfillment orders, and why they are as they are."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from packhorse.sourcing.rules import FULFILLMENT_STATES, POLICY_STATES, QUEUES, WISHES


class FulfillmentOrder(models.Model):
    """One order's work in one warehouse. Its goods are the allocations that name it.

    `promised_on` is the present promise, kept with a `chance` in permille; the first is what the customer was told.
    """

    order = models.ForeignKey("placing.Order", on_delete=models.PROTECT)
    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT)
    state = models.CharField(max_length=10)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ship_by = models.DateTimeField()
    promised_on = models.DateField(null=True)
    chance = models.SmallIntegerField(null=True)
    first_promised_on = models.DateField(null=True)
    first_chance = models.SmallIntegerField(null=True)
    km = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="fulfillment_state", condition=Q(state__in=sorted(FULFILLMENT_STATES))),
            models.CheckConstraint(
                name="fulfillment_chance",
                condition=(Q(chance=None) | Q(chance__range=(0, 1000)))
                & (Q(first_chance=None) | Q(first_chance__range=(0, 1000))),
            ),
        ]
        indexes = [
            models.Index(fields=["warehouse", "ship_by", "id"], name="fulfillment_open", condition=Q(state="open")),
            models.Index(
                fields=["state", "ship_by"],
                name="fulfillment_at_work",
                condition=~Q(state__in=["delivered", "cancelled"]),
            ),
            models.Index(fields=["warehouse", "ship_by"], name="fulfillment_load"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}@{self.warehouse_id}"


class Promise(models.Model):
    """A day that was promised of what a warehouse sends of an order, one row each time it was worked out.

    `leaves_at` is the cut-off with room for it; `chance` is in permille. The last of a warehouse counts.
    """

    order = models.ForeignKey("placing.Order", on_delete=models.PROTECT, db_index=False)
    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT, db_index=False)
    at = models.DateTimeField()
    leaves_at = models.DateTimeField()
    promised_on = models.DateField(null=True)
    chance = models.SmallIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "warehouse", "at"], name="promise_once")]

    def __str__(self) -> str:
        return f"{self.order_id}@{self.warehouse_id}: {self.promised_on}"


class SourcingDecision(models.Model):
    """Why an order was served as it was: every candidate with its costs, or the rule that excluded it.

    `reasons` are packed (see `packed.py`); decisions of before have their `candidates` instead. `cost_minor`: of what
    was decided. `run`: the id of the SourcingRun, which is kept for less long; None when it was decided alone.
    """

    order = models.ForeignKey("placing.Order", on_delete=models.PROTECT)
    at = models.DateTimeField()
    method = models.CharField(max_length=40)
    candidates = models.JSONField(null=True)
    reasons = models.BinaryField(null=True)
    cost_minor = models.BigIntegerField(null=True)
    missing_units = models.IntegerField()
    run = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["order", "id"], name="decision_of_order")]

    def __str__(self) -> str:
        return f"decision {self.pk} for order {self.order_id}"


class SourcingRun(models.Model):
    """Orders that were decided in one go, how long it took, and how good it was; kept for RUNS_KEPT.

    Costs are minor units without what is missing. `cost_minor`: of all `orders` as they were decided; `placed_minor` to
    `unserved`, see `placed.Placed`, are of the `together` among them, as they were placed first. `waiting` orders lack
    `missing_units`; `desks` {queue: orders}. `placings`: times it was placed together, with somebody passed by in all
    but the last, or, if nothing is `together`, in all. `version`: of a manager's rules, 0 for none.
    """

    at = models.DateTimeField()
    version = models.IntegerField()
    orders = models.IntegerField()
    cost_minor = models.BigIntegerField()
    milliseconds = models.IntegerField()
    together = models.IntegerField()
    placed_minor = models.BigIntegerField(null=True)
    bound_minor = models.BigIntegerField(null=True)
    nearest_minor = models.BigIntegerField(null=True)
    unserved = models.IntegerField(default=0)
    waiting = models.IntegerField()
    missing_units = models.BigIntegerField()
    desks = models.JSONField(default=dict)
    placings = models.SmallIntegerField(db_default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="run_together", condition=Q(together__gte=0, together__lte=models.F("orders"), orders__gt=0)
            ),
            models.CheckConstraint(name="run_bound", condition=Q(bound_minor__lte=models.F("placed_minor"))),
            models.CheckConstraint(name="run_nearest", condition=Q(nearest_minor__gte=models.F("placed_minor"))),
        ]
        indexes = [models.Index(fields=["at"], name="run_at")]

    def __str__(self) -> str:
        return f"{self.orders} orders at {self.at}"


class WaitingOrder(models.Model):
    """An order with units that no warehouse has: the backorder queue, by priority and then first come, first served.

    `products` are those it lacks; `expected_on` is the day from which all of them may be there, None when nobody knows.
    `whole`: it takes nothing before it can have all. `queue` and `code` say why it waits, `reason` in words, and
    `warehouse` is the one that it names. `channel` is the order's own: a list of a channel reads no others.
    """

    order = models.OneToOneField("placing.Order", on_delete=models.PROTECT, primary_key=True)
    channel = models.ForeignKey("placing.Channel", on_delete=models.PROTECT, db_index=False)
    since = models.DateTimeField()
    units = models.IntegerField()
    priority = models.SmallIntegerField(default=0)
    products = ArrayField(models.BigIntegerField(), default=list)
    expected_on = models.DateField(null=True)
    whole = models.BooleanField(default=False)
    queue = models.CharField(max_length=10, default="backorder")
    code = models.CharField(max_length=20, default="NOT_THERE")
    reason = models.CharField(max_length=300, blank=True, default="")
    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT, null=True, db_index=False)

    class Meta:
        constraints = [models.CheckConstraint(name="waiting_queue", condition=Q(queue__in=sorted(QUEUES)))]
        indexes = [
            models.Index(fields=["-priority", "since", "order"], name="waiting_in_turn"),
            models.Index(fields=["queue", "since", "order"], name="waiting_by_queue"),
            models.Index(fields=["code", "since", "order"], name="waiting_by_code"),
            models.Index(fields=["channel", "queue", "since", "order"], name="waiting_by_channel"),
            models.Index(
                fields=["warehouse", "queue", "since", "order"],
                name="waiting_by_site",
                condition=Q(warehouse__isnull=False),
            ),
            GinIndex(fields=["products"], name="waiting_for_products"),
        ]

    def __str__(self) -> str:
        return f"order {self.order_id} waits for {self.units}"


class OrderWish(models.Model):
    """What people said of how an order is served, as it counts now. Who said it, and why, stands in WishChange.

    `barred` {warehouse id as text: why}; `aside`: why a person took it aside, empty when sourcing may have it. Orders
    of one `pool` (the id of its first) leave together.
    """

    order = models.OneToOneField("placing.Order", on_delete=models.PROTECT, primary_key=True)
    pinned = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT, null=True, db_index=False)
    barred = models.JSONField(default=dict, blank=True)
    undivided = models.BooleanField(default=False)
    aside = models.CharField(max_length=300, blank=True, default="")
    pool = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["pool"], name="wish_pool", condition=Q(pool__isnull=False))]

    def __str__(self) -> str:
        return f"wishes for order {self.order_id}"


class WishChange(models.Model):
    """What a person did to how an order is served, who it was and why; kept for ever."""

    order = models.ForeignKey("placing.Order", on_delete=models.PROTECT, db_index=False)
    what = models.CharField(max_length=20)
    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT, null=True, db_index=False)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    why = models.CharField(max_length=300)

    class Meta:
        constraints = [models.CheckConstraint(name="wish_what", condition=Q(what__in=sorted(WISHES)))]
        indexes = [models.Index(fields=["order", "id"], name="wish_change_of_order")]

    def __str__(self) -> str:
        return f"{self.what} of order {self.order_id}"


class SourcingPolicy(models.Model):
    """A version of the rules that a manager sets: what things are worth (minor units), and the rules as written.

    Only a draft changes: what orders were decided by, live or in shadow, stays as it was.
    """

    version = models.IntegerField(primary_key=True)
    name = models.CharField(max_length=80)
    note = models.CharField(max_length=300, blank=True, default="")
    state = models.CharField(max_length=10)
    split = models.IntegerField()
    late_day = models.IntegerField()
    balance = models.IntegerField()
    rules = models.JSONField(default=list, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.CheckConstraint(name="policy_state", condition=Q(state__in=sorted(POLICY_STATES))),
            models.CheckConstraint(name="policy_version", condition=Q(version__gt=0)),
            models.CheckConstraint(name="policy_weights", condition=Q(split__gte=0, late_day__gte=0, balance__gte=0)),
            models.UniqueConstraint(fields=["state"], name="policy_one_live", condition=Q(state="live")),
            models.UniqueConstraint(fields=["state"], name="policy_one_shadow", condition=Q(state="shadow")),
        ]

    def __str__(self) -> str:
        return f"version {self.version}, {self.state}"


class SourcingPolicyStep(models.Model):
    """A version of the rules came into a state: when, and by whom; kept for ever."""

    policy = models.ForeignKey(SourcingPolicy, on_delete=models.PROTECT)
    state = models.CharField(max_length=10)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.CheckConstraint(name="policy_step_state", condition=Q(state__in=sorted(POLICY_STATES))),
        ]

    def __str__(self) -> str:
        return f"version {self.policy_id} is {self.state}"


class SourcingShadowFigure(models.Model):
    """A batch by the live rules and by those in shadow: sums only, and some of the orders that differ.

    Costs are minor units of freight and handling, `splits` further parcels, `missing` units. Version 0: no rules.
    """

    policy = models.ForeignKey(SourcingPolicy, on_delete=models.PROTECT, db_index=False)
    live_version = models.IntegerField()
    at = models.DateTimeField()
    orders = models.IntegerField()
    otherwise = models.IntegerField()
    live_cost = models.BigIntegerField()
    live_splits = models.IntegerField()
    live_km = models.BigIntegerField()
    live_missing = models.BigIntegerField()
    shadow_cost = models.BigIntegerField()
    shadow_splits = models.IntegerField()
    shadow_km = models.BigIntegerField()
    shadow_missing = models.BigIntegerField()
    examples = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="shadow_orders", condition=Q(otherwise__gte=0, otherwise__lte=models.F("orders"))
            ),
        ]
        indexes = [models.Index(fields=["policy", "-at"], name="shadow_of_policy")]

    def __str__(self) -> str:
        return f"version {self.policy_id} at {self.at}"
