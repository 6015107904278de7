"""The validator of parcels finds each fault that a parcel can have, and no fault in a right one."""

from dataclasses import replace

import pytest

from packhorse.algorithms.carton_check import violations
from packhorse.algorithms.cartons import Carton, Item, Packed, Placement

BOX = Carton("BOX", 200, 100, 100, 50, 1000, 10)
ITEMS = [Item(1, 100, 50, 40, 200, 3, this_side_up=True), Item(2, 30, 20, 10, 100, 1)]
FIRST = Placement(1, 0, 0, 0, 100, 50, 40, 2, 1, 1)
SECOND = Placement(2, 0, 50, 0, 10, 20, 30, 1, 1, 1)
RIGHT = Packed(BOX, (FIRST, SECOND), 550)


def test_a_right_parcel_has_no_fault():
    assert violations(RIGHT, ITEMS) == []
    assert violations(replace(RIGHT, placements=(SECOND, FIRST)), ITEMS) == []  # touching is not overlapping
    assert violations(Packed(None, (replace(FIRST, nx=1),), 200), ITEMS) == []


@pytest.mark.parametrize(
    ("parcel", "says"),
    [
        (replace(RIGHT, placements=(FIRST, replace(SECOND, y=49))), "overlap"),
        (replace(RIGHT, placements=(FIRST, replace(SECOND, x=50, y=0))), "overlap"),
        (replace(RIGHT, placements=(replace(FIRST, x=1), SECOND)), "outside"),
        (replace(RIGHT, placements=(FIRST, replace(SECOND, y=81))), "outside"),
        (replace(RIGHT, placements=(FIRST, replace(SECOND, z=71))), "outside"),
        (replace(RIGHT, placements=(FIRST, replace(SECOND, y=50, z=-1))), "outside"),
        (replace(RIGHT, placements=(replace(FIRST, dy=40, dz=50), SECOND)), "upright"),
        (replace(RIGHT, placements=(FIRST, replace(SECOND, dx=11))), "another size"),
        (replace(RIGHT, weight_g=551), "551 g, the goods say 550 g"),
        (replace(RIGHT, weight_g=549), "549 g, the goods say 550 g"),
        (replace(RIGHT, carton=replace(BOX, max_weight_g=549)), "over the limit"),
    ],
)
def test_each_fault_is_named(parcel, says):
    found = violations(parcel, ITEMS)
    assert len(found) == 1
    assert says in found[0]
