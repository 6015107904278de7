"""A parcel by JSON: its carton and the others with money, what lies where; another carton for other scanners."""

import pytest
from company import NOW, open_company, place_and_source
from machine import Api

from db.floor import begin, close, fill, fulfillment, walk_and_sort
from packhorse.packing import queries
from packhorse.web import keys


@pytest.fixture
def parcel(db):
    open_company()
    order_id = place_and_source("1", {"MUG": 4})
    walk_and_sort("BRS")
    (parcel_id,) = begin(fulfillment(order_id).id)
    return queries.by_id([parcel_id])[parcel_id]


@pytest.fixture
def api(parcel):
    return Api(keys.add_key(name="bench", role="packer", now=NOW))


def test_a_parcel_tells_its_carton_its_contents_and_what_others_would_cost(api, parcel):
    status, told, _ = api("GET", f"/floor/parcels/{parcel.sscc}")
    assert (status, told["carton"], told["proposed"], told["expected_g"], told["weight_g"]) == (
        200,
        "M",
        "M",
        1650,
        None,
    )
    assert told["contents"] == [{"sku": "MUG", "name": "Mug", "quantity": 4, "packed": 0}]
    blocks = told["placement"]["blocks"]
    assert sum(each["nx"] * each["ny"] * each["nz"] for each in blocks) == 4
    assert {each["sku"] for each in blocks} == {"MUG"}
    assert [(each["carton"], each["objection"]) for each in told["alternatives"]] == [
        ("L", ""),
        ("S", "does not all fit"),
    ]
    assert told["alternatives"][0]["difference_minor"] > 0


def test_another_carton_is_taken_once_and_told(api, parcel):
    path = f"/floor/parcels/{parcel.sscc}/carton"
    status, answer, _ = api("POST", path, {"carton": "S"})
    assert (status, answer["code"]) == (422, "SAY_WHY")
    for _ in range(2):
        status, told, _ = api("POST", path, {"carton": "s", "why": "they nest", "who": "ann"}, key="k")
        assert (status, told["carton"], told["proposed"], told["placement"]) == (200, "S", "M", None)
    (change,) = told["changes"]
    assert (change["before"], change["carton"], change["why"], change["actor"]) == ("M", "S", "they nest", "bench/ann")
    fill(parcel.id)
    close(parcel.id)
    told = api("GET", f"/floor/parcels/{parcel.sscc}")[1]
    assert (told["state"], told["weight_g"], told["alternatives"]) == ("packed", told["expected_g"], [])
    assert api("POST", path, {"carton": "L"})[:2][0] == 409


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/floor/parcels/123", None, 404, "NOT_FOUND"),
        ("POST", "/floor/parcels/123/carton", {"carton": "S"}, 404, "NOT_FOUND"),
        ("POST", "/floor/parcels/{sscc}/carton", {"carton": ""}, 422, "INVALID"),
        ("POST", "/floor/parcels/{sscc}/carton", {"carton": "nonsense"}, 422, "UNKNOWN_CARTON"),
        ("POST", "/floor/parcels/{sscc}/carton", {"carton": "S", "why": "x" * 201}, 422, "INVALID"),
    ],
)
def test_what_is_wrong_is_a_clear_error(api, parcel, method, path, body, status, code):
    got, answer, _ = api(method, path.replace("{sscc}", parcel.sscc), body)
    assert (got, answer["code"]) == (status, code)


def test_keys_that_may_not_are_refused(api, parcel):
    agent = Api(keys.add_key(name="office", role="agent", now=NOW))
    assert agent("GET", f"/floor/parcels/{parcel.sscc}")[0] == 200
    assert agent("POST", f"/floor/parcels/{parcel.sscc}/carton", {"carton": "L"})[0] == 403
    channel = Api(keys.add_key(name="web", role="packer", channel="web", now=NOW))
    assert channel("GET", f"/floor/parcels/{parcel.sscc}")[0] == 403
