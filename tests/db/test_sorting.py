"""The put wall: one slot an order, given at its first scan and kept until it is packed or cancelled."""

import pytest
from company import NOW, cancel, differences, kinds, open_company, place_and_source, relay, run_sql, scan, site

from db.floor import at_once, fulfillment, pack_all, pick, put, short, sort, take, walk, wave
from packhorse.errors import Refusal
from packhorse.picking import queries as lists
from packhorse.picking.rules import Cart
from packhorse.sorting import operations, queries
from packhorse.sorting.rules import Bound, NewLane, NewSlot, lane_for


def picked(*wishes, **more):
    """Orders of Bristol that are picked on one list: (order ids, list id)."""
    open_company(**more)
    ids = [place_and_source(f"{nth}", lines) for nth, lines in enumerate(wishes)]
    (list_id,) = walk("BRS")
    return ids, list_id


def refused(*args, **more):
    with pytest.raises(Refusal) as caught:
        put(*args, **more)
    return caught.value.code


def test_a_slot_is_given_at_the_first_scan_and_kept(db):
    (first, second), list_id = picked({"MUG": 1, "BOOK": 2}, {"BOOK": 1, "LAMP": 1})
    mug, lamp = put(list_id, "MUG"), put(list_id, "LAMP")
    assert (mug.slot, mug.units, mug.order_complete) == ("S1", 1, False)
    assert lamp.slot == "S2"
    books = [put(list_id, "BOOK"), put(list_id, "BOOK")]
    assert sorted((each.slot, each.units, each.order_complete) for each in books) == [("S1", 2, True), ("S2", 1, True)]
    assert queries.slot_of(fulfillment(first).id).code == "S1"
    assert queries.slot_of(fulfillment(second).id).state == "complete"
    relay()
    assert fulfillment(first).state == "sorted"
    assert kinds(first)[-1] == "OrderSorted"
    assert differences() == {}


def test_a_wrong_item_is_refused(db):
    _, list_id = picked({"MUG": 1})
    assert refused(list_id, "nonsense") == "UNKNOWN_ITEM"
    assert refused(list_id, "BOOK") == "NOT_ON_LIST"
    assert refused(0, "MUG") == "NOT_FOUND"
    assert {slot.state for slot in queries.slots(site("BRS"))} == {"free"}


def test_a_surplus_item_is_refused(db):
    _, list_id = picked({"MUG": 2})
    assert put(list_id, "MUG").units == 2
    assert refused(list_id, "MUG") == "NOT_ON_LIST"


def test_an_item_that_is_not_picked_yet_is_refused(db):
    open_company()
    place_and_source("1")
    (list_id,) = wave("BRS")
    assert refused(list_id, "MUG") == "NOT_ON_LIST"


def test_the_same_scan_twice_counts_once(db):
    (order_id,), list_id = picked({"MUG": 1, "BOOK": 1})
    sent = scan()
    first, again = put(list_id, "MUG", sent), put(list_id, "MUG", sent)
    assert (first.again, again.again, again.slot, again.units) == (False, True, first.slot, 1)
    assert len(queries.puts([fulfillment(order_id).id])) == 1


def test_a_full_wall_says_what_to_do_and_a_packed_order_makes_room(db):
    _, list_id = picked({"MUG": 1}, {"BOOK": 1}, {"MUG": 1}, slots=2)
    assert (put(list_id, "MUG").slot, put(list_id, "BOOK").slot) == ("S1", "S2")
    assert refused(list_id, "MUG") == "NO_FREE_SLOT"
    relay()
    pack_all("BRS")
    assert put(list_id, "MUG").slot == "S1"
    relay()
    assert differences() == {}


def test_on_a_full_wall_goods_go_to_an_order_that_has_its_slot(db):
    (_, second), list_id = picked({"LAMP": 1, "BOOK": 1}, {"LAMP": 1, "MUG": 1}, slots=1)
    assert put(list_id, "MUG").slot == "S1"
    lamp = put(list_id, "LAMP")
    assert (lamp.slot, lamp.order_complete) == ("S1", True)
    assert queries.slot_of(fulfillment(second).id).state == "complete"
    assert refused(list_id, "LAMP") == "NO_FREE_SLOT"


