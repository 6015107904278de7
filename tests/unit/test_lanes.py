"""Which lane a parcel goes into."""

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packhorse.sorting.rules import Bound, NewLane, clean, grid, lane_for, unreached

BATH = Bound("GB", "ba1 1aa", "ALB", "standard", time(12))


def lane(code, *countries, **more):
    return NewLane(code, f"L-{code}", countries, **more)


@pytest.mark.parametrize(
    ("rules", "takes"),
    [
        ({}, True),
        ({"countries": ("GB",)}, True),
        ({"countries": ("FR",)}, False),
        ({"carrier": "ALB"}, True),
        ({"carrier": "ERX"}, False),
        ({"service": "standard"}, True),
        ({"service": "express"}, False),
        ({"postal_prefixes": ("BS", "BA")}, True),
        ({"postal_prefixes": ("A1",)}, False),
        ({"countries": ("GB",), "postal_prefixes": ("BA",), "carrier": "ERX"}, False),
    ],
)
def test_all_that_a_lane_asks_for_must_be_so(rules, takes):
    assert lane_for(BATH, [NewLane("X", "L", **rules)]) == ("X" if takes else None)


def test_low_precedence_goes_first_then_the_lane_that_asks_for_more_then_the_code():
    lanes = [lane("REST"), lane("GB", "GB"), lane("BATH", "GB", postal_prefixes=("BA",))]
    assert lane_for(BATH, lanes) == "BATH"
    assert lane_for(BATH, [*lanes, lane("FIRST", precedence=1)]) == "FIRST"
    assert lane_for(BATH, [lane("B"), lane("A")]) == "A"


def test_after_its_cut_off_a_lane_leaves_parcels_to_the_next_that_takes_them():
    early, late = lane("EARLY", "GB", cutoff=time(11)), lane("LATE")
    assert lane_for(replace(BATH, at=time(11)), [early, late]) == "EARLY"
    assert lane_for(BATH, [early, late]) == "LATE"
    assert lane_for(BATH, [early]) == "EARLY"  # nothing else takes it: it leaves the next day
    assert lane_for(BATH, [early, lane("FR", "FR")]) == "EARLY"


def test_equal_lanes_fill_in_turn_only_if_said():
    plain = [lane("A", "GB"), lane("B", "GB")]
    assert lane_for(BATH, plain, standing={"A": 9}) == "A"
    turn = [replace(each, in_turn=True) for each in plain]
    assert lane_for(BATH, turn, standing={"A": 9}) == "B"
    assert lane_for(BATH, turn, standing={"A": 1, "B": 1}) == "A"
    other = replace(turn[1], countries=("GB", "IE"))
    assert lane_for(BATH, [turn[0], other], standing={"A": 9}) == "A"  # they do not take the same


def test_a_lane_that_no_parcel_reaches_is_named_with_the_one_before_it():
    wide, narrow = lane("WIDE", "GB", "IE", precedence=1), lane("NARROW", "GB", carrier="ALB")
    assert unreached([wide, narrow, lane("REST")]) == {"NARROW": "WIDE"}
    assert unreached([replace(wide, cutoff=time(9)), narrow]) == {}  # after its cut-off the other one takes them
    assert unreached([lane("A", "GB"), lane("B", "GB")]) == {"B": "A"}
    assert unreached([lane("A", "GB", in_turn=True), lane("B", "GB", in_turn=True)]) == {}
    prefixes = lane("BA", "GB", postal_prefixes=("BA",), precedence=1)
    assert unreached([prefixes, lane("BA1", "GB", postal_prefixes=("BA1",)), lane("GB", "GB")]) == {"BA1": "BA"}


ANY = st.builds(
    NewLane,
    code=st.sampled_from("ABCDEFGH"),
    barcode=st.just("L"),
    countries=st.sets(st.sampled_from(["GB", "FR"])).map(tuple),
    precedence=st.integers(0, 2),
    carrier=st.sampled_from(["", "ALB", "ERX"]),
    service=st.sampled_from(["", "standard"]),
    postal_prefixes=st.sets(st.sampled_from(["B", "BA", "BA1", "Y"])).map(tuple),
    in_turn=st.booleans(),
)
PARCELS = st.builds(
    Bound,
    st.sampled_from(["GB", "FR"]),
    st.sampled_from(["BA1 1AA", "BS1", "YO1", ""]),
    st.sampled_from(["ALB", "ERX"]),
    st.sampled_from(["standard", "express"]),
)


@given(st.lists(ANY, max_size=6, unique_by=lambda each: each.code), PARCELS)
def test_no_parcel_reaches_a_lane_that_is_said_not_to_be_reached(lanes, parcel):
    assert lane_for(parcel, lanes) not in unreached(lanes)


def test_what_is_typed_is_kept_clean_or_refused_in_words():
    kept = clean(NewLane(" A ", " L ", ("gb", " ", "GB"), postal_prefixes=("ba 1", "")))
    assert kept == NewLane("A", "L", ("GB",), postal_prefixes=("BA1",))
    for wrong, words in [
        ({"countries": ("GBR",)}, "countries"),
        ({"postal_prefixes": ("B*",)}, "postal_prefixes"),
        ({"code": ""}, "code"),
        ({"precedence": 1000}, "precedence"),
        ({"holds": "box"}, "holds"),
    ]:
        with pytest.raises(ValueError, match=words):
            clean(replace(kept, **wrong))


def test_a_walls_slots_are_named_from_the_left_top():
    slots = grid("LDS", "W1", 3, 2, (1, 2, 3))
    assert [slot.code for slot in slots] == ["A1", "A2", "A3", "B1", "B2", "B3"]
    assert (slots[5].column, slots[5].row, slots[5].depth_mm) == (3, 2, 3)
    assert len({slot.barcode for slot in slots}) == 6
    for columns, rows, size, code in [(0, 1, 0, "W"), (1, 13, 0, "W"), (1, 1, 3001, "W"), (1, 1, 0, "W 1")]:
        with pytest.raises(ValueError, match=r"columns|width_mm|wall"):
            grid("LDS", code, columns, rows, (size, 0, 0))
