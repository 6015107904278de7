"""The dock by JSON: receive, finish, load, leave, put away, take back; each scan once, whoever sends it again."""

from uuid import uuid4

import pytest
from company import NOW, differences, open_company, product, run_sql, scan
from machine import Api

from db.dock import announce, line, lying, transfer
from packhorse.catalog.operations import list_products
from packhorse.catalog.rules import NewPack, NewProduct
from packhorse.inbound.rules import delivery_number
from packhorse.web import keys

NOBODY = "9999999999994"


@pytest.fixture
def api(db):
    open_company()
    yield Api(keys.add_key(name="scanner", role="picker", now=NOW))
    assert differences() == {}


def came(api, number, sku="MUG", quantity=1, **more):
    said = {"scan_id": str(scan()), "code": product(sku).barcode if sku in ("MUG", "BOOK") else sku} | more
    return api("POST", f"/deliveries/{number}/receipts", {"quantity": quantity, **said})[:2]


def test_goods_are_received_once_a_scan_and_the_rest_is_short(api):
    delivery = announce({"MUG": 6, "BOOK": 2})
    number, same = delivery_number(delivery), str(uuid4())
    assert came(api, number, quantity=4, scan_id=same) == (200, {"units": 4, "bin": "RECEIVING", "over": 0})
    assert came(api, number, quantity=4, scan_id=same) == (200, {"units": 0, "bin": "RECEIVING", "over": 0})
    assert came(api, number, damaged=True)[1]["bin"] == "DAMAGED"
    status, done, _ = api("POST", f"/deliveries/{number}/finish", {"who": "ann"})
    assert (status, done["state"], line(delivery, "MUG")) == (200, "closed", (6, 0, 5, 1, 0))
    actors = run_sql(
        "SELECT DISTINCT actor FROM inventory_movement WHERE cause = 'delivery' AND cause_id = %s", delivery
    )
    assert actors == [("scanner",)]


def test_more_than_announced_wants_a_word(api):
    number = delivery_number(announce({"MUG": 1}))
    status, refused = came(api, number, quantity=2)
    assert (status, refused["code"], lying("LDS", "MUG")) == (409, "OVER_ANNOUNCED", {"A1": 10})
    assert came(api, number, quantity=2, over=True, who="ann") == (200, {"units": 2, "bin": "RECEIVING", "over": 1})


def test_a_pack_is_its_units_and_an_element_string_says_lot_and_last_day(api):
    mug = product("MUG")
    list_products([_packed(mug)])
    number = delivery_number(announce({"MUG": 24}))
    assert came(api, number, code="5012345678917", quantity=2)[1]["units"] == 24
    other = delivery_number(announce({"BOOK": 1}))
    gtin = product("BOOK").barcode.rjust(14, "0")
    assert came(api, other, code=f"]C101{gtin}17271231\x1d10L9", over=True)[0] == 200
    assert run_sql("SELECT code, expires_on::text FROM inventory_lot") == [("L9", "2027-12-31")]


def _packed(mug):
    case = NewPack("case", 12, "5012345678917", 400, 300, 250, 4_500)
    facts = mug._asdict()
    fields = NewProduct.__dataclass_fields__.keys() & facts.keys()
    return NewProduct(**{name: facts[name] for name in fields}, packs=(case,))


def test_an_unknown_code_is_refused_or_kept_for_the_office(api):
    number = delivery_number(announce({"MUG": 1}))
    assert came(api, number, code=NOBODY)[1]["code"] == "UNKNOWN_ITEM"
    assert came(api, number, code=NOBODY, quantity=3, unknown=True) == (200, {"units": 3, "bin": "", "over": 0})
    (item,) = api("GET", "/dock/LDS")[1]["rows"] or [None]
    assert item is None
    office = Api(keys.add_key(name="erp", role="agent", now=NOW))
    assert [each["units"] for each in office("GET", f"/deliveries/{number}")[1]["unknown"]] == [3]


