"""Walls, lanes, pallets and cages by JSON."""

import pytest
from company import NOW, cancel, differences, open_company, place_and_source, relay, scan
from machine import Api

from db.floor import pack_all, walk, walk_and_sort
from db.sorters import pick_all, spread
from packhorse.packing import queries as parcels
from packhorse.picking.rules import list_number
from packhorse.sourcing import queries as sourcing
from packhorse.web import keys

WALL = {"columns": 2, "rows": 1, "width_mm": 300, "height_mm": 300, "depth_mm": 400, "confirm": True}


@pytest.fixture
def api(db):
    open_company(slots=0)
    yield Api(keys.add_key(name="scanner", role="manager", now=NOW))
    assert differences() == {}


def put(api, list_id, code, **more):
    body = {"scan_id": str(scan()), "list": list_number(list_id), "code": code} | more
    return api("POST", "/floor/puts", body)[:2]


def test_a_wall_is_set_up_and_orders_are_sorted_and_confirmed(api):
    status, told, _ = api("PUT", "/warehouses/BRS/walls/W1", WALL)
    assert (status, [slot["code"] for slot in told["walls"][0]["slots"]]) == (200, ["A1", "A2"])
    assert api("PUT", "/warehouses/BRS/overflow/OV", {"barcode": "OV-1"})[1]["overflow"][0]["units"] == 0
    place_and_source("1", {"MUG": 1})
    place_and_source("2", {"DESK": 1})
    (list_id,) = walk("BRS")
    same = str(scan())
    first = put(api, list_id, "MUG", scan_id=same, who="ann")
    said = {"slot": "A1", "units": 1, "whole": False, "confirm": True, "again": False, "aside": False}
    assert first == (200, said)
    assert put(api, list_id, "MUG", scan_id=same)[1]["again"] is True
    assert put(api, list_id, "DESK", who="ann")[1]["code"] == "CONFIRM_FIRST"
    wrong = api("POST", "/floor/puts/confirm", {"scan_id": same, "slot": "A2"})
    assert (wrong[0], wrong[1]["code"], wrong[1]["details"]) == (422, "WRONG_SLOT", {"wanted": "A1"})
    assert api("POST", "/floor/puts/confirm", {"scan_id": same, "slot": "A1"})[1]["whole"] is True
    assert put(api, list_id, "DESK")[1]["code"] == "TOO_BIG"
    body = {"scan_id": str(scan()), "list": list_number(list_id), "code": "DESK", "place": "OV"}
    laid = api("POST", "/floor/puts/aside", body)
    assert (laid[0], laid[1]["slot"], laid[1]["whole"]) == (200, "OV", True)
    relay()


def test_a_leads_key_clears_a_slot_and_sends_what_is_there(api):
    api("PUT", "/warehouses/BRS/walls/W1", {"columns": 2, "rows": 1})
    lead, picker = (Api(keys.add_key(name=role, role=role, now=NOW)) for role in ("lead", "picker"))
    gone = place_and_source("gone", {"MUG": 1, "BOOK": 1})
    (list_id,) = walk("BRS")
    slot = f"SLOT-BRS-W1-{put(api, list_id, 'MUG')[1]['slot']}"
    assert lead("POST", f"/floor/slots/{slot}/clear", {})[1]["code"] == "NOT_CANCELLED"
    cancel(gone)
    relay()
    for what in ("clear", "part"):
        assert picker("POST", f"/floor/slots/{slot}/{what}", {})[0] == 403
        assert lead("POST", f"/floor/slots/NONE/{what}", {})[1]["code"] == "NOT_FOUND"
    assert lead("POST", f"/floor/slots/{slot}/clear", {"who": "lea"})[1]["state"] == "free"
    order_id, first, _ = spread({"MUG": 1, "BOOK": 1})
    pick_all(first)
    slot = f"SLOT-BRS-W1-{put(api, first, 'MUG')[1]['slot']}"
    assert lead("POST", f"/floor/slots/{slot}/part", {"who": "lea"})[1]["state"] == "complete"
    assert len(sourcing.of_order(order_id)) == 2
    relay()


