"""The pack bench by JSON: what is refused as on its page, what is sent twice, photos, and what nobody may."""

import io
import uuid

import pytest
from company import NOW, open_company, place_and_source, product, run_sql
from django.test import Client
from machine import Api
from PIL import Image

from db.floor import walk_and_sort
from db.sorters import of_kind
from db.test_parcel_photos import shot
from packhorse.packing import queries
from packhorse.picking.rules import list_number
from packhorse.web import keys

SCAN = "6f1c1c5e-3f0a-4c43-9d2e-0c8a3a1f6f21"


@pytest.fixture
def api(db, quick):
    open_company()
    return Api(keys.add_key(name="robot", role="packer", now=NOW))


@pytest.fixture
def parcel(api):
    place_and_source("1", {"MUG": 2, "BOOK": 1})
    walk_and_sort("BRS")
    (row,) = api("GET", "/floor/bench?warehouse=BRS")[1]["orders"]
    return api("POST", "/floor/parcels", {"warehouse": "BRS", "code": row["codes"][0]})[1]["parcel"]


def scanned(api, parcel, sku, quantity=1, **more):
    body = {"scan_id": str(uuid.uuid4()), "code": product(sku).barcode, "quantity": quantity}
    return api("POST", f"/floor/parcels/{parcel['sscc']}/scans", body | more)[:2]


def photo(api, parcel, content, kind="image/jpeg"):
    answer = Client(headers={"host": "localhost"}).post(
        f"/api/v1/floor/parcels/{parcel['sscc']}/photos",
        content,
        content_type=kind,
        headers={"authorization": f"Bearer {api.secret}"},
    )
    return answer.status_code, answer.json()


def whole(api, parcel):
    scanned(api, parcel, "MUG", 2)
    assert scanned(api, parcel, "BOOK")[1]["left"] == 0


def test_a_weight_that_cannot_be_right_is_refused_and_noted_for_the_desk_as_on_the_page(api, parcel):
    path = f"/floor/parcels/{parcel['sscc']}/close"
    assert api("POST", path, {"grams": parcel["expected_g"]})[1]["code"] == "ITEMS_MISSING"
    whole(api, parcel)
    status, answer, _ = api("POST", path, {"grams": 5}, key="w")
    assert (status, answer["code"]) == (422, "WEIGHT_IMPLAUSIBLE")
    assert answer["details"] == {"expected_g": parcel["expected_g"]}
    assert run_sql("SELECT refused_g, state FROM packing_parcel") == [(5, "packing")]
    right = {"grams": parcel["expected_g"] + 50}
    first, again = (api("POST", path, right, key="w2") for _ in range(2))
    assert (first[0], first[1]["state"], first[1]["weight_g"]) == (200, "packed", right["grams"])
    assert (again[1], again[2].headers["Idempotent-Replayed"]) == (first[1], "true")
    other = api("POST", path, {"grams": 1})  # closed already: at whatever weight
    assert (other[0], other[1]["weight_g"]) == (200, right["grams"])
    assert run_sql("SELECT count(*) FROM outbox_event WHERE kind = 'ParcelPacked'") == [(1,)]


def test_a_bench_that_is_not_there_is_refused_before_the_parcel_is_closed(api, parcel):
    whole(api, parcel)
    body = {"grams": parcel["expected_g"], "bench": "Bench 9"}
    status, answer, _ = api("POST", f"/floor/parcels/{parcel['sscc']}/close", body)
    assert (status, answer["code"]) == (422, "NO_SUCH_BENCH")
    assert run_sql("SELECT state FROM packing_parcel") == [("packing",)]


def test_wrong_and_surplus_items_are_refused_and_a_scan_counts_once(api, parcel):
    assert scanned(api, parcel, "LAMP") == (
        422,
        {"code": "WRONG_ITEM", "text": "LAMP Lamp does not belong in this parcel. Lay it aside.", "details": {}},
    )
    assert scanned(api, parcel, "MUG", 3)[1]["code"] == "SURPLUS_ITEM"
    assert scanned(api, parcel, "MUG", code="nonsense")[1]["code"] == "UNKNOWN_ITEM"
    same = str(uuid.uuid4())
    assert scanned(api, parcel, "MUG", scan_id=same)[1] == {"sku": "MUG", "units": 1, "left": 2, "again": False}
    assert scanned(api, parcel, "MUG", scan_id=same)[1] == {"sku": "MUG", "units": 1, "left": 2, "again": True}
    told = api("GET", f"/floor/parcels/{parcel['sscc']}")[1]
    assert (told["left"], told["photo_wanted"], told["next"]) == (2, False, None)
    assert (scanned(api, parcel, "MUG")[1]["left"], scanned(api, parcel, "BOOK")[1]["left"]) == (1, 0)


def test_a_list_is_packed_item_by_item_and_a_scan_sent_again_opens_the_same_parcel(api):
    _, (list_id,) = of_kind("single", {"MUG": 1}, {"MUG": 1})
    number = list_number(list_id)
    assert api("GET", "/floor/bench?warehouse=BRS")[1]["lists"] == [{"list": number, "orders": 2}]
    of_list = {"warehouse": "BRS", "code": product("MUG").barcode, "list": number}
    status, answer, _ = api("POST", "/floor/parcels", of_list | {"code": number})
    assert (status, answer["code"]) == (422, "SCAN_AN_ITEM")
    scan = str(uuid.uuid4())
    first, again = (api("POST", "/floor/parcels", of_list | {"scan_id": scan})[1] for _ in range(2))
    assert first == again and (first["parcel"]["left"], first["parcels"]) == (0, [first["parcel"]["sscc"]])
    second = api("POST", "/floor/parcels", of_list)[1]["parcel"]
    assert (second["sscc"] != first["parcel"]["sscc"], second["left"]) == (True, 1)
    assert api("POST", "/floor/parcels", of_list | {"code": product("BOOK").barcode})[1]["code"] == "SURPLUS_ITEM"
    assert api("POST", "/floor/parcels", of_list | {"warehouse": "LDS"})[:2][0] == 404


