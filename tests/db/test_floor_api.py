"""The floor's API: plans to take along, scans in batches that count once, conflicts that are answered one by one."""

from datetime import timedelta

import pytest
from company import (
    NOW,
    cancel,
    differences,
    in_bin,
    open_company,
    place_and_source,
    product,
    receive,
    relay,
    run_sql,
    scan,
)
from django.contrib.auth.models import User
from django.test import Client
from machine import Api

from db.floor import at_once, wave
from packhorse.picking import queries as lists
from packhorse.web import keys
from packhorse.web.logins import add_user

PASSWORD = "correct horse battery staple"


@pytest.fixture
def api(db):
    open_company()
    return Api(keys.add_key(name="gun", role="picker", now=NOW))


@pytest.fixture
def plan(api):
    """Two orders on one list, taken: two of mugs for two totes at one stop, a book at the next."""
    for number, lines in (("1", {"MUG": 3}), ("2", {"MUG": 4, "BOOK": 1})):
        place_and_source(number, lines)
    wave("BRS", at_wall=False)
    number = api("GET", "/floor/lists?warehouse=BRS")[1]["lists"][0]["number"]
    status, answer, _ = api("POST", f"/floor/lists/{number}/take", {"picker": "ann"})
    assert status == 200
    return answer


def tasks(plan):
    return [(stop, task) for stop in plan["stops"] for task in stop["tasks"]]


def made(stop, task, kind="pick", **more):
    """A scan by a device whose clock is nine days ahead."""
    said = {"id": str(scan()), "kind": kind, "task": task["task"], "at": (NOW + timedelta(days=9)).isoformat()}
    if kind == "pick":
        said |= {"bin": stop["bin_barcode"], "code": stop["codes"][0]["code"], "quantity": task["quantity"]}
    return said | more


def send(api, scans, picker="ann"):
    status, answer, _ = api("POST", "/floor/scans", {"scans": scans, "picker": picker})
    assert status == 200, answer
    return [(each["outcome"], each["code"]) for each in answer["outcomes"]]


def test_a_plan_says_all_that_a_device_needs_and_nothing_of_the_customer(api, plan):
    (mugs, books), number = plan["stops"], plan["number"]
    assert [(each["tote"], each["quantity"], each["state"]) for each in mugs["tasks"]] == [
        (1, 3, "open"),
        (2, 4, "open"),
    ]
    assert (mugs["bin"], mugs["bin_barcode"], mugs["sku"], mugs["serials"]) == ("A1", "BRS-A1", "MUG", False)
    assert {"code": product("MUG").barcode, "units": 1} in mugs["codes"]
    assert sorted(each["units"] for each in mugs["codes"]) == [1, 1, 4, 12]
    assert books["sku"] == "BOOK" and (plan["cart"], plan["scan_totes"], plan["last_closed"]) == (None, False, None)
    status, answer, response = api("GET", f"/floor/lists/{number}")
    assert (status, answer) == (200, plan)
    assert "Ada" not in response.content.decode() and "PH1" not in response.content.decode()


def test_scans_are_taken_in_order_and_once(api, plan):
    sent = [made(stop, task) for stop, task in tasks(plan)]
    assert send(api, sent[:2]) == [("taken", "")] * 2
    assert send(api, sent) == [("again", ""), ("again", ""), ("taken", "")]
    assert send(api, sent) == [("again", "")] * 3
    assert in_bin("BRS", "A1", "MUG") == (3, 0)
    relay()
    assert lists.pick_list(int(plan["number"][2:])).state == "done"
    assert differences() == {}


def test_the_ledger_has_the_servers_time_and_the_devices_is_kept(api, plan):
    send(api, [made(*tasks(plan)[0])])
    ((at, device_at, actor),) = run_sql("SELECT at, device_at, actor FROM picking_scan")
    assert (device_at, actor) == (NOW + timedelta(days=9), "gun/ann")
    assert run_sql("SELECT at FROM inventory_movement WHERE kind = 'picked'") == [(at,)] and at != device_at


