"""The pack bench: the cheapest cartons the goods fit, each unit scanned in once, and a weight that can be right."""

from datetime import timedelta

import pytest
from company import NOW, PREFIX, cancel, differences, kinds, open_company, place_and_source, relay, scan

from db.floor import (
    at_once,
    begin,
    close,
    fill,
    fulfillment,
    pack,
    put,
    scan_in,
    short,
    sort,
    take,
    walk,
    walk_and_sort,
    wave,
)
from packhorse.errors import Refusal
from packhorse.packing import operations, queries
from packhorse.packing.rules import NewCarton
from packhorse.picking import queries as lists
from packhorse.sorting import queries as walls


def sorted_order(lines, **more):
    """A sorted order of Bristol: its fulfillment order's id."""
    open_company(**more)
    order_id = place_and_source("1", lines)
    walk_and_sort("BRS")
    return fulfillment(order_id).id


def begun(lines):
    """A sorted order with its parcels worked out."""
    return begin(sorted_order(lines))


def parcel(parcel_id):
    return queries.by_id([parcel_id])[parcel_id]


def refused(work, *args, **more):
    with pytest.raises(Refusal) as caught:
        work(*args, **more)
    return caught.value.code


@pytest.mark.parametrize(
    ("lines", "carton", "weight"),
    [
        ({"MUG": 1}, "S", 440),  # 350 g and a carton of 90 g
        ({"BOOK": 3}, "S", 1290),
        ({"MUG": 4}, "M", 1650),  # two of them side by side are all that goes into S
        ({"LAMP": 1}, "M", 1150),  # upright it goes into M only just
        ({"LAMP": 3}, "L", 3300),
        ({"IRON": 1}, "M", 11_250),
        ({"IRON": 2}, "L", 22_600),  # two fit into L, and M may not weigh so much
    ],
)
def test_the_cheapest_carton_that_holds_it_is_chosen(db, lines, carton, weight):
    (parcel_id,) = begun(lines)
    row = parcel(parcel_id)
    assert (row.carton, row.expected_g, row.position, row.of, row.state) == (carton, weight, 1, 1, "packing")


def test_every_carton_is_kept_with_its_cost_or_the_reason_against_it(db):
    (parcel_id,) = begun({"LAMP": 1, "MUG": 1})
    row = parcel(parcel_id)
    reasons = {code: (cost, why) for code, cost, why in row.reasons}
    assert list(reasons) == ["S", "M", "L"]
    assert reasons["S"][1].startswith("too small for item")
    assert reasons[row.carton] == (row.carton_cost_minor + row.freight_minor, "")


def test_what_fits_no_carton_ships_in_its_own_packaging_each_piece_alone(db):
    ids = begun({"DESK": 2, "MUG": 1})
    rows = queries.by_id(ids).values()
    assert sorted((row.carton or "", row.expected_g, row.carton_cost_minor) for row in rows) == [
        ("", 15_000, 0),
        ("", 15_000, 0),
        ("S", 440, 20),
    ]
    desk = next(row for row in rows if row.carton is None)
    assert (desk.length_mm, desk.width_mm, desk.height_mm) == (1200, 600, 80)
    assert {(row.position, row.of) for row in rows} == {(1, 3), (2, 3), (3, 3)}


def test_what_is_too_heavy_for_one_carton_goes_into_several(db):
    ids = begun({"IRON": 3})
    assert sum(line.quantity for lines in queries.contents(ids).values() for line in lines) == 3
    assert all(row.expected_g <= 25_000 for row in queries.by_id(ids).values())
    assert len(ids) == 2


def test_every_parcel_has_a_valid_sscc_of_the_merchant_and_is_found_by_it(db):
    ids = begun({"DESK": 2, "MUG": 1})
    codes = [parcel(each).sscc for each in ids]
    assert len(set(codes)) == 3
    assert all(len(code) == 18 and code[1:8] == PREFIX for code in codes)
    # GS1: weights 3 and 1 in turn, the check digit last; the sum ends in 0.
    assert [sum(int(digit) * (3, 1)[nth % 2] for nth, digit in enumerate(code)) % 10 for code in codes] == [0] * 3
    assert queries.by_sscc(f"(00){codes[0]}") == queries.by_sscc(f" {codes[0]} ") == parcel(ids[0])
    assert queries.by_sscc("nonsense") is None


