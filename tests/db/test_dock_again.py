"""A scan at the dock that is sent again is answered as booked, whatever has become of bin and delivery since."""

import pytest
from company import NOW, differences, open_company, product, run_sql, scan

from db.dock import announce, book, close, leave, lying, put_away, send, transfer
from db.test_inbound_pages import Loop, signed_in
from packhorse.errors import Refusal
from packhorse.inbound import operations as inbound
from packhorse.inbound.rules import delivery_number


@pytest.fixture(autouse=True)
def company(db):
    open_company(stocked={"LDS": {"A1": ("MUG", 10)}})
    yield
    assert differences() == {}


def test_a_put_away_into_a_bin_that_is_full_by_it(db):
    run_sql("UPDATE network_bin SET max_weight_g = 7000 WHERE code = 'A1'")  # room for 20 mugs of 350 g
    book(announce({"MUG": 20}), "MUG", 20)
    mine = scan()
    assert [put_away("LDS", "MUG", 10, "A1", scan_id=mine) for _ in range(2)] == [True, False]
    with pytest.raises(Refusal, match="room for 0 of 10"):
        put_away("LDS", "MUG", 10, "A1")


def test_a_receipt_of_a_delivery_that_is_closed(db):
    delivery, mine = announce({"MUG": 5}), scan()
    book(delivery, "MUG", 5, scan_id=mine)
    close(delivery)
    assert book(delivery, "MUG", 5, scan_id=mine).units == 0
    with pytest.raises(Refusal, match="is closed"):
        book(delivery, "MUG", 5)


def test_an_unknown_item_of_a_delivery_that_is_closed(db):
    delivery, said = announce({"MUG": 5}), {"code": "4711", "units": 1, "scan_id": scan(), "now": NOW, "actor": "dock"}
    assert inbound.note_unknown(delivery_id=delivery, **said)
    run_sql("UPDATE inbound_unknownitem SET settled_at = now(), settled_by = 'office'")
    close(delivery)
    assert not inbound.note_unknown(delivery_id=delivery, **said)


def test_a_load_of_a_transfer_that_has_left(db):
    moved, mine = transfer({"MUG": 5}), scan()
    send(moved, "MUG", 5, "A1", scan_id=mine)
    leave(moved)
    assert send(moved, "MUG", 5, "A1", scan_id=mine) == 0


def test_the_last_unit_of_a_bin_by_the_pages(db):
    moved, client = transfer({"MUG": 4}), signed_in("picker")
    loop = Loop(client).open(f"/send/{delivery_number(moved)}")
    loop.enter("LDS-A1")
    loop.enter("MUG")
    assert [loop.enter(quantity="4"), loop.send(loop.last)] == [
        "good: 4 × MUG loaded",
        "good: That scan was booked already",
    ]
    loop = Loop(client).open("/carry?warehouse=LDS")
    loop.enter("LDS-A1")
    loop.enter(product("MUG").barcode)
    assert loop.enter("LDS-C1", quantity="6") == "good: 6 × MUG into C1"
    assert loop.send(loop.last) == "good: That scan was booked already"
    assert lying("LDS", "MUG") == {"C1": 6}
