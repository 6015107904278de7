"""The dock's loops and the office's papers, as somebody uses them: scans in, the next step out."""

import re
from datetime import date, timedelta

import pytest
from company import bin_id, change, differences, level, open_company, place_and_source, product, relay, run_sql, scan
from django.contrib.auth.models import User
from django.test import Client

from db.dock import announce, buy, leave, line, lying, send, transfer
from db.floor import bring_to
from packhorse.inbound import queries
from packhorse.inbound.rules import delivery_number, purchase_number
from packhorse.inventory import queries as stock
from packhorse.placing.rules import order_number
from packhorse.web.logins import add_user


def signed_in(role):
    add_user(name=role, password="correct horse battery staple", role=role)
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username=role))
    return client


@pytest.fixture
def floor(db):
    open_company()
    return Loop(signed_in("picker"))


class Loop:
    """Somebody who scans: what the page holds is sent on with each scan, as the browser does."""

    def __init__(self, client):
        self.client, self.page, self.address = client, "", ""

    def open(self, address):
        answer = self.client.get(address)
        assert answer.status_code == 200
        self.address, self.page = address.partition("?")[0] + "/scan", answer.content.decode()
        return self

    def enter(self, code=None, *, drop=(), field="code", **more):
        held = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', self.page))
        numbers = dict(re.findall(r'<input class="[^"]*" id="\w+" name="(quantity)"[^>]* value="(\d+)"', self.page))
        given = {**numbers, **held, **({field: code} if code is not None else {}), **more}
        self.last = {name: value for name, value in given.items() if name not in drop}
        return self.send(self.last)

    def send(self, given):
        answer = self.client.post(self.address, given, headers={"hx-request": "true"})
        self.page = answer.content.decode()
        return self.said or f"step {self.step}"

    @property
    def said(self):
        found = re.search(r'data-answer="(\w+)"[^>]*>([^<]*)<', self.page)
        return f"{found[1]}: {found[2]}" if found else ""

    @property
    def step(self):
        return re.search(r'name="step" value="(\w+)"', self.page)[1]


def receiving(floor, lines, **more):
    delivery = announce(lines, **more)
    return delivery, floor.open(f"/receive/{delivery_number(delivery)}")


def test_the_loop_of_receiving(floor):
    delivery, loop = receiving(floor, {"MUG": 10, "BOOK": 4})
    assert loop.enter(product("MUG").barcode, quantity="6") == "good: 6 × MUG into RECEIVING"
    assert loop.send(loop.last) == "good: That scan was booked already"
    assert loop.enter("MUG", quantity="2", damaged="1") == "good: 2 × MUG into DAMAGED"
    assert loop.enter("MUG", quantity="4") == "bad: 12 of 10 announced of MUG: take 2 more than announced?"
    assert loop.enter(over="1") == "good: 4 × MUG into RECEIVING"
    assert loop.enter("LDS-C1") == "good: Into C1 from now on"
    assert loop.enter("BOOK") == "good: 1 × BOOK into C1"
    assert loop.enter("4711", quantity="3") == "bad: Nobody knows 4711. Noted for the office: put 3 aside."
    assert loop.enter("BOOK", quantity="x").startswith("bad: quantity: &#x27;x&#x27; is no number")
    assert (line(delivery, "MUG"), line(delivery, "BOOK")) == ((10, 0, 12, 2, 0), (4, 0, 1, 0, 0))
    assert lying("LDS", "MUG") == {"A1": 10, "RECEIVING": 10, "DAMAGED": 2}
    assert (len(queries.unknown_items()), differences()) == (1, {})


def test_a_lot_is_asked_for_where_goods_have_lots(floor):
    delivery, loop = receiving(floor, [("MUG", 5, "L1", date(2025, 1, 1))])
    assert loop.enter("MUG", quantity="5") == "step lot"
    assert loop.enter("L1", field="lot", expires_on="soon").startswith("bad: last day: &#x27;soon&#x27; is no day")
    assert loop.enter("L1", field="lot", expires_on="2025-01-01") == "good: 5 × MUG into RECEIVING"
    assert (line(delivery, "MUG")[2], differences()) == (5, {})
    assert loop.enter("MUG") == "step lot"
    assert loop.enter(no_lot="1").startswith("bad: 6 of 5 announced")


def test_each_numbered_unit_is_scanned(floor, monkeypatch):
    from packhorse.catalog import queries as catalog

    change("BRS", "B1", "DESK", -3)
    monkeypatch.setattr(catalog, "numbered", lambda ids: {product("DESK").id} & set(ids))
    delivery, loop = receiving(floor, {"DESK": 2})
    assert loop.enter("DESK") == "step serial"
    assert loop.enter("N1", field="serial") == "good: N1: 1 × DESK into RECEIVING"
    assert loop.enter("N1", field="serial").startswith("bad: Serial number N1 is in stock already")
    assert loop.enter("N2", field="serial") == "good: N2: 1 × DESK into RECEIVING"
    assert (line(delivery, "DESK")[2], differences()) == (2, {})


