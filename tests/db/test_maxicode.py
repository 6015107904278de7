"""A carrier that wants a MaxiCode on labels gets it: on what is printed first, and on every print after it."""

from dataclasses import replace

import pytest
from company import NOW, open_company, place_and_source, run_sql
from unit.combs import comb_of
from unit.zpl_printer import printed

from db.floor import pack_all, walk_and_sort
from packhorse.carriers.operations import keep_carriers
from packhorse.carriers.queries.tables import tables
from packhorse.documents.label_check import problems
from packhorse.packing import queries as parcels
from packhorse.shipping import queries
from packhorse.shipping.papers import labels_of

WANTED = "UPDATE carriers_service SET maxicode = 7"
LIMITED = "UPDATE catalog_product SET hazmat_class = 'LQ', un_number = 'UN3481' WHERE sku = 'MUG'"
TAKEN = "UPDATE carriers_service SET takes_hazmat = '{LQ}'"


def labelled(before):
    """The shipment of one mug, after some statements."""
    open_company()
    for each in before:
        run_sql(each)
    order_id = place_and_source("1", {"MUG": 1})
    walk_and_sort("BRS")
    pack_all("BRS")
    (shipment,) = queries.of_order(order_id)
    return shipment


def label_again(shipment):
    parcel = parcels.by_id([shipment.parcel_id])[shipment.parcel_id]
    (label,) = labels_of([(parcel, shipment)], now=NOW)
    return label


@pytest.mark.parametrize("wanted", [True, False])
def test_the_label_has_the_maxicode_that_the_carrier_wants(db, wanted):
    shipment = labelled([WANTED if wanted else "SELECT 1", LIMITED, TAKEN])
    label, first = label_again(shipment), queries.label_zpl(shipment.parcel_id)
    assert "UN3481" in first and problems(label) == []
    if not wanted:
        assert label.maxicode is None
        return
    assert (label.maxicode.country, label.maxicode.service_class) == (826, 7)
    assert label.maxicode.message == shipment.tracking_number
    said = comb_of(printed(first)[0], label, 1)
    assert said == "\x1d".join(["BA11AA", "826", "007", shipment.tracking_number])


@pytest.mark.parametrize(("column", "value"), [("postal_code", ""), ("country", "ZZ")])
def test_an_address_that_no_maxicode_holds_is_told_and_the_label_made(db, column, value):
    shipment = labelled([WANTED])
    run_sql(f"UPDATE placing_orderaddress SET {column} = %s", value)
    label = label_again(shipment)
    assert label.maxicode is None
    assert problems(label)[0].startswith("No MaxiCode, which the carrier wants")


def test_a_table_that_says_nothing_of_it_leaves_it_as_it_is(db):
    open_company()
    before = tables()
    run_sql(WANTED)
    assert {service.maxicode for each in tables() for service in each.services} == {7}
    silent = [replace(each, services=tuple(replace(s, maxicode=None) for s in each.services)) for each in before]
    keep_carriers(silent)
    assert {service.maxicode for each in tables() for service in each.services} == {7}
    keep_carriers(before)
    assert {service.maxicode for each in tables() for service in each.services} == {-1}
