"""Lots at the dock: asked for where they are tracked, known from the announcement, or from what was sent."""

from datetime import date

import pytest
from company import NOW, bin_id, differences, open_company, product, receive, run_sql

from db.dock import announce, book, close, leave, send, transfer
from db.test_inbound_pages import Loop, signed_in
from packhorse.errors import Refusal
from packhorse.inbound.rules import delivery_number
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock

UNTIL = date(2024, 12, 1)


@pytest.fixture(autouse=True)
def company(db):
    open_company(stocked={})
    yield
    assert differences() == {}


def tracked():
    run_sql("UPDATE catalog_product SET tracks_lots = true WHERE sku = 'MUG'")


def lots():
    return [(lot.code, lot.expires_on) for lot in stock.lots(product("MUG").id)]


def sent(**units):
    """A transfer of {lot: units} from Leeds to Bristol that has left; "none" is units without a lot."""
    for code, many in units.items():
        lot_id = None
        if code != "none":
            lot_id = inventory.know_lot(product_id=product("MUG").id, code=code, expires_on=UNTIL, now=NOW)
        receive("LDS", "A1", "MUG", many, lot_id=lot_id)
    moved = transfer({"MUG": sum(units.values())})
    for row in stock.in_bins([bin_id("LDS", "A1")]):
        send(moved, "MUG", row.quantity, "A1", lot_id=row.lot_id)
    leave(moved)
    return moved


def there(spot="RECEIVING"):
    return sorted((row.lot, row.quantity) for row in stock.in_bins([bin_id("BRS", spot)]))


def refused(code, *args, **more):
    with pytest.raises(Refusal) as refusal:
        book(*args, **more)
    assert refusal.value.code == code
    return refusal.value.text


def test_goods_whose_lots_are_tracked_are_not_received_without_one(db):
    tracked()
    delivery = announce({"MUG": 5})
    assert refused("LOT_WANTED", delivery, "MUG", 5) == (
        "Lots of MUG are tracked: scan or type the lot that is on the goods."
    )
    loop = Loop(signed_in("picker")).open(f"/receive/{delivery_number(delivery)}")
    assert loop.enter(product("MUG").barcode, quantity="5") == "step lot"
    assert "No lot" not in loop.page
    assert loop.enter(no_lot="1").startswith("bad: Lots of MUG are tracked")
    assert loop.enter("L1", field="lot") == "good: 5 × MUG into RECEIVING"
    assert lots() == [("L1", None)]


def test_the_announced_last_day_of_a_lot_is_kept(db):
    delivery = announce([("MUG", 5, "L77", UNTIL)])
    loop = Loop(signed_in("picker")).open(f"/receive/{delivery_number(delivery)}")
    loop.enter(product("MUG").barcode, quantity="5")
    loop.enter("L77", field="lot")
    assert lots() == [("L77", UNTIL)]


def test_a_lot_in_another_case_is_the_same_lot(db):
    delivery = announce([("MUG", 10, "L77", UNTIL)])
    book(delivery, "MUG", 5, lot="L77")
    book(delivery, "MUG", 5, lot="l77")
    other = announce({"MUG": 5})
    book(other, "MUG", 5, lot="l77", expires_on=UNTIL)
    assert (lots(), stock.lot(product("MUG").id, "l77").code) == ([("L77", UNTIL)], "L77")
    with pytest.raises(Refusal, match="named twice"):
        announce([("MUG", 5, "L77"), ("MUG", 5, "l77")])


def test_a_transfer_keeps_the_lot_that_was_sent(db):
    tracked()
    moved = sent(L1=5)
    loop = Loop(signed_in("picker")).open(f"/receive/{delivery_number(moved)}")
    assert loop.enter(product("MUG").barcode, quantity="2") == "good: 2 × MUG into RECEIVING"
    book(moved, "MUG", 2, lot="l1")
    assert refused("LOT_NOT_SENT", moved, "MUG", 1, lot="L9") == (
        f"Lot L9 of MUG was not sent with {delivery_number(moved)}, but L1: check the label."
    )
    book(moved, "MUG", 1)
    close(moved)
    assert (there(), lots()) == ([("L1", 5)], [("L1", UNTIL)])


def test_of_several_lots_that_were_sent_one_is_asked_for(db):
    moved = sent(L1=3, L2=2)
    assert refused("LOT_WANTED", moved, "MUG", 5) == "MUG was sent of several lots, L1 (3), L2 (2): say which."
    assert "3 of lot L1 are still to come, not 4" in refused("LOT_NOT_SENT", moved, "MUG", 4, lot="L1")
    loop = Loop(signed_in("picker")).open(f"/receive/{delivery_number(moved)}")
    assert loop.enter(product("MUG").barcode, quantity="3") == "step lot"
    assert "Sent: L1 (until" in loop.page
    assert loop.enter("L1", field="lot") == "good: 3 × MUG into RECEIVING"
    book(moved, "MUG", 2)  # no other is still to come
    close(moved)
    assert there() == [("L1", 3), ("L2", 2)]


def test_units_sent_without_a_lot_may_be_given_one(db):
    moved = sent(none=3, L1=2)
    book(moved, "MUG", 1, lot="L7")
    book(moved, "MUG", 2, lot="L1")
    book(moved, "MUG", 2)
    close(moved)
    assert there() == [("", 2), ("L1", 2), ("L7", 1)]