def test_a_purchase_order_scanned_at_the_dock_becomes_a_delivery_once(floor):
    order = buy({"MUG": 10})
    found = [floor.client.post("/receive", {"number": purchase_number(order).lower()})["location"] for _ in range(2)]
    assert found[0] == found[1] == f"/receive/{queries.deliveries_of(order)[0].number}"
    for wrong in ("", "DL9999999", "PO9999999", "x"):
        assert floor.client.post("/receive", {"number": wrong}).status_code in (404, 409)


def test_a_delivery_is_finished_on_the_floor(floor):
    delivery, loop = receiving(floor, {"MUG": 10})
    loop.enter("MUG", quantity="7")
    address = f"/receive/{delivery_number(delivery)}/finish"
    assert "3 short" in floor.client.get(address).content.decode()
    assert floor.client.post(address)["location"] == "/dock"
    answer = floor.client.post(address)
    assert (answer.status_code, "is closed" in answer.content.decode()) == (409, True)


def test_the_loop_of_putting_away(floor):
    _, loop = receiving(floor, {"MUG": 6})
    loop.enter("MUG", quantity="6")
    loop.open("/put-away?warehouse=LDS")
    assert "<strong>6</strong> to put away" in loop.page
    assert loop.enter("BOOK").startswith("bad: BOOK does not wait to be put away")
    assert (loop.enter("MUG"), 'data-bin="LDS-A1"' in loop.page) == ("step units", True)
    assert loop.enter("nowhere").startswith("bad: &#x27;nowhere&#x27; is no bin")
    assert loop.enter("BRS-A1").startswith("bad: A1 is in another warehouse")
    assert loop.enter("LDS-A1") == "good: 6 × MUG into A1"
    assert (lying("LDS", "MUG"), "Nothing waits" in loop.page, differences()) == ({"A1": 16}, True, {})


def test_the_loop_of_moving(floor):
    loop = floor.open("/carry?warehouse=LDS")
    assert (loop.enter("LDS-A1"), loop.enter("BOOK")) == (
        "step item",
        "bad: BOOK does not lie in A1, as far as the books say.",
    )
    assert loop.enter("MUG") == "step units"
    assert loop.enter("LDS-QUARANTINE", quantity="3").startswith("bad: Say in words why")
    assert loop.enter("LDS-QUARANTINE", quantity="3", reason="odd smell") == "good: 3 × MUG into QUARANTINE"
    assert lying("LDS", "MUG") == {"A1": 7, "QUARANTINE": 3}


def test_the_lot_is_asked_for_where_several_lie_in_a_bin(floor):
    for lot in ("L1", "L2"):
        _, loop = receiving(floor, [("MUG", 2, lot)])
        loop.enter("MUG", quantity="2")
        loop.enter(lot, field="lot")
    loop.open("/carry?warehouse=LDS")
    assert (loop.enter("LDS-RECEIVING"), loop.enter("MUG")) == ("step item", "step lot")
    chosen = re.search(r'name="lot" value="(\d+)">L2', loop.page)[1]
    assert loop.enter(lot=chosen) == "step units"
    assert loop.enter("LDS-C3", quantity="2") == "good: 2 × MUG into C3"
    assert [(row.lot, row.quantity) for row in stock.in_bins([bin_id("LDS", "C3")])] == [("L2", 2)]
    assert differences() == {}


def test_the_loop_of_sending(floor):
    delivery = transfer({"MUG": 8})
    loop = floor.open(f"/send/{delivery_number(delivery)}")
    assert "A1 (10)" in loop.page
    loop.enter("LDS-A1")
    assert loop.enter("BOOK").startswith("bad: BOOK does not lie in A1")
    assert loop.enter("MUG") == "step units"
    assert loop.enter(quantity="9").startswith("bad: 8 more of MUG are asked for, not 9")
    loop.enter("MUG", drop=("sure",))
    assert loop.enter(quantity="5") == "good: 5 × MUG loaded"
    assert loop.send(loop.last) == "good: That scan was booked already"
    answer = floor.client.post(f"/send/{delivery_number(delivery)}/left", follow=True)
    assert "These stay: 3 × MUG." in answer.content.decode()
    assert (level("MUG", "LDS")[0], differences()) == (5, {})


def test_goods_come_back_by_scan(floor):
    order_id = place_and_source("1", {"BOOK": 1, "PAINT": 1})  # only Leeds has paint
    bring_to(order_id, "shipped", "LDS")
    number = order_number(order_id)
    loop = floor.open("/return?warehouse=LDS")
    loop.address = "/return"
    said = {"condition": "damaged", "reason": "handle off", "quantity": "1"}
    assert loop.enter("MUG", **said, order="PH9999999").startswith("bad: There is no order")
    assert loop.enter("4711", **said).startswith("bad: Nobody knows")
    assert loop.enter("MUG", **said, order=number).startswith("bad: Nothing of MUG was sent with that order")
    assert loop.enter("BOOK", **said, order=number) == "good: 1 × BOOK into DAMAGED"
    assert loop.enter("BOOK", condition="wet").startswith("bad: Say in which condition")
    assert lying("LDS", "BOOK") == {"A2": 19, "DAMAGED": 1}