def test_undo_and_another_pick_of_the_same_stop_in_one_batch(api, plan):
    (stop, task), *_ = tasks(plan)
    sent = [made(stop, task), made(stop, task, "undo"), made(stop, task)]
    assert send(api, sent) == [("taken", "")] * 3
    assert send(api, sent) == [("again", "")] * 3
    assert in_bin("BRS", "A1", "MUG") == (7, 4)
    assert differences() == {}


def test_a_conflict_stops_only_what_depends_on_it(api, plan):
    (stop, first), (_, second), (_, third) = tasks(plan)
    first_order = lists.tasks(int(plan["number"][2:]))[0].order_id
    cancel(first_order)
    relay()
    sent = [made(stop, first), made(stop, second), made(stop, first, "undo"), made(plan["stops"][1], third)]
    assert send(api, sent) == [("refused", "TASK_CLOSED"), ("taken", ""), ("refused", "EARLIER_REFUSED"), ("taken", "")]
    assert differences() == {}


def test_a_short_pick_comes_in_a_batch_and_cannot_be_undone(api, plan):
    (stop, task), *_ = tasks(plan)
    sent = [made(stop, task, "short", quantity=1), made(stop, task, "undo")]
    assert send(api, sent) == [("taken", ""), ("refused", "SHORT_STANDS")]
    relay()
    assert differences() == {}


def test_a_short_pick_says_why_and_what_to_do_now(api, plan):
    (stop, task), *_ = tasks(plan)
    receive("BRS", "C2", "MUG", 5)
    asked = made(stop, task, "short", quantity=1, reason="unreachable")
    _, answer, _ = api("POST", "/floor/scans", {"scans": [asked], "picker": "ann"})
    (said,) = answer["outcomes"]
    assert (said["outcome"], said["more"], said["text"]) == ("taken", 2, "2 more in C2, a stop of this list now.")
    stops = api("GET", f"/floor/lists/{plan['number']}")[1]["stops"]
    assert "C2" in [each["bin"] for each in stops] and len(stops) == len(plan["stops"]) + 1
    status, answer, _ = api("POST", "/floor/scans", {"scans": [asked | {"reason": "bored"}], "picker": "ann"})
    assert (status, answer["code"]) == (422, "INVALID") and "reason" in str(answer)
    assert differences() == {}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"bin": "BRS-A2"}, "WRONG_BIN"),
        ({"code": "BOOK"}, "WRONG_ITEM"),
        ({"code": "(01)bad"}, "WRONG_ITEM"),
        ({"quantity": 1}, "WRONG_QUANTITY"),
        ({"task": 999_999}, "NOT_FOUND"),
    ],
)
def test_a_wrong_scan_is_answered_in_words(api, plan, wrong, code):
    assert send(api, [made(*tasks(plan)[0]) | wrong]) == [("refused", code)]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"scans": []},
        {"scans": [{"id": "x", "kind": "pick", "task": 1}]},
        {"scans": [{"id": str(scan()), "kind": "steal", "task": 1}]},
        {"scans": [{"id": str(scan()), "kind": "pick", "task": 0}]},
        {"scans": [{"id": str(scan()), "kind": "pick", "task": 1, "quantity": -1}]},
        {"scans": [{"id": str(scan()), "kind": "pick", "task": 1, "at": "2026-01-01T00:00:00"}]},
        {"scans": [{"id": str(scan()), "kind": "pick", "task": 1}] * 501},
    ],
)
def test_a_body_that_is_none_is_refused(api, body):
    assert api("POST", "/floor/scans", body)[0] == 422


def test_sent_by_many_at_once_each_scan_counts_once(own_db):
    open_company()
    gun = Api(keys.add_key(name="gun", role="picker", now=NOW))
    place_and_source("1", {"MUG": 3, "BOOK": 1})
    wave("BRS", at_wall=False)
    plan = gun("POST", "/floor/lists/PL000001/take", {})[1]
    sent = [made(stop, task) for stop, task in tasks(plan)]
    answers = at_once(4, lambda nth: send(gun, sent, ""))
    assert sorted(each[0] for answer in answers for each in answer) == ["again"] * 6 + ["taken"] * 2
    assert in_bin("BRS", "A1", "MUG") == (7, 0)


