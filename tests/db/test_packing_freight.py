"""Cartons are proposed by what carton and freight cost together, and the packer sees what freight is expected."""

import pytest
from company import open_company, place_and_source, run_sql
from django.db import connection
from django.test.utils import CaptureQueriesContext

from db.floor import begin, close, fill, fulfillment, relay, walk_and_sort
from db.test_chosen import client_of
from packhorse.packing import operations, queries
from packhorse.packing.rules import NewCarton
from packhorse.shipping import queries as shipping

BULKY = NewCarton(
    "B", "Bulky", 400, 300, 300, 406, 306, 306, 90, 20_000, 5
)  # 15 pence less than S, of 6.3 kg by volume


@pytest.fixture
def mug(db):
    """A sorted order of a mug, where the cheapest carton is the largest: its fulfillment order's id."""
    open_company()
    operations.keep_cartons([BULKY])
    order_id = place_and_source("1", {"MUG": 1})
    walk_and_sort("BRS")
    return fulfillment(order_id).id


def proposed(fulfillment_id):
    (parcel_id,) = begin(fulfillment_id)
    return queries.by_id([parcel_id])[parcel_id]


def page(row):
    return client_of("manager").get(f"/pack/{row.sscc}").content.decode()


def test_a_dearer_carton_is_proposed_where_it_saves_more_freight_and_the_packer_sees_it(mug):
    row = proposed(mug)
    assert (row.carton, row.carton_cost_minor, row.freight_minor) == ("S", 20, 310)
    assert row.expected_service == "ALB standard"
    reasons = {code: (cost, why) for code, cost, why in row.reasons}
    assert reasons["S"] == (330, "")
    assert reasons["B"] == (5 + 300 + 400, "dearer than the one chosen")  # the band up to 40 kg, for 6.3 kg by volume
    assert "Expected freight £3.10 by ALB standard" in page(row)


def test_the_freight_expected_is_that_of_the_label(mug):
    row = proposed(mug)
    fill(row.id)
    close(row.id)
    relay()
    assert shipping.by_parcel([row.id])[row.id].price_minor == row.freight_minor


def test_where_no_rates_are_known_the_cheapest_carton_is_proposed_and_the_page_says_so(mug):
    run_sql("DELETE FROM carriers_rate")
    row = proposed(mug)
    assert (row.carton, row.carton_cost_minor, row.freight_minor, row.expected_service) == ("B", 5, None, "")
    assert "No rate is known for it: the carton was chosen by its own cost." in page(row)


def test_a_carton_that_no_carrier_takes_is_not_proposed(mug):
    run_sql("UPDATE carriers_service SET max_length_mm = 300, max_weight_g = 20000")
    run_sql("UPDATE packing_carton SET cost_minor = 0, inner_height_mm = 310 WHERE code = 'B'")
    row = proposed(mug)
    assert row.carton == "S"
    assert [0, "no carrier takes such a parcel"] in [reason[1:] for reason in row.reasons]


def test_rates_are_read_once_for_an_order_however_many_cartons_are_tried(mug):
    with CaptureQueriesContext(connection) as asked:
        proposed(mug)
    assert sum('FROM "carriers_rate"' in each["sql"] for each in asked) == 1
