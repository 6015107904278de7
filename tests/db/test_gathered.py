"""What comes to an order later joins what lies for it: no parcel, and no fulfillment order, more than it needs."""

import random
from collections import Counter

import pytest
from company import (
    NOW,
    bin_id,
    carry,
    differences,
    level,
    line_ids,
    open_company,
    place_and_source,
    product,
    receive,
    relay,
    run_sql,
    site,
    state,
)
from django.db import transaction

from db.floor import bring_to, wave
from db.locks import thread, waiters
from db.test_policies import live
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.inventory.rules import Receipt
from packhorse.network import queries as network
from packhorse.placing import operations as placing
from packhorse.placing.rules import Edit
from packhorse.sourcing import operations, queries


def lies(order_id):
    """[(warehouse, units)] of each live fulfillment order."""
    codes = {row.id: row.code for row in network.warehouses()}
    rows = [row for row in queries.of_order(order_id) if row.state != "cancelled"]
    units = stock.units_by_fulfillment(row.id for row in rows)
    return [(codes[row.warehouse_id], units.get(row.id, 0)) for row in rows]


def arrive(*goods):
    """Receive (warehouse, SKU, units) as one delivery; nobody is told in between."""
    inventory.receive(
        [Receipt(site(code), product(sku).id, bin_id(code, "A1"), units) for code, sku, units in goods],
        now=NOW,
        actor="dock",
        cause="delivery",
    )
    relay()


def edit(order_id, units, nth=0):
    placing.edit(order_id=order_id, wanted=Edit(quantities={line_ids(order_id)[nth]: units}), now=NOW, actor="agent")
    relay()


def newest(order_id):
    """{warehouse: its candidate} of the newest decision."""
    codes = {row.id: row.code for row in network.warehouses()}
    return {codes[each.warehouse_id]: each for each in queries.explanations(order_id)[0].candidates}


def test_what_comes_later_comes_from_where_the_rest_lies_and_joins_it(db):
    open_company(stocked={"LDS": {"A1": ("MUG", 1)}})
    order_id = place_and_source("1", {"MUG": 2})
    arrive(("LDS", "MUG", 5), ("BRS", "MUG", 5))  # Bristol is nearer
    assert (lies(order_id), state(order_id)) == ([("LDS", 2)], "sourced")
    said = newest(order_id)
    assert (said["LDS"].freight, said["LDS"].handling, said["LDS"].split) == (0, 10, 0)  # it goes in the same parcel
    assert (said["BRS"].freight, said["BRS"].handling, said["BRS"].split) == (310, 50, 50)
    bring_to(order_id, "packed", "LDS")
    relay()
    assert ([row.state for row in queries.of_order(order_id)], differences()) == (["packed"], {})


def test_an_order_that_wants_more_gets_it_in_the_same_parcel(db):
    open_company()
    order_id = place_and_source("1", {"MUG": 1, "BOOK": 1})
    told = queries.of_order(order_id)[0]
    edit(order_id, 3)
    assert (lies(order_id), queries.of_order(order_id)) == ([("BRS", 4)], [told])
    wave("BRS")
    relay()
    edit(order_id, 4)  # somebody is on his way: what is wanted now is another walk
    assert lies(order_id) == [("BRS", 4), ("BRS", 1)]


def test_a_further_parcel_is_taken_where_nobody_else_has_it(db):
    open_company(stocked={"LDS": {"A1": ("MUG", 1)}, "BRS": {"B1": ("DESK", 1)}})
    order_id = place_and_source("1", {"MUG": 2})
    arrive(("BRS", "MUG", 5))
    # Bristol has all of it by now: it leaves in one parcel after all.
    assert lies(order_id) == [("BRS", 2)]
    other = place_and_source("2", {"DESK": 1, "PAINT": 1})
    arrive(("LDS", "PAINT", 5))
    assert sorted(lies(other)) == [("BRS", 1), ("LDS", 1)]


def test_what_is_damaged_of_an_order_makes_it_go_elsewhere_whole(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 3), "A2": ("BOOK", 3)}, "LDS": {"A1": ("MUG", 9), "A2": ("BOOK", 9)}})
    order_id = place_and_source("1", {"MUG": 3, "BOOK": 1})
    first = queries.of_order(order_id)[0].first_promised_on
    carry("BRS", "A1", "DAMAGED", "MUG", 1)
    relay()
    assert lies(order_id) == [("LDS", 4)]
    assert queries.of_order(order_id)[-1].first_promised_on == first
    assert (level("BOOK", "BRS"), level("MUG", "BRS"), differences()) == ((3, 0), (3, 0), {})


