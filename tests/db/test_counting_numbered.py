"""Numbered units are counted one by one; which are missing and which were found is told by their numbers."""

import pytest
from company import bin_id, carry, differences, in_bin, open_company, product, receive, run_sql

from db.counting import approve, ask, begin, done, refused, tell
from packhorse.counting import queries as counts
from packhorse.inventory import queries as stock


@pytest.fixture(autouse=True)
def company(db):
    open_company(stocked=None)
    run_sql("UPDATE catalog_product SET tracks_serials = true WHERE sku = 'LAMP'")
    receive("BRS", "A3", "LAMP", 2, serials=("N1", "N2"))
    yield
    assert differences() == {}


def counted(ct, actor, *numbers):
    begin(ct, actor)
    for number in numbers:
        tell(ct, {"LAMP": 1}, actor, serial=number)
    return done(ct, actor, empty=not numbers)


def there():
    return stock.serials(product("LAMP").id, bin_id("BRS", "A3"))


def test_each_unit_is_asked_for_its_number_and_counted_once():
    ct = ask("BRS", "A3")
    begin(ct)
    refused("SERIAL_WANTED", tell, ct, {"LAMP": 1})
    refused("ONE_BY_ONE", tell, ct, {"LAMP": 2}, serial="N1")
    tell(ct, {"LAMP": 1}, serial="N1")
    refused("SERIAL_COUNTED", tell, ct, {"LAMP": 1}, serial="N1")
    tell(ct, {"LAMP": 1}, serial="N2")
    assert done(ct) == "expected"


def test_another_unit_than_expected_is_a_difference_and_the_books_follow_it():
    ct = ask("BRS", "A3")
    assert counted(ct, "ann", "N1", "N9") == "recount"
    assert counted(ct, "ben", "N1", "N9") == "approval"
    last = counts.lines(ct)[-1]
    assert (last.difference, last.missing, last.found) == (0, ("N2",), ("N9",))
    assert approve(ct)
    assert (there(), in_bin("BRS", "A3", "LAMP")) == (["N1", "N9"], (2, 0))


def test_a_missing_unit_is_written_off_by_its_number():
    ct = ask("BRS", "A3")
    counted(ct, "ann", "N2")
    assert counted(ct, "ben", "N2") == "approval"
    assert approve(ct)
    assert (there(), in_bin("BRS", "A3", "LAMP")) == (["N2"], (1, 0))


@pytest.mark.parametrize(
    ("numbers", "outcome"), [(("N1", "N2"), "expected"), (("N2",), "expected"), (("N9",), "moved")]
)
def test_a_unit_that_left_during_the_count_hides_no_swapped_one(numbers, outcome):
    ct = ask("BRS", "A3")
    begin(ct)
    carry("BRS", "A3", "C1", "LAMP", 1, numbers=("N1",))
    for number in numbers:
        tell(ct, {"LAMP": 1}, serial=number)
    assert done(ct) == outcome
