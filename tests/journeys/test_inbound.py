"""A purchase order comes in two deliveries, over, short, damaged and under an unknown code, and serves who waits."""

from company import (
    NOW,
    counts,
    differences,
    level,
    open_company,
    place_and_source,
    relay,
    run_sql,
    scan,
    state,
    waiting,
)
from db.dock import announce, book, bought, buy, close, leave, line, put_away, rest, send, transfer
from db.floor import deliver, ship

from packhorse.inbound import operations as inbound
from packhorse.inbound import queries
from packhorse.inbound.rules import delivery_number
from packhorse.web.audit import audit


def test_from_the_supplier_to_the_customer(own_db):
    open_company()
    order_id = place_and_source("1", {"DESK": 5})  # Bristol has three
    assert (state(order_id), waiting()) == ("backordered", 1)

    order = buy({"DESK": 6, "MUG": 20, "BOOK": 10}, code="BRS")
    delivery = announce({"DESK": 4, "MUG": 20}, order_id=order, reference="LS-1")
    mine = scan()
    for _ in range(2):  # the scanner sends it again
        book(delivery, "DESK", 4, scan_id=mine)
    book(delivery, "MUG", 15)
    book(delivery, "MUG", 2, damaged=True)
    book(delivery, "BOOK", 1, over=True)
    inbound.note_unknown(delivery_id=delivery, code="4711", units=2, scan_id=scan(), now=NOW, actor="dock")
    relay()
    assert (state(order_id), waiting(), counts(order_id)) == ("sourced", 0, [(5, 0, 5, 0, 0)])
    inbound.settle_unknown(item_id=queries.unknown_items()[0].id, sku="MUG", now=NOW, actor="agent")
    close(delivery)
    assert (line(delivery, "MUG"), bought(order)["MUG"]) == ((20, 0, 19, 2, 0), (20, 19))
    relay()

    put_away("BRS", "MUG", 17, "A1")
    put_away("BRS", "DESK", 2, "B1")
    for parcel_id in ship("BRS"):
        deliver(parcel_id)
    assert state(order_id) == "delivered"

    last = rest(order)
    assert {each.quantity for each in queries.lines([last])} == {2, 1, 9}
    book(last, "BOOK", 9)
    book(last, "DESK", 2)
    close(last, with_purchase=True)
    assert (queries.purchase(order).state, bought(order)["MUG"]) == ("closed", (20, 19))

    on = transfer({"BOOK": 5}, source="BRS", to="LIL")
    send(on, "BOOK", 5, "A2", source="BRS")
    leave(on)
    book(on, "BOOK", 4)
    close(on, reason=f"one of {delivery_number(on)} was stolen")
    relay()
    assert level("BOOK", "LIL")[0] == 9
    assert run_sql("SELECT sum(delta) FROM inventory_movement WHERE cause = 'delivery'") == [(34,)]
    assert differences() == {}
    assert [finding for finding in audit() if finding.differences] == []
