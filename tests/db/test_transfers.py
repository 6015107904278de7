"""Goods of one warehouse go to another: kept, sent by scans, received as any delivery, and named when lost."""

import pytest
from company import (
    NOW,
    bin_id,
    change,
    differences,
    in_bin,
    level,
    open_company,
    product,
    receive,
    relay,
    run_sql,
    scan,
    site,
)
from company import place as place_order

from db.dock import announce, available, book, close, leave, line, lying, send, transfer
from packhorse.errors import Refusal
from packhorse.inbound import operations as inbound
from packhorse.inbound import queries
from packhorse.inbound.rules import delivery_number
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.inventory.rules import Receipt
from packhorse.web.audit import audit


@pytest.fixture(autouse=True)
def company(db):
    open_company()


def test_what_is_asked_for_is_kept_from_everybody_else(db):
    transfer({"MUG": 8})
    assert available("MUG", "LDS") == 2
    (kept,) = stock.reservations_of(product("MUG").id)
    assert (kept.channel, kept.units[0].held) == ("transfer", 8)
    assert differences() == {}


def test_what_is_not_available_is_refused_whole(db):
    with pytest.raises(Refusal) as refused:
        transfer({"BOOK": 5, "MUG": 11})
    assert refused.value.text == "LDS has too few available of: MUG (10 of 11)."
    assert (available("MUG", "LDS"), available("BOOK", "LDS")) == (10, 20)
    assert run_sql("SELECT count(*) FROM inbound_delivery") == [(0,)]


def test_goods_travel(db):
    delivery = transfer({"MUG": 8, "BOOK": 5})
    assert queries.incoming([product("MUG").id]) == {}
    send(delivery, "MUG", 5, "A1")
    send(delivery, "MUG", 3, "A1")
    assert (level("MUG", "LDS"), available("MUG", "LDS"), in_bin("LDS", "A1", "MUG")) == ((2, 0), 2, (2, 0))
    with pytest.raises(Refusal, match="only while it is"):
        book(delivery, "MUG", 1)
    assert leave(delivery) == {product("BOOK").id: 5}
    assert available("BOOK", "LDS") == 20
    assert [each.units for each in queries.incoming([product("MUG").id])[product("MUG").id]] == [8]
    book(delivery, "MUG", 8)
    close(delivery)
    assert (level("MUG", "LDS")[0], level("MUG", "BRS")[0], line(delivery, "MUG")) == (2, 18, (8, 8, 8, 0, 0))
    kinds = [(move.kind, move.delta) for move in stock.moved("delivery", delivery)]
    assert kinds == [("transferred_out", -5), ("transferred_out", -3), ("transferred_in", 8)]
    assert differences() == {}


def test_a_scan_of_sending_sent_twice_counts_once(db):
    delivery, mine = transfer({"MUG": 8}), scan()
    assert [send(delivery, "MUG", 5, "A1", scan_id=mine) for _ in range(2)] == [5, 0]
    assert (line(delivery, "MUG")[1], level("MUG", "LDS")[0], differences()) == (5, 5, {})


@pytest.mark.parametrize(
    ("sku", "units", "spot", "code"),
    [("MUG", 9, "A1", "NOT_ASKED_FOR"), ("BOOK", 1, "A2", "NOT_ASKED_FOR"), ("MUG", 1, "C3", "NOT_THERE")],
)
def test_what_cannot_be_sent_is_refused(db, sku, units, spot, code):
    delivery = transfer({"MUG": 8})
    with pytest.raises(Refusal) as refused:
        send(delivery, sku, units, spot)
    assert (refused.value.code, level("MUG", "LDS")[0], differences()) == (code, 10, {})


def test_units_on_a_pick_list_are_not_sent(db):
    place_order("1", {"PAINT": 6})
    relay()
    from db.floor import wave

    wave("LDS")
    delivery = transfer({"PAINT": 2})
    receive("LDS", "C1", "PAINT", 2)
    with pytest.raises(Refusal) as refused:
        send(delivery, "PAINT", 3, "B1")
    assert refused.value.code == "NOT_ASKED_FOR"
    assert send(delivery, "PAINT", 2, "B1") == 2
    assert (level("PAINT", "LDS"), in_bin("LDS", "B1", "PAINT"), differences()) == ((8, 6), (6, 6), {})


def test_what_was_given_free_by_hand_must_be_free_to_be_sent(db):
    delivery = transfer({"PAINT": 8})
    kept = stock.live_reservation("transfer", delivery_number(delivery))
    inventory.release_reservation(reservation_id=kept, now=NOW, actor="planner")
    place_order("1", {"PAINT": 6})
    relay()
    with pytest.raises(Refusal) as refused:
        send(delivery, "PAINT", 8, "B1")
    assert refused.value.code == "NOT_FREE"
    assert send(delivery, "PAINT", 2, "B1") == 2
    assert (level("PAINT", "LDS"), differences()) == ((6, 6), {})


