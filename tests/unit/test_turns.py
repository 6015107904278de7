"""Who may have what, in turn: against all ways in which it could be shared out."""

import random
from itertools import product as every

import pytest

from packhorse.algorithms.turns import Seats


@pytest.mark.parametrize("seed", range(30))
def test_seats_are_taken_in_turn_by_as_many_as_can_be(seed):
    """Against all ways to place the first so many: each has the most that those before him leave."""
    dice = random.Random(seed)
    free, orders = [dice.randint(0, 2) for _ in range(3)], [dice.randint(1, 7) for _ in range(5)]
    seats, taken = Seats(free), []
    for nth, places in enumerate(orders):
        taken.append(seats.take(places, 1))
        wanted = [each for each, has in zip(orders[:nth], taken, strict=False) if has] + [places]
        ways = every(range(3), repeat=len(wanted))
        fits = any(
            all(each >> w & 1 for each, w in zip(wanted, way, strict=True))
            and all(way.count(w) <= free[w] for w in range(3))
            for way in ways
        )
        assert taken[-1] == int(fits)
    seats.give_back(orders[0], taken[0])
    assert seats.take(orders[0], 1) == taken[0]


@pytest.mark.parametrize("seed", range(20))
def test_many_units_at_once_are_as_many_as_one_by_one(seed):
    dice = random.Random(seed)
    free, wants = [dice.randint(0, 6) for _ in range(4)], [(dice.randint(1, 15), dice.randint(1, 5)) for _ in range(8)]
    at_once, single = Seats(free), Seats(free)
    for places, units in wants:
        assert at_once.take(places, units) == sum(single.take(places, 1) for _ in range(units))
    held = [sum(each.values()) for each in at_once.taken]
    assert [have + left for have, left in zip(held, at_once.free, strict=True)] == free


@pytest.mark.parametrize("seed", range(30))
def test_what_is_given_back_is_there_again_for_those_who_want_it(seed):
    """Against all ways: whoever gave back in between, each takes the most that those who have something leave."""
    dice = random.Random(seed)
    free = [dice.randint(0, 2) for _ in range(3)]
    seats, held = Seats(free), []
    for _ in range(25):
        if held and dice.random() < 0.4:
            seats.give_back(held.pop(dice.randrange(len(held))), 1)
            continue
        places = dice.randint(1, 7)
        fits = any(
            all(each >> w & 1 for each, w in zip([*held, places], way, strict=True))
            and all(way.count(w) <= free[w] for w in range(3))
            for way in every(range(3), repeat=len(held) + 1)
        )
        assert seats.take(places, 1) == int(fits)
        held += [places] * fits
