"""Which places of a put wall an order gets."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from packhorse.algorithms.slots import MOST_PLACES, Choice, Load, Place, choose

SIZE = (400, 300, 500)
WALL = [Place(row * 10 + column, "W", column, row, SIZE) for row in (1, 2, 3) for column in range(1, 6)]
GOLDEN = {"W": 2}
ALL = frozenset(place.id for place in WALL)


def chosen(key, loads, *, places=WALL, free=ALL, golden=GOLDEN, near=None):
    found = choose(key, loads, places, free, golden=golden, near=near)
    return [place.id for place in found.places] or found.reason


def big(key, volume_share, **more):
    """An order that fills so much of a slot's usable room."""
    room = SIZE[0] * SIZE[1] * SIZE[2] * 80 // 100
    return Load(key, 2, volume_mm3=int(room * volume_share), items=((100, 100, 100),), **more)


def test_the_first_order_gets_the_middle_of_the_row_at_breast_height():
    assert chosen(1, [Load(1, 1)]) == [23]


def test_the_next_slot_is_beside_the_last_one():
    assert chosen(1, [Load(1, 1)], free=ALL - {21}, near=WALL[5]) == [22]


def test_the_order_with_most_puts_to_come_gets_the_best_slot_whoever_is_scanned_first():
    loads = [Load(1, 1), Load(2, 9), Load(3, 4)]
    assert chosen(2, loads) == [23]
    assert sorted([*chosen(3, loads), *chosen(1, loads)]) == [22, 24]
    assert chosen(3, loads) == [22]


def test_of_equals_nobody_is_passed_by_for_somebody_who_may_never_come():
    loads = [Load(1, 5), Load(2, 1)]
    assert chosen(2, loads, free=frozenset({23})) == [23]


def test_an_order_that_waits_for_other_lists_leaves_scarce_slots_to_those_that_can_be_whole():
    loads = [Load(1, 3), Load(2, 9, whole=False)]
    assert chosen(2, loads, free=frozenset({23})) == "full"
    assert chosen(1, loads, free=frozenset({23})) == [23]
    assert chosen(2, loads, free=frozenset({23, 24})) == [24]
    assert chosen(2, loads[1:], free=frozenset({23})) == [23]


def test_a_full_wall_is_full():
    assert chosen(1, [Load(1, 1)], free=frozenset()) == "full"


def test_a_large_order_takes_slots_beside_each_other_and_a_larger_one_none():
    assert chosen(1, [big(1, 1.0)]) == [23]
    assert chosen(1, [big(1, 1.5)]) == [22, 23]
    assert chosen(1, [big(1, 2.5)]) == [22, 23, 24]
    assert chosen(1, [big(1, MOST_PLACES + 0.1)]) == "too big"
    assert chosen(1, [big(1, 1.5)], free=frozenset({21, 23, 25})) == "full"  # none beside each other


def test_a_piece_that_fits_no_slot_is_too_big_however_many_there_are():
    assert chosen(1, [Load(1, 1, volume_mm3=1, items=((501, 10, 10),))]) == "too big"
    assert chosen(1, [Load(1, 1, volume_mm3=1, items=((10, 500, 10),))]) == [23]


def test_a_larger_slot_elsewhere_is_taken_where_the_best_one_is_too_small():
    places = [replace(place, size=(50, 50, 50)) if place.id == 23 else place for place in WALL]
    assert chosen(1, [big(1, 1.0)], places=places) == [22]


def test_where_nobody_said_how_large_a_slot_is_everything_fits():
    places = [replace(place, size=(0, 0, 0)) for place in WALL]
    assert chosen(1, [big(1, 50)], places=places) == [23]


def test_without_places_and_rows_the_first_free_slot_is_taken():
    places = [Place(nth, "W") for nth in (1, 2, 3)]
    assert chosen(1, [Load(1, 1)], places=places, free=frozenset({2, 3}), golden={}) == [2]


def test_a_list_stays_at_its_wall():
    other = [Place(100 + place.id, "X", place.column, place.row, SIZE) for place in WALL]
    near = other[0]
    assert chosen(1, [Load(1, 1)], places=WALL + other, free=ALL | {115}, golden={"W": 2, "X": 2}, near=near) == [115]


LOADS = st.lists(
    st.builds(Load, st.just(0), st.integers(1, 9), st.booleans(), st.integers(0, 10**9)), min_size=1, max_size=12
).map(lambda loads: [replace(load, key=nth) for nth, load in enumerate(loads)])


@given(LOADS, st.sets(st.sampled_from(sorted(ALL))))
def test_what_is_chosen_is_free_beside_each_other_and_large_enough(loads, free):
    for load in loads:
        found = choose(load.key, loads, WALL, frozenset(free), golden=GOLDEN)
        assert found == choose(load.key, loads, WALL, frozenset(free), golden=GOLDEN)
        places = found.places
        assert (found == Choice(reason=found.reason)) is not bool(places)
        assert {place.id for place in places} <= free
        assert [place.column - nth for nth, place in enumerate(places)] == [place.column for place in places[:1]] * len(
            places
        )
        assert len({place.row for place in places}) <= 1
        if places:
            assert load.volume_mm3 * 100 <= len(places) * SIZE[0] * SIZE[1] * SIZE[2] * 80


@given(LOADS)
def test_while_there_is_room_the_order_with_most_puts_gets_the_best_slot_in_whatever_order_they_are_scanned(loads):
    left, free, given_out = [replace(load, volume_mm3=0, whole=True) for load in loads], ALL, {}
    for load in loads:
        (given_out[load.key],) = chosen(load.key, left, free=free)
        free -= {given_out[load.key]}
        left = [each for each in left if each.key != load.key]
    assert given_out[max(loads, key=lambda load: (load.puts, -load.key)).key] == 23
    assert len(set(given_out.values())) == len(loads)
