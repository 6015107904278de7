"""Where on a walk one more place is gone to."""

import pytest

from packhorse.algorithms.routing import Floor
from packhorse.algorithms.walking import Layout
from packhorse.picking.rules import turn_of

FLOOR = Floor.of(Layout(0, -1000, 0, 8000), ())
NEAR, FAR, NEXT_AISLE = (0, 2000), (0, 6000), (3000, 2000)


@pytest.mark.parametrize(
    ("here", "ahead", "new", "turn", "more_mm"),
    [
        (NEAR, [FAR], (0, 4000), 0, 0),  # on the way up the aisle
        (NEAR, [(0, 1000)], FAR, 0, 8000),  # there and back, before or after
        (NEAR, [NEXT_AISLE, (3000, 1000)], FAR, 0, 8000),  # up here rather than back to this aisle from the next
        (NEAR, [], NEAR, 0, 0),  # another bin at the same place
        (NEAR, [NEXT_AISLE, (6000, 2000)], (6000, 4000), 1, 4000),  # not before the aisle that is passed
        (NEAR, [NEXT_AISLE, FAR], (3000, 1000), 0, 0),  # on the way into the next aisle
        (NEAR, [(6000, 2000)], NEXT_AISLE, 0, 4000),  # an aisle between
    ],
)
def test_the_walk_grows_least(here, ahead, new, turn, more_mm):
    assert turn_of(FLOOR, here, ahead, new) == (turn, more_mm)
