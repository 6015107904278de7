"""The office may not write off what a count would have to have approved."""

import pytest
from company import bin_id, level, open_company, run_sql, scan
from django.core.files.uploadedfile import SimpleUploadedFile

from db.counting import plan
from db.test_chosen import client_of
from db.test_stock_files_page import held

# In Leeds: A1 holds 10 mugs at 5.00 each.


@pytest.fixture(autouse=True)
def company(db):
    open_company()
    plan("LDS", tolerance_minor=3 * 500)
    run_sql("UPDATE catalog_product SET price_minor = 500, currency = 'GBP' WHERE sku = 'MUG'")


def adjust(client, units, do="off"):
    sent = {"spot": f"{bin_id('LDS', 'A1')}-", "units": units, "do": do, "reason": "broken", "scan": str(scan())}
    return client.post("/stock/MUG/adjust", sent)


@pytest.mark.parametrize("do", ["on", "off"])
def test_what_a_count_could_book_at_once_the_office_may_write_on_and_off_and_no_more(do):
    office = client_of("agent")
    answer = adjust(office, 4, do)
    assert answer.status_code == 403
    said = "4 units are worth 20.00 GBP, and without a manager no more than 15.00 is written on or off here"
    assert said in answer.content.decode()
    assert level("MUG", "LDS") == (10, 0)
    assert adjust(office, 3, do).status_code == 302
    assert level("MUG", "LDS") == (13 if do == "on" else 7, 0)


def test_a_manager_may():
    assert adjust(client_of("manager"), 9).status_code == 302
    assert level("MUG", "LDS") == (1, 0)


def test_where_nobody_has_set_a_plan_only_a_manager_may():
    run_sql("DELETE FROM counting_countplan")
    assert adjust(client_of("agent"), 1).status_code == 403


HEAD = "warehouse,bin,sku,quantity,reason\nLDS,A1,MUG,"
FILES = {
    ("count", 6): HEAD + "6,\n",
    ("count", 7): HEAD + "7,\n",
    ("adjust", 6): HEAD + "-1,x\nLDS,A1,MUG,-3,y\n",  # row by row it would do
    ("adjust", 7): HEAD + "-1,x\nLDS,A1,MUG,-2,y\n",
}


def book(client, kind, content):
    """Check a file, then book it as it was checked; return what the check said."""
    sent = {"kind": kind, "file": SimpleUploadedFile("stock.csv", content.encode())}
    checked = client.post("/stock-files", sent)
    text = checked.content.decode()
    if 'name="content"' in text:
        client.post("/stock-files", held(checked) | {"kind": kind, "book": "1"})
    return text


@pytest.mark.parametrize(("kind", "left"), FILES)
def test_so_it_is_with_the_rows_of_a_file_those_of_a_place_together(kind, left):
    said = book(client_of("agent"), kind, FILES[kind, left])
    assert ("the difference is worth 20.00, without a manager no more than 15.00 is booked" in said) is (left == 6)
    assert level("MUG", "LDS") == (10 if left == 6 else 7, 0)
    if left == 6:
        book(client_of("manager"), kind, FILES[kind, left])
        assert level("MUG", "LDS") == (6, 0)


def test_opening_stock_has_no_limit():
    book(client_of("agent"), "opening", HEAD + "90,\n")
    assert level("MUG", "LDS") == (100, 0)
