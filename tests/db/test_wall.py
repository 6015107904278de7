"""The put wall: sizes, confirmation, overflow, and how it is set up."""

import pytest
from company import (
    differences,
    kinds,
    open_company,
    place_and_source,
    product,
    relay,
    scan,
    site,
)

from db.floor import (
    at_once,
    begin,
    fulfillment,
    pack_all,
    pick,
    put,
    take,
    wave,
)
from db.sorters import INNER, TWO, aside, confirm, picked, refused, walled
from packhorse.errors import Refusal
from packhorse.picking import queries as lists
from packhorse.picking.rules import Cart
from packhorse.sorting import operations, queries
from packhorse.sorting.rules import NewWall, grid


def test_the_order_with_most_puts_gets_the_slot_that_is_easiest_to_reach(db):
    open_company(slots=0)
    walled(columns=3, rows=3, golden_row=2)
    _, list_id = picked({"MUG": 1}, {"MUG": 1, "BOOK": 1, "LAMP": 1})
    assert put(list_id, "LAMP").slot == "B2"
    assert put(list_id, "MUG").slot == "B2"  # who lies on the wall already goes first: few slots are open
    assert put(list_id, "MUG").slot in ("B1", "B3")
    relay()
    assert differences() == {}


def test_a_large_order_takes_slots_beside_each_other_and_is_packed_from_either(db):
    open_company(slots=0)
    walled(columns=3, size=(300, 300, 400))
    (order_id,), list_id = picked({"LAMP": 4})  # 39 litres into slots of 36
    placed = put(list_id, "LAMP")
    assert (placed.slot, placed.units, placed.order_complete) == ("A1 + A2", 4, True)
    relay()
    (row,) = queries.at_bench(site("BRS"))
    assert row.place == "A1 + A2" and {"SLOT-BRS-W-A1", "SLOT-BRS-W-A2"} <= set(row.codes)
    pack_all("BRS")
    assert {slot.state for slot in queries.slots(site("BRS"))} == {"free"}
    assert fulfillment(order_id).state == "packed"
    assert differences() == {}


def test_what_is_too_big_for_the_wall_is_packed_from_overflow(db):
    open_company(slots=0)
    walled(size=(300, 300, 400))
    (order_id,), list_id = picked({"DESK": 1, "MUG": 1})
    assert refused(put, list_id, "DESK") == "TOO_BIG"
    assert refused(aside, list_id, "DESK", "NOWHERE") == "NO_SUCH_PLACE"
    first = aside(list_id, "DESK")
    assert (first.slot, first.units, first.order_complete) == ("OV", 1, False)
    assert refused(begin, fulfillment(order_id).id) == "NOT_SORTED"
    sent = scan()
    assert aside(list_id, "MUG", scan_id=sent).order_complete
    assert aside(list_id, "MUG", scan_id=sent).again
    relay()
    assert kinds(order_id)[-1] == "OrderSorted" and fulfillment(order_id).state == "sorted"
    assert [(row.kind, row.place) for row in queries.at_bench(site("BRS"))] == [("overflow", "OV")]
    assert queries.overflows(site("BRS"))[0].units == 2
    assert queries.lists_to_sort(site("BRS"), limit=5) == []
    pack_all("BRS")
    assert queries.at_bench(site("BRS")) == []
    assert differences() == {}