def test_what_waits_is_listed_with_a_bin_and_put_away(api):
    number = delivery_number(announce({"MUG": 5}))
    came(api, number, quantity=5)
    (row,) = api("GET", "/dock/LDS")[1]["rows"]
    assert (row["sku"], row["bin"], row["units"], row["proposed_bin"]) == ("MUG", "RECEIVING", 5, "A1")
    said = {
        "scan_id": str(uuid4()),
        "warehouse": "LDS",
        "code": "MUG",
        "quantity": 5,
        "bin": "RECEIVING",
        "to": "LDS-A1",
    }
    assert api("POST", "/moves", said)[:2] == (200, {"units": 5, "bin": "LDS-A1", "over": 0})
    assert api("POST", "/moves", said)[1]["units"] == 0
    assert lying("LDS", "MUG") == {"A1": 15}


def test_a_transfer_is_loaded_leaves_and_comes(api):
    moved = transfer({"MUG": 8})
    number = delivery_number(moved)
    said = {"scan_id": str(uuid4()), "code": "MUG", "quantity": 6, "bin": "A1"}
    assert api("POST", f"/transfers/{number}/loads", said)[1]["units"] == 6
    assert api("POST", f"/transfers/{number}/loads", said)[1]["units"] == 0
    assert api("POST", f"/transfers/{number}/leave")[1]["state"] == "sent"
    assert came(api, number, quantity=5)[0] == 200
    assert api("POST", f"/deliveries/{number}/finish", {})[1]["code"] == "REASON_WANTED"
    assert api("POST", f"/deliveries/{number}/finish", {"reason": "lost on the way"})[1]["lost_because"]
    assert (lying("LDS", "MUG"), line(moved, "MUG")[1:]) == ({"A1": 4}, (6, 5, 0, 1))


def test_returned_goods_are_taken_back_by_their_condition(api):
    said = {"scan_id": str(uuid4()), "warehouse": "LDS", "code": "MUG", "condition": "damaged"}
    assert api("POST", "/take-backs", said)[1]["code"] == "REASON_WANTED"
    assert api("POST", "/take-backs", said | {"reason": "chipped"})[1] == {"units": 1, "bin": "DAMAGED", "over": 0}
    assert api("POST", "/take-backs", said | {"reason": "chipped", "order": "PH9999999"})[0] == 404


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/dock/NOWHERE", None, 404),
        ("POST", "/deliveries/DL9999999/receipts", {"code": "MUG"}, 404),
        ("POST", "/transfers/KNOWN/loads", {"code": "MUG", "bin": "A1"}, 409),
        ("POST", "/moves", {"warehouse": "LDS", "code": "MUG", "bin": "A1", "to": "NONE"}, 404),
        ("POST", "/moves", {"warehouse": "LDS", "code": "MUG", "bin": "A1", "to": "A2", "lot": "NONE"}, 404),
        ("POST", "/moves", {"warehouse": "LDS", "code": "M\x00G", "bin": "A1", "to": "A2"}, 422),
        ("POST", "/moves", {"warehouse": "LDS", "code": "MUG", "bin": "A1", "to": "A2", "quantity": 99999999}, 422),
    ],
)
def test_what_is_wrong_is_said(api, method, path, body, status):
    known = delivery_number(announce({"MUG": 1}))
    answer = api(method, path.replace("KNOWN", known), {"scan_id": str(uuid4()), **body} if body else None)
    assert (answer[0], bool(answer[1]["text"])) == (status, True)


def test_a_key_of_one_channel_and_one_without_the_floor_are_kept_out(api):
    shop = Api(keys.add_key(name="shop", role="manager", channel="web", now=NOW))
    assert shop("GET", "/dock/LDS")[1]["code"] == "NOT_YOUR_CHANNEL"
    assert shop("POST", f"/deliveries/{delivery_number(announce({'MUG': 1}))}/finish", {})[0] == 403
    agent = Api(keys.add_key(name="erp", role="agent", now=NOW))
    assert agent("GET", "/dock/LDS")[0] == 403
