"""Who picks learns nothing of whom it is for: no page and no answer of the floor names a customer."""

import re

import pytest
from company import NOW, bin_id, open_company, relay, run_sql, site
from django.urls import get_resolver
from machine import Api

from db.dock import announce, transfer
from db.floor import lists, pick_list, put, take, wave
from db.test_works_at import client_of
from packhorse.counting import operations as counting
from packhorse.counting.rules import count_number
from packhorse.inbound.rules import delivery_number
from packhorse.picking import operations as picking
from packhorse.picking.rules import Setup, list_number
from packhorse.sorting import queries as walls
from packhorse.web import keys, places

ADDRESS = {"name": "Zebulon Quixley", "line1": "77 Wyvern Row", "city": "Bath", "postal_code": "BA1 9QX"}
PERSON = {"email": "zeb@quixley.example", "phone": "+441225777123"}
WISHES = {"delivery_instructions": "Ring twice", "gift_message": "Many happy returns"}
SECRET = re.compile("zebulon|quixley|wyvern|BA1 ?9QX|777 ?123|ring twice|many happy", re.IGNORECASE)


def at_the_wall():
    made = wave("BRS")
    for list_id in made:
        run_sql("UPDATE picking_picklist SET kind = 'batch' WHERE id = %s", list_id)
        pick_list(list_id)
    return made


@pytest.fixture
def values(db):
    """Orders of somebody one would know again, at every stage of the floor: what stands for each door's value."""
    open_company(slots=20)
    picking.set_floor(warehouse="BRS", setup=Setup(ahead_minutes=20_000))
    shop = Api(keys.add_key(name="shop", role="manager", now=NOW))
    for number in range(8):
        more = {"address": ADDRESS | PERSON} | WISHES
        status, answer, _ = shop.place(f"Q{number}", {"MUG": 1, "BOOK": 1}, **more)
        assert status in (200, 201), answer
        relay()
        if number == 1:
            (half_sorted,) = at_the_wall()
            put(half_sorted, "MUG")
        elif number == 3:
            (done_list,) = at_the_wall()
        elif number == 5:
            (list_id,) = wave("BRS")
            take(list_id, actor="ann")
    (wave_id,) = picking.plan_waves(warehouse_id=site("BRS"), now=NOW, actor="lead")
    (taken, *_) = [slot.id for slot in walls.slots(site("BRS")) if slot.fulfillment_id]
    count = counting.ask_count(bin_id=bin_id("BRS", "A1"), now=NOW, actor="lead")
    return {
        "warehouses/<str:code>": ["BRS"],
        "receive/<str:number>": [delivery_number(announce({"MUG": 5}, code="BRS"))],
        "send/<str:number>": [delivery_number(transfer({"MUG": 1}, source="BRS", to="LDS"))],
        "floor/waves/<int:wave_id>": [wave_id],
        "floor/counts/<str:number>": [count_number(count)],
        "pick/<int:list_id>": [list_id, done_list],
        "sort/<int:list_id>": [done_list],
        "slots/<int:slot_id>": [taken],
    }


def routes():
    for each in get_resolver().url_patterns:
        if {"floor", "lead"}.intersection(getattr(each.callback, "rooms", ())):
            yield each.pattern._route


def test_no_page_of_the_floor_names_a_customer(values):
    ann, lea = client_of("ann", "picker"), client_of("lea", "lead")
    seen = 0
    assert SECRET.search(client_of("boss", "manager").get("/orders").content.decode())  # the office does read it
    for route in routes():
        for value in values.get(places.door_of(route), [""]):
            path = "/" + re.sub("<[^>]*>", "A1", re.sub("<[^>]*>", str(value), route, count=1))
            for client in (ann, lea):
                for headers in ({}, {"HX-Request": "true"}):
                    answer = client.get(path, {"warehouse": "BRS"}, headers=headers)
                    found = SECRET.search(answer.content.decode("utf-8", "replace"))
                    assert found is None, (path, found)
                    seen += answer.status_code == 200
    assert seen > 60  # pages were read, not refusals


def test_no_answer_of_the_floors_api_names_a_customer(values):
    api = Api(keys.add_key(name="scanner", role="lead", now=NOW))
    (list_id, done) = values["pick/<int:list_id>"]
    wave = f"W{values['floor/waves/<int:wave_id>'][0]:06d}"
    for method, path, body in (
        ("GET", "/floor/lists?warehouse=BRS", None),
        ("GET", f"/floor/lists/{list_number(list_id)}", None),
        ("GET", f"/floor/lists/{list_number(done)}", None),
        ("GET", "/floor/carts?warehouse=BRS", None),
        ("GET", "/floor/board?warehouse=BRS", None),
        ("GET", "/floor/capacity?warehouse=BRS", None),
        ("GET", "/floor/people?warehouse=BRS", None),
        ("GET", "/waves?warehouse=BRS", None),
        ("GET", f"/waves/{wave}", None),
        ("POST", "/waves", {"warehouse": "BRS"}),
        ("POST", f"/waves/{wave}/release", None),
        ("POST", "/lists/next", {"warehouse": "BRS", "picker": "ben"}),
        ("GET", "/counts?warehouse=BRS", None),
    ):
        status, _, answer = api(method, path, body)
        text = answer.content.decode()
        assert (status, SECRET.search(text)) == (200, None), (path, text[:300])
    assert lists.pick_list(list_id).picker == "ann"
