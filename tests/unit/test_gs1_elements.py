"""GS1 element strings: what a scanner sends is read, what is printed is read back, own codes are left alone."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from packhorse.algorithms.gs1 import check_digit, sscc
from packhorse.algorithms.gs1_elements import SEPARATOR, Elements, element_string, parse, spellings, sscc_digits

TODAY = date(2024, 5, 15)
GTIN = "09520123456788"
SSCC = sscc("9520000", 0, 1)
FNC = SEPARATOR
LETTERS = st.text("ABCabc0123456789-./()", min_size=1, max_size=20)


@pytest.mark.parametrize("before", ["", "00", "(00)", "]C100", f"]C1{SEPARATOR}00", f"{SEPARATOR}00", " "])
def test_an_sscc_is_known_whatever_the_scanner_sends_before_it(before):
    assert sscc_digits(before + SSCC) == SSCC


def read(text):
    return parse(text, today=TODAY)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"01{GTIN}", {"gtin": GTIN}),
        (f"]d201{GTIN}1726053110AB-1", {"gtin": GTIN, "expires_on": date(2026, 5, 31), "lot": "AB-1"}),
        (f"01{GTIN}10AB-1{FNC}21S7", {"gtin": GTIN, "lot": "AB-1", "serial": "S7"}),
        (f"{FNC}01{GTIN}21S7", {"gtin": GTIN, "serial": "S7"}),
        (f"(01){GTIN}(17)260500(10)A(B)", {"gtin": GTIN, "expires_on": date(2026, 5, 31), "lot": "A(B)"}),
        (f"]C102{GTIN}3712", {"gtin": GTIN, "count": 12}),
        (f"01{GTIN}3103001250", {"gtin": GTIN}),
        (f"]C101{GTIN}15240229", {"gtin": GTIN, "best_before": date(2024, 2, 29)}),
        (f"]C101{GTIN}11000101", {"gtin": GTIN, "produced_on": date(2000, 1, 1)}),
        (f"]C100{SSCC}", {"sscc": SSCC}),
    ],
)
def test_what_a_scanner_sends_is_read(text, said):
    assert read(text) == Elements(**said)


@pytest.mark.parametrize(("year", "century"), [("74", 2074), ("75", 1975), ("99", 1999), ("00", 2000), ("24", 2024)])
def test_the_century_is_the_one_that_is_near(year, century):
    assert read(f"01{GTIN}17{year}0115").expires_on == date(century, 1, 15)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "LAMP",
        "21562",
        "9520000000011",
        "0101010101",
        f"01{GTIN[:-1]}0",
        "10ABC",
        "(ABC)",
        f"01{GTIN}ZZ",
        "17240101",
    ],
)
def test_a_code_of_ones_own_is_never_misread(text):
    assert read(text) == Elements(code=text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"]C101{GTIN[:-1]}0", "check digit is wrong"),
        (f"]C101{GTIN}17241301", "is no day"),
        (f"]C101{GTIN}17240230", "is no day"),
        (f"]C101{GTIN}1724", "6 digits are wanted"),
        (f"]C101{GTIN}10{'A' * 21}", "1 to 20 letters"),
        ("]C18899", "no application identifier"),
        (f"(01){GTIN}(10)A(10)B", "twice"),
        (f"]C102{GTIN}37XX", "a number is wanted"),
    ],
)
def test_an_element_string_that_is_wrong_is_refused_in_words(text, words):
    with pytest.raises(ValueError, match=words):
        read(text)


@given(LETTERS | st.just(""), LETTERS | st.just(""), st.none() | st.integers(0, 15_000))
@example("A(10)B", "", None)
def test_what_is_printed_is_read_back(lot, serial, days):
    day = TODAY + timedelta(days) if days is not None else None
    goods = {"gtin": GTIN, "lot": lot, "serial": serial, "expires_on": day}
    assert read(f"]d2{element_string(**goods)}") == Elements(**goods)
    if "(" not in lot + serial:
        assert read(element_string(**goods, brackets=True)) == Elements(**goods)


@given(st.text() | st.text(f"01789()]CdQ{FNC}", max_size=40))
def test_nothing_that_is_scanned_raises_anything_but_words(text):
    try:
        found = read(text)
    except ValueError as error:
        assert str(error)
    else:
        assert found.code == text.strip() or not found.code


@given(st.integers(0, 10**13 - 1))
def test_a_gtin_is_found_however_it_is_written(number):
    gtin = f"{number:013d}{check_digit(f'{number:013d}')}"
    ways = spellings(gtin)
    assert gtin in ways and len(set(ways)) == len(ways)
    assert {way.zfill(14) for way in ways} == {gtin}
    assert ("0" + gtin[1:] == gtin) == any(len(way) == 13 for way in ways)


@pytest.mark.parametrize("wrong", [{"gtin": "123"}, {"gtin": GTIN, "lot": "A B"}, {"gtin": GTIN, "serial": "Ä"}])
def test_what_does_not_fit_is_not_printed(wrong):
    with pytest.raises(ValueError, match=r"GTIN|does not fit"):
        element_string(**wrong)
