"""Waves by page and by JSON: the same verbs, and bad input that is told."""

import re
from dataclasses import replace

import pytest
from company import NOW, differences, open_company, place_and_source, relay, site
from django.contrib.auth.models import User
from django.test import Client
from machine import Api

from db.test_chosen import client_of
from packhorse.picking import operations, queries
from packhorse.picking.rules import RUSH, Setup
from packhorse.placing.rules import order_number
from packhorse.web import keys
from packhorse.web.logins import add_user

WAY_AHEAD = 14 * 24 * 60  # what was placed in 2024 was due long ago


@pytest.fixture
def api(db):
    open_company()
    return Api(keys.add_key(name="scanner", role="manager", now=NOW))


@pytest.fixture
def lead(db):
    open_company()
    add_user(name="lead", password="correct horse battery staple", role="lead")
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="lead"))
    return client


def sourced(*numbers):
    return [order_number(place_and_source(each)) for each in numbers]


def test_a_machine_plans_changes_releases_and_takes_lists(api):
    first, second, third = sourced("1", "2", "3")
    status, answer, _ = api("POST", "/waves", {"warehouse": "BRS"})
    (wave,) = answer["planned"]
    assert (status, wave["orders"], wave["late"], wave["state"]) == (200, 3, 3, "planned")  # due long ago
    number = wave["number"]
    status, whole, _ = api("POST", f"/waves/{number}/take-out", {"orders": [third]})
    assert (status, [row["number"] for row in whole["waiting"]], whole["by_hand"]) == (200, [first, second], True)
    status, answer, _ = api("POST", "/rush", {"orders": [second]})
    (rush,) = answer["lists"]
    assert (status, rush["priority"], rush["kind"], rush["stops"]) == (200, RUSH, "cluster", 1)
    relay()
    assert api("POST", f"/waves/{number}/put-in", {"orders": [third]})[1]["orders"] == 2
    status, whole, _ = api("POST", f"/waves/{number}/release")
    assert (status, whole["state"], len(whole["lists"])) == (200, "released", 1)
    relay()
    _, answer, _ = api("POST", "/lists/next", {"warehouse": "BRS", "picker": "ann"})
    assert [(row["number"], row["picker"]) for row in answer["lists"]] == [(rush["number"], "scanner/ann")]
    _, answer, _ = api("POST", "/lists/next", {"warehouse": "BRS", "picker": "ben"})
    assert [row["number"] for row in answer["lists"]] == whole["lists"]
    assert api("POST", "/lists/next", {"warehouse": "BRS", "picker": "cid"})[1] == {"lists": []}
    assert [row["state"] for row in api("GET", "/waves?warehouse=BRS")[1]["released"]] == ["released", "released"]
    assert differences() == {}


def test_a_wave_is_given_up(api):
    sourced("1")
    (wave,) = api("POST", "/waves", {"warehouse": "BRS"})[1]["planned"]
    assert api("POST", f"/waves/{wave['number']}/cancel")[1]["state"] == "cancelled"
    assert api("GET", f"/waves/{wave['number']}")[1]["waiting"] == []


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/waves?warehouse=XXX", None, 404, "NOT_FOUND"),
        ("POST", "/waves", {"warehouse": "XXX"}, 404, "NOT_FOUND"),
        ("GET", "/waves/W000099", None, 404, "NOT_FOUND"),
        ("GET", "/waves/W99999999999999999999", None, 422, "INVALID"),
        ("POST", "/waves/W000099/release", None, 404, "NOT_FOUND"),
        ("POST", "/rush", {"orders": ["PH1999999"]}, 404, "NOT_FOUND"),
        ("POST", "/rush", {"orders": []}, 422, "INVALID"),
        ("POST", "/lists/next", {"warehouse": "XXX"}, 404, "NOT_FOUND"),
        ("PUT", "/warehouses/BRS/floor-setup", {"pickers": 0}, 422, "INVALID"),
        ("PUT", "/warehouses/BRS/floor-setup", {"cart_totes": "8"}, 422, "INVALID"),
        ("PUT", "/warehouses/BRS/floor-setup", {"colour": "red"}, 422, "INVALID"),
        ("PUT", "/warehouses/XXX/floor-setup", {}, 404, "NOT_FOUND"),
        ("GET", "/warehouses/XXX/floor-setup", None, 404, "NOT_FOUND"),
    ],
)
def test_what_makes_no_sense_is_told(api, method, path, body, status, code):
    got, answer, _ = api(method, path, body)
    assert (got, answer["code"]) == (status, code), answer


def test_a_floors_setup_is_kept(api):
    assert api("GET", "/warehouses/BRS/floor-setup")[1] == {"warehouse": "BRS", **vars(Setup())}
    status, answer, _ = api("PUT", "/warehouses/BRS/floor-setup", {"cart_totes": 12, "zones": True})
    assert (status, answer["cart_totes"], answer["zones"]) == (200, 12, True)
    assert queries.floor_setup(site("BRS")) == replace(Setup(), cart_totes=12, zones=True)
    assert queries.floor_setup(site("LDS")) == Setup()


def test_only_who_runs_the_company_sets_a_floor_up(db):
    open_company()
    api = Api(keys.add_key(name="shop", role="agent", now=NOW))
    assert api("PUT", "/warehouses/BRS/floor-setup", {})[0] == 403
    assert api("POST", "/waves", {"warehouse": "BRS"})[0] == 403


