"""GS1 numbers against published examples, and what is no number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packhorse.algorithms.gs1 import check_digit, ean13, is_valid, is_valid_sscc, sscc

# Published by GS1 and national member organisations, and numbers printed on goods.
PUBLISHED = [
    "6291041500213",  # GTIN-13, GS1's explanation of the calculation
    "106141412345678908",  # SSCC, GS1 General Specifications
    "376104250021234569",  # SSCC, GS1's check digit table
    "036000291452",  # UPC-A
    "4006381333931",  # GTIN-13
    "9780306406157",  # ISBN-13
    "73513537",  # GTIN-8
    "10614141000415",  # GTIN-14
]
DIGITS = st.text("0123456789", min_size=1, max_size=20)


@pytest.mark.parametrize("number", PUBLISHED)
def test_published_numbers_have_the_check_digit_that_is_computed(number):
    assert check_digit(number[:-1]) == int(number[-1])
    assert is_valid(number)


@given(DIGITS)
def test_weights_are_three_and_one_from_the_right(digits):
    total = 3 * sum(map(int, digits[::-2])) + sum(map(int, digits[-2::-2]))
    assert (total + check_digit(digits)) % 10 == 0
    assert 0 <= check_digit(digits) <= 9


@given(DIGITS, st.data())
def test_one_misread_digit_always_shows(digits, data):
    number = f"{digits}{check_digit(digits)}"
    where = data.draw(st.integers(0, len(number) - 1))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != number[where]]))
    assert is_valid(number)
    assert not is_valid(number[:where] + other + number[where + 1 :])


@pytest.mark.parametrize("bad", ["", " 1", "12a", "-12", "1.2", "١٢٣", "²", "12\n"])
def test_what_is_not_a_row_of_digits_is_refused(bad):
    with pytest.raises(ValueError, match="not a row of digits"):
        check_digit(bad)
    assert not is_valid(bad)


def test_a_single_digit_is_no_number_with_a_check_digit():
    assert not is_valid("0")


@pytest.mark.parametrize("digits", ["", "62910415002", "6291041500213", "62910415002x"])
def test_a_gtin_is_made_of_twelve_digits(digits):
    with pytest.raises(ValueError, match=r"12 digits|row of digits"):
        ean13(digits)


def test_a_gtin_is_the_twelve_digits_and_the_check_digit():
    assert ean13("629104150021") == "6291041500213"


@given(st.text("0123456789", min_size=7, max_size=10), st.integers(0, 9), st.data())
def test_an_sscc_is_extension_prefix_serial_and_check_digit(prefix, extension, data):
    room = 16 - len(prefix)
    serial = data.draw(st.integers(0, 10**room - 1))
    number = sscc(prefix, extension, serial)
    assert is_valid_sscc(number)
    assert (number[0], number[1 : len(prefix) + 1], int(number[len(prefix) + 1 : -1])) == (
        str(extension),
        prefix,
        serial,
    )


def test_the_published_sscc_is_built_from_its_parts():
    assert sscc("0614141", 1, 234567890) == "106141412345678908"


@pytest.mark.parametrize(
    ("prefix", "extension", "serial"),
    [
        ("061414", 1, 1),
        ("06141410000", 1, 1),
        ("061414x", 1, 1),
        ("٠614141", 1, 1),
        ("0614141", 10, 1),
        ("0614141", -1, 1),
        ("0614141", 1, -1),
        ("0614141", 1, 10**9),
        ("0614141000", 1, 10**6),
    ],
)
def test_parts_that_make_no_sscc_are_refused(prefix, extension, serial):
    with pytest.raises(ValueError, match=r"company prefix|does not fit"):
        sscc(prefix, extension, serial)


@pytest.mark.parametrize("number", ["6291041500213", "106141412345678907", "0106141412345678908"])
def test_other_numbers_are_no_sscc(number):
    assert not is_valid_sscc(number)
