"""The demonstration company: the same every time, and fit for every stage."""

from collections import Counter
from importlib.resources import files

import pytest

from packhorse.algorithms.gs1 import is_valid
from packhorse.catalog.rules import faults
from packhorse.demo.company import company
from packhorse.demo.goods import goods, skus
from packhorse.demo.people import CITIES, COUNTRIES, person
from packhorse.placing.places import coordinates
from packhorse.sorting.rules import Bound, lane_for

COMPANY = company()


def twice(values):
    return [value for value, count in Counter(values).items() if count > 1]


def test_the_company_is_the_same_every_time():
    goods.cache_clear()
    skus.cache_clear()
    assert company() == COMPANY


def test_it_has_something_of_everything():
    assert len(COMPANY.products) > 3000 and len(COMPANY.customers) > 40
    assert len(COMPANY.warehouses) == 5 == len(COMPANY.slots) == len(COMPANY.lanes)
    assert len(COMPANY.carriers) >= 2 and len(COMPANY.cartons) >= 5


def test_no_product_has_a_fault_and_every_code_is_used_once():
    assert [found for product in COMPANY.products if (found := faults(product))] == []
    assert twice(product.sku for product in COMPANY.products) == []
    assert twice(product.barcode for product in COMPANY.products) == []


def test_barcodes_of_products_are_gtins_of_the_demonstration_prefix():
    for product in COMPANY.products:
        assert is_valid(product.barcode) and len(product.barcode) == 13 and product.barcode.startswith("952")


def test_what_is_scanned_is_unique_over_all_warehouses():
    scanned = [place.barcode for warehouse in COMPANY.warehouses for place in warehouse.bins]
    scanned += [slot.barcode for slots in COMPANY.slots.values() for slot in slots]
    scanned += [lane.barcode for lanes in COMPANY.lanes.values() for lane in lanes]
    scanned += [product.barcode for product in COMPANY.products]
    assert twice(scanned) == []


def test_bins_have_a_code_of_their_own_and_lie_between_the_cross_aisles():
    for warehouse in COMPANY.warehouses:
        assert twice(place.code for place in warehouse.bins) == []
        assert all(warehouse.front_y_mm < place.y_mm < warehouse.back_y_mm for place in warehouse.bins)
        assert len({(place.aisle, place.x_mm) for place in warehouse.bins}) == len({p.aisle for p in warehouse.bins})


def test_stock_lies_in_bins_that_are_there_and_where_its_class_is_kept():
    bins = {(warehouse.code, place.code) for warehouse in COMPANY.warehouses for place in warehouse.bins}
    kept = {warehouse.code: warehouse.storage_classes for warehouse in COMPANY.warehouses}
    kinds = {product.sku: product.storage_class for product in COMPANY.products}
    assert twice((lying.warehouse, lying.bin) for lying in COMPANY.stock) == []
    for lying in COMPANY.stock:
        assert (lying.warehouse, lying.bin) in bins and lying.quantity > 0
        assert kinds[lying.sku] in kept[lying.warehouse]


def test_every_bin_has_a_size_and_most_goods_fit_theirs():
    room = {(w.code, b.code): b.width_mm * b.depth_mm * b.height_mm for w in COMPANY.warehouses for b in w.bins}
    volume = {p.sku: p.length_mm * p.width_mm * p.height_mm for p in COMPANY.products}
    fits = [volume[lying.sku] * lying.quantity <= room[lying.warehouse, lying.bin] for lying in COMPANY.stock]
    assert min(room.values()) > 0 and sum(fits) > 0.97 * len(fits)


def test_some_goods_have_lots_some_are_damaged_and_some_kept_back():
    lots = [lying for lying in COMPANY.stock if lying.lot]
    assert 50 < len(lots) < 500 and all(lying.expires_on for lying in lots)
    assert len(COMPANY.damaged) > 5 and {lying.bin for lying in COMPANY.damaged} == {"DAMAGED"}
    assert all(units > 0 for kept in COMPANY.safety.values() for units in kept.values()) and len(COMPANY.safety) == 5


def test_every_product_lies_somewhere():
    assert {lying.sku for lying in COMPANY.stock} == {product.sku for product in COMPANY.products}


@pytest.mark.parametrize("warehouse", COMPANY.warehouses, ids=lambda warehouse: warehouse.code)
def test_a_warehouse_lies_where_its_city_does(warehouse):
    assert (warehouse.latitude, warehouse.longitude) == coordinates(warehouse.country, warehouse.city)


def test_every_customer_is_marked_as_invented_and_lives_in_a_known_city():
    assert twice(customer.number for customer in COMPANY.customers) == []
    for customer in COMPANY.customers:
        assert customer.assumed
        assert (customer.latitude, customer.longitude) == coordinates(customer.country, customer.city)
        assert customer.email.endswith("@example.com") and customer.phone[:12] in ("", "+44 1632 960")


@pytest.mark.parametrize(("country", "city"), [(country, city) for country, all_ in CITIES.items() for city, _ in all_])
def test_every_city_in_which_somebody_may_live_has_coordinates(country, city):
    assert coordinates(country, city)


@pytest.mark.parametrize("country", COUNTRIES.values())
def test_the_same_key_is_the_same_person_with_a_whole_postal_code(country):
    assert person(country, "17850") == person(country, "17850") != person(country, "17851")
    assert not set("#@{}") & set(person(country, "17850").postal_code + person(country, "17850").line1)


def test_there_is_a_lane_and_a_carrier_from_every_warehouse_to_every_customer():
    lanes = {(zone.origin_country, zone.dest_country) for carrier in COMPANY.carriers for zone in carrier.zones}
    for warehouse in COMPANY.warehouses:
        for country in CITIES:
            assert lane_for(Bound(country), COMPANY.lanes[warehouse.code])
            assert (warehouse.country, country) in lanes


def test_every_zone_of_a_carrier_has_a_price_of_every_service_that_grows_with_weight():
    for carrier in COMPANY.carriers:
        for service in carrier.services:
            for zone in {zone.zone for zone in carrier.zones}:
                rates = sorted((r.max_weight_g, r.price_minor) for r in service.rates if r.zone == zone)
                assert rates and rates[-1][0] >= service.max_weight_g
                assert [price for _, price in rates] == sorted(price for _, price in rates)


def test_cartons_are_larger_outside_than_inside_and_bear_more_than_themselves():
    assert twice(carton.code for carton in COMPANY.cartons) == []
    for c in COMPANY.cartons:
        assert c.outer_length_mm > c.inner_length_mm and c.outer_width_mm > c.inner_width_mm
        assert c.outer_height_mm > c.inner_height_mm and 0 < c.tare_g < c.max_weight_g and c.cost_minor > 0


def test_the_data_are_small_and_every_file_names_its_source_and_licence():
    folder = files("packhorse.demo").joinpath("data")
    data = [file for file in folder.iterdir() if file.name.endswith(".gz")]
    cities = files("packhorse.placing").joinpath("data")
    attribution = folder.joinpath("ATTRIBUTION.md").read_text("utf-8")
    assert len(data) >= 3 and all(file.name in attribution for file in data)
    assert sum(len(file.read_bytes()) for file in [*data, cities.joinpath("cities.csv.gz")]) < 3 * 2**20
    for words in ("UCI Online Retail", "CC BY 4.0", "dvdoug/BoxPacker", "MIT", "Doug Wright"):
        assert words in attribution
    places = cities.joinpath("ATTRIBUTION.md").read_text("utf-8")
    assert all(words in places for words in ("cities.csv.gz", "GeoNames", "CC BY 4.0"))
