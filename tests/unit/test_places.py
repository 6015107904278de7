"""Cities and where they lie."""

import pytest

from packhorse.placing.places import coordinates


@pytest.mark.parametrize(
    ("country", "city", "latitude", "longitude"),
    [("GB", "London", 51.51, -0.13), ("FR", "Paris", 48.85, 2.35), ("DE", "Köln", 50.93, 6.95)],
)
def test_large_cities_are_known(country, city, latitude, longitude):
    assert coordinates(country, city) == pytest.approx((latitude, longitude), abs=0.05)


@pytest.mark.parametrize("city", ["KOLN", "köln", "Ko\u0308ln", " Köln. "])
def test_case_accents_and_punctuation_do_not_matter(city):
    assert coordinates("de", city) == coordinates("DE", "Köln") is not None


def test_what_is_no_city_of_the_country_is_not_known():
    assert coordinates("FR", "London") is None
    assert coordinates("GB", "") is None
    assert coordinates("", "London") is None


def test_of_several_cities_of_one_name_the_largest_is_taken():
    assert coordinates("US", "Portland") == pytest.approx((45.5, -122.7), abs=0.2)