def test_a_parcel_is_led_to_its_lane_and_its_pallet_is_closed(api):
    api("PUT", "/warehouses/BRS/walls/W1", {"columns": 2, "rows": 1})
    lane = {"barcode": "L-BA", "countries": ["GB"], "postal_prefixes": ["BA"], "precedence": 1, "holds": "cage"}
    status, told, _ = api("PUT", "/warehouses/BRS/lanes/BATH", lane | {"cutoff": "15:30"})
    assert (status, told["lanes"][0]["code"], told["lanes"][0]["shadowed_by"]) == (200, "BATH", "")
    place_and_source("1", {"MUG": 1})
    walk_and_sort("BRS")
    (parcel_id,) = pack_all("BRS")
    sscc = parcels.by_id([parcel_id])[parcel_id].sscc
    goes = {"sscc": sscc, "lane": "BATH", "cutoff": "15:30:00", "staged": False, "unit": ""}
    assert api("GET", f"/floor/parcels/{sscc}/lane")[1] == goes
    assert api("POST", "/floor/stages", {"sscc": sscc, "lane": "LANE-BRS-HOME"})[1]["code"] == "WRONG_LANE"
    staged = api("POST", "/floor/stages", {"sscc": sscc, "lane": "L-BA"})[1]
    assert (staged["staged"], api("POST", "/floor/stages", {"sscc": sscc, "lane": "L-BA"})[1]) == (True, staged)
    closed = api("POST", f"/floor/units/{staged['unit']}/close", {"who": "ben"})[1]
    assert (closed["kind"], closed["state"], closed["parcels"], closed["lane"]) == ("cage", "closed", [sscc], "BATH")
    assert api("POST", f"/floor/units/{closed['sscc']}/close", {})[1] == closed
    assert api("GET", f"/floor/units/{closed['sscc']}")[1] == closed
    assert api("POST", f"/floor/parcels/{sscc}/take-out", {})[1] == goes
    assert api("GET", f"/floor/units/{closed['sscc']}")[0] == 404


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("POST", "/floor/puts", {"scan_id": "x", "list": "PL1", "code": "MUG"}, 422, "INVALID"),
        ("POST", "/floor/puts", {"list": "L1", "code": "MUG"}, 422, "INVALID"),
        ("POST", "/floor/stages", {"sscc": "1", "lane": "L"}, 404, "UNKNOWN_PARCEL"),
        ("GET", "/floor/parcels/123/lane", None, 404, "NOT_FOUND"),
        ("POST", "/floor/parcels/123/take-out", {}, 404, "UNKNOWN_PARCEL"),
        ("POST", "/floor/units/HU9/close", {}, 404, "NOT_FOUND"),
        ("GET", "/warehouses/X/walls", None, 404, "NOT_FOUND"),
        ("PUT", "/warehouses/BRS/walls/W", {"columns": 0, "rows": 1}, 422, "INVALID"),
        ("PUT", "/warehouses/BRS/walls/W", {"columns": 1}, 422, "BAD_WALL"),
        ("PUT", "/warehouses/BRS/walls/W", {}, 422, "BAD_WALL"),
        ("PUT", "/warehouses/BRS/walls/W", {"columns": 1, "rows": 1, "golden_row": 2}, 422, "BAD_WALL"),
        ("PUT", "/warehouses/BRS/walls/W%20W", {"columns": 1, "rows": 1}, 422, "BAD_WALL"),
        ("PUT", "/warehouses/BRS/lanes/L", {"barcode": "x", "countries": ["1!"]}, 422, "BAD_LANE"),
        ("PUT", "/warehouses/BRS/lanes/L", {"barcode": "x", "carrier": "NONE"}, 422, "BAD_LANE"),
        ("PUT", "/warehouses/BRS/lanes/L", {"barcode": "x", "carrier": "ALB", "service": "slow"}, 422, "BAD_LANE"),
        ("PUT", "/warehouses/BRS/lanes/L", {"barcode": "LANE-LDS-HOME"}, 422, "BARCODE_TAKEN"),
        ("PUT", "/warehouses/BRS/lanes/L", {"barcode": "x", "holds": "box"}, 422, "INVALID"),
        ("PUT", "/warehouses/BRS/overflow/OV", {"barcode": "ä"}, 422, "BAD_PLACE"),
    ],
)
def test_bad_input_is_refused_in_words(api, method, path, body, status, code):
    answer = api(method, path, body)
    assert (answer[0], answer[1]["code"]) == (status, code), answer


def test_a_pickers_key_sorts_but_stages_nothing_and_a_shops_sees_nothing(api):
    picker = Api(keys.add_key(name="gun", role="picker", now=NOW))
    assert put(picker, 0, "MUG")[1]["code"] == "NOT_FOUND"
    assert picker("POST", "/floor/stages", {"sscc": "1", "lane": "L"})[0] == 403
    assert picker("GET", "/warehouses/BRS/walls")[0] == 403
    shop = Api(keys.add_key(name="shop", role="manager", channel="web", now=NOW))
    assert shop("GET", "/warehouses/BRS/walls")[0] == 403
    assert put(shop, 1, "MUG")[0] == 403