def test_parcels_are_worked_out_once(db):
    fulfillment_id = sorted_order({"MUG": 1})
    assert begin(fulfillment_id) == begin(fulfillment_id)


def test_packers_who_begin_at_once_work_it_out_once(own_db):
    fulfillment_id = sorted_order({"DESK": 2, "MUG": 1})
    answers = at_once(6, lambda nth: begin(fulfillment_id))
    assert answers == [answers[0]] * 6
    assert len(queries.of_fulfillments([fulfillment_id])) == 3


def test_an_order_that_is_not_whole_in_its_slot_cannot_be_packed(db):
    open_company()
    order_id = place_and_source("1", {"MUG": 1, "BOOK": 1})
    assert refused(begin, fulfillment(order_id).id) == "NOT_SORTED"
    (list_id,) = walk("BRS")
    put(list_id, "MUG")
    assert refused(begin, fulfillment(order_id).id) == "NOT_SORTED"
    put(list_id, "BOOK")
    assert len(begin(fulfillment(order_id).id)) == 1
    assert refused(begin, 0) == "NOT_FOUND"


def test_scans_count_down_what_is_missing(db):
    (parcel_id,) = begun({"MUG": 2, "BOOK": 1})
    assert [scan_in(parcel_id, sku).left for sku in ("MUG", "BOOK", "MUG")] == [2, 1, 0]


@pytest.mark.parametrize(
    ("sku", "quantity", "code"),
    [
        ("BOOK", 1, "WRONG_ITEM"),
        ("MUG", 3, "SURPLUS_ITEM"),
        ("MUG", 0, "QUANTITY_NOT_POSITIVE"),
        ("MUG", -1, "QUANTITY_NOT_POSITIVE"),
    ],
)
def test_a_wrong_or_surplus_item_is_refused_and_changes_nothing(db, sku, quantity, code):
    (parcel_id,) = begun({"MUG": 2})
    assert refused(scan_in, parcel_id, sku, quantity) == code
    assert [line.packed for line in queries.contents([parcel_id])[parcel_id]] == [0]
    assert scan_in(parcel_id, "MUG", 2).left == 0
    assert refused(scan_in, parcel_id, "MUG") == "SURPLUS_ITEM"


def test_an_unknown_code_or_parcel_is_refused(db):
    (parcel_id,) = begun({"MUG": 1})
    more = {"quantity": 1, "scan_id": scan(), "now": NOW, "actor": "packer"}
    assert refused(operations.pack, parcel_id=parcel_id, item_code="nonsense", **more) == "UNKNOWN_ITEM"
    assert refused(operations.pack, parcel_id=0, item_code="MUG", **more) == "NOT_FOUND"
    assert refused(operations.close, parcel_id=0, measured_g=1, now=NOW, actor="packer") == "NOT_FOUND"


def test_the_same_scan_twice_counts_once(db):
    (parcel_id,) = begun({"MUG": 2})
    sent = scan()
    assert (scan_in(parcel_id, "MUG", 1, sent).again, scan_in(parcel_id, "MUG", 1, sent).again) == (False, True)
    assert [line.packed for line in queries.contents([parcel_id])[parcel_id]] == [1]


def test_a_scan_that_is_sent_many_times_at_once_counts_once(own_db):
    (parcel_id,) = begun({"BOOK": 16})
    for nth in range(8):  # a race: one scan alone may go well by luck
        sent = scan()
        answers = at_once(6, lambda _, sent=sent: scan_in(parcel_id, "BOOK", 1, sent))
        assert [str(each) for each in answers if isinstance(each, Exception)] == []
        assert [answer.again for answer in answers].count(False) == 1
        assert [line.packed for line in queries.contents([parcel_id])[parcel_id]] == [nth + 1]


