"""Pages of carts, and the forms of a pick list as they work without a script."""

import re

import pytest
from company import differences, open_company, place_and_source, receive, relay, run_sql, scan, site
from django.contrib.auth.models import User
from django.test import Client

from db.floor import take, wave
from packhorse.picking import operations
from packhorse.picking import queries as lists
from packhorse.web.logins import add_user

PASSWORD = "correct horse battery staple"


def person(role):
    add_user(name=role, password=PASSWORD, role=role)
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username=role))
    return client


@pytest.fixture
def house(db):
    open_company()
    place_and_source("1", {"MUG": 1})
    place_and_source("2", {"MUG": 2})


def test_the_manager_adds_a_cart_and_prints_its_codes(house):
    boss = person("manager")
    added = boss.post("/warehouses/BRS/carts/do", {"code": "C1", "totes": "3"}, follow=True)
    assert "CART-BRS-C1" in added.content.decode() and added.status_code == 200
    zpl = boss.get("/warehouses/BRS/carts/labels?cart=C1&as=203").content.decode()
    assert [f"CART-BRS-C1{end}" in zpl for end in ("", "-1", "-2", "-3", "-4")] == [True] * 4 + [False]
    assert boss.get("/warehouses/BRS/carts/labels?as=pdf").content.startswith(b"%PDF")
    assert "C1" in boss.get("/warehouses/BRS/carts/labels").content.decode()
    for address in ("/warehouses/BRS/carts/labels?cart=C9&as=pdf", "/warehouses/LDS/carts/labels?as=pdf"):
        assert boss.get(address).status_code == 422
    for address in ("/warehouses/XX/carts/labels", "/warehouses/XX/carts"):
        assert boss.get(address).status_code == 404


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        ({"code": "", "totes": "3"}, 422, "without spaces"),
        ({"code": "C2", "totes": "many"}, 422, "1 to 60 totes"),
        ({"code": "C2", "totes": "61"}, 422, "1 to 60 totes"),
        ({"code": "C2", "totes": "3", "barcode": "BRS-A1"}, 409, "names something else"),
        ({"free": "C9"}, 404, "no cart C9"),
    ],
)
def test_what_is_wrong_is_said_beside_the_form(house, sent, status, words):
    answer = person("manager").post("/warehouses/BRS/carts/do", sent)
    assert (answer.status_code, words in answer.content.decode()) == (status, True)
    assert lists.carts(site("BRS")) == []


def test_a_picker_sees_carts_and_changes_none(house):
    picker = person("picker")
    assert "Add a cart" not in picker.get("/warehouses/BRS/carts").content.decode()
    assert picker.post("/warehouses/BRS/carts/do", {"code": "C1", "totes": "3"}).status_code == 403


def _hidden(page):
    return dict(re.findall(r'type="hidden" name="(task|bin|item|scan|quantity)" value="([^"]*)"', page))


def test_the_forms_ask_for_cart_bin_item_and_tote(house):
    operations.add_cart(warehouse_id=site("BRS"), code="C1", totes=4, actor="lead")
    (list_id,) = wave("BRS", at_wall=False)
    picker = person("picker")
    address = f"/pick/{list_id}"
    assert 'name="cart"' in picker.get(address).content.decode()
    assert "no cart of this" in picker.post(address, {"cart": "C9"}).content.decode()
    assert picker.post(address, {"cart": "C1"}).status_code == 302
    page = picker.get(address).content.decode()
    for code, words in (("BRS-A1", "Right bin"), ("MUG", "Scan tote 1"), ("CART-BRS-C1-2", "Wrong tote")):
        answer = picker.post(f"{address}/scan", _hidden(page) | {"code": code})
        page = answer.content.decode()
        assert words in page, (code, page)
    assert "1 into tote 1" in picker.post(f"{address}/scan", _hidden(page) | {"code": "CART-BRS-C1-1"}).content.decode()
    page = picker.get(address).content.decode()
    task = lists.tasks(list_id)[0]
    assert f'name="task" value="{task.id}"' in page and "Undo the last pick" in page
    undone = picker.post(f"{address}/undo", {"task": task.id, "scan": str(scan())})
    assert "Undone: lay 1 back" in undone.content.decode()
    assert lists.tasks(list_id)[0].state == "open"
    again = picker.post(f"{address}/undo", {"task": task.id, "scan": str(scan())}).content.decode()
    assert "Nothing is picked at stop 1" in again
    assert picker.post(f"{address}/undo", {"task": "x"}).status_code == 422
    relay()
    assert differences() == {}


def test_numbered_goods_ask_for_the_tote_once_all_numbers_are_there(db):
    open_company(stocked={})
    run_sql("UPDATE catalog_product SET tracks_serials = true WHERE sku = 'LAMP'")
    receive("BRS", "A1", "LAMP", 3, serials=("N1", "N2", "N3"))
    place_and_source("1", {"LAMP": 1})
    place_and_source("2", {"LAMP": 1})
    operations.add_cart(warehouse_id=site("BRS"), code="C1", totes=4, actor="lead")
    (list_id,) = wave("BRS", at_wall=False)
    picker = person("picker")
    picker.post(f"/pick/{list_id}", {"cart": "C1"})
    page = picker.get(f"/pick/{list_id}").content.decode()
    page = picker.post(f"/pick/{list_id}/scan", _hidden(page) | {"code": "BRS-A1"}).content.decode()
    page = picker.post(f"/pick/{list_id}/scan", _hidden(page) | {"code": "N2"}).content.decode()
    assert "Scan tote 1" in page and 'name="number" value="N2"' in page
    sent = _hidden(page) | {"code": "CART-BRS-C1-1", "number": ["N2"]}
    assert "1 into tote 1" in picker.post(f"/pick/{list_id}/scan", sent).content.decode()
    assert run_sql("SELECT code FROM inventory_serial WHERE state = 'picked'") == [("N2",)]
    assert differences() == {}


def test_what_a_device_keeps_names_nobody(house):
    (list_id,) = wave("BRS", at_wall=False)
    picker = person("picker")
    shell = picker.get("/pick/shell").content.decode()
    assert "picker" not in shell.replace("pick-", "") and "csrfmiddlewaretoken" not in shell
    worker = picker.get("/pick/worker.js")
    text = worker.content.decode()
    assert worker["Content-Type"].startswith("text/javascript") and worker["Cache-Control"] == "no-cache"
    for file in re.findall(r'"(/static/[^"]+)"', text.splitlines()[1]):
        assert picker.get(file).status_code == 200, file
    take(list_id, "picker")
    page = picker.get(f"/pick/{list_id}").content.decode()
    needed = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page))
    assert needed <= set(re.findall(r'"(/static/[^"]+)"', text))
    assert "worker-src 'self'" in picker.get(f"/pick/{list_id}")["Content-Security-Policy"]
    assert Client(headers={"host": "localhost"}).get("/pick/worker.js").status_code == 302
