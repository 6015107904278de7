"""A login that is tied to warehouses: what is of another one is shut at every door of the floor."""

import json
import re
from uuid import uuid4

import pytest
from company import NOW, bin_id, open_company, place_and_source, receive, run_sql, site
from django.contrib.auth.models import User
from django.test import Client
from django.urls import get_resolver
from machine import Api

from db.dock import announce, buy, transfer
from db.floor import hand_over, lists, pack_all, sort, stage_all, walk, wave
from packhorse.counting import operations as counting
from packhorse.counting.rules import count_number
from packhorse.inbound.rules import delivery_number, purchase_number
from packhorse.packing import queries as parcels
from packhorse.picking import operations as picking
from packhorse.picking import queries as picked
from packhorse.picking.rules import Setup, list_number
from packhorse.shipping import queries as shipping
from packhorse.shipping.queries import units
from packhorse.sorting import operations as sorting
from packhorse.sorting import queries as walls
from packhorse.sorting.rules import NewLane
from packhorse.web import keys, places
from packhorse.web.logins import add_user, logins

PASSWORD = "correct horse battery staple"


def client_of(name, role, *warehouses):
    add_user(name=name, password=PASSWORD, role=role, warehouses=warehouses)
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username=name))
    return client


@pytest.fixture
def house(db):
    open_company(slots=20)


def doors():
    """Every page of the floor, the bench, papers and the lead that is of something: its route."""
    return {
        each.pattern._route
        for each in get_resolver().url_patterns
        if places.TIED.intersection(getattr(each.callback, "rooms", ())) and "<" in str(each.pattern)
    }


def test_the_table_says_of_every_door_whose_it_is():
    assert {places.door_of(route) for route in doors()} == set(places.OF)


@pytest.fixture
def elsewhere(house):
    """Return {door: what stands for its first value in Bristol}."""
    sorting.keep_lane(warehouse_id=site("BRS"), lane=NewLane("HOME", "LANE-BRS-HOME", ("GB",), holds="pallet"))
    place_and_source("1", {"MUG": 1})
    (list_id,) = walk("BRS")
    sort(list_id)
    (parcel_id,) = pack_all("BRS")
    stage_all("BRS")
    (unit,) = units.units(site("BRS"))
    hand_over("BRS")
    place_and_source("2", {"MUG": 1})
    picking.set_floor(warehouse="BRS", setup=Setup(ahead_minutes=20_000))
    (wave_id,) = picking.plan_waves(warehouse_id=site("BRS"), now=NOW, actor="lead")
    count = counting.ask_count(bin_id=bin_id("BRS", "A1"), now=NOW, actor="lead")
    sscc = parcels.by_id([parcel_id])[parcel_id].sscc
    run_sql("UPDATE network_bin SET use = 'reserve' WHERE code = 'C3'")
    receive("BRS", "C3", "MUG", 100)
    picking.set_face(warehouse_id=site("BRS"), bin_code="A1", sku="MUG", least=50, most=60)
    picking.tend_fills(now=NOW)
    return {
        "warehouses/<str:code>": "BRS",
        "receive/<str:number>": delivery_number(announce({"MUG": 5}, code="BRS")),
        "send/<str:number>": delivery_number(transfer({"MUG": 1}, source="BRS", to="LDS")),
        "floor/waves/<int:wave_id>": wave_id,
        "floor/fill-ups/<int:task_id>": picked.fills(site("BRS"))[0].id,
        "floor/counts/<str:number>": count_number(count),
        "pick/<int:list_id>": list_id,
        "sort/<int:list_id>": list_id,
        "slots/<int:slot_id>": walls.slots(site("BRS"))[0].id,
        "pack/<str:sscc>": sscc,
        "ship/units/<str:number>": unit.number,
        "parcels/<str:sscc>": sscc,
        "manifests/<int:manifest_id>": shipping.manifests()[0].id,
    }


def test_what_is_of_another_warehouse_is_refused_at_every_door(elsewhere):
    tied, free = client_of("ann", "lead", "LDS"), client_of("ben", "lead")
    let_in = []
    for route in sorted(doors()):
        path = "/" + re.sub("<[^>]*>", str(elsewhere[places.door_of(route)]), route, count=1)
        path = re.sub("<[^>]*>", "A1", re.sub("<int:[^>]*>", "1", path))
        for answer in (tied.get(path), tied.post(path)):
            if answer.status_code != 403 or "works in LDS" not in answer.content.decode():
                let_in.append((path, answer.status_code))
        assert b"works in LDS" not in free.get(path).content, path
    assert let_in == []


def test_what_is_sent_to_a_page_of_no_warehouse_is_refused_too(elsewhere):
    tied = client_of("ann", "lead", "LDS")
    order = purchase_number(buy({"MUG": 5}, code="BRS"))
    for path, sent in (
        ("/receive", {"number": elsewhere["receive/<str:number>"]}),
        ("/receive", {"number": order.lower()}),
        ("/ship", {"sscc": elsewhere["pack/<str:sscc>"], "lane": "LANE-BRS-HOME"}),
        ("/ship", {"sscc": elsewhere["ship/units/<str:number>"]}),
        ("/ship/take-out", {"sscc": elsewhere["pack/<str:sscc>"]}),
    ):
        answer = tied.post(path, sent)
        assert (path, answer.status_code, "works in LDS" in answer.content.decode()) == (path, 403, True)