def test_what_is_too_big_follows_its_first_goods_into_overflow(db, asked):
    open_company(slots=0)
    walled(size=(300, 300, 400))
    (order_id, other), list_id = picked({"DESK": 1, "MUG": 2, "BOOK": 1}, {"MUG": 1})
    aside(list_id, "DESK")
    sent = scan()
    asked.clear()
    mug = put(list_id, "MUG", sent)
    assert (mug.slot, mug.units, mug.aside, mug.order_complete) == ("OV", 2, True, False)
    # Its place is known: nobody looks at the wall again.
    names = "one_at_a_list known_put pending wanted lay_beside one_at_an_order filled"
    assert [each.removeprefix("sorting/") for each in asked if each.startswith("sorting/")] == names.split()
    again = put(list_id, "MUG", sent)
    assert (again.slot, again.again, again.aside) == ("OV", True, True)
    assert put(list_id, "MUG").slot == "A2"  # the other order's; what lies in overflow is not taken for it
    last = put(list_id, "BOOK")
    assert (last.slot, last.aside, last.order_complete) == ("OV", True, True)
    relay()
    assert [(row.kind, row.place) for row in queries.at_bench(site("BRS"))] == [("slot", "A2"), ("overflow", "OV")]
    pack_all("BRS")
    assert {fulfillment(each).state for each in (order_id, other)} == {"packed"}
    assert queries.overflows(site("BRS"))[0].units == 0
    assert differences() == {}


def test_what_merely_found_no_slot_gets_the_next_that_is_free(db):
    """Its first goods lie in overflow, but not because it were too big: the rest is not led there."""
    open_company(slots=0)
    walled(columns=1)
    _, list_id = picked({"MUG": 1}, {"BOOK": 2, "LAMP": 1})
    put(list_id, "MUG")
    aside(list_id, "BOOK")
    assert refused(put, list_id, "LAMP") == "NO_FREE_SLOT"
    relay()
    pack_all("BRS")
    lamp = put(list_id, "LAMP")
    assert (lamp.slot, lamp.aside) == ("A1", False)


def test_what_is_too_big_gets_slots_again_when_the_wall_has_grown(db):
    open_company(slots=0)
    walled(size=(300, 300, 400))
    _, list_id = picked({"DESK": 1, "MUG": 1})
    aside(list_id, "DESK")
    walled(size=(3000, 3000, 3000))
    assert put(list_id, "DESK").slot == "A2"  # fetched from overflow
    mug = put(list_id, "MUG")
    assert (mug.slot, mug.aside, mug.order_complete) == ("A2", False, True)
    relay()
    assert differences() == {}


def test_where_puts_are_confirmed_the_place_of_what_is_too_big_is_scanned_each_time(db):
    open_company(slots=0)
    walled(size=(300, 300, 400), confirm=True)
    _, list_id = picked({"DESK": 1, "MUG": 1})
    aside(list_id, "DESK")
    with pytest.raises(Refusal) as caught:
        put(list_id, "MUG")
    assert (caught.value.code, "overflow place OV" in caught.value.text) == ("TOO_BIG", True)
    assert aside(list_id, "MUG").order_complete


def test_what_was_laid_aside_is_scanned_in_once_there_is_a_slot(db):
    open_company(slots=0)
    walled(columns=1)
    ids, list_id = picked({"MUG": 1}, {"BOOK": 2, "LAMP": 1})
    assert put(list_id, "MUG").order_complete
    assert refused(put, list_id, "BOOK") == "NO_FREE_SLOT"
    aside(list_id, "BOOK")
    assert refused(aside, list_id, "BOOK") == "ASIDE_ALREADY"
    seen = queries.wall(list_id, site("BRS"))
    assert [(row.sku, row.aside) for row in seen.left] == [("BOOK", "OV"), ("LAMP", "")]
    relay()
    pack_all("BRS")
    assert (put(list_id, "LAMP").order_complete, put(list_id, "BOOK").order_complete) == (False, True)
    relay()
    assert queries.overflows(site("BRS"))[0].units == 0
    assert fulfillment(ids[1]).state == "sorted"
    assert differences() == {}