def test_units_of_two_lines_of_one_product_are_packed_line_by_line(db):
    (parcel_id,) = begun([("MUG", 1), ("MUG", 1)])
    assert refused(scan_in, parcel_id, "MUG", 2) == "TWO_LINES"
    assert [scan_in(parcel_id, "MUG").left, scan_in(parcel_id, "MUG").left] == [1, 0]


def test_a_parcel_cannot_be_closed_while_items_miss(db):
    (parcel_id,) = begun({"MUG": 2})
    scan_in(parcel_id, "MUG")
    assert refused(close, parcel_id) == "ITEMS_MISSING"
    assert parcel(parcel_id).state == "packing"


@pytest.mark.parametrize(("lines", "more_g"), [({"MUG": 1}, 50), ({"MUG": 1}, -50), ({"IRON": 1}, 562)])
def test_a_real_scale_is_never_quite_right(db, lines, more_g):
    (parcel_id,) = begun(lines)
    fill(parcel_id)
    assert close(parcel_id, more_g) is True
    assert parcel(parcel_id).weight_g == parcel(parcel_id).expected_g + more_g


def test_the_last_parcel_closes_the_order_and_frees_its_slot(db):
    fulfillment_id = sorted_order({"DESK": 1, "MUG": 1})
    first, second = begin(fulfillment_id)
    fill(first)
    assert close(first) is False
    relay()
    assert walls.slot_of(fulfillment_id) is not None
    fill(second)
    assert close(second) is True
    assert close(second, 5) is True  # again: nothing happens
    relay()
    assert walls.slot_of(fulfillment_id) is None
    (order_id,) = {row.order_id for row in queries.by_id([first]).values()}
    assert (kinds(order_id).count("ParcelPacked"), kinds(order_id).count("OrderPacked")) == (2, 1)
    assert fulfillment(order_id).state == "packed"
    assert refused(scan_in, first, "DESK") == "PARCEL_CLOSED"
    assert differences() == {}


def test_two_packers_who_close_the_last_two_parcels_at_once_close_the_order_once(own_db):
    ids = begin(sorted_order({"DESK": 1, "MUG": 1}))
    for parcel_id in ids:
        fill(parcel_id)
    answers = at_once(2, lambda nth: close(ids[nth]))
    assert sorted(answers) == [False, True]
    assert kinds(parcel(ids[0]).order_id).count("OrderPacked") == 1


def test_a_cancelled_order_is_unpacked(db):
    open_company()
    order_id = place_and_source("1", {"MUG": 1})
    walk_and_sort("BRS")
    fulfillment_id = fulfillment(order_id).id
    (parcel_id,) = begin(fulfillment_id)
    scan_in(parcel_id, "MUG")
    cancel(order_id)
    relay()
    assert refused(begin, fulfillment_id) == "ORDER_CANCELLED"
    assert refused(scan_in, parcel_id, "MUG") == "ORDER_CANCELLED"
    assert refused(close, parcel_id) == "ORDER_CANCELLED"
    assert differences() == {}


def test_a_parcel_holds_what_was_picked_when_a_pick_was_short(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 3)}})
    order_id = place_and_source("1", {"MUG": 3})
    (list_id,) = wave("BRS")
    take(list_id)
    short(lists.tasks(list_id)[0], 2)
    relay()
    sort(list_id)
    (parcel_id,) = pack(fulfillment(order_id).id)
    assert [line.quantity for line in queries.contents([parcel_id])[parcel_id]] == [2]
    relay()
    assert queries.totals([order_id]) == (1, {"S": 1}, 20)
    assert queries.totals([order_id + 1]) == (0, {}, 0)
    assert queries.packed_within(NOW, NOW + timedelta(seconds=1)) == 1
    assert queries.packed_within(NOW - timedelta(days=1), NOW) == 0
    assert differences() == {}


def test_a_carton_without_a_size_is_refused(db):
    open_company()
    flat = NewCarton("X", "Flat", 100, 100, 0, 106, 106, 6, 10, 100, 5)
    assert refused(operations.keep_cartons, [flat]) == "CARTON_WRONG"
