"""Every invariant of the audit is broken once, behind the back of the operations, and names the row."""

import pytest
from company import NOW, audit_names, differences, open_company, place_and_source, product, receive, relay, run_sql

from db.corruptions import ALSO, CORRUPTIONS
from db.counting import approve, ask, count
from db.dock import book, buy, close, leave, rest, send, transfer
from db.floor import deliver, ship, walk, walk_and_sort
from db.returns import back, order_of
from db.test_audit_fills import fill_up
from packhorse.inventory import operations as inventory
from packhorse.web.audit import audit


def come_to(stage):
    open_company()
    lot = inventory.know_lot(product_id=product("PAINT").id, code="P1", expires_on=None, now=NOW)
    receive("LDS", "B2", "PAINT", 1, lot_id=lot)
    if stage == "backordered":
        place_and_source("1", {"PAINT": 108})
    else:
        place_and_source("1", {"SET": 1} if stage == "kit" else {"MUG": 1})
    if stage == "received":
        book(rest(buy({"LAMP": 9})), "LAMP", 4)
        delivery = transfer({"BOOK": 2})
        send(delivery, "BOOK", 2, "A2")
        leave(delivery)
        book(delivery, "BOOK", 1)
        close(delivery, reason="lost on the way")
    if stage == "filled":
        fill_up()
    if stage == "picked":
        walk("BRS")
    if stage == "counted":
        ct = ask("BRS", "A2")
        for actor in ("ann", "ben"):
            count(ct, {"BOOK": 18}, actor)
        approve(ct)
    if stage == "sorted":
        walk_and_sort("BRS")
    if stage in ("shipped", "delivered", "returned"):
        (parcel_id,) = ship("BRS")
    if stage in ("delivered", "returned"):
        deliver(parcel_id)
    if stage == "returned":
        back(order_of(parcel_id), {"MUG": 1})
    relay()


@pytest.mark.parametrize("name", sorted(CORRUPTIONS))
def test_a_corrupted_row_is_named_by_its_invariant(db, name):
    stage, statement, words = CORRUPTIONS[name]
    come_to(stage)
    before = differences()
    assert before == {}
    for part in statement.split(";"):
        run_sql(part)
    found = differences()
    assert any(words in row for row in found.get(name, [])), found
    assert set(found) <= {name} | ALSO.get(name, set())


def test_every_invariant_has_its_corruption():
    assert {f"{area}.{name}" for area, name in audit_names()} == set(CORRUPTIONS)


def test_goods_that_do_not_exist_are_named_where_somebody_holds_them(db):
    come_to("sourced")
    run_sql("UPDATE inventory_allocation SET product_id = 990099, warehouse_id = 990098")
    words = "product 990099 in warehouse 990098: allocated 0, the open allocations say 1"
    assert any(words in row for row in differences()["inventory.audit_allocated"])


def test_a_healthy_company_is_clean_after_a_whole_day(own_db):
    open_company()
    place_and_source("1", {"MUG": 2, "BOOK": 1})
    place_and_source("2", {"DESK": 2})
    place_and_source("3", {"PAINT": 1, "DESK": 1})
    place_and_source("4", {"MUG": 99})
    for code in ("BRS", "LDS", "LIL"):
        for parcel_id in ship(code):
            deliver(parcel_id)
    found = audit()
    assert [finding for finding in found if finding.differences] == []
    assert {(finding.area, f"audit_{finding.name}") for finding in found} == set(audit_names())
    assert all(finding.invariant.endswith(".") or finding.invariant for finding in found)


def test_the_audit_reads_one_snapshot_and_writes_nothing(own_db):
    open_company()
    before = run_sql("SELECT count(*), max(id) FROM outbox_event")
    audit()
    assert run_sql("SELECT count(*), max(id) FROM outbox_event") == before
