"""Who may do what at the dock: goods in question are set free, and purchase orders ended, by the office."""

import pytest
from company import NOW, bin_id, differences, open_company, product, receive, scan
from machine import Api

from db.dock import announce, available, book, buy, lying, put_away, rest
from db.test_inbound_pages import Loop, signed_in
from packhorse.errors import Refusal
from packhorse.inbound import queries
from packhorse.inbound.rules import delivery_number
from packhorse.inventory import queries as stock
from packhorse.web import keys


@pytest.fixture(autouse=True)
def company(db):
    open_company(stocked={})
    receive("LDS", "QUARANTINE", "MUG", 5)
    yield
    assert differences() == {}


def carried_out(role, **more):
    """Carry goods out of quarantine by the page, as somebody with a role; return what was said."""
    loop = Loop(signed_in(role)).open("/carry?warehouse=LDS")
    loop.enter("LDS-QUARANTINE")
    loop.enter(product("MUG").barcode)
    return loop.enter("LDS-A1", quantity="5", **more)


def test_a_picker_does_not_set_goods_free(db):
    assert carried_out("picker", reason="looks fine").startswith("bad: Goods leave QUARANTINE for a free bin only by")
    assert available("MUG", "LDS") == 0


def test_a_manager_sets_goods_free_for_a_reason(db):
    assert carried_out("manager").startswith("bad: Say in words why they may be had again")
    with pytest.raises(Refusal, match="why they may be had again"):
        put_away("LDS", "MUG", 5, "A1", start="QUARANTINE")
    loop = Loop(signed_in("agent"))
    said = {"spot": f"{bin_id('LDS', 'QUARANTINE')}-", "to": "LDS-A1", "units": "2", "scan": str(scan())}
    assert loop.client.post("/stock/MUG/move", said).status_code == 422
    assert loop.client.post("/stock/MUG/move", said | {"reason": "cleaned"}).status_code == 302
    assert available("MUG", "LDS") == 2


def test_a_picker_carries_goods_in_question_among_the_damaged(db):
    loop = Loop(signed_in("packer")).open("/carry?warehouse=LDS")
    loop.enter("LDS-QUARANTINE")
    loop.enter("MUG")
    assert loop.enter("LDS-DAMAGED", quantity="5", reason="broken") == "good: 5 × MUG into DAMAGED"


@pytest.mark.parametrize(
    ("role", "reason", "code"),
    [("picker", "fine", "NOT_YOUR_ROOM"), ("manager", "", "REASON_WANTED"), ("manager", "fine", "")],
)
def test_the_api_asks_the_same(db, role, reason, code):
    api = Api(keys.add_key(name="scanner", role=role, now=NOW))
    said = {"scan_id": str(scan()), "warehouse": "LDS", "code": "MUG", "quantity": 5, "bin": "QUARANTINE", "to": "A1"}
    answer = api("POST", "/moves", said | {"reason": reason})[1]
    assert (answer.get("code", ""), available("MUG", "LDS")) == (code, 0 if code else 5)


@pytest.mark.parametrize(("role", "status", "state"), [("picker", 403, "ordered"), ("manager", 302, "closed")])
def test_a_purchase_order_is_ended_by_the_office(db, role, status, state):
    order = buy({"MUG": 100})
    client, address = signed_in(role), f"/receive/{delivery_number(rest(order))}/finish"
    assert ("with_purchase" in client.get(address).content.decode()) is (role == "manager")
    assert client.post(address, {"with_purchase": "1"}).status_code == status
    assert queries.purchase(order).state == state


def test_put_away_goes_into_quarantine_with_a_reason(db):
    book(announce({"BOOK": 5}), "BOOK", 5)
    loop = Loop(signed_in("picker")).open("/put-away?warehouse=LDS")
    loop.enter("BOOK")
    assert 'name="reason"' not in loop.page
    assert loop.enter("LDS-QUARANTINE").startswith("bad: Say in words why they go into QUARANTINE")
    # Nothing that is typed now gets into the bin's code.
    assert '<input type="hidden" name="code" value="LDS-QUARANTINE">' in loop.page and "data-scan" not in loop.page
    assert '<button class="btn" name="reason" value="Damaged" formnovalidate>' in loop.page
    assert loop.enter("LDS-QUARANTINE", reason=["", "Damaged"]) == "good: 5 × BOOK into QUARANTINE"
    assert lying("LDS", "BOOK") == {"QUARANTINE": 5}
    (row,) = [row for row in stock.in_bins([bin_id("LDS", "QUARANTINE")]) if row.product_id == product("BOOK").id]
    assert row.blocked