def test_where_the_wall_asks_for_it_the_slot_is_scanned_too(db):
    open_company(slots=0)
    walled(confirm=True)
    (order_id,), list_id = picked(TWO)
    sent = scan()
    mug = put(list_id, "MUG", sent)
    assert mug.confirm and not mug.order_complete
    assert refused(put, list_id, "BOOK") == "CONFIRM_FIRST"
    assert put(list_id, "MUG", sent).again  # sent twice
    assert queries.wall(list_id, site("BRS"), actor="sorter").pending.slot == mug.slot
    wrong = next(each.barcode for each in queries.slots(site("BRS")) if each.code != mug.slot)
    assert refused(confirm, sent, wrong) == "WRONG_SLOT"
    assert confirm(sent, f"SLOT-BRS-W-{mug.slot}").again is False
    assert confirm(sent, mug.slot).again is True
    last = scan()
    assert put(list_id, "BOOK", last).order_complete is False
    relay()
    assert fulfillment(order_id).state == "picked"
    assert confirm(last, mug.slot).order_complete
    relay()
    assert fulfillment(order_id).state == "sorted"
    assert refused(confirm, scan(), mug.slot) == "NOT_FOUND"
    assert differences() == {}


def test_a_wall_may_want_each_unit_scanned_or_a_whole_pack(db):
    open_company(slots=0)
    walled(single=True)
    (order_id,), list_id = picked({"MUG": 6})
    assert (put(list_id, "MUG").units, put(list_id, "(01)" + product("MUG").barcode.zfill(14)).units) == (1, 1)
    assert put(list_id, INNER).units == 4
    assert refused(put, list_id, "MUG") == "NOT_ON_LIST"
    relay()
    assert fulfillment(order_id).state == "sorted"
    assert differences() == {}


def test_a_pack_that_holds_more_than_is_wanted_is_opened(db):
    open_company(slots=0)
    walled(single=True)
    _, list_id = picked({"MUG": 3})
    assert refused(put, list_id, INNER) == "TOO_MANY"


def test_sorters_who_want_the_last_slot_do_not_share_it(own_db):
    open_company(slots=0)
    walled(columns=1)
    ids = [place_and_source(f"{nth}", {"MUG": 1}) for nth in range(3)]
    made = wave("BRS", cart=Cart(tasks=1))
    for list_id in made:
        take(list_id)
        pick(lists.tasks(list_id)[0])
    answers = at_once(3, lambda nth: put(made[nth], "MUG"))
    assert sorted(getattr(each, "code", "") or each.slot for each in answers) == ["A1", "NO_FREE_SLOT", "NO_FREE_SLOT"]
    relay()
    assert sorted(fulfillment(each).state for each in ids) == ["picked", "picked", "sorted"]
    assert differences() == {}


def test_a_wall_is_changed_and_taken_away_but_for_slots_in_use(db):
    open_company(slots=0)
    walled(columns=2, rows=2)
    where = {"warehouse_id": site("BRS")}
    operations.keep_wall(**where, wall=NewWall("W", golden_row=1, confirm=True), slots=[])
    assert [(wall.code, wall.golden_row, wall.confirm) for wall in queries.walls(site("BRS"))] == [("W", 1, True)]
    assert len(queries.slots(site("BRS"))) == 4
    walled(columns=2)
    assert [slot.code for slot in queries.slots(site("BRS"))] == ["A1", "A2"]
    bad = [NewWall("W", golden_row=2), NewWall("X")]
    assert [refused(operations.keep_wall, **where, wall=wall, slots=[]) for wall in bad] == ["BAD_WALL", "BAD_WALL"]
    taken = grid("LDS", "W", 1, 1)
    operations.keep_wall(warehouse_id=site("LDS"), wall=NewWall("W"), slots=taken)
    assert refused(operations.keep_wall, **where, wall=NewWall("V"), slots=taken) == "BARCODE_TAKEN"
    _, list_id = picked({"MUG": 1})
    used = put(list_id, "MUG").slot
    assert refused(operations.drop_wall, **where, code="W") == "SLOT_IN_USE"
    relay()
    pack_all("BRS")
    assert refused(operations.drop_wall, **where, code="W") == "SLOT_REMEMBERED"
    assert used in ("A1", "A2")
    operations.drop_wall(warehouse_id=site("LDS"), code="W")
    assert queries.slots(site("LDS")) == []
    assert refused(operations.drop_wall, **where, code="Z") == "NOT_FOUND"
