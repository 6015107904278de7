"""The map of a decision on the order's page, and what a client needs to draw it by the API."""

from xml.etree import ElementTree

import pytest
from company import NOW, PLACES, open_company, place_and_source, run_sql
from machine import Api

from db.test_chosen import client_of
from packhorse.placing.rules import order_number
from packhorse.web import keys


@pytest.fixture
def office(db):
    open_company()
    return client_of("agent")


def shown(office, order_id):
    return office.get(f"/orders/{order_number(order_id)}").content.decode()


def maps(page):
    """The first picture of each map, by its width on a phone."""
    found = [part[: part.index("</svg>") + 6] for part in page.split('<svg class="chart places"')[1:]]
    return [ElementTree.fromstring('<svg class="places"' + each) for each in found if 'viewBox="0 0 340 ' in each]


def test_the_page_draws_every_warehouse_and_names_who_sends(office):
    (picture,) = maps(shown(office, place_and_source("1", {"PAINT": 1, "LAMP": 1})))
    said = [each.text for each in picture.iter("{http://www.w3.org/2000/svg}title")]
    assert "Leeds (LDS), 275 km: chosen, 2 units" in said
    assert any("Lille (LIL)" in each and "in stock" in each for each in said)
    (words,) = [each.text for each in picture.iter("{http://www.w3.org/2000/svg}desc")]
    assert "Leeds (LDS), 275 km: chosen, 2 units" in words and "excluded" in words


def test_who_has_no_coordinates_is_named_in_words(office):
    order_id = place_and_source("1")
    run_sql("UPDATE network_warehouse SET latitude = NULL WHERE code = 'LIL'")
    page = shown(office, order_id)
    assert "Without coordinates, so not on the map: LIL." in page and len(maps(page)) == 1
    run_sql("UPDATE network_warehouse SET latitude = NULL")
    page = shown(office, order_id)
    assert "None of the warehouses has coordinates" in page and maps(page) == []


def test_an_address_that_is_not_on_the_map_is_said_so(office):
    order_id = place_and_source("1")
    run_sql("UPDATE placing_orderaddress SET latitude = NULL, longitude = NULL")
    page = shown(office, order_id)
    assert "The address is not on the map" in page and maps(page) == []


def test_the_api_says_where_warehouses_and_customer_are(office):
    api = Api(keys.add_key(name="m", role="agent", now=NOW))
    number = order_number(place_and_source("1"))
    (decision,) = api("GET", f"/orders/{number}/decisions")[1]
    told = {c["warehouse"]: (c["latitude"], c["longitude"]) for c in decision["candidates"]}
    assert told == {code: (place[3], place[4]) for code, place in PLACES.items()}
    address = api("GET", f"/orders/{number}")[1]["address"]
    assert (address["latitude"], address["longitude"]) == (51.38, -2.36)