def test_the_choice_is_of_his_warehouses_only(house):
    tied = client_of("ann", "lead", "LDS", "LIL")
    for path in ("/floor", "/dock", "/put-away", "/carry", "/send", "/return", "/floor/counts", "/pack", "/ship"):
        page = tied.get(path).content.decode()
        assert "BRS" not in page and "Bristol" not in page, path
        assert tied.get(path, {"warehouse": "BRS"}).status_code == 403, path
        assert tied.get(path, {"warehouse": "XXX"}).status_code == 404, path
    for path in (
        "/floor/next",
        "/floor/rush",
        "/floor/waves/plan",
        "/floor/waves/now",
        "/floor",
        "/pack",
        "/ship/close",
    ):
        assert tied.post(f"{path}?warehouse=BRS").status_code == 403, path
    assert re.findall(r'warehouse=(\w+)"', tied.get("/dock").content.decode())[:2] == ["LDS", "LIL"]
    assert "BRS" not in tied.get("/warehouses").content.decode()
    chosen = tied.session
    chosen["warehouse"] = "BRS"  # from before he was tied
    chosen.save()
    assert "/warehouses/LDS/carts" in tied.get("/floor").content.decode()


def test_the_api_of_the_floor_refuses_too(house):
    place_and_source("1", {"MUG": 1})
    (list_id,) = wave("BRS")
    tied, number = client_of("ann", "picker", "LDS"), list_number(list_id)
    (task,) = lists.tasks(list_id)
    scan = {"id": str(uuid4()), "kind": "pick", "task": task.id, "quantity": 1, "bin": "BRS-A1", "code": "MUG"}

    def asked(path, body=None):
        more = {"content_type": "application/json"}
        answer = tied.get(f"/api/v1{path}") if body is None else tied.post(f"/api/v1{path}", json.dumps(body), **more)
        return answer.status_code, answer.json().get("code")

    shut = (403, "NOT_YOUR_WAREHOUSE")
    assert asked("/floor/lists?warehouse=BRS") == asked("/floor/carts?warehouse=BRS") == shut
    assert asked(f"/floor/lists/{number}") == asked(f"/floor/lists/{number}/take", {}) == shut
    assert asked("/floor/scans", {"scans": [scan]}) == shut
    assert asked("/floor/lists?warehouse=LDS")[0] == 200
    api = Api(keys.add_key(name="scanner", role="picker", now=NOW))  # a machine that speaks for him
    assert api("POST", f"/floor/lists/{number}/take", {"picker": "ann"})[1]["code"] == "NOT_YOUR_WAREHOUSE"
    assert api("POST", "/lists/next", {"warehouse": "BRS", "picker": "ann"})[1]["code"] == "NOT_YOUR_WAREHOUSE"
    assert lists.pick_list(list_id).state == "open"
    assert api("POST", f"/floor/lists/{number}/take", {"picker": "cid"})[0] == 200


def test_a_manager_ties_people_on_a_page_and_it_holds_at_once(house):
    boss, ann = client_of("boss", "manager"), client_of("ann", "picker")
    assert ann.get("/floor", {"warehouse": "BRS"}).status_code == 200
    sent = {"change": "ann", "role": "picker", "warehouse": ["LDS"], "active": "on"}
    assert boss.post("/people", sent).status_code == 302
    assert ann.get("/floor", {"warehouse": "BRS"}).status_code == 403
    assert [row.warehouses for row in logins() if row.name == "ann"] == [("LDS",)]
    assert boss.post("/people", sent | {"warehouse": []}).status_code == 302
    assert ann.get("/floor", {"warehouse": "BRS"}).status_code == 200
    assert boss.post("/people", {"change": "ann", "role": "picker"}).status_code == 302  # may not sign in any more
    assert ann.get("/floor").status_code == 302
    new = {"name": "dot", "password": PASSWORD, "role": "packer", "warehouse": ["LDS", "LIL"]}
    assert boss.post("/people", new).status_code == 302
    page = boss.get("/people").content.decode()
    assert "in LDS, LIL" in page and "may not sign in" in page


def test_what_cannot_be_is_refused_in_words(house):
    boss = client_of("boss", "manager")
    for sent, status, words in (
        ({"change": "nobody", "role": "picker"}, 404, "nobody"),
        ({"change": "boss", "role": "picker", "active": "on"}, 409, "shut yourself out"),
        ({"change": "boss", "role": "manager"}, 409, "shut yourself out"),
        ({"name": "eve", "password": PASSWORD, "role": "agent", "warehouse": ["LDS"]}, 422, "works for all warehouses"),
        ({"name": "eve", "password": PASSWORD, "role": "picker", "warehouse": ["XXX"]}, 422, "There is no warehouse"),
        ({"name": "eve", "password": "123", "role": "picker"}, 422, "password will not do"),
        ({"name": "eve", "password": PASSWORD, "role": "king"}, 422, "no role"),
    ):
        answer = boss.post("/people", sent)
        assert (answer.status_code, words in answer.content.decode()) == (status, True), sent
    assert client_of("ann", "lead").get("/people").status_code == 403
    assert [row.name for row in logins()] == ["ann", "boss"]
