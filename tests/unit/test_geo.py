"""Distances on the Earth against known ones, and the rules that every distance keeps."""

from math import pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packhorse.algorithms.geo import EARTH_KM, great_circle_km

LONDON, PARIS, NEW_YORK, SYDNEY = (51.5074, -0.1278), (48.8566, 2.3522), (40.7128, -74.0060), (-33.8688, 151.2093)
HALF_ROUND = pi * EARTH_KM
POINTS = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [
        (LONDON, PARIS, 343.6),
        (LONDON, NEW_YORK, 5570.2),
        (LONDON, SYDNEY, 16993.9),
        ((0, 0), (0, 1), 111.195),
        ((60, 0), (60, 180), 6671.7),  # over the pole
        ((0, 179.5), (0, -179.5), 111.195),  # over the date line
    ],
)
def test_known_distances(a, b, km):
    assert great_circle_km(*a, *b) == pytest.approx(km, rel=0.0005)


@given(POINTS)
def test_antipodes_are_half_the_way_round(point):
    latitude, longitude = point
    assert great_circle_km(latitude, longitude, -latitude, longitude + 180) == pytest.approx(HALF_ROUND, abs=0.01)


@given(POINTS, POINTS)
def test_there_and_back_are_equally_far_and_no_more_than_half_the_way_round(a, b):
    there = great_circle_km(*a, *b)
    assert there == pytest.approx(great_circle_km(*b, *a), abs=1e-6)
    assert 0 <= there <= HALF_ROUND + 1e-6


@given(POINTS, POINTS, POINTS)
def test_a_detour_is_never_shorter(a, b, c):
    assert great_circle_km(*a, *c) <= great_circle_km(*a, *b) + great_circle_km(*b, *c) + 0.01


@given(POINTS)
def test_a_point_is_no_way_from_itself(point):
    assert great_circle_km(*point, *point) == 0


@given(st.floats(-80, 80), st.floats(-180, 180), st.floats(1e-6, 1e-3))
def test_points_a_few_centimetres_to_metres_apart_are_told_apart(latitude, longitude, step):
    metres = great_circle_km(latitude, longitude, latitude + step, longitude) * 1000
    assert metres == pytest.approx(step * 111_195, rel=0.001)