def test_a_rule_against_splits_holds_for_what_comes_later(db):
    open_company(stocked={"LDS": {"A1": ("MUG", 1)}})
    live({"kind": "split_from", "minor": 5000})
    order_id = place_and_source("1", {"MUG": 2})
    arrive(("BRS", "MUG", 5))
    assert lies(order_id) == [("LDS", 1)]
    waits = queries.waiting([order_id])[order_id]
    assert (waits.code, waits.reason) == (
        "KEPT_OUT",
        "BRS has 5, but the rest of the order lies elsewhere, and it is not to be split",
    )
    receive("LDS", "A1", "MUG", 1)
    relay()
    assert lies(order_id) == [("LDS", 2)]


def test_a_moved_part_joins_what_lies_there(db):
    open_company()
    order_id = place_and_source("1", {"DESK": 1, "PAINT": 1, "MUG": 1})
    assert sorted(lies(order_id)) == [("BRS", 1), ("LDS", 2)]
    arrive(("LDS", "DESK", 1))
    operations.move_fulfillment(
        order_id=order_id, from_id=site("BRS"), warehouse_id=site("LDS"), why="x", now=NOW, actor="agent"
    )
    relay()
    assert (lies(order_id), differences()) == ([("LDS", 3)], {})


@pytest.mark.parametrize("seed", range(6))
def test_no_more_parcels_than_it_needs_whatever_happens(db, seed):
    dice = random.Random(seed)
    open_company(stocked={code: {"A1": ("MUG", 3), "A2": ("BOOK", 2)} for code in ("LDS", "BRS", "LIL")})
    order_id = place_and_source("1", {"MUG": 2, "BOOK": 2}, city=dice.choice(["Bath", "York"]))
    wanted = [2, 2]
    for _ in range(7):
        before = _held(order_id)
        what, code = dice.choice(["arrive", "edit", "damage"]), dice.choice(["LDS", "BRS", "LIL"])
        if what == "arrive":
            arrive(*((at, "MUG", dice.randint(1, 3)) for at in {code, dice.choice(["LDS", "BRS"])}))
        elif what == "edit":
            nth = dice.randrange(2)
            wanted[nth] += dice.randint(1, 2)
            edit(order_id, wanted[nth], nth)
        elif level("MUG", code)[0]:
            carry(code, "A1", "DAMAGED", "MUG", 1)
            relay()
        after, parts = _held(order_id), lies(order_id)
        assert len({at for at, _ in parts}) == len(parts), "two of them in one warehouse"
        come = set(after) - set(before)
        got = sum((after[at] for at in come), Counter())
        free = stock.free(product(sku).id for sku in ("MUG", "BOOK"))
        for at in set(before) & set(after):  # could have given all that others gave
            assert not got or any(free.get((pk, at), 0) < units for pk, units in got.items())
    assert differences() == {}


def _held(order_id):
    """{warehouse id: units by product} that lie for an order."""
    found = {}
    held = "FROM inventory_allocation WHERE state = 'allocated' AND order_id = %s"
    for at, pk, units in run_sql(f"SELECT warehouse_id, product_id, quantity {held}", order_id):
        found.setdefault(at, Counter())[pk] += units
    return found


def test_a_walk_is_planned_for_what_joins_at_the_same_moment(own_db):
    open_company(stocked={"BRS": {"A1": ("MUG", 9)}})
    order_id = place_and_source("1", {"MUG": 1})
    placing.edit(order_id=order_id, wanted=Edit(quantities={line_ids(order_id)[0]: 2}), now=NOW, actor="agent")
    answers = {}
    with transaction.atomic():
        operations.source([order_id], now=NOW)
        walk = thread(lambda: wave("BRS"), answers, "wave")
        waiters(1)
    walk.join(30)
    assert isinstance(answers["wave"], list)
    relay()
    assert run_sql("SELECT quantity FROM inventory_allocation WHERE bin_id IS NULL") == []
    assert (lies(order_id), differences()) == ([("BRS", 2)], {})
