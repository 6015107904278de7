"""Goods under codes nobody knew: kept as they came, and booked like that when the office knows what they are."""

import pytest
from company import differences, open_company, product

from db.dock import announce, available, line, lying
from db.test_inbound_pages import Loop, signed_in
from packhorse.inbound import queries
from packhorse.inbound.rules import delivery_number


@pytest.fixture
def floor(db):
    open_company(stocked={})
    return Loop(signed_in("manager"))


def unknown(loop, lines, *codes, **more):
    """Scan codes, of which nobody knows the last, at a delivery; return its id, its page and the unknown item."""
    delivery = announce(lines)
    loop.open(f"/receive/{delivery_number(delivery)}")
    for code in codes[:-1]:
        loop.enter(code)
    assert loop.enter(codes[-1], **more).startswith("bad: Nobody knows")
    (item,) = queries.unknown_items(delivery)
    return delivery, f"/deliveries/{delivery_number(delivery)}", item


def test_damaged_goods_stay_damaged_when_they_are_known(floor):
    delivery, page, item = unknown(floor, {"MUG": 10}, "4711", quantity="3", damaged="1")
    assert item.note == "damaged"
    floor.client.post(f"{page}/settle", {"item": item.id, "sku": "BOOK"})
    assert (lying("LDS", "BOOK"), available("BOOK", "LDS")) == ({"DAMAGED": 3}, 0)
    assert (line(delivery, "BOOK"), differences()) == ((0, 0, 3, 3, 0), {})


def test_goods_go_into_the_bin_that_was_scanned_for_them(floor):
    _, page, item = unknown(floor, {"MUG": 10}, "LDS-C1", "4711", quantity="3")
    floor.client.post(f"{page}/settle", {"item": item.id, "sku": product("MUG").barcode})
    assert (lying("LDS", "MUG"), differences()) == ({"C1": 3}, {})
