"""Whatever people do in the shop, the office and on the floor, in whatever order, stock is what plain counting says."""

from collections import Counter
from datetime import timedelta

from company import (
    NOW,
    cancel,
    differences,
    line_ids,
    open_company,
    order,
    product,
    relay,
    run_sql,
    scan,
    site,
)
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from db.day_dock import CODE, CODES, NTH, SKU, SKUS, UNITS, Dock
from db.floor import bin_code, close, fill, item_code, pick, short, stage_all, take, wave
from db.office import edit, reserve
from packhorse.errors import Refusal
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.packing import operations as packing
from packhorse.packing import queries as parcels
from packhorse.picking import queries as lists
from packhorse.placing import operations as placing
from packhorse.placing import queries as orders
from packhorse.shipping import operations as shipping
from packhorse.shipping import queries as shipments
from packhorse.sorting import operations as sorting
from packhorse.sorting import queries as walls


class Day(Dock, RuleBasedStateMachine):
    """The model: what was brought, lost, written on and off and sent by place, and what each order wants."""

    def __init__(self):
        super().__init__()
        self.there = Counter()  # (sku, warehouse code): units
        self.wanted = {}  # order id: {order line id: units}
        self.skus = {}  # order line id: sku
        self.carts, self.clock = {}, NOW
        self.coming = {}  # delivery id: (sku, code of the warehouse that sends it or "", code of the one that gets it)
        self.on_the_way = Counter()  # delivery id: units
        self.undo = transaction.atomic()
        self.undo.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def try_to(self, work, *args, **more):
        """Do it, or let it be refused, which changes nothing."""
        try:
            with transaction.atomic():
                done = work(*args, **more)
        except Refusal:
            return None
        relay(self.clock)
        return done

    def done(self, work, *args, **more):
        """Do it; return whether it was not refused."""
        return self.try_to(lambda: [work(*args, **more)]) is not None

    @initialize(orders=st.lists(st.dictionaries(SKU, UNITS, min_size=1), min_size=1, max_size=3))
    def the_day_begins(self, orders):
        for sku, code, spot in (("MUG", "BRS", "A1"), ("BOOK", "BRS", "A1"), ("MUG", "LDS", "A2")):
            self.goods_arrive(sku, code, spot, 7)
        for lines in orders:
            self.an_order_is_placed(lines, None)

    @rule(lines=st.dictionaries(SKU, UNITS, min_size=1), cart=st.none() | NTH)
    def an_order_is_placed(self, lines, cart):
        number = str(len(self.wanted))
        new = order(number, lines, checkout=str(cart) if cart is not None else "")
        (placed,) = placing.place([new], now=self.clock, actor="channel")
        self.keep(placed.order_id)
        self.carts.pop(str(cart), None)
        relay(self.clock)

    def keep(self, order_id):
        names = {product(sku).id: sku for sku in SKUS}
        self.wanted[order_id] = {}
        for line in orders.lines([order_id]):
            self.wanted[order_id][line.id] = line.quantity - line.cancelled
            self.skus[line.id] = names[line.product_id]

    @rule(lines=st.dictionaries(SKU, UNITS, min_size=1), cart=NTH, minutes=st.integers(1, 40))
    def a_checkout_reserves(self, lines, cart, minutes):
        until = self.clock + timedelta(minutes=minutes)
        if self.try_to(reserve, lines, str(cart), now=self.clock, until=until):
            self.carts[str(cart)] = until

    @rule(minutes=st.integers(1, 30))
    def time_passes(self, minutes):
        self.clock += timedelta(minutes=minutes)
        due = [cart for cart, until in self.carts.items() if until <= self.clock]
        assert inventory.expire(now=self.clock) <= len(due)
        for cart in due:
            del self.carts[cart]
        relay(self.clock)

    @rule(nth=NTH, units=st.none() | UNITS)
    def an_order_is_cancelled(self, nth, units):
        if not self.wanted:
            return
        order_id = sorted(self.wanted)[nth % len(self.wanted)]
        some = {line_ids(order_id)[0]: units} if units else None
        self.try_to(cancel, order_id, some, now=self.clock)
        self.keep(order_id)

    @rule(nth=NTH, units=st.integers(0, 9), sku=SKU)
    def an_order_is_changed(self, nth, units, sku):
        if not self.wanted:
            return
        order_id = sorted(self.wanted)[nth % len(self.wanted)]
        self.try_to(edit, order_id, quantities={line_ids(order_id)[0]: units})
        self.keep(order_id)

    @rule(code=CODE)
    def a_wave_is_released(self, code):
        self.try_to(wave, code)

    @rule(code=CODE, missing=st.none() | st.integers(0, 3))
    def a_list_is_walked(self, code, missing):
        """All of it is found, or of one stop only so many."""
        for row in lists.lists(warehouse_id=site(code))[:1]:
            take(row.id)
            for task in lists.tasks(row.id):
                if task.state != "open":
                    continue
                if missing is not None and missing < task.quantity:
                    short(task, missing)
                    sku = next(sku for sku in SKUS if product(sku).id == task.product_id)
                    self.there[sku, code] -= task.quantity - missing
                    missing = None
                else:
                    pick(task, bin=bin_code(task), item=item_code(task))
            relay(self.clock)

    @rule(code=CODE)
    def what_was_picked_is_sorted(self, code):
        for list_id, task_id in lists.brought(site(code)):
            task = next(each for each in lists.tasks(list_id) if each.id == task_id)
            for _ in range(task.picked):
                args = {"list_id": list_id, "item_code": item_code(task), "scan_id": scan()}
                self.try_to(sorting.put, **args, now=self.clock, actor="sorter")

    @rule(code=CODE)
    def what_is_sorted_is_packed(self, code):
        for slot in walls.slots(site(code), states=("complete",)):
            args = {"fulfillment_id": slot.fulfillment_id, "gs1_prefix": "9520000"}
            for parcel_id in self.try_to(packing.begin, **args, now=self.clock, actor="packer") or []:
                self.try_to(fill, parcel_id)
                self.try_to(close, parcel_id)

    @rule(code=CODE)
    def what_is_packed_leaves(self, code):
        self.try_to(stage_all, code)
        for warehouse, carrier, _ in shipments.staged():
            args = {"warehouse_id": warehouse, "carrier_id": carrier, "gs1_prefix": "9520000"}
            self.try_to(shipping.close_manifest, **args, now=self.clock, actor="loader")

    @rule(code=CODE, missing=st.none() | st.integers(0, 3))
    def a_whole_shift_is_worked(self, code, missing):
        self.a_wave_is_released(code)
        self.a_list_is_walked(code, missing)
        self.what_was_picked_is_sorted(code)
        self.what_is_sorted_is_packed(code)
        self.what_is_packed_leaves(code)

    @invariant()
    def stock_is_what_plain_counting_says(self):
        gone = self.left_the_house()
        for sku in SKUS:
            found = {row.warehouse_id: row for row in stock.levels([product(sku).id], now=NOW)}
            for code in CODES:
                row = found.get(site(code))
                assert (row.on_hand if row else 0) == self.there[sku, code] - gone[sku, code], (sku, code)
                assert row is None or min(row.allocated, row.reserved, row.blocked, row.available) >= 0

    def left_the_house(self):
        """Units that are in parcels which were handed over, by what packers scanned into them."""
        shipped = run_sql("SELECT parcel_id, warehouse_id FROM shipping_shipment WHERE state = 'handed_over'")
        names = {product(sku).id: sku for sku in SKUS}
        sites = {site(code): code for code in CODES}
        gone = Counter()
        for parcel_id, warehouse in shipped:
            for line in parcels.contents([parcel_id])[parcel_id]:
                gone[names[line.product_id], sites[warehouse]] += line.quantity
        return gone

    @invariant()
    def nobody_waits_for_what_is_there(self):
        """An order holds no more than it wants, and lacks only what nobody could give it."""
        free = Counter()
        for (pk, _), units in stock.free([product(sku).id for sku in SKUS]).items():
            free[pk] += units
        for line in orders.lines(self.wanted):
            assert 0 <= line.sourced <= line.quantity - line.cancelled
            assert line.quantity - line.cancelled == self.wanted[line.order_id][line.id]
            if line.sourced < line.quantity - line.cancelled:
                assert not free[line.product_id], (line, free)

    @invariant()
    def what_is_on_the_way_is_what_was_loaded_and_did_not_come(self):
        assert self.on_the_way_by_the_books() == +self.on_the_way

    @invariant()
    def the_audit_is_clean(self):
        assert differences() == {}


def test_whatever_is_done_in_whatever_order_stock_is_what_plain_counting_says(db):
    open_company(stocked={})
    run_state_machine_as_test(
        Day,
        settings=settings(
            max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