def test_carts_are_added_by_the_company_only(api, plan):
    boss = Api(keys.add_key(name="boss", role="manager", now=NOW))
    body = {"warehouse": "BRS", "code": "C1", "totes": 2}
    assert api("POST", "/floor/carts", body)[0] == 403
    status, answer, _ = boss("POST", "/floor/carts", body)
    assert (status, answer["tote_barcodes"]) == (201, ["CART-BRS-C1-1", "CART-BRS-C1-2"])
    assert boss("POST", "/floor/carts", body | {"warehouse": "XX"})[0] == 422
    assert api("GET", "/floor/carts?warehouse=BRS")[1]["carts"][0]["busy"] is False
    assert boss("POST", "/floor/carts/C1/free", {"warehouse": "BRS"})[0] == 200
    assert boss("POST", "/floor/carts/C7/free", {"warehouse": "BRS"})[0] == 404
    receive("BRS", "A1", "MUG", 5)
    place_and_source("9", {"MUG": 1})
    (list_id,) = wave("BRS")
    path = f"/floor/lists/PL{list_id:06d}/take"
    assert api("POST", path, {})[1]["code"] == "CART_WANTED"
    status, answer, _ = api("POST", path, {"cart": "CART-BRS-C1"})
    assert (answer["cart"], answer["stops"][0]["tasks"][0]["tote_barcode"]) == ("C1", "CART-BRS-C1-1")


def test_a_login_works_with_its_session_and_a_token(api, plan):
    for name, role in (("ann", "picker"), ("ben", "agent")):
        add_user(name=name, password=PASSWORD, role=role)
    person = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    path = f"/api/v1/floor/lists/{plan['number']}"
    assert person.get(path).status_code == 401
    person.force_login(User.objects.get(username="ann"))
    assert person.get(path).json()["picker"] == "gun/ann"
    body = {"scans": [made(*tasks(plan)[0])]}
    assert person.post("/api/v1/floor/scans", body, "application/json").status_code == 403  # no token
    person.get("/floor")
    token = {"X-CSRFToken": person.cookies["csrftoken"].value}
    answer = person.post("/api/v1/floor/scans", body, "application/json", headers=token)
    assert answer.json()["outcomes"][0]["code"] == "NOT_YOUR_LIST"
    person.force_login(User.objects.get(username="ben"))
    assert person.get(path).status_code == 403
    person.logout()
    assert person.get(path).status_code == 401
    status, answer, _ = Api("phk_none")("GET", f"/floor/lists/{plan['number']}")
    assert (status, answer["code"]) == (401, "NO_KEY")


def test_a_channels_key_has_no_business_on_the_floor(api, plan):
    shop = Api(keys.add_key(name="shop", role="packer", channel="web", now=NOW))
    assert shop("GET", "/floor/lists?warehouse=BRS")[1]["code"] == "NOT_YOUR_CHANNEL"
    assert shop("POST", "/floor/scans", {"scans": [made(*tasks(plan)[0])]})[0] == 403
    assert api("GET", "/floor/lists?warehouse=XX")[0] == 404
    assert api("GET", "/floor/lists/PL999999")[0] == 404


def test_a_key_never_acts_in_the_name_of_a_login(api):
    """The list that it takes for a person is that key's to scan, and the login's own page shows it as another's."""
    add_user(name="ann", password=PASSWORD, role="picker")
    place_and_source("1", {"MUG": 3})
    wave("BRS", at_wall=False)
    ((number, picker),) = [
        (each["number"], each["picker"])
        for each in api("POST", "/lists/next", {"warehouse": "BRS", "picker": "ann"})[1]["lists"]
    ]
    status, plan, _ = api("POST", f"/floor/lists/{number}/take", {"picker": "ann"})
    assert (picker, status) == ("gun/ann", 200)
    assert send(api, [made(*task) for task in tasks(plan)]) == [("taken", "")]
