"""Stock: which bins give the units, and what a movement adds."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from packhorse.inventory.rules import MOVEMENT_SIGNS, BinChoice, available, choose_bins

UNITS = st.lists(st.integers(0, 20), max_size=8)


def shelf(units: list[int]) -> list[BinChoice]:
    return [BinChoice(row_id=nth + 1, bin_id=nth + 100, units=each) for nth, each in enumerate(units)]


@given(UNITS, st.integers(1, 80))
def test_exactly_what_is_wanted_is_taken_off_the_bins_or_nothing_at_all(units, wanted):
    bins = shelf(units)
    chosen = choose_bins(wanted, bins)
    if sum(units) < wanted:
        assert chosen is None and bins == shelf(units)
        return
    assert sum(taken for _, taken in chosen) == wanted
    taken = {choice.row_id: taken for choice, taken in chosen}
    assert len(taken) == len(chosen) and all(each > 0 for each in taken.values())
    left = [before.units - taken.get(before.row_id, 0) for before in shelf(units)]
    assert [(b.row_id, b.bin_id, b.units) for b in bins] == [
        (b.row_id, b.bin_id, rest) for b, rest in zip(shelf(units), left, strict=True)
    ]
    assert min(left) >= 0


@given(UNITS, st.integers(1, 20))
def test_one_bin_is_enough_if_any_is_and_it_is_the_emptiest_such(units, wanted):
    enough = [each for each in units if each >= wanted]
    if enough:
        ((choice, taken),) = choose_bins(wanted, shelf(units))
        assert (choice.units, taken) == (min(enough), wanted)
        assert choice.row_id == units.index(min(enough)) + 1


@given(UNITS, st.integers(1, 80))
def test_else_no_fewer_bins_could_give_it(units, wanted):
    chosen = choose_bins(wanted, shelf(units))
    if chosen:
        assert len(chosen) == 1 or sum(sorted(units)[-(len(chosen) - 1) :]) < wanted


def test_a_second_wish_finds_what_the_first_left():
    bins = shelf([3, 2])
    assert [taken for _, taken in choose_bins(3, bins)] == [3]
    assert [(choice.row_id, taken) for choice, taken in choose_bins(2, bins)] == [(2, 2)]
    assert choose_bins(1, bins) is None


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 3), st.booleans()), max_size=8), st.integers(1, 40))
def test_nothing_is_taken_while_something_that_expires_earlier_or_is_put_away_is_left(shelves, wanted):
    first = date(2024, 1, 1)
    bins = [
        BinChoice(nth, nth, units, days or None, first + timedelta(days) if days else None, dock)
        for nth, (units, days, dock) in enumerate(shelves)
    ]
    before = list(bins)
    chosen = choose_bins(wanted, bins)
    if chosen is None:
        assert wanted > sum(units for units, _, _ in shelves)
        return
    turn = [(choice.expires_on or date.max, choice.dock) for choice, _ in chosen]
    assert turn == sorted(turn)
    left = [each for each in bins if each.units]
    assert all((each.expires_on or date.max, each.dock) >= turn[-1] for each in left)
    assert sum(each.units for each in before) - sum(each.units for each in bins) == wanted


def test_available_is_what_nobody_has_a_right_to_less_what_is_kept_back_and_never_below_nothing():
    assert available(on_hand=20, allocated=5, reserved=3, blocked=2, safety=4) == 6
    assert available(on_hand=20, allocated=5, reserved=3, blocked=2, safety=11) == 0


def test_every_movement_says_what_it_may_add():
    assert all(signs and set(signs) <= {1, 0, -1} for signs in MOVEMENT_SIGNS.values())
    assert MOVEMENT_SIGNS["received"] == (1,) and MOVEMENT_SIGNS["shipped"] == (-1,)
    assert MOVEMENT_SIGNS["transferred_out"][0] == -MOVEMENT_SIGNS["transferred_in"][0]
