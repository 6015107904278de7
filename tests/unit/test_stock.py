"""Stock: which bins give the units, and what a movement adds."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from packhorse.inventory.rules import DOCK, MOVEMENT_SIGNS, BinChoice, available, choose_bins

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
        BinChoice(nth, nth, units, days or None, first + timedelta(days) if days else None, DOCK if dock else "pick")
        for nth, (units, days, dock) in enumerate(shelves)
    ]
    before = list(bins)
    chosen = choose_bins(wanted, bins)
    if chosen is None:
        assert wanted > sum(units for units, _, _ in shelves)
        return
    turn = [(choice.expires_on or date.max, choice.use == DOCK) for choice, _ in chosen]
    assert turn == sorted(turn)
    left = [each for each in bins if each.units]
    assert all((each.expires_on or date.max, each.use == DOCK) >= turn[-1] for each in left)
    assert sum(each.units for each in before) - sum(each.units for each in bins) == wanted


def first_bin(wanted, *bins, **more):
    (choice, _), *_ = choose_bins(wanted, list(bins), **more)
    return choice.row_id


def test_of_bins_with_enough_the_nearest_is_taken_and_of_equally_near_ones_the_emptiest():
    lying = enumerate([(2, 90), (5, 10), (9, 10)])
    far, near, fuller = (BinChoice(n, n, units, away_mm=away) for n, (units, away) in lying)
    assert first_bin(2, far, fuller, near) == near.row_id
    assert first_bin(2, far, fuller) == fuller.row_id
    assert [choice.row_id for choice, _ in choose_bins(11, [far, near, fuller])] == [2, 1]  # the last need not be full


def test_reserve_gives_what_pick_faces_lack_and_whole_packs():
    face, reserve = BinChoice(1, 1, 12, away_mm=50), BinChoice(2, 2, 12, use="reserve")
    assert first_bin(5, reserve, face) == first_bin(12, reserve, face) == face.row_id
    assert [(choice.row_id, units) for choice, units in choose_bins(14, [reserve, face])] == [(1, 12), (2, 2)]
    assert first_bin(12, face, reserve, packs={6}) == reserve.row_id
    assert first_bin(5, face, reserve, packs={6}) == face.row_id
    expiring = BinChoice(3, 3, 12, 1, date(2024, 1, 1), "reserve")
    assert first_bin(5, face, expiring) == expiring.row_id  # what expires first goes first, wherever it lies


def test_available_is_what_nobody_has_a_right_to_less_what_is_kept_back_and_never_below_nothing():
    assert available(on_hand=20, allocated=5, reserved=3, blocked=2, safety=4) == 6
    assert available(on_hand=20, allocated=5, reserved=3, blocked=2, safety=11) == 0


def test_every_movement_says_what_it_may_add():
    assert all(signs and set(signs) <= {1, 0, -1} for signs in MOVEMENT_SIGNS.values())
    assert MOVEMENT_SIGNS["received"] == (1,) and MOVEMENT_SIGNS["shipped"] == (-1,)
    assert MOVEMENT_SIGNS["transferred_out"][0] == -MOVEMENT_SIGNS["transferred_in"][0]
