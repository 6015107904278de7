"""The page of warehouse files: nothing is kept before it was checked; only who runs the company takes them in."""

import html
import re

import pytest
from company import open_company
from django.core.files.uploadedfile import SimpleUploadedFile

from db.test_chosen import client_of
from packhorse.network import queries as network

BINS = (
    "warehouse,code,barcode,x_mm,y_mm,storage_class\n"
    "LDS,Z1,LDS-Z1,0,0,ambient\nLDS,Z2,LDS-Z2,0,900,\nLDS,Z3,,0,0,ambient\n"
)


@pytest.fixture
def manager(db):
    open_company()
    return client_of("manager")


def check(client, text, name="bins.csv"):
    return client.post("/warehouses/files", {"file": SimpleUploadedFile(name, text.encode())})


def held(answer):
    return {
        name: html.unescape(value)
        for name, value in re.findall(r'name="(content|name)" value="([^"]*)"', answer.content.decode())
    }


def test_a_file_is_checked_and_then_taken_in(manager):
    answer = check(manager, BINS)
    words = answer.content.decode()
    assert "checked, nothing is kept yet" in words and "Take in the 2 good rows" in words
    assert re.search(r'<td class="num">4</td><td class="mono">barcode</td>', words)
    assert "Z1" not in network.bin_ids("LDS")
    answer = manager.post("/warehouses/files", held(answer) | {"keep": "1"})
    assert "taken in" in answer.content.decode()
    assert {"Z1", "Z2"} <= set(network.bin_ids("LDS")) and "Z3" not in network.bin_ids("LDS")


def test_a_warehouse_comes_from_a_file(manager):
    sites = "code,name,line1,city,postal_code,country,timezone\nYRK,York,1 Mill Lane,York,YO1 7HH,GB,Europe/London\n"
    answer = check(manager, sites, "sites.csv")
    assert network.warehouse("YRK") is None
    manager.post("/warehouses/files", held(answer) | {"keep": "1"})
    assert network.warehouse("YRK").city == "York"


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "\x00\x01", "warehouse\nLDS\n"])
def test_what_is_no_such_file_is_told(manager, text):
    answer = check(manager, text)
    assert (answer.status_code, "Take in the" in answer.content.decode()) == (200, False)
    assert "What is wrong" in answer.content.decode()


def test_no_file_and_a_cut_form_are_refused(manager):
    assert manager.post("/warehouses/files").status_code == 422
    assert manager.post("/warehouses/files", {"keep": "1", "content": "no base64"}).status_code == 422


@pytest.mark.parametrize("role", ["agent", "picker", "packer"])
def test_only_who_runs_the_company_takes_them_in(manager, role):
    other = client_of(role)
    assert other.get("/warehouses/files").status_code == 403
    assert "From a file" not in other.get("/warehouses").content.decode()
    assert "From a file" in manager.get("/warehouses").content.decode()
