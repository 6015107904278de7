"""Which parcels are declared, and by which of the postal forms."""

import pytest

from packhorse.algorithms.customs_areas import needs_customs, takes_short_form


@pytest.mark.parametrize(
    ("sent_from", "sent_to", "declared"),
    [
        (("GB", "LS1"), ("GB", "BA1"), False),
        (("GB", "LS1"), ("IM", "IM1"), False),
        (("GB", "LS1"), ("JE", "JE2"), True),
        (("GB", "LS1"), ("FR", "75001"), True),
        (("DE", "10115"), ("FR", "75001"), False),
        (("DE", "10115"), ("MC", "98000"), False),
        (("DE", "10115"), ("AX", "22100"), True),
        (("DE", "10115"), ("ES", "28001"), False),
        (("DE", "10115"), ("ES", "35001"), True),
        (("ES", "28001"), ("ES", "38001"), True),
        (("ES", "35001"), ("ES", "35002"), False),
        (("CH", "8001"), ("LI", "9490"), False),
        (("US", "10001"), ("PR", "00901"), False),
        (("US", "10001"), ("CA", "M5V"), True),
    ],
)
def test_a_parcel_is_declared_where_it_leaves_the_area(sent_from, sent_to, declared):
    assert needs_customs(sent_from, sent_to) is needs_customs(sent_to, sent_from) is declared


@pytest.mark.parametrize(
    ("value", "currency", "grams", "short"),
    [
        (27000, "GBP", 2000, True), (27001, "GBP", 2000, False), (100, "GBP", 2001, False), (1, "JPY", 10, False),
        (40000, "USD", 10, True),
    ],
)  # fmt: skip
def test_the_short_form_is_for_light_and_cheap_goods(value, currency, grams, short):
    assert takes_short_form(value_minor=value, currency=currency, gross_g=grams) is short
