"""Addresses in the usual form of their country, found on the map, or a problem in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packhorse.placing.addressing import check
from packhorse.placing.rules import NewAddress

LEEDS = {"name": "Ada Cole", "line1": "7 High Street", "city": "Leeds", "postal_code": "LS1 4AB", "country": "GB"}


def checked(**changes):
    return check(NewAddress(**{**LEEDS, **changes}))


@pytest.mark.parametrize(
    ("country", "typed", "kept"),
    [
        ("GB", " ls1  4ab ", "LS1 4AB"),
        ("PT", "1000205", "1000-205"),
        ("PL", "00950", "00-950"),
        ("DE", "04109", "04109"),
        ("IE", "", ""),
    ],
)
def test_postal_codes_are_written_as_the_post_does(country, typed, kept):
    cities = {"PT": "Lisbon", "PL": "Warsaw", "DE": "Leipzig", "IE": "Dublin", "GB": "Leeds"}
    found = checked(country=country, postal_code=typed, city=cities[country])
    assert (found.address.postal_code, found.problem) == (kept, "")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"postal_code": "123"}, "'123' is no postal code of United Kingdom: it should look like"),
        ({"postal_code": ""}, "the postal code is missing"),
        ({"country": "ZZ"}, "'ZZ' is no country"),
        ({"city": "Ledes"}, "'Ledes' is not known in GB: is it Leeds"),
        ({"city": "Qqqq"}, "ask the customer, or give the nearest town"),
        ({"country": "US", "city": "Springfield", "postal_code": "99999"}, "state is missing"),
        ({"country": "US", "city": "Springfield", "postal_code": "62701", "region": "Ontario"}, "is no state"),
    ],
)
def test_what_cannot_be_delivered_says_why_and_what_to_do(changes, words):
    assert words in checked(**changes).problem


def test_an_american_postal_code_gives_place_and_state():
    found = checked(country="US", city="Beverly Hills", postal_code="90210", region="")
    assert (found.address.region, found.problem) == ("CA", "")
    assert (round(found.address.latitude), round(found.address.longitude)) == (34, -118)
    named = checked(country="US", city="Beverly Hills", postal_code="90210-1234", region="california")
    assert (named.address.region, named.problem) == ("CA", "")


def test_a_village_is_taken_to_be_in_the_city_its_region_names():
    found = checked(city="Little Snoring", region="Norwich")
    assert (found.problem, round(found.address.latitude)) == ("", 53)


def test_coordinates_that_came_along_are_kept():
    found = checked(city="Nowhere At All", latitude=1.0, longitude=2.0)
    assert (found.address.latitude, found.address.longitude, found.problem) == (1.0, 2.0, "")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0113 496 0000", "+441134960000"),
        ("+49 341 1234567", "+493411234567"),
        ("ask Bob", "ask Bob"),
        ("12", "12"),
        ("", ""),
    ],
)
def test_phones_are_kept_as_e164_where_they_can_be(typed, kept):
    assert checked(phone=typed).address.phone == kept


ANY = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=30)


@given(ANY, ANY, ANY, ANY, st.sampled_from(["GB", "US", "CN", "JP", "IE", "BR", "ZZ", "AE", "KR"]))
def test_whatever_is_typed_is_answered(city, region, postal_code, phone, country):
    found = checked(city=city, region=region, postal_code=postal_code, phone=phone, country=country)
    assert found.problem or found.address.latitude is not None
    assert check(found.address).address.postal_code == found.address.postal_code  # the usual form is its own usual form
