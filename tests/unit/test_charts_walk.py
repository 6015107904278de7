"""The picture of a walk: true to scale, well-formed, escaped, and numbered only where there is room."""

import re
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packhorse.charts.labels import HIGH, LETTER
from packhorse.charts.plan import MOST, WIDTH, Strip
from packhorse.charts.walk import DOT, Mark, walk

NASTY = '<b onload="x">&\''
AISLES = [Strip(x, 0, 30_000, str(nth + 1)) for nth, x in enumerate(range(0, 30_000, 3000))]
SVG = "{http://www.w3.org/2000/svg}"


def mark(x, y, kind="ahead", text="1"):
    return Mark(x, y, kind, text, f"{text}: {kind}")


def drawn(marks=(), **more):
    usual = {"title": "T", "description": "D", "aisles": AISLES, "cross_mm": (0, 30_000), "depot": (0, -2000)}
    picture = ElementTree.fromstring(walk(marks=marks, **({"walked": (), "ahead": ()} | usual | more)))
    assert not [name for each in picture.iter() for name in each.attrib if name == "style" or name.startswith("on")]
    assert picture.get("role") == "img" and picture.get("aria-labelledby") == "walk-t walk-d"
    return picture


def of_class(picture, name):
    return [each for each in picture.iter() if name in (each.get("class") or "").split()]


def middles(picture, kind="ahead"):
    circles = [each for each in of_class(picture, f"walk-{kind}") if each.tag == f"{SVG}circle"]
    return [(float(each.get("cx")), float(each.get("cy"))) for each in circles]


def numbers(picture):
    """Return {number: (left, top, right, bottom)} of the numbers beside marks."""
    found = {}
    for each in of_class(picture, "walk-number"):
        x, y, wide = float(each.get("x")), float(each.get("y")), LETTER * len(each.text)
        left = x if each.get("text-anchor") == "start" else x - wide
        found[each.text] = (left, y - HIGH + 2, left + wide, y + 2)
    return found


def test_the_plan_is_true_to_scale_with_the_depot_below():
    (x, y), (right, up) = middles(drawn([mark(0, 0), mark(9000, 12_000)]))
    assert (right - x) / 9000 == pytest.approx((y - up) / 12_000, rel=0.01)
    assert right > x and up < y
    (depot,) = of_class(drawn(), "walk-depot")
    assert float(depot.get("y")) > y
    (bar,) = of_class(drawn(), "walk-scale")
    long = float(re.search(r"h([\d.]+)v", bar.get("d")).group(1))
    (words,) = [each.text for each in of_class(drawn(), "walk-name") if each.text.endswith(" m")]
    assert long / int(words.removesuffix(" m")) == pytest.approx((right - x) / 9, rel=0.01)


def test_the_way_there_and_the_way_back_are_two_lines_that_meet_at_the_stop():
    picture = drawn(ahead=((0, -2000), (0, 0), (3000, 0), (3000, 9000), (3000, 0), (0, 0), (0, -2000)))
    (way,) = of_class(picture, "walk-ahead")
    points = [tuple(map(float, each.split())) for each in way.get("d").removeprefix("M").split("L")]
    (_, _), _, (out, _), (there, top), (back, also), (home, _), *_ = points
    assert out == there > back == home and top == also
    assert all(x == to_x or y == to_y for (x, y), (to_x, to_y) in pairwise(points))
    assert len(of_class(picture, "walk-arrow")) >= 2  # which way it goes


def test_what_is_done_has_no_number_and_the_next_one_always_has():
    picture = drawn([mark(0, 1200, "done", "1"), mark(0, 2400, "next", "2"), mark(0, 9600, "ahead", "3")])
    assert [each.text for each in of_class(picture, "walk-next-number")] == ["2"]
    assert list(numbers(picture)) == ["3"]
    assert len(middles(picture, "done")) == 1


def test_numbers_never_cover_one_another_or_a_mark_however_many_stops_there_are():
    marks = [mark(x, y, text=str(n)) for n, (x, y) in enumerate((x, y) for x in range(0, 27_001, 3000)
             for y in range(600, 30_000, 1200))]  # fmt: skip
    picture = drawn(marks)
    boxes = list(numbers(picture).values())
    assert len(middles(picture)) == 250 and 20 < len(boxes) < 250
    for one, other in combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    at = {each.text: middles(picture)[int(each.text)] for each in of_class(picture, "walk-number")}
    assert all(box[1] < at[number][1] < box[3] for number, box in numbers(picture).items())  # beside it, not above
    for left, top, right, bottom in boxes:
        assert not [1 for x, y in middles(picture) if left < x + DOT and x - DOT < right and top < y < bottom]


@given(st.lists(st.tuples(st.integers(-(10**7), 10**7), st.integers(-(10**7), 10**7)), max_size=9))
def test_any_floor_is_a_picture_that_holds_all_its_marks(places):
    picture = drawn([mark(x, y) for x, y in places], aisles=[Strip(x, y, y, "1") for x, y in places])
    _, _, width, height = map(int, picture.get("viewBox").split())
    assert WIDTH <= width <= MOST + 60 and height <= MOST + 60
    assert all(0 <= x <= width and 0 <= y <= height for x, y in middles(picture))


def test_a_large_floor_is_larger_than_a_phone_and_a_small_one_fills_it():
    large = [Strip(x, 0, 60_000, "") for x in range(0, 240_000, 3000)]
    assert int(drawn(aisles=large).get("width")) > 2 * WIDTH
    assert int(drawn(aisles=[], cross_mm=(0, 1)).get("width")) == WIDTH


def test_every_word_is_escaped():
    nasty = Mark(0, 0, "next", NASTY, NASTY)
    picture = walk(
        title=NASTY, description=NASTY, aisles=[Strip(0, 0, 9, NASTY)], cross_mm=(0,), depot=(0, 0), marks=[nasty],
        walked=(), ahead=(),
    )  # fmt: skip
    assert "<b" not in picture and "".join(ElementTree.fromstring(picture).itertext()).count(NASTY) == 5