def test_what_did_not_come_is_lost_for_a_reason(db):
    delivery = transfer({"MUG": 8})
    send(delivery, "MUG", 8, "A1")
    leave(delivery)
    book(delivery, "MUG", 5)
    book(delivery, "MUG", 1, damaged=True)
    with pytest.raises(Refusal) as refused:
        close(delivery)
    assert (refused.value.code, refused.value.details) == ("REASON_WANTED", {"lost": 2})
    close(delivery, reason="fell off the lorry")
    assert (line(delivery, "MUG"), queries.lost_reason(delivery)) == ((8, 8, 6, 1, 2), "fell off the lorry")
    assert (queries.incoming([product("MUG").id]), differences()) == ({}, {})


def test_a_transfer_is_cancelled_before_anything_left(db):
    delivery, other = transfer({"MUG": 4}), transfer({"MUG": 4})
    inbound.cancel_delivery(delivery_id=delivery, now=NOW, actor="planner")
    assert available("MUG", "LDS") == 6
    send(other, "MUG", 1, "A1")
    with pytest.raises(Refusal, match="have left"):
        inbound.cancel_delivery(delivery_id=other, now=NOW, actor="planner")
    with pytest.raises(Refusal, match="Nothing of"):
        leave(transfer({"BOOK": 1}))
    assert differences() == {}


def test_more_than_was_sent_is_set_aside_for_a_word(db):
    delivery, mine = transfer({"MUG": 2}), scan()
    send(delivery, "MUG", 2, "A1")
    leave(delivery)
    with pytest.raises(Refusal, match="3 of 2 sent of MUG"):
        book(delivery, "MUG", 3)
    done = [book(delivery, "MUG", 3, over=True, scan_id=mine) for _ in range(2)]
    assert [(each.units, each.over, each.over_bin) for each in done] == [(3, 1, "QUARANTINE"), (0, 0, "")]
    book(delivery, "MUG", 4, over=True)
    book(delivery, "LAMP", 1, over=True, damaged=True)
    close(delivery)
    assert (line(delivery, "MUG"), line(delivery, "LAMP")) == ((2, 2, 7, 0, 0), (0, 0, 1, 1, 0))
    assert (lying("BRS", "MUG"), available("MUG", "BRS")) == ({"A1": 10, "RECEIVING": 2, "QUARANTINE": 5}, 12)
    moves = [(move.kind, move.delta, move.reason) for move in stock.moved("delivery", delivery)][1:]
    assert moves == [
        ("transferred_in", 2, ""),
        ("received", 1, "1 more than sent"),
        ("received", 4, "4 more than sent"),
        ("received", 1, "damaged and 1 more than sent"),
    ]
    assert (differences(), [finding.differences for finding in audit() if finding.differences]) == ({}, [])


def test_the_audit_names_what_came_in_a_transfers_name_and_was_not_sent(db):
    delivery = transfer({"MUG": 2})
    send(delivery, "MUG", 2, "A1")
    leave(delivery)
    inventory.receive(
        [Receipt(site("BRS"), product("MUG").id, bin_id("BRS", "A1"), 3)],
        kind="transferred_in",
        cause="delivery",
        cause_id=delivery,
        now=NOW,
        actor="x",
    )
    said = [finding.differences for finding in audit() if finding.name == "transfers"]
    assert any("sent 2, received 3 in its name" in str(each) for each in said), said


def test_a_transfer_goes_to_another_warehouse(db):
    with pytest.raises(Refusal, match="another warehouse"):
        transfer({"MUG": 1}, to="LDS")
    delivery = transfer({"MUG": 1})
    with pytest.raises(Refusal, match="not in the warehouse that sends"):
        inbound.send(
            delivery_id=delivery,
            product_id=product("MUG").id,
            units=1,
            bin_id=bin_id("BRS", "A1"),
            scan_id=scan(),
            now=NOW,
            actor="sender",
        )


def test_numbered_units_travel_with_their_numbers(db, monkeypatch):
    from packhorse.catalog import queries as catalog

    lamp = product("LAMP").id
    change("LDS", "A3", "LAMP", -2)
    change("BRS", "A3", "LAMP", -5)
    monkeypatch.setattr(catalog, "numbered", lambda ids: {lamp} & set(ids))
    arrival = announce({"LAMP": 3})
    book(arrival, "LAMP", 3, serials=("N1", "N2", "N3"), bin_id=bin_id("LDS", "A3"))
    delivery = transfer({"LAMP": 3})
    with pytest.raises(Refusal, match="serial number of each"):
        send(delivery, "LAMP", 2, "A3", serials=("N1",))
    send(delivery, "LAMP", 3, "A3", serials=("N1", "N2", "N3"))
    leave(delivery)
    assert stock.on_the_way("delivery", delivery) == {lamp: ["N1", "N2", "N3"]}
    with pytest.raises(Refusal, match="N9 was not sent"):
        book(delivery, "LAMP", 1, serials=("N9",))
    book(delivery, "LAMP", 2, serials=("N1", "N2"))
    close(delivery, reason="stolen")
    assert run_sql("SELECT code, state FROM inventory_serial ORDER BY code") == [
        ("N1", "in_stock"),
        ("N2", "in_stock"),
        ("N3", "gone"),
    ]
    assert differences() == {}
