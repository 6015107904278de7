"""Pages that print labels: the right ones, in every format, and words for what makes none."""

import pypdfium2
import pytest
from company import NOW, open_company, product

from db.test_chosen import client_of
from packhorse.inventory import operations as inventory


@pytest.fixture
def office(db):
    open_company()
    return client_of("agent")


def pages(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf"), answer.content[:500]
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(answer.content)]


@pytest.mark.parametrize(
    ("chosen", "count"), [("", 12), ("zone=A", 9), ("zone=A&aisle=1", 3), ("bin=A1", 1), ("bin=LDS-A1&aisle=2", 1)]
)
def test_bins_are_chosen_by_zone_aisle_or_one_by_one(office, chosen, count):
    found = pages(office, f"/warehouses/LDS/labels?as=pdf&format=70x35&{chosen}")
    assert len(found) == count and all("LDS" in page for page in found)


def test_a_sheet_holds_twenty_four(office):
    assert len(pages(office, "/stock/MUG/labels?as=pdf&format=a4&copies=25")) == 2


@pytest.mark.parametrize("dpi", ["203", "300"])
def test_a_label_printer_is_sent_zpl(office, dpi):
    answer = office.get(f"/warehouses/LDS/labels?as={dpi}&zone=A&square=1&arrow=up")
    assert answer.content.count(b"^XA") == 9 and answer["Content-Disposition"].endswith('"bins-LDS.zpl"')


def test_a_lots_day_is_known_and_each_serial_number_has_a_label(office):
    inventory.know_lot(product_id=product("MUG").id, code="L1", expires_on=NOW.date(), now=NOW)
    (page,) = pages(office, "/stock/MUG/labels?as=pdf&format=100x50&lot=L1")
    assert "Lot L1" in page and "2024-05-15" in page
    found = pages(office, "/stock/MUG/labels?as=pdf&format=100x50&serials=S1+S2%0AS3&copies=9")
    assert [f"Serial S{nth}" in page for nth, page in enumerate(found, start=1)] == [True] * 3


@pytest.mark.parametrize(
    "address",
    [
        "/warehouses/LDS/labels?as=pdf&bin=NONE",
        "/warehouses/LDS/labels?as=pdf&aisle=x",
        "/warehouses/LDS/labels?as=pdf&zone=Q",
        "/warehouses/LDS/labels?as=pdf&arrow=left",
        "/warehouses/LDS/labels?as=doc",
        "/warehouses/LDS/labels?as=203&format=a4",
        "/stock/MUG/labels?as=pdf&format=a5",
        "/stock/MUG/labels?as=pdf&copies=0",
        "/stock/MUG/labels?as=pdf&copies=99999",
        "/stock/MUG/labels?as=pdf&expires_on=soon",
    ],
)
def test_what_makes_no_label_is_said(office, address):
    assert office.get(address).status_code == 422


def test_the_forms_are_there_and_lead_to_each_other(office):
    assert "every aisle" in office.get("/warehouses/LDS/labels").content.decode()
    assert 'value="A1"' in office.get("/warehouses/LDS/labels?bin=A1").content.decode()
    assert "Serial numbers" in office.get("/stock/MUG/labels").content.decode()
    assert "/stock/MUG/labels" in office.get("/stock/MUG").content.decode()
    assert "/warehouses/LDS/labels?bin=A1" in office.get("/warehouses/LDS/bins/A1").content.decode()
    for address in ("/warehouses/NO/labels", "/stock/NO/labels"):
        assert office.get(address).status_code == 404
