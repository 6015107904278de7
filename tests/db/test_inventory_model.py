"""Whatever is done to stock in whatever order, it says the same as a plain Python model."""

from collections import Counter
from datetime import timedelta

from company import NOW, differences, level, open_company, product, receive, site
from django.db import transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from packhorse.errors import Refusal
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.inventory.rules import Keep, Want

SKUS = ("MUG", "BOOK")
VERBS = ("receive", "allocate", "plan", "pick", "short", "release", "release picked", "ship")
VERBS += ("reserve", "buy", "expire", "give back", "settle")
STEPS = st.tuples(
    st.sampled_from(VERBS),
    st.integers(1, 4),  # an order, which has one line and one fulfillment order; odd ones want mugs
    st.integers(1, 6),  # units
)
OPENING = [("receive", 1, 6), ("receive", 2, 6), ("receive", 1, 5)]
# A walk through every verb, so that none is left to chance.
WALK = [("allocate", 1, 6), ("plan", 1, 1), ("release", 1, 1), ("pick", 1, 1), ("allocate", 2, 5), ("short", 2, 3)]
WALK += [("reserve", 1, 3), ("reserve", 1, 2), ("buy", 1, 1), ("allocate", 1, 1), ("settle", 1, 1), ("reserve", 2, 1)]
WALK += [("expire", 1, 1), ("reserve", 4, 1), ("give back", 4, 1)]
WALK += [("allocate", 3, 4), ("pick", 3, 1), ("ship", 1, 3), ("release picked", 1, 1), ("ship", 3, 6), ("plan", 4, 1)]


class Books:
    """The model: units on hand by product, and what each order holds, by state."""

    def __init__(self):
        self.on_hand = Counter()
        self.held = {number: Counter() for number in range(1, 5)}
        self.carts = Counter()  # units that each checkout keeps
        self.kept = Counter()  # units that are kept for the order each checkout has placed

    def promised(self, sku):
        mine = [number for number in self.held if SKUS[number % 2 - 1] == sku]
        return sum(self.held[number]["allocated"] + self.held[number]["picked"] for number in mine)

    def reserved(self, sku):
        return sum(self.carts[number] + self.kept[number] for number in self.held if sku_of(number) == sku)

    def free(self, sku):
        return self.on_hand[sku] - self.promised(sku) - self.reserved(sku)

    def move(self, number, units, before, after):
        self.held[number][before] -= units
        self.held[number][after] += units


def sku_of(number):
    return SKUS[number % 2 - 1]


def planned_picks(number):
    return inventory.plan_picks(warehouse_id=site("BRS"), fulfillment_ids=[number], now=NOW)


def do(books, verb, number, units):
    sku = sku_of(number)
    held = books.held[number]
    if verb == "receive":
        receive("BRS", f"A{units % 3 + 1}", sku, units)
        books.on_hand[sku] += units
    elif verb == "allocate":
        wish = Want(number, number, number, product(sku).id, site("BRS"), units)
        refused = inventory.allocate([wish], now=NOW)
        assert bool(refused) == (books.free(sku) + books.kept[number] < units)
        if not refused:
            held["allocated"] += units
            books.kept[number] -= min(units, books.kept[number])
    elif verb in ("reserve", "buy", "expire", "give back", "settle"):
        keep(books, verb, number, units)
    elif verb == "plan":
        assert sum(each.quantity for each in planned_picks(number)) == held["allocated"]
    elif verb == "pick":
        for task in planned_picks(number)[:1]:
            assert inventory.pick(allocation_id=task.allocation_id, task_id=1, now=NOW, actor="p") == task.quantity
            books.move(number, task.quantity, "allocated", "picked")
    elif verb == "short":
        for task in planned_picks(number)[:1]:
            found = min(units, task.quantity) - 1
            what = inventory.pick_short(allocation_id=task.allocation_id, found=found, task_id=1, now=NOW, actor="p")
            lost = what.lost
            assert lost == task.quantity - found
            books.move(number, found, "allocated", "picked")
            books.move(number, lost, "allocated", "shorted")
            books.on_hand[sku] -= lost
            anew = lost - what.lacking
            assert 0 <= anew <= books.free(sku) and all(each.bin_id != task.bin_id for each in what.picks)
            held["allocated"] += anew
    elif verb == "ship":
        ship(books, number, units)
    else:
        let_go(books, number, units, picked=verb == "release picked")


def keep(books, verb, number, units):
    sku = sku_of(number)
    cart = {"channel": "web", "checkout": str(number)}
    if verb == "reserve":
        wish = Keep(product(sku).id, site("BRS"), units)
        made, refused = inventory.reserve([wish], **cart, expires_at=NOW + timedelta(minutes=number), now=NOW)
        assert bool(refused) == (made is None) == (books.free(sku) + books.carts[number] < units)
        books.carts[number] = units if made else books.carts[number]
    elif verb == "buy":
        inventory.consume({("web", str(number)): number}, now=NOW)
        books.kept[number] += books.carts.pop(number, 0)
    elif verb == "expire":
        due = [each for each in books.carts if each <= number and books.carts[each]]
        assert inventory.expire(now=NOW + timedelta(minutes=number)) == len(due)
        for each in due:
            books.carts[each] = 0
    elif verb == "settle":
        inventory.settle({number: {}}, now=NOW)
        books.kept[number] = 0
    else:
        mine = [row for row in stock.reservations_of(product(sku).id) if row.checkout == str(number)]
        for row in mine:
            if row.state == "active":
                inventory.release_reservation(reservation_id=row.id, now=NOW, actor="t")
        books.carts[number] = 0


def let_go(books, number, units, *, picked):
    held = books.held[number]
    done = inventory.release({number: units}, picked=picked, now=NOW, actor="t", cause="test").get(number, 0)
    assert done == min(units, held["allocated"] + (held["picked"] if picked else 0))
    first = min(done, held["allocated"])
    books.move(number, first, "allocated", "released")
    books.move(number, done - first, "picked", "released")


def ship(books, number, units):
    try:
        with transaction.atomic():
            inventory.ship({(number, number): units}, parcel_ids={number: 1}, now=NOW, actor="l")
    except Refusal:
        assert units > books.held[number]["picked"]
        return
    books.move(number, units, "picked", "shipped")
    books.on_hand[sku_of(number)] -= units
    assert books.held[number]["picked"] >= 0


def compare(books):
    for sku in SKUS:
        assert level(sku, "BRS") == (books.on_hand[sku], books.promised(sku))
        assert stock.levels([product(sku).id], now=NOW)[0].reserved == books.reserved(sku)
    for number, held in books.held.items():
        found = Counter()
        for row in stock.allocations_of_orders([number]).values():
            found[row.state] += row.quantity
        assert +found == +held
        assert min([*held.values(), 0]) == 0
    assert {name: rows for name, rows in differences().items() if name.startswith("inventory.")} == {}


def test_stock_says_the_same_as_a_plain_model_whatever_is_done_in_whatever_order(db):
    open_company(stocked={})

    @settings(max_examples=30, deadline=None)
    @given(st.lists(STEPS, max_size=25))
    @example(WALK)
    def run(steps):
        with transaction.atomic():
            books = Books()
            for verb, number, units in [*OPENING, *steps]:
                do(books, verb, number, units)
            compare(books)
            transaction.set_rollback(True)

    run()
