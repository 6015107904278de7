"""Many scanners at one delivery: what was announced is taken once, and nobody waits for ever."""

from company import differences, level, open_company, scan

from db.dock import announce, book, buy, line, rest, send, transfer
from db.floor import at_once
from packhorse.errors import Refusal


def test_many_scan_the_same_delivery_at_once(own_db):
    open_company()
    delivery = rest(buy({"MUG": 10}))
    answers = at_once(8, lambda nth: book(delivery, "MUG", 2))
    assert sorted(each.code if isinstance(each, Refusal) else "booked" for each in answers) == [
        *["OVER_ANNOUNCED"] * 3,
        *["booked"] * 5,
    ]
    assert (line(delivery, "MUG")[2], level("MUG", "LDS")[0], differences()) == (10, 20, {})


def test_a_scan_that_comes_twice_at_once_counts_once(own_db):
    open_company()
    delivery, mine = announce({"MUG": 10}), scan()
    answers = at_once(6, lambda nth: book(delivery, "MUG", 2, scan_id=mine))
    assert sorted(each.units for each in answers) == [0, 0, 0, 0, 0, 2]
    assert (line(delivery, "MUG")[2], differences()) == (2, {})


def test_many_send_the_same_transfer_at_once(own_db):
    open_company()
    delivery = transfer({"MUG": 8})
    answers = at_once(6, lambda nth: send(delivery, "MUG", 2, "A1"))
    assert sorted(each.code if isinstance(each, Refusal) else str(each) for each in answers) == [
        *["2"] * 4,
        *["NOT_ASKED_FOR"] * 2,
    ]
    assert (level("MUG", "LDS")[0], differences()) == (2, {})
