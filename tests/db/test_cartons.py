"""Cartons as a merchant has them: so many of each in a warehouse, mailers, padding, coolant, limited quantities."""

import pytest
from company import NOW, differences, open_company, place_and_source, relay, run_sql, site
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.floor import at_once, begin, close, fill, fulfillment, pack, walk_and_sort
from db.sorters import refused
from packhorse.errors import Refusal
from packhorse.packing import operations, queries
from packhorse.packing.rules import NewCarton, NewCoolant
from packhorse.packing.shelf import free_cartons

WHO = {"now": NOW, "actor": "boss"}
ICE = NewCoolant("ICE", "Ice pack", "chilled", 150, 100, 30, 500, 60, 24, 20)
COLD = NewCarton("COLD", "Insulated", 300, 200, 200, 340, 240, 240, 400, 20_000, 150, "insulated", holds_hours=24)


def sorted_orders(*wishes):
    """Orders of these goods, sorted in Bristol: their fulfillment orders."""
    ids = [place_and_source(f"{nth}", lines) for nth, lines in enumerate(wishes)]
    walk_and_sort("BRS")
    return [fulfillment(order_id).id for order_id in ids]


def proposed(fulfillment_id):
    return [queries.by_id([each])[each] for each in begin(fulfillment_id)]


def count(code, units, place="BRS"):
    operations.count_cartons(code=code, warehouse_id=site(place), on_hand=units, note="", **WHO)


def left(code):
    ((on_hand,),) = run_sql(
        "SELECT on_hand FROM packing_cartonstock JOIN packing_carton AS carton ON carton.id = carton_id "
        "WHERE code = %s AND warehouse_id = %s",
        code,
        site("BRS"),
    )
    return on_hand


@pytest.fixture
def company(db):
    open_company()


def test_a_carton_is_counted_down_when_its_parcel_is_closed_and_by_nobody_who_does_not_count(company):
    first, second = sorted_orders({"MUG": 1}, {"MUG": 1})
    pack(first)
    count("S", 5)
    (parcel_id,) = begin(second)
    fill(parcel_id)
    assert (left("S"), free_cartons(site("BRS"))) == (5, {proposed_id("S"): 4})  # one is for the parcel at the bench
    close(parcel_id)
    close(parcel_id)
    assert (left("S"), free_cartons(site("BRS"))) == (4, {proposed_id("S"): 4})
    assert operations.receive_cartons(code="S", warehouse_id=site("BRS"), count=10, note="", **WHO) == 14
    operations.stop_counting(code="S", warehouse_id=site("BRS"))
    assert free_cartons(site("BRS")) == {}
    relay()
    assert differences() == {}


def proposed_id(code):
    ((pk,),) = run_sql("SELECT id FROM packing_carton WHERE code = %s", code)
    return pk


def test_a_carton_that_is_out_is_not_proposed_and_the_packer_reads_why(company):
    (mine,) = sorted_orders({"MUG": 1})
    count("S", 0)
    (row,) = proposed(mine)
    assert row.carton == "M"
    assert [why for code, _, why in row.reasons if code == "S"] == ["none is left"]


def test_cartons_of_another_warehouse_do_not_count(company):
    (mine,) = sorted_orders({"MUG": 1})
    count("S", 0, "LDS")
    assert proposed(mine)[0].carton == "S"


def test_the_last_one_goes_to_the_first_bench_and_the_second_gets_the_next_best(company):
    first, second = sorted_orders({"MUG": 1}, {"MUG": 1})
    count("S", 1)
    assert [proposed(each)[0].carton for each in (first, second)] == ["S", "M"]


def test_at_closing_a_carton_that_the_count_does_not_know_is_told_with_the_next_best(company):
    (mine,) = sorted_orders({"MUG": 1})
    count("S", 1)
    (row,) = proposed(mine)
    fill(row.id)
    count("S", 0)  # somebody found the shelf empty
    with pytest.raises(Refusal) as caught:
        close(row.id)
    assert caught.value.code == "CARTON_OUT"
    assert "no carton S is left here: take M, the next best" in caught.value.text
    assert caught.value.details == {"carton": "S", "instead": "M"}
    assert queries.by_id([row.id])[row.id].state == "packing" and left("S") == 0
    count("S", 1)
    close(row.id)
    assert left("S") == 0


