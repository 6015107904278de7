"""Fill-ups by page and by API: the same steps, the same refusals."""

import pytest
from company import NOW, differences, in_bin, open_company, place_and_source, receive, run_sql, scan, site
from django.contrib.auth.models import User
from django.test import Client
from machine import Api

from packhorse.picking import operations
from packhorse.picking import queries as lists
from packhorse.web import keys
from packhorse.web.logins import add_user

PASSWORD = "correct horse battery staple"


@pytest.fixture
def house(db):
    """A face of five mugs, a hundred in reserve, and orders for fourteen."""
    open_company(stocked={})
    run_sql("UPDATE network_bin SET use = 'reserve' WHERE code = 'C3'")
    receive("BRS", "A1", "MUG", 5)
    receive("BRS", "C3", "MUG", 100)
    place_and_source("1", {"MUG": 9})
    place_and_source("2", {"MUG": 5})
    operations.tend_fills(now=NOW)


def person(role):
    add_user(name=role, password=PASSWORD, role=role)
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username=role))
    return client


def test_a_phone_is_led_from_bin_to_bin(house):
    picker = person("picker")
    listed = picker.get("/floor/fill-ups?warehouse=BRS").content.decode()
    assert "C3 → A1" in listed and "Take the next one" in listed
    address = picker.post("/floor/fill-ups?warehouse=BRS").url
    said = {"scan": str(scan())}
    assert "Go to" in picker.get(address).content.decode()
    wrong = picker.post(address, said | {"code": "BRS-A2"})
    assert (wrong.status_code, "Wrong bin: this is A2. Go to C3." in wrong.content.decode()) == (422, True)
    typed = picker.post(address, said | {"code": "c3"}).content.decode()  # as it is written on the page
    assert "12 ×" in typed and 'name="from" value="BRS-C3"' in typed
    said["from"] = "BRS-C3"
    assert picker.post(address, said | {"code": "BOOK"}).status_code == 422
    assert "Carry into" in picker.post(address, said | {"code": "MUG"}).content.decode()
    said["item"] = "MUG"
    assert picker.post(address, said | {"code": "BRS-A1", "units": "many"}).status_code == 422
    done = picker.post(address, said | {"code": "A1", "units": "12"}, follow=True)
    assert "12 × MUG into A1" in done.content.decode() and "holds enough" in done.content.decode()
    assert in_bin("BRS", "A1", "MUG") == (17, 0)
    assert "is done" in picker.get(address).content.decode()
    assert picker.post(address, said | {"code": "BRS-A1", "units": "12", "scan": str(scan())}).status_code == 302
    assert picker.get("/floor/fill-ups/999").status_code == 404
    assert differences() == {}


def test_a_phone_gives_one_up(house):
    picker = person("picker")
    address = picker.post("/floor/fill-ups?warehouse=BRS").url
    assert "Given up" in picker.post(f"{address}/cancel", {"why": "no ladder"}, follow=True).content.decode()
    assert lists.fills(site("BRS")) == []


def test_a_manager_sets_what_faces_hold(house):
    boss, sent = person("manager"), {"bin": "A1", "sku": "MUG", "least": "10", "most": "40"}
    kept = boss.post("/warehouses/BRS/faces", sent, follow=True).content.decode()
    assert "Kept for MUG in A1" in kept and "40" in kept
    for wrong in ({"least": "50"}, {"most": "x"}, {"bin": "Z1"}, {"sku": "NONE"}, {"bin": "C3"}):
        answer = boss.post("/warehouses/BRS/faces", sent | wrong)
        assert (answer.status_code, 'role="alert"' in answer.content.decode()) == (422, True)
    assert [(row.least, row.most) for row in lists.faces(site("BRS"))] == [(10, 40)]
    boss.post("/warehouses/BRS/faces", sent | {"forget": "yes"})
    assert lists.faces(site("BRS")) == []
    assert boss.get("/warehouses/XX/faces").status_code == 404
    assert person("picker").get("/warehouses/BRS/faces").status_code in (302, 403)


def test_a_scanner_of_another_make_does_the_same(house):
    gun = Api(keys.add_key(name="gun", role="picker", now=NOW))
    status, answer, _ = gun("POST", "/floor/fill-ups/next", {"warehouse": "BRS", "person": "ann"})
    (task,) = answer["fill_ups"]
    assert (status, task["units"], task["from_barcode"], task["person"]) == (200, 12, "BRS-C3", "gun/ann")
    said = {"id": str(scan()), "from_bin": "BRS-C3", "item": "MUG", "to_bin": "BRS-A1", "units": 12, "person": "ann"}
    path = f"/floor/fill-ups/{task['id']}"
    for wrong, code in (
        ({"item": "BOOK"}, "WRONG_ITEM"),
        ({"to_bin": "BRS-A3"}, "WRONG_BIN"),
        ({"units": 0}, "INVALID"),
    ):
        status, answer, _ = gun("POST", f"{path}/scan", said | wrong)
        assert (status, answer["code"]) == (422, code)
    assert gun("POST", f"{path}/scan", said | {"person": "ben"})[1]["code"] == "NOT_YOUR_FILL"
    for _ in range(2):
        status, answer, _ = gun("POST", f"{path}/scan", said)
        assert (status, answer["state"], answer["moved"]) == (200, "done", 12)
    assert in_bin("BRS", "A1", "MUG") == (17, 0)
    assert gun("POST", f"{path}/cancel", {"why": "late", "person": "ann"})[1]["code"] == "FILL_CLOSED"
    assert gun("GET", "/floor/fill-ups?warehouse=BRS")[1] == {"fill_ups": []}
    assert gun("GET", "/floor/fill-ups?warehouse=XX")[0] == 404
    assert gun("POST", "/floor/fill-ups/999/scan", said)[0] == 404


def test_faces_by_api(house):
    boss = Api(keys.add_key(name="boss", role="manager", now=NOW))
    face = {"bin": "A1", "sku": "MUG", "least": 10, "most": 40}
    status, answer, _ = boss("PUT", "/warehouses/BRS/faces", face)
    assert (status, [(row["bin"], row["most"]) for row in answer["faces"]]) == (200, [("A1", 40)])
    for wrong in ({"least": 41}, {"bin": "C3"}, {"sku": "NONE"}, {"most": 0}):
        assert boss("PUT", "/warehouses/BRS/faces", face | wrong)[0] == 422
    assert boss("GET", "/warehouses/BRS/faces")[1] == answer
