"""Cartons are chosen by what a manager's rules on carriers let the label be, those on weight too."""

import pytest
from company import open_company, place_and_source

from db.accounts import label_order
from db.floor import pack_all, walk_and_sort
from db.test_rate_rules import keep
from packhorse.packing import queries as parcels
from packhorse.shipping import queries


@pytest.fixture
def company(db):
    open_company()


def planned(parcel_ids):
    rows = parcels.by_id(parcel_ids)
    return [(rows[pk].expected_service, rows[pk].freight_minor) for pk in sorted(parcel_ids)]


def test_cartons_reckon_with_rules_on_weight_as_the_label_does(company):
    keep("Heavy ones by express", "only", "ERX", over_g=5_000)
    place_and_source("1", {"IRON": 1})
    place_and_source("2", {"MUG": 1})
    walk_and_sort("BRS")
    ids = pack_all("BRS")
    assert {service for service, _ in planned(ids)} == {"ERX standard", "ALB standard"}
    for pk in ids:
        row, shipment = parcels.by_id([pk])[pk], queries.by_parcel([pk])[pk]
        assert (row.weight_g > 5_000) == row.expected_service.startswith("ERX")
        assert row.freight_minor == shipment.price_minor


@pytest.mark.parametrize(("over_g", "count"), [(None, 1), (20_000, 2)])
def test_where_nobody_may_take_heavy_parcels_lighter_ones_are_made(company, over_g, count):
    if over_g:
        keep("Not so heavy", "never", "ALB", "ERX", over_g=over_g)
    place_and_source("1", {"IRON": 2})
    walk_and_sort("BRS")
    ids = pack_all("BRS")
    assert (len(ids), {bool(service) for service, _ in planned(ids)}) == (count, {True})
    assert all(pk in queries.by_parcel(ids) for pk in ids)


def test_what_cannot_be_lighter_is_packed_all_the_same_and_says_why(company):
    keep("Not so heavy", "never", "ALB", "ERX", over_g=10_000)
    place_and_source("1", {"IRON": 1})
    walk_and_sort("BRS")
    (parcel_id,) = pack_all("BRS")
    row = parcels.by_id([parcel_id])[parcel_id]
    assert (row.expected_service, row.freight_minor) == ("", None)
    assert {why for _, _, why in row.reasons if why.startswith("no carrier")} == {
        "no carrier takes such a parcel by the rules on carriers"
    }
    assert label_order(parcel_id)[2].startswith("The rule “Not so heavy” leaves no carrier")