def test_without_any_carton_left_goods_do_not_leave_as_they_are(company):
    (mine,) = sorted_orders({"MUG": 1})
    for code in "SML":
        count(code, 0)
    with pytest.raises(Refusal) as caught:
        begin(mine)
    assert caught.value.code == "CARTONS_OUT" and "no carton for MUG is left here" in caught.value.text
    operations.receive_cartons(code="L", warehouse_id=site("BRS"), count=1, note="van", **WHO)
    assert proposed(mine)[0].carton == "L"


def test_goods_larger_than_every_carton_are_named(company):
    desk, mug = sorted_orders({"DESK": 1}, {"MUG": 1})
    (row,) = proposed(desk)
    assert (row.carton, row.length_mm) == (None, 1200)
    proposed(mug)
    (named,) = queries.unboxed()
    assert (named.sku, named.sscc, named.units) == ("DESK", row.sscc, 1)
    run_sql("UPDATE catalog_product SET own_container = true WHERE sku = 'DESK'")
    assert queries.unboxed() == []  # somebody said that it is sent as it is


def test_retired_cartons_are_not_proposed_and_kept_ones_are(company):
    (mine,) = sorted_orders({"MUG": 1})
    operations.retire_carton(code="S")
    assert refused(operations.retire_carton, code="X") == "NOT_FOUND"
    (row,) = proposed(mine)
    assert row.carton == "M" and "S" not in [code for code, _, _ in row.reasons]


def chilled(*coolants, cartons=()):
    operations.keep_coolants(coolants)
    operations.keep_cartons(cartons)
    (mine,) = sorted_orders({"MUG": 1})
    run_sql("UPDATE catalog_product SET storage_class = 'chilled' WHERE sku = 'MUG'")
    return mine


def test_chilled_goods_get_coolant_for_the_hours_to_the_door(company):
    (row,) = proposed(chilled(ICE))
    # Packed on Wednesday at ten, promised for Friday: there by eight in the evening, so 58 hours or three packs.
    assert (row.carton, row.coolant, row.coolant_packs, row.coolant_minor) == ("M", "Ice pack", 6, 360)
    assert row.expected_g == 350 + 250 + 6 * 500
    reasons = {code: why for code, _, why in row.reasons}
    assert reasons["M"] == "" and set(reasons) == {"S", "M", "L"}


def test_an_insulated_carton_needs_less_coolant_and_is_taken_where_it_costs_less(company):
    (row,) = proposed(chilled(ICE, cartons=[COLD]))
    assert (row.carton, row.coolant_packs, row.coolant_minor) == ("COLD", 2, 120)


def test_where_nobody_said_how_goods_are_kept_cold_they_go_like_others(company):
    assert proposed(chilled())[0].carton == "S"


def test_chilled_goods_that_nothing_keeps_cold_long_enough_do_not_leave(company):
    mine = chilled(cartons=[COLD])
    with pytest.raises(Refusal) as caught:
        begin(mine)
    assert caught.value.code == "NOT_KEPT_COLD"
    assert "Nothing keeps MUG chilled for" in caught.value.text and "hours to the door" in caught.value.text


def test_dangerous_goods_are_parted_by_what_a_parcel_may_hold(company):
    run_sql("UPDATE catalog_product SET hazmat_class = '3' WHERE sku = 'BOOK'")
    run_sql("UPDATE carriers_service SET takes_hazmat = '{3}'")
    first, second = sorted_orders({"BOOK": 4}, {"BOOK": 4})
    assert len(proposed(first)) == 1
    operations.keep_hazmat_limit(hazmat_class="3", max_net_g=900, max_gross_g=None)
    assert [row.expected_g for row in proposed(second)] == [90 + 800] * 2
    run_sql("DELETE FROM packing_parcelline")
    run_sql("DELETE FROM packing_parcel")
    operations.keep_hazmat_limit(hazmat_class="3", max_net_g=300, max_gross_g=None)
    assert refused(begin, second) == "TOO_DANGEROUS"
    operations.keep_hazmat_limit(hazmat_class="3", max_net_g=None, max_gross_g=None)
    assert len(proposed(second)) == 1
    assert refused(operations.keep_hazmat_limit, hazmat_class="0", max_net_g=1, max_gross_g=1) == "NO_SUCH_CLASS"
    assert refused(operations.keep_hazmat_limit, hazmat_class="3", max_net_g=0, max_gross_g=1) == "LIMIT_WRONG"


