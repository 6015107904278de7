"""The map of a decision: well-formed, escaped, to scale, and with names that do not cover one another."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packhorse.algorithms.geo import great_circle_km
from packhorse.charts.labels import HIGH, LETTER
from packhorse.charts.places import Spot, places

NASTY = '<b onload="x">&\''
BHM, LDN, RTM = (52.48, -1.9), (51.5, -0.12), (51.92, 4.48)
degrees = st.tuples(st.floats(-89, 89), st.floats(-180, 180))


def spot(place, label="BHM", kind="chosen", share=1.0):
    return Spot(*place, label, kind, f"{label}: {kind}", share if kind == "chosen" else 0.0)


def drawn(spots, to=LDN, width=340, tallest=300, title="T"):
    sized = {"width": width, "tallest": tallest}
    picture = ElementTree.fromstring(places(title=title, description="D", spots=spots, to=to, name="n", **sized))
    assert not [name for each in picture.iter() for name in each.attrib if name == "style" or name.startswith("on")]
    return picture


def of_class(picture, name):
    return [each for each in picture.iter() if name in (each.get("class") or "").split()]


def names(picture):
    """Return {name: (left, top, right, bottom)} of the names of places."""
    found = {}
    for each in picture.iter("{http://www.w3.org/2000/svg}text"):
        if "places-name" in each.get("class"):
            x, y, wide = float(each.get("x")), float(each.get("y")), LETTER * len(each.text)
            left = x - {"start": 0, "middle": wide / 2, "end": wide}[each.get("text-anchor")]
            found[each.text] = (left, y - HIGH + 2, left + wide, y + 2)
    return found


def test_lines_go_from_the_chosen_and_the_next_best_to_the_customer():
    picture = drawn([spot(BHM, share=0.75), spot(RTM, "RTM", "next"), spot(BHM, "OFF", "excluded")])
    (chosen,) = [each for each in of_class(picture, "places-chosen") if each.get("d")]
    (second,) = [each for each in of_class(picture, "places-next") if each.get("d")]
    (home,) = of_class(picture, "places-home")
    x, y = map(float, re.match(r"M([\d.]+) ([\d.]+)", home.get("d")).groups())
    assert chosen.get("d").endswith(f"L{x:.1f} {y + 9:.1f}") and second.get("d").endswith(f"L{x:.1f} {y + 9:.1f}")
    assert float(chosen.get("stroke-width")) > float(second.get("stroke-width"))
    assert len(of_class(picture, "places-excluded")) == 1
    assert picture.get("role") == "img" and picture.get("aria-labelledby") == "n-t n-d"


def test_the_scale_is_true():
    picture = drawn([spot(BHM)], width=680, tallest=380)
    (line,) = [each for each in of_class(picture, "places-chosen") if each.get("d")]
    x1, y1, x2, y2 = map(float, re.findall(r"[\d.]+", line.get("d")))
    (bar,) = of_class(picture, "places-scale")
    long = float(re.search(r"h([\d.]+)", bar.get("d")).group(1))
    (words,) = [each.text for each in picture.iter("{http://www.w3.org/2000/svg}text") if "km" in each.text]
    km = int(words.removesuffix(" km")) / long * ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    assert km == pytest.approx(great_circle_km(*BHM, *LDN), rel=0.01) and long <= 680 / 3


@given(st.lists(degrees, min_size=1, max_size=30), degrees, st.sampled_from([(340, 300), (680, 380)]))
def test_everything_stands_inside_wherever_on_earth_it_is(at, to, size):
    kinds = ("chosen", "next", "other", "excluded")
    picture = drawn([spot(place, f"W{nth}", kinds[nth % 4], 0.1) for nth, place in enumerate(at)], to, *size)
    width, height = map(int, picture.get("viewBox").split()[2:])
    assert width == size[0] and height <= size[1]
    for each in picture.iter("{http://www.w3.org/2000/svg}circle"):
        assert 0 < float(each.get("cx")) < width and 0 < float(each.get("cy")) < height
    for left, top, right, bottom in names(picture).values():
        assert left >= 0 and top >= 0 and right <= width and bottom <= height


def test_the_short_way_round_the_earth_is_drawn():
    picture = drawn([spot((-18.0, 178.0), "SUV")], to=(-17.0, -179.0))
    (line,) = [each for each in of_class(picture, "places-chosen") if each.get("d")]
    x1, _, x2, _ = map(float, re.findall(r"[\d.]+", line.get("d")))
    assert x1 < x2, "the customer is east of Suva, across the date line"


def test_many_places_are_named_only_where_a_line_is():
    many = [spot((45 + nth % 10, nth % 17), f"W{nth}", "excluded" if nth % 2 else "other") for nth in range(98)]
    picture = drawn([*many, spot(BHM, share=0.5), spot(RTM, "RTM", "next")])
    assert set(names(picture)) == {"BHM", "RTM"}
    assert len(list(picture.iter("{http://www.w3.org/2000/svg}circle"))) == 100


def test_names_of_a_few_places_do_not_cover_one_another():
    near = [spot((51.5 + nth % 4 / 20, nth // 4 / 20), f"W{nth}", "other") for nth in range(11)]
    boxes = list(names(drawn([spot(RTM, "RTM"), *near])).values())
    assert len(boxes) > 3
    for nth, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[nth + 1 :]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top


def test_one_warehouse_in_the_customers_own_town_is_drawn():
    picture = drawn([spot(LDN, "LDN")])
    assert set(names(picture)) == {"LDN"} and len(of_class(picture, "places-home")) == 1


def test_what_is_written_on_the_map_is_escaped():
    picture = drawn([spot(BHM, NASTY)], title=NASTY)
    assert NASTY in names(picture) and picture[0].text == NASTY
