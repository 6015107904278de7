"""Printers and prints by JSON: kept by managers only, asked for and read by the bench."""

import pytest
from company import NOW, open_company, relay
from standins.printer import RawPrinter

from db.test_chosen import client_of
from db.test_prints import do_prints, to_weigh, weigh
from db.test_products_api import Api
from packhorse.web import keys

PRINTER = {"warehouse": "BRS", "bench": "Bench 1", "kind": "raw", "address": "10.0.0.21", "language": "zpl203"}
PRINTER |= {"papers": ["label"]}


@pytest.fixture
def api(db):
    open_company()
    roles = {role: Api(keys.add_key(name=role, role=role, now=NOW)) for role in ("manager", "packer")}
    return roles["manager"], roles["packer"]


def test_printers_are_kept_by_managers_only(api):
    manager, packer = api
    assert packer("PUT", "/printers/Labels", PRINTER)[0] == 403
    kept = manager("PUT", "/printers/Labels", PRINTER)
    assert kept[:2] == (200, PRINTER | {"name": "Labels", "medium": "4x6"})
    assert manager("PUT", "/printers/Labels", PRINTER | {"address": "10.0.0.21:0"})[1]["code"] == "PRINTER_WRONG"
    assert manager("PUT", "/printers/Labels", PRINTER | {"warehouse": "XXX"})[1]["code"] == "UNKNOWN_WAREHOUSE"
    assert manager("PUT", "/printers/Labels", PRINTER | {"kind": "usb"})[0] == 422
    assert [each["name"] for each in manager("GET", "/printers")[1]["printers"]] == ["Labels"]
    assert manager("POST", "/printers/None/test")[0] == 404
    assert (
        manager("DELETE", "/printers/Labels")[1] == {"printers": []} and manager("DELETE", "/printers/Labels")[0] == 404
    )


def test_the_bench_prints_again_voids_and_reads_what_was_done(api):
    manager, packer = api
    _, parcel = to_weigh()
    weigh(client_of("packer"), parcel)
    relay()
    with RawPrinter().open() as raw:
        manager("PUT", "/printers/Labels", PRINTER | {"address": raw.address})
        path = f"/parcels/{parcel.sscc}/prints"
        status, record, _ = packer("POST", path, {"paper": "label", "printer": "Labels", "who": "ann"})
        assert (status, record["state"], record["actor"]) == (202, "waiting", "packer/ann")
        do_prints()
        assert len(raw.wait()) == 1
    assert packer("POST", path, {"paper": "label", "printer": "Labels"})[1]["code"] == "NO_REASON"
    assert packer("POST", path, {"paper": "label", "printer": "Other", "reason": "x"})[0] == 404
    status, found, _ = packer("POST", f"/parcels/{parcel.sscc}/void", {"reason": "wrong weight"})
    assert status == 200 and [(each["act"], each["state"]) for each in found["prints"]] == [
        ("print", "done"), ("void", "done"),
    ]  # fmt: skip
    assert [each["id"] for each in packer("GET", path)[1]["prints"]] == [each["id"] for each in found["prints"]]
