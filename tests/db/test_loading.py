"""Parcels are scanned onto the vehicle; what is missing is named, and stays only when somebody says so."""

import pytest
from company import NOW, differences, open_company, place_and_source, site
from machine import Api

from db.floor import pack_all, stage_all, walk_and_sort
from db.test_works_at import client_of
from packhorse.carriers import queries as carriers
from packhorse.errors import Refusal
from packhorse.packing import queries as parcels
from packhorse.placing import operations as placing
from packhorse.shipping import operations, queries
from packhorse.shipping.queries import units
from packhorse.shipping.queries.loading import loading
from packhorse.sorting import operations as sorting
from packhorse.sorting.rules import NewLane
from packhorse.web import keys


def packed(holds=""):
    """Three labelled parcels of Albion in Bristol's lane: (carrier id, SSCCs)."""
    open_company()
    sorting.keep_lane(warehouse_id=site("BRS"), lane=NewLane("HOME", "LANE-BRS-HOME", ("GB",), holds=holds))
    for number in ("1", "2", "3"):
        place_and_source(number, {"MUG": 1})
    walk_and_sort("BRS")
    ids = pack_all("BRS")
    (albion,) = {queries.by_parcel([each])[each].carrier_id for each in ids}
    return albion, [parcels.by_id([each])[each].sscc for each in ids]


def scan(code, carrier, *, code_of="BRS"):
    return operations.load(code=code, warehouse_id=site(code_of), carrier_id=carrier, now=NOW, actor="loader")


def refused(*args, **more):
    with pytest.raises(Refusal) as caught:
        scan(*args, **more)
    return caught.value.code


def test_what_is_scanned_leaves_and_what_is_missing_stays(db):
    albion, (first, second, third) = packed()
    stage_all("BRS")
    assert (scan(first, albion), scan(first, albion), scan(f"(00){second}", albion)) == (1, 0, 1)
    at = loading(site("BRS"), albion)
    assert (at.loaded, [(each.sscc, each.lane) for each in at.missing]) == (2, [(third, "HOME")])
    where = {"warehouse_id": site("BRS"), "carrier_id": albion, "gs1_prefix": "9520000", "now": NOW, "actor": "loader"}
    manifest = operations.close_manifest(**where, loaded_only=True)
    assert len(queries.of_manifest(manifest)) == 2
    assert operations.close_manifest(**where, loaded_only=True) is None
    assert len(queries.of_manifest(operations.close_manifest(**where))) == 1
    assert differences() == {}


def test_what_must_not_be_on_this_vehicle_is_refused(db):
    albion, (first, second, third) = packed()
    (rapid,) = set(carriers.carrier_names()) - {albion}
    assert refused(first, albion) == "NOT_STAGED"
    stage_all("BRS")
    assert refused(first, rapid) == "WRONG_CARRIER"
    assert refused(first, albion, code_of="LDS") == "OTHER_WAREHOUSE"
    assert refused("12", albion) == "UNKNOWN_PARCEL"
    order_id = parcels.by_sscc(second).order_id
    placing.hold(order_id=order_id, kind="MANUAL", reason="asks", now=NOW, actor="agent")
    assert refused(second, albion) == "ORDER_ON_HOLD"
    scan(first, albion)
    operations.take_out(sscc=first, now=NOW, actor="loader")
    assert loading(site("BRS"), albion).loaded == 0
    where = {"warehouse_id": site("BRS"), "carrier_id": albion, "gs1_prefix": "9520000", "now": NOW, "actor": "loader"}
    operations.close_manifest(**where)
    assert refused(third, albion) == "HANDED_OVER"


def test_a_pallet_is_scanned_with_all_on_it(db):
    albion, (first, *_) = packed(holds="pallet")
    stage_all("BRS")
    (pallet,) = units.units(site("BRS"))
    assert refused(first, albion) == "ON_A_UNIT"
    assert (scan(pallet.number, albion), scan(pallet.number, albion)) == (3, 0)
    assert loading(site("BRS"), albion).missing == ()


def test_a_loader_sees_what_is_missing_and_says_that_it_stays(db):
    albion, (first, second, third) = packed()
    pip = client_of("pip", "packer")
    assert "parcels stand in the lanes for this carrier" in pip.get(f"/ship/load?carrier={albion}").content.decode()
    stage_all("BRS")
    assert f"carrier={albion}" in pip.get("/ship?warehouse=BRS").content.decode()
    path = f"/ship/load?warehouse=BRS&carrier={albion}"
    page = pip.get(path).content.decode()
    assert all(each in page for each in (first, second, third)) and "Close the manifest" not in page
    assert "1 parcel on the vehicle" in pip.post(path, {"carrier": albion, "code": first}).content.decode()
    assert pip.post(path, {"carrier": albion, "code": "x"}).status_code == 422
    answer = pip.post(path, {"carrier": albion, "do": "close"})
    assert (answer.status_code, "2 parcels are not on the vehicle" in answer.content.decode()) == (409, True)
    assert pip.post(path, {"carrier": albion, "do": "close", "leave": "on"}).status_code == 302
    assert len(loading(site("BRS"), albion).missing) == 2
    assert pip.get("/ship/load?warehouse=BRS&carrier=0").status_code == 404
    assert client_of("ann", "picker").get(path).status_code == 403


def test_a_scanner_does_the_same_by_api(db):
    _, (first, second, third) = packed()
    stage_all("BRS")
    gun = Api(keys.add_key(name="gun", role="packer", now=NOW))
    here = {"warehouse": "BRS", "carrier": "ALB"}
    status, answer, _ = gun("POST", "/floor/loads", here | {"code": first, "who": "ann"})
    assert (status, answer["loaded"], answer["fresh"]) == (200, 1, 1)
    assert {each["parcel"] for each in answer["missing"]} == {second, third}
    assert gun("POST", "/floor/loads", here | {"carrier": "ERX", "code": first})[1]["code"] == "WRONG_CARRIER"
    assert gun("POST", "/floor/loads", here | {"carrier": "XX", "code": first})[1]["code"] == "UNKNOWN_CARRIER"
    assert gun("GET", "/floor/loading?warehouse=BRS&carrier=ALB")[1]["loaded"] == 1
    status, answer, _ = gun("POST", "/floor/manifests", here)
    assert (status, len(answer["missing"])) == (200, 2) and answer["manifest"].startswith("M")
    assert gun("POST", "/floor/manifests", here)[1]["code"] == "NOTHING_LOADED"
    assert len(gun("POST", "/floor/manifests", here | {"loaded_only": False})[1]["missing"]) == 0