def test_photos_have_the_limits_of_the_page(api, parcel):
    assert photo(api, parcel, shot())[0] == 200
    status, answer = photo(api, parcel, shot(), "application/x-www-form-urlencoded")  # curl's own; the same photo
    ((kept,), path) = answer["photos"], f"/floor/parcels/{parcel['sscc']}/photos"
    assert (status, kept["width"], kept["actor"]) == (200, 400, "robot")
    for content, kind, said in (
        (b"", "image/jpeg", "no photo"),
        (b"GIF89a" + bytes(50), "image/gif", "no photo"),
        (bytes(15_000_001), "image/jpeg", "more than 15 MB"),
        (_bomb(), "image/png", "million pixels"),
        (b'{"photo": "..."}', "application/json", "the picture itself"),
        (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x", "the picture itself"),
    ):
        status, answer = photo(api, parcel, content, kind)
        assert (status, answer["code"], said in answer["text"]) == (422, "NOT_A_PHOTO", True), answer
    for nth in range(5):
        photo(api, parcel, shot(colour=(nth * 40, 0, 0)))
    assert photo(api, parcel, shot(colour="blue"))[1]["code"] == "TOO_MANY_PHOTOS"
    for _ in range(2):
        status, answer, _ = api("DELETE", f"{path}/{kept['id']}")
        assert (status, len(answer["photos"])) == (200, 5)
    run_sql("UPDATE packing_parcel SET state = 'shipped', weight_g = 1 RETURNING 1")
    assert api("DELETE", f"{path}/{kept['id'] + 1}")[1]["code"] == "PARCEL_SHIPPED"


def _bomb():
    """90 million pixels in few bytes."""
    out = io.BytesIO()
    Image.new("1", (10_000, 9_000)).save(out, "PNG")
    assert len(out.getvalue()) < 100_000
    return out.getvalue()


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/floor/bench?warehouse=XXX", None, 404, "NOT_FOUND"),
        ("POST", "/floor/parcels", {"warehouse": "BRS", "code": "SLOT-9"}, 422, "NO_SUCH_SLOT"),
        ("POST", "/floor/parcels", {"warehouse": "XXX", "code": "SLOT-9"}, 404, "NOT_FOUND"),
        ("POST", "/floor/parcels", {"warehouse": "BRS", "code": "MUG", "list": "PL9"}, 404, "NOT_FOUND"),
        ("POST", "/floor/parcels", {"warehouse": "BRS", "code": "MUG", "list": "x"}, 422, "INVALID"),
        ("POST", "/floor/parcels/123/scans", {"scan_id": SCAN, "code": "MUG"}, 404, "NOT_FOUND"),
        ("POST", "/floor/parcels/123/scans", {"scan_id": "x", "code": "MUG"}, 422, "INVALID"),
        ("POST", "/floor/parcels/123/scans", {"scan_id": SCAN, "code": "M", "quantity": 0}, 422, "INVALID"),
        ("POST", "/floor/parcels/123/close", {"grams": 5}, 404, "NOT_FOUND"),
        ("POST", "/floor/parcels/123/close", {"grams": -1}, 422, "INVALID"),
        ("POST", "/floor/parcels/123/close", {"grams": 1.5}, 422, "INVALID"),
        ("POST", "/floor/parcels/123/close", {"grams": 10**8}, 422, "INVALID"),
        ("POST", "/floor/parcels/123/close", {}, 422, "INVALID"),
        ("GET", "/parcels/123/label", None, 404, "NOT_FOUND"),
        ("GET", "/parcels/123/label.zpl", None, 404, "NOT_FOUND"),
        ("GET", "/parcels/123/label.zpl?dpi=7", None, 422, "INVALID"),
        ("GET", "/parcels/123/slip.pdf", None, 404, "NOT_FOUND"),
    ],
)
def test_what_is_wrong_is_a_clear_error(api, method, path, body, status, code):
    got, answer, _ = api(method, path, body)
    assert (got, answer["code"]) == (status, code)


def test_a_label_that_is_not_there_says_so(api, parcel):
    told = api("GET", f"/parcels/{parcel['sscc']}/label")[1]
    assert (told["there"], told["final"], told["text"]) == (False, True, "No label yet: the parcel is not closed.")
    assert api("GET", f"/parcels/{parcel['sscc']}/label.zpl")[1]["code"] == "NO_LABEL"


def test_keys_that_may_not_are_refused(api, parcel):
    body = {"warehouse": "BRS", "code": "x"}
    picker = Api(keys.add_key(name="gun", role="picker", now=NOW))
    channel = Api(keys.add_key(name="web", role="packer", channel="web", now=NOW))
    for other in (picker, channel):
        assert other("POST", "/floor/parcels", body)[0] == 403
        assert other("POST", f"/floor/parcels/{parcel['sscc']}/close", {"grams": 5})[0] == 403
        assert photo(other, parcel, shot())[0] == 403
    assert queries.photos([1]) == {}
