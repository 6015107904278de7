"""The page of stock files: nothing is booked before it was checked, and tables are handed out."""

import csv
import html
import io
import re

import pytest
from company import level, open_company
from django.core.files.uploadedfile import SimpleUploadedFile

from db.counting import plan
from db.test_chosen import client_of
from packhorse.inventory import queries as stock

GOOD = "warehouse,bin,sku,quantity,reason\nLDS,A1,MUG,-3,broken\nLDS,A9,MUG,1,found\n"


@pytest.fixture
def office(db):
    open_company()
    plan("LDS", tolerance_minor=10**6)
    return client_of("agent")


def check(client, text=GOOD, kind="adjust"):
    sent = {"kind": kind, "file": SimpleUploadedFile("stock.csv", text.encode())}
    return client.post("/stock-files", sent)


def held(answer):
    return {
        name: html.unescape(re.search(f'name="{name}" value="([^"]*)"', answer.content.decode())[1])
        for name in ("content", "name")
    }


def test_a_file_is_checked_then_booked_as_it_was_checked(office):
    checked = check(office)
    page = checked.content.decode()
    assert "What would change" in page and "there is no bin &#x27;A9&#x27;" in page and level("MUG", "LDS") == (10, 0)
    assert 'download="refused.csv"' in page
    booked = office.post("/stock-files", held(checked) | {"kind": "adjust", "book": "1"}).content.decode()
    assert "What has changed" in booked and level("MUG", "LDS") == (7, 0)
    assert [(each.name, each.rows, each.actor) for each in stock.stock_files()] == [("stock.csv", 1, "agent")]
    again = check(office)
    assert "booked before" in again.content.decode()
    sent = held(again) | {"kind": "adjust", "book": "1"}
    office.post("/stock-files", sent)
    assert level("MUG", "LDS") == (7, 0)
    office.post("/stock-files", sent | {"again": "1"})
    assert level("MUG", "LDS") == (4, 0)


@pytest.mark.parametrize(
    "sent",
    [{}, {"kind": "adjust"}, {"book": "1", "kind": "adjust"}, {"book": "1", "content": "%%%", "kind": "adjust"},
     {"book": "1", "content": "YQ==", "kind": "party"}],
)  # fmt: skip
def test_a_form_that_is_not_whole_is_refused(office, sent):
    assert office.post("/stock-files", sent).status_code == 422


def test_a_file_that_holds_nothing_says_so(office):
    page = check(office, "a,b\n1,2\n").content.decode()
    assert "the column is missing" in page and 'name="book"' not in page


@pytest.mark.parametrize("what", ["stock", "levels", "movements"])
def test_tables_are_handed_out(office, what):
    address = f"/stock-files/{what}?warehouse=BRS&first=2024-05-01&last=2024-05-31"
    answer = office.get(address)
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert len(rows) == 5 and {row["warehouse"] for row in rows} == {"BRS"}
    book = office.get(f"{address}&format=xlsx")
    assert b"".join(book.streaming_content).startswith(b"PK") and f'"{what}.xlsx"' in book["Content-Disposition"]


@pytest.mark.parametrize(
    ("address", "status"),
    [("stock?format=doc", 422), ("stock?warehouse=NO", 404), ("all", 404), ("movements", 422),
     ("movements?first=2024-05-01&last=9999-12-31", 422)],
)  # fmt: skip
def test_what_cannot_be_handed_out_is_said(office, address, status):
    assert office.get(f"/stock-files/{address}").status_code == status


def test_it_is_the_offices_page(office):
    picker = client_of("picker")
    assert picker.get("/stock-files").status_code == picker.get("/stock-files/stock").status_code == 403
