"""Kits at the decision: what their parts make up, warehouse by warehouse, and what has become of them on an order."""

from hypothesis import given
from hypothesis import strategies as st

from packhorse.placing.rules import LineCount, kit_count, open_kits
from packhorse.sourcing.gathered import fold

SET = ((1, 1), (2, 2))  # a book and two mugs
PARTS = st.dictionaries(st.integers(1, 3), st.integers(1, 4), min_size=1).map(lambda parts: tuple(parts.items()))
SHARES = st.dictionaries(st.integers(1, 3), st.dictionaries(st.integers(7, 9), st.integers(0, 9)))


def test_a_kit_comes_from_the_warehouse_that_has_it_whole_and_else_from_several():
    assert fold(SET, {1: {7: 2}, 2: {7: 4}}) == [((7,), 2)]
    assert fold(SET, {1: {7: 1}, 2: {8: 2}}) == [((7, 8), 1)]
    assert fold(SET, {1: {7: 2, 8: 1}, 2: {7: 2, 8: 4}}) == [((7,), 1), ((8,), 1), ((7, 8), 1)]
    assert fold(SET, {1: {7: 5}}) == fold(SET, {}) == fold(SET, {1: {7: 1}, 2: {7: 1}}) == []


def test_a_product_is_a_kit_of_itself():
    assert fold(((1, 1),), {1: {8: 3, 7: 2}}) == [((8,), 3), ((7,), 2)]


@given(PARTS, SHARES)
def test_as_many_kits_are_told_as_the_shares_make_up_and_every_warehouse_named_gives(parts, shares):
    found = fold(parts, shares)
    sums = {part: sum(shares.get(part, {}).values()) for part, _ in parts}
    assert sum(kits for _, kits in found) == min(sums[part] // units for part, units in parts)
    for sites, kits in found:
        assert kits > 0
        assert all(any(shares[part].get(site) for part, _ in parts if part in shares) for site in sites)
    whole = {site: kits for sites, kits in found if len(sites) == 1 for site in sites}
    for site, kits in whole.items():
        assert all(shares[part][site] >= kits * units for part, units in parts)


def line(quantity, cancelled=0, sourced=0, shipped=0):
    return LineCount(quantity, cancelled, sourced, shipped, 0)


def test_of_every_count_as_many_kits_as_are_whole():
    parts = [(1, line(3, 0, 3, 1)), (2, line(6, 1, 5, 5))]
    assert kit_count(parts) == LineCount(3, 0, 2, 1, 0)
    assert open_kits(parts) == 0
    assert open_kits([(1, line(3, 1)), (2, line(6, 2))]) == 2


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 5), st.integers(0, 5)), min_size=1), st.integers(1, 9))
def test_open_kits_can_be_taken_off_every_part(parts, kits):
    counts = [(units, line(kits * units, min(gone, kits * units), shipped=shipped)) for units, gone, shipped in parts]
    still = open_kits(counts)
    assert all(still * units <= max(0, count.quantity - count.cancelled - count.shipped) for units, count in counts)
