"""A bin takes only what it may have, whichever way goods come into it, and however many bring some at once."""

import pytest
from company import bin_id, differences, open_company, product, run_sql, scan

from db.dock import announce, book, lying, put_away
from db.floor import at_once
from db.test_inbound_pages import Loop, signed_in
from db.test_unknown_items import unknown
from packhorse.errors import Refusal
from packhorse.inbound.rules import delivery_number

FULL = "UPDATE network_bin SET max_weight_g = 4000 WHERE code = 'A1'"  # eleven mugs


@pytest.fixture
def empty(db):
    open_company(stocked={})
    yield
    assert differences() == {}


def test_hazmat_is_not_received_straight_into_an_ambient_bin(empty):
    delivery = announce({"PAINT": 5})
    with pytest.raises(Refusal, match="A1 is for ambient goods, these are hazmat"):
        book(delivery, "PAINT", 5, bin_id=bin_id("LDS", "A1"))
    loop = Loop(signed_in("picker")).open(f"/receive/{delivery_number(delivery)}")
    loop.enter("LDS-A1")
    assert loop.enter(product("PAINT").barcode).startswith("bad: A1 is for ambient goods")
    assert lying("LDS", "PAINT") == {}


def test_a_full_bin_is_not_received_into_and_one_for_goods_in_question_is(empty):
    run_sql(FULL)
    delivery = announce({"MUG": 20})
    with pytest.raises(Refusal, match="room for 11 of 12"):
        book(delivery, "MUG", 12, bin_id=bin_id("LDS", "A1"))
    book(delivery, "MUG", 11, bin_id=bin_id("LDS", "A1"))
    book(delivery, "MUG", 9, bin_id=bin_id("LDS", "QUARANTINE"))
    assert lying("LDS", "MUG") == {"A1": 11, "QUARANTINE": 9}


def test_what_is_known_too_late_for_its_bin_goes_to_the_dock(empty):
    loop = Loop(signed_in("manager"))
    _, page, item = unknown(loop, {"PAINT": 5}, "LDS-A1", "4711", quantity="2")
    loop.client.post(f"{page}/settle", {"item": item.id, "sku": "PAINT"})
    assert lying("LDS", "PAINT") == {"RECEIVING": 2}


def test_the_office_moves_goods_where_they_should_not_lie_for_a_reason(empty):
    book(announce({"PAINT": 5}), "PAINT", 5)
    client = signed_in("agent")
    said = {"spot": f"{bin_id('LDS', 'RECEIVING')}-", "to": "LDS-A1", "units": "5", "scan": str(scan())}
    refused = client.post("/stock/PAINT/move", said)
    assert (refused.status_code, "A1 is for ambient goods" in refused.content.decode()) == (409, True)
    assert client.post("/stock/PAINT/move", said | {"reason": "the cabinet leaks"}).status_code == 302
    assert client.post("/stock/PAINT/move", said | {"reason": "the cabinet leaks"}).status_code == 302
    assert lying("LDS", "PAINT") == {"A1": 5}


def test_two_carriers_do_not_overfill_a_bin(own_db):
    open_company(stocked={})
    run_sql(FULL)
    delivery = announce({"MUG": 80})
    book(delivery, "MUG", 64)
    answers = at_once(6, lambda nth: put_away("LDS", "MUG", 8, "A1"))
    assert sorted(getattr(each, "code", each) is True for each in answers) == [False] * 5 + [True]
    assert {getattr(each, "code", "") for each in answers} == {"", "BIN_FORBIDDEN"}
    answers = at_once(4, lambda nth: book(delivery, "MUG", 2, bin_id=bin_id("LDS", "A1")))
    assert (lying("LDS", "MUG")["A1"], differences()) == (10, {})
