"""A parcel is closed at a weight that can be right; what cannot be is named, and mended by the product's weight."""

import pytest
from company import run_sql

from db.floor import close, fill
from db.test_packing import begun, parcel, refused
from packhorse.packing import queries


@pytest.mark.parametrize("more_g", [-51, 51, -440, 10_000])
def test_a_parcel_cannot_be_closed_at_a_weight_that_cannot_be_right(db, more_g):
    (parcel_id,) = begun({"MUG": 1})
    fill(parcel_id)
    assert refused(close, parcel_id, more_g) == "WEIGHT_IMPLAUSIBLE"
    assert (parcel(parcel_id).state, parcel(parcel_id).weight_g) == ("packing", None)


def test_a_parcel_is_closed_once_the_wrong_weight_of_its_product_is_corrected(db):
    (parcel_id,) = begun({"MUG": 1})
    fill(parcel_id)
    before = parcel(parcel_id).expected_g
    assert refused(close, parcel_id, 400) == "WEIGHT_IMPLAUSIBLE"
    run_sql("UPDATE catalog_product SET weight_g = weight_g + 400 WHERE sku = 'MUG'")
    assert close(parcel_id, 400) is True
    assert (parcel(parcel_id).weight_g, parcel(parcel_id).expected_g) == (before + 400, before + 400)


def test_what_ships_in_its_own_packaging_is_closed_once_its_weight_is_corrected_too(db):
    (parcel_id,) = begun({"DESK": 1})
    fill(parcel_id)
    assert refused(close, parcel_id, 4_000) == "WEIGHT_IMPLAUSIBLE"
    run_sql("UPDATE catalog_product SET weight_g = weight_g + 4000 WHERE sku = 'DESK'")
    assert close(parcel_id, 4_000) is True


def test_a_parcel_that_the_scale_refused_is_named_until_it_is_closed(db):
    (parcel_id,) = begun({"MUG": 1})
    fill(parcel_id)
    expected = parcel(parcel_id).expected_g
    for more_g in (300, 400):
        assert refused(close, parcel_id, more_g) == "WEIGHT_IMPLAUSIBLE"
    (row,) = queries.off_weight()
    assert (row.sscc, row.expected_g, row.refused_g) == (parcel(parcel_id).sscc, expected, expected + 400)
    assert row.goods == (("MUG", 1),)
    close(parcel_id)
    assert queries.off_weight() == []