def test_an_order_whose_last_pick_comes_after_its_last_put_is_completed(db):
    open_company()
    order_id = place_and_source("1", {"MUG": 1, "BOOK": 1})
    (list_id,) = wave("BRS")
    take(list_id)
    mug, book = lists.tasks(list_id)
    pick(mug)
    assert put(list_id, "MUG").order_complete is False
    short(book, 0)  # nothing there: the mug is all there is on this list
    relay()
    assert queries.slots(site("BRS"))[0].state == "complete"
    assert kinds(order_id).count("OrderSorted") == 1
    assert differences() == {}


def test_the_goods_of_a_cancelled_order_are_sent_back_to_their_bin(db):
    (first, second), list_id = picked({"MUG": 1}, {"MUG": 1})
    cancel(first)
    relay()
    assert put(list_id, "MUG").order_complete  # goes to the order that still wants one
    with pytest.raises(Refusal, match="put MUG back into bin A1") as caught:
        put(list_id, "MUG")
    assert caught.value.code == "ORDER_CANCELLED"
    assert queries.slot_of(fulfillment(second).id).code == "S1"
    relay()
    assert differences() == {}


def test_a_cancelled_orders_slot_is_free_once_it_is_cleared(db):
    (first, second), list_id = picked({"MUG": 1, "BOOK": 1}, {"LAMP": 1}, slots=1)
    put(list_id, "MUG")
    (held,) = queries.slots(site("BRS"))
    with pytest.raises(Refusal, match="packed, not cleared"):
        operations.clear(slot_id=held.id, now=NOW, actor="lead")
    cancel(first)
    relay()
    assert [slot.id for slot in queries.to_clear(site("BRS"))] == [held.id]
    assert refused(list_id, "LAMP") == "NO_FREE_SLOT"  # the mug lies in it
    for _ in range(2):
        operations.clear(slot_id=held.id, now=NOW, actor="lead")
    kept = queries.last_clearing(held.id)
    assert (kept.fulfillment_id, kept.actor, kept.at) == (fulfillment(first).id, "lead", NOW)
    assert run_sql("SELECT count(*) FROM sorting_clearing") == [(1,)]  # asked for twice, done once
    assert put(list_id, "LAMP").slot == "S1"
    assert queries.slot_of(fulfillment(second).id).code == "S1"
    relay()
    assert differences() == {}


def test_two_sorters_of_one_list_never_put_one_unit_twice(own_db):
    ids, list_id = picked(*({"MUG": 1} for _ in range(4)))
    answers = at_once(6, lambda nth: put(list_id, "MUG"))
    done = [each for each in answers if not isinstance(each, Refusal)]
    assert sorted(each.slot for each in done) == ["S1", "S2", "S3", "S4"]
    assert [each.code for each in answers if isinstance(each, Refusal)] == ["NOT_ON_LIST"] * 2
    relay()
    assert [fulfillment(each).state for each in ids] == ["sorted"] * 4
    assert differences() == {}


def test_sorters_of_two_lists_never_share_a_slot(own_db):
    open_company(slots=2)
    for nth in range(4):
        place_and_source(f"{nth}")
    made = wave("BRS", cart=Cart(tasks=1))
    for list_id in made:
        take(list_id)
        pick(lists.tasks(list_id)[0])
    answers = at_once(4, lambda nth: put(made[nth], "MUG"))
    assert sorted(each.slot for each in answers if not isinstance(each, Refusal)) == ["S1", "S2"]
    assert [each.code for each in answers if isinstance(each, Refusal)] == ["NO_FREE_SLOT"] * 2


def test_a_lane_takes_what_it_names_and_the_open_one_takes_the_rest(db):
    open_company()
    lanes = [lane.rules for lane in queries.lanes(site("BRS"))]
    assert [lane_for(Bound(country), lanes) for country in ("GB", "FR", "JP")] == ["HOME", "REST", "REST"]
    assert lane_for(Bound("JP"), [lane for lane in lanes if lane.code == "HOME"]) is None


def test_opening_a_wall_again_keeps_what_lies_in_it(db):
    (order_id,), list_id = picked({"MUG": 1})
    sort(list_id)
    operations.open_walls(
        warehouse_id=site("BRS"),
        slots=[NewSlot("W", "S1", "NEW-1"), NewSlot("W", "S9", "NEW-9")],
        lanes=[NewLane("HOME", "LANE-NEW", ("GB", "IE"))],
    )
    (renamed,) = [slot for slot in queries.slots(site("BRS")) if slot.barcode == "NEW-1"]
    assert renamed.fulfillment_id == fulfillment(order_id).id
    assert len(queries.slots(site("BRS"))) == 5
    assert queries.states()[site("BRS"), "complete"] == 1