@pytest.mark.parametrize("role", ["picker", "packer"])
def test_waves_are_the_shift_leads_and_pickers_take_lists(db, role):
    open_company()
    first, second = sourced("1", "2")
    lead, picker = (Api(keys.add_key(name=each, role=each, now=NOW)) for each in ("lead", role))
    page, board = client_of(role), client_of("lead")
    (wave,) = lead("POST", "/waves", {"warehouse": "BRS"})[1]["planned"]
    number, wave_id = wave["number"], int(wave["number"][1:])
    for path, body in (
        ("/waves", {"warehouse": "BRS"}),
        ("/rush", {"orders": [first]}),
        (f"/waves/{number}/put-in", {"orders": [first]}),
        (f"/waves/{number}/take-out", {"orders": [first]}),
        (f"/waves/{number}/release", None),
        (f"/waves/{number}/cancel", None),
    ):
        assert picker("POST", path, body)[1]["code"] == "NOT_YOUR_ROOM", path
    for path in ("plan", "now", f"{wave_id}/release", f"{wave_id}/cancel"):
        assert page.post(f"/floor/waves/{path}?warehouse=BRS").status_code == 403, path
    assert page.post("/floor/rush?warehouse=BRS", {"number": first}).status_code == 403
    assert page.post("/floor?warehouse=BRS").status_code == 405
    assert queries.planned_waves(site("BRS"))[0].orders == 2, "nothing of it was done"
    seen, leads = (each.get("/floor?warehouse=BRS").content.decode() for each in (page, board))
    assert number in seen and "A shift lead releases them." in seen and "Rush" not in seen and "Release" not in seen
    assert f'action="/floor/waves/{wave_id}/release"' in leads and "Rush an order" in leads
    assert picker("GET", f"/waves/{number}")[1]["orders"] == 2
    assert lead("POST", f"/waves/{number}/take-out", {"orders": [second]})[0] == 200
    assert board.post(f"/floor/waves/{wave_id}/release").status_code == 302
    assert board.post("/floor/waves/now?warehouse=BRS").status_code == 302
    relay()
    assert len(picker("POST", "/lists/next", {"warehouse": "BRS", "picker": "ann"})[1]["lists"]) == 1
    assert page.post("/floor/next?warehouse=BRS").headers["Location"].startswith("/pick/")


def test_a_lead_plans_and_releases_by_page(lead):
    first, second = sourced("1", "2")
    assert "2 orders wait in no wave" in lead.get("/floor?warehouse=BRS").content.decode()
    lead.post("/floor/waves/plan?warehouse=BRS")
    page = lead.get("/floor?warehouse=BRS").content.decode()
    (wave_id,) = re.findall(r'action="/floor/waves/(\d+)/release"', page)
    assert "2 orders, due" in page and "2 late" in page
    lead.post("/floor/rush?warehouse=BRS", {"number": second.lower()})
    relay()
    answer = lead.post(f"/floor/waves/{wave_id}/release", follow=True)
    page = answer.content.decode()
    assert "is released: PL" in page and "rush" in page and "No wave is planned." in page
    taken = lead.post("/floor/next?warehouse=BRS")
    (rush, _) = [row.id for row in queries.lists(warehouse_id=site("BRS"))]
    assert taken.headers["Location"] == f"/pick/{rush}"
    assert lead.post("/floor/rush?warehouse=BRS", {"number": first}).status_code == 409
    assert lead.post("/floor/rush?warehouse=BRS", {"number": "<b>"}).status_code == 404
    assert lead.post("/floor/waves/99/release").status_code == 404


def test_a_lead_gives_a_wave_up_by_page(lead):
    sourced("1")
    operations.set_floor(warehouse="BRS", setup=Setup(ahead_minutes=WAY_AHEAD))
    lead.post("/floor/waves/plan?warehouse=BRS")
    (row,) = queries.planned_waves(site("BRS"))
    lead.post(f"/floor/waves/{row.id}/cancel")
    assert queries.planned_waves(site("BRS")) == []


def test_a_manager_sets_the_floor_up_by_page(db):
    open_company()
    manager = client_of("manager")
    page = manager.get("/warehouses/BRS/floor-setup").content.decode()
    typed = dict(re.findall(r'name="(\w+)" type="number"[^>]*value="([^"]*)"', page))
    assert typed["walk_mm_s"] == "1"
    answer = manager.post("/warehouses/BRS/floor-setup", typed | {"tote_mm3": "45.5", "cart_g": "120", "zones": "1"})
    assert answer.status_code == 302
    found = queries.floor_setup(site("BRS"))
    assert (found.tote_mm3, found.cart_g, found.zones, found.singles) == (45_500_000, 120_000, True, False)
    for wrong in ("", "x", "-1", "1e9", "NaN", "0.0000001"):
        answer = manager.post("/warehouses/BRS/floor-setup", typed | {"cart_g": wrong})
        assert answer.status_code == 422 and "Weight a cart may carry: give" in answer.content.decode()
    assert manager.get("/warehouses/XXX/floor-setup").status_code == 404
    assert queries.floor_setup(site("BRS")) == found