def test_filling_is_paid_and_weighs(company):
    (mine,) = sorted_orders({"MUG": 1})
    run_sql("UPDATE packing_carton SET filling_minor = 10, filling_g = 20")
    (row,) = proposed(mine)
    void = 220 * 160 * 100 - 100 * 90 * 90
    assert row.filling_minor == -(-void * 10 // 10**6) and row.expected_g == 350 + 90 + -(-void * 20 // 10**6)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"inner_height_mm": 0}, "inner_height_mm"),
        ({"outer_width_mm": -5}, "outer_width_mm"),
        ({"inner_length_mm": 350}, "inner_length_mm"),
        ({"around_mm": 100}, "around_mm"),
        ({"max_weight_g": 400}, "max_weight_g"),
        ({"kind": "bag"}, "kind"),
        ({"kind": "box"}, "holds_hours"),
        ({"cost_minor": -1}, "cost_minor"),
        ({"code": "A/B"}, "code"),
        ({"name": " "}, "name"),
    ],
)
def test_a_carton_that_cannot_be_is_refused_with_its_field(db, change, field):
    with pytest.raises(Refusal) as caught:
        operations.keep_cartons([NewCarton(**vars(COLD) | change)])
    assert (caught.value.code, caught.value.details) == ("CARTON_WRONG", {"field": field})


@pytest.mark.parametrize("change", [{"climate": "warm"}, {"hold_hours": 0}, {"weight_g": 0}, {"height_mm": 0}])
def test_coolant_that_cannot_be_is_refused_with_its_field(db, change):
    with pytest.raises(Refusal) as caught:
        operations.keep_coolants([NewCoolant(**vars(ICE) | change)])
    assert (caught.value.code, caught.value.details) == ("COOLANT_WRONG", {"field": next(iter(change))})


def test_a_count_that_cannot_be_is_refused(company):
    here = {"code": "S", "warehouse_id": site("BRS")}
    assert refused(count, "S", -1) == "COUNT_WRONG"
    assert refused(operations.receive_cartons, **here, count=0, note="", **WHO) == "COUNT_WRONG"
    assert refused(operations.receive_cartons, **here, count=1, note="x" * 201, **WHO) == "BAD_NOTE"
    assert refused(count, "X", 1) == "NOT_FOUND"
    assert refused(operations.set_reorder_level, **here, level=3) == "NOT_COUNTED"
    count("S", 7)
    operations.set_reorder_level(**here, level=3)
    assert refused(operations.set_reorder_level, **here, level=-3) == "LEVEL_WRONG"


BOOKINGS = st.lists(st.tuples(st.sampled_from(["came", "counted", "closed"]), st.integers(0, 3)), max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(BOOKINGS)
def test_whatever_is_booked_stock_is_never_negative_and_is_what_was_booked(company, bookings):
    with transaction.atomic():
        orders = sorted_orders(*[{"MUG": 1}] * 3)
        parcels = [begin(each)[0] for each in orders]
        for parcel_id in parcels:
            fill(parcel_id)
        expected = None
        for what, units in bookings:
            if what == "came" and units:
                expected = (expected or 0) + units
                operations.receive_cartons(code="S", warehouse_id=site("BRS"), count=units, note="", **WHO)
            elif what == "counted":
                expected = units
                count("S", units)
            elif what == "closed" and parcels:
                if expected == 0:
                    assert refused(close, parcels[0]) == "CARTON_OUT"
                else:
                    close(parcels.pop())
                    expected = expected and expected - 1
            if expected is not None:
                assert left("S") == expected >= 0
        assert run_sql("SELECT 1 FROM packing_cartonstock AS s WHERE on_hand <> (SELECT coalesce(sum(quantity), 0) "
                       "FROM packing_cartonmovement AS m WHERE m.carton_id = s.carton_id)") == []  # fmt: skip
        transaction.set_rollback(True)


def test_benches_that_begin_and_close_at_once_share_what_is_left(own_db):
    open_company()
    orders = sorted_orders(*[{"MUG": 1}] * 4)
    count("S", 2)
    found = at_once(4, lambda nth: begin(orders[nth])[0])
    assert sorted(row.carton for row in queries.by_id(found).values()) == ["M", "M", "S", "S"]
    for parcel_id in found:
        fill(parcel_id)
    count("S", 1)
    answers = at_once(4, lambda nth: close(found[nth]))
    assert sorted(getattr(each, "code", "closed") for each in answers) == ["CARTON_OUT", "closed", "closed", "closed"]
    assert left("S") == 0