@pytest.fixture
def office(db):
    open_company()
    return signed_in("manager")


def test_the_office_buys_expects_settles_and_closes(office):
    given = {"supplier": "ACME", "warehouse": "LDS", "currency": "gbp", "lines": "MUG 10 1.50\nBOOK\t4"}
    refused = office.post("/purchases/new", given)
    assert (refused.status_code, "is new: give the name" in refused.content.decode()) == (422, True)
    assert b"MUG 10 1.50" in refused.content
    made = office.post(
        "/purchases/new", {**given, "supplier_name": "Acme", "expected_on": f"{date.today() + timedelta(days=9)}"}
    )["location"]
    assert "£15.00" in office.get(made).content.decode()
    for do in ("order", "expect"):
        assert office.post(f"{made}/do", {"do": do}).status_code == 302
    (row,) = queries.deliveries()
    number = row.number
    office.post(f"/receive/{number}/scan", {"scan": scan(), "code": "4711", "quantity": "3"})
    assert "3 × 4711" in office.get("/deliveries").content.decode()
    item = queries.unknown_items()[0].id
    assert office.post(f"/deliveries/{number}/settle", {"item": item, "sku": "CUP"}).status_code == 422
    assert office.post(f"/deliveries/{number}/settle", {"item": item, "sku": "MUG"}).status_code == 302
    assert office.post(f"/receive/{number}/finish", {"from": "office"})["location"] == f"/deliveries/{number}"
    text = office.get(f"/deliveries/{number}/discrepancies.csv").content.decode()
    assert [each.split(",")[-1] for each in text.splitlines()] == ["difference", "-7", "-4"]
    assert [row.state for row in queries.purchases()] == ["ordered"]
    shown = queries.purchase_sums(row.id for row in queries.purchases())
    assert [each[2] for each in shown.values()] == [len(queries.purchase_lines(shown))]
    assert differences() == {}


@pytest.mark.parametrize(
    "lines", ["MUG", "MUG x", "MUG 1 2.345", "MUG 1 1 1", "CUP 1", "MUG 0", "", "MUG 1\nMUG 2", "MUG 1 \u0661"]
)
def test_wrong_lines_are_refused_in_words_and_nothing_is_kept(office, lines):
    given = {"supplier": "A", "supplier_name": "A", "warehouse": "LDS", "currency": "GBP", "lines": lines}
    answer = office.post("/purchases/new", given)
    assert (answer.status_code, b'role="alert"' in answer.content) == (422, True)
    assert run_sql("SELECT count(*) FROM inbound_purchaseorder") == [(0,)]
    assert run_sql("SELECT count(*) FROM inbound_supplier") == [(0,)]


def test_the_office_transfers(office):
    given = {"source": "LDS", "target": "LIL", "lines": "MUG 8"}
    made = office.post("/transfers/new", given)["location"]
    assert "requested" in office.get(made).content.decode()
    assert "LDS has too few" in office.post("/transfers/new", given).content.decode()
    assert "transfer DL" in office.get("/stock/MUG").content.decode()
    assert office.post(f"{made}/cancel").status_code == 302
    assert "cancelled" in office.get(made).content.decode()


def test_the_office_announces(office):
    order = purchase_number(buy({"MUG": 10}))
    assert "MUG 10" in office.get(f"/deliveries/new?order={order}").content.decode()
    made = office.post("/deliveries/new", {"order": order, "reference": "LS-9", "lines": "MUG 6 L1 2025-01-01"})
    assert "LS-9" in office.get(made["location"]).content.decode()
    twice = office.post("/deliveries/new", {"order": order, "reference": "LS-9", "lines": "MUG 4"})
    assert (twice.status_code, "already" in twice.content.decode()) == (409, True)


def test_papers_that_are_not_there(office):
    for path in (
        "/purchases/PO9999999",
        "/deliveries/DL9999999",
        "/receive/x",
        "/send/DL9999999",
        "/deliveries/x/discrepancies.csv",
    ):
        assert office.get(path).status_code == 404, path


def test_a_picker_does_not_see_the_papers(floor):
    assert [floor.client.get(path).status_code for path in ("/purchases", "/deliveries", "/transfers/new")] == [403] * 3


def test_a_transfer_lost_on_the_way_wants_a_reason_on_the_page(office):
    delivery = transfer({"MUG": 2})
    send(delivery, "MUG", 2, "A1")
    leave(delivery)
    address = f"/receive/{delivery_number(delivery)}/finish"
    assert "2 units were sent and have not come" in office.get(address).content.decode()
    assert office.post(address).status_code == 422
    assert office.post(address, {"reason": "lorry burnt"}).status_code == 302
    assert "lorry burnt" in office.get(f"/deliveries/{delivery_number(delivery)}").content.decode()
    relay()
    assert differences() == {}
