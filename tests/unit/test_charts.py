"""Pictures: well-formed, escaped, without inline styles, and true to the numbers they draw."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packhorse.charts.axis import marks, short, spread
from packhorse.charts.floor import Cell, FloorCell, floor
from packhorse.charts.steps import Line, steps
from packhorse.inventory.heat import BinFacts, heat

NASTY = '<b onload="x">&\''


def drawn(values, labels=None, **more):
    usual = {"title": "T", "description": "D", "width": 360, "height": 200, "name": "n"}
    names = labels or [f"d{nth}" for nth in range(len(values))]
    return steps(labels=names, lines=[Line("On hand", "first", tuple(values))], **(usual | more))


def path_of(picture):
    (path,) = [each for each in ElementTree.fromstring(picture).iter() if each.get("class") == "chart-line chart-first"]
    return [tuple(map(float, pair.split())) for pair in re.findall(r"[\d.-]+ [\d.-]+", path.get("d"))]


@given(st.integers(0, 10**9))
def test_marks_are_round_reach_the_most_and_are_few(most):
    found = marks(most)
    assert found[0] == 0 and found[-1] >= most and 2 <= len(found) <= 5
    assert str(found[1]).rstrip("0") in ("1", "2", "5")


@given(st.integers(1, 400), st.integers(2, 9))
def test_a_spread_ends_with_the_last_and_is_even(count, wanted):
    found = spread(count, wanted=wanted)
    assert found[-1] == count - 1 and len(found) <= max(wanted, 1) and found[0] >= 0
    assert len({b - a for a, b in pairwise(found)}) <= 1


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0"), (999, "999"), (1500, "1.5k"), (20_000, "20k"), (3_000_000, "3M")]
)
def test_numbers_beside_an_axis_are_short(number, words):
    assert short(number) == words


def test_a_chart_steps_where_the_number_changes():
    points = path_of(drawn([0, 10, 10, 5]))
    assert len(points) == 7
    (x0, low), (x1, still), (up_x, top), *_, (end_x, end) = points
    assert still == low and up_x == x1 > x0 and top == 10 and end == pytest.approx((low + top) / 2) and end_x == 352


@pytest.mark.parametrize("values", [[], [0], [0, 0], [7]])
def test_a_chart_of_nothing_is_a_chart_all_the_same(values):
    assert ElementTree.fromstring(drawn(values)).get("role") == "img"


def test_every_word_in_a_picture_is_escaped():
    chart = drawn([1, 2], labels=[NASTY, NASTY], title=NASTY, description=NASTY)
    cells = [Cell(0, 0, 1, NASTY, NASTY, f"?x={NASTY}")]
    spots = [FloorCell(NASTY, NASTY, NASTY, 0)]
    plan = floor(title=NASTY, description=NASTY, cells=cells, aisles=[(0, NASTY)], on_floor=spots)
    for picture in (chart, plan):
        assert "<b" not in picture and "style" not in picture
        assert NASTY in "".join(ElementTree.fromstring(picture).itertext())


def test_a_floor_is_drawn_by_rank_with_the_depot_below():
    cells = [Cell(x, y, 0, f"{x},{y}", "w", "?") for x in (0, 9000) for y in (0, 100)]
    plan = ElementTree.fromstring(floor(title="t", description="d", cells=cells, aisles=[], on_floor=[]))
    at = {text.text: (int(text.get("x")), int(text.get("y"))) for text in plan.iter() if "," in (text.text or "")}
    assert at["0,0"][1] > at["0,100"][1] and at["9000,0"][0] > at["0,0"][0]


def bins(*facts):
    return [
        BinFacts(nth, f"B{nth}", "pick", 0, *place, **more)
        for nth, (place, more) in enumerate((place, more) for place, more in facts)
    ]


def test_bins_at_a_place_are_summed_and_fill_is_volume_beside_room():
    rows = bins(((0, 0), {"capacity_mm3": 100, "volume_mm3": 50}), ((0, 0), {"capacity_mm3": 100}), ((0, 1), {}))
    first, second = heat(rows, "fill").positions
    assert (first.value, first.step, len(first.bins)) == (25, 2, 2)
    assert (second.value, second.step) == (None, 0)


def test_without_sizes_fill_is_told_beside_the_fullest():
    found = heat(bins(((0, 0), {"units": 10}), ((0, 1), {"units": 5}), ((0, 2), {})), "fill")
    assert found.relative and [each.value for each in found.positions] == [100, 50, 0]


@pytest.mark.parametrize(("measure", "field"), [("velocity", "picked"), ("age", "days")])
def test_steps_share_the_places_evenly_and_nothing_is_no_step(measure, field):
    found = heat(bins(*(((0, nth), {field: nth}) for nth in range(11))), measure)
    assert [each.step for each in found.positions] == [0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


@given(st.lists(st.integers(0, 50), max_size=40))
def test_a_step_is_never_lower_for_more(values):
    found = heat(bins(*(((0, nth), {"picked": value}) for nth, value in enumerate(values))), "velocity")
    ranked = sorted((each.value, each.step) for each in found.positions)
    assert [step for _, step in ranked] == sorted(step for _, step in ranked)
    assert all((step > 0) == (value > 0) and step <= 5 for value, step in ranked)
