"""Every invariant of the audit is broken once, behind the back of the operations, and names the row."""

import pytest
from company import NOW, audit_names, differences, open_company, place_and_source, product, receive, relay, run_sql

from db.counting import approve, ask, count
from db.dock import book, buy, close, leave, rest, send, transfer
from db.floor import deliver, ship, walk, walk_and_sort
from db.test_audit_fills import fill_up
from packhorse.inventory import operations as inventory
from packhorse.web.audit import audit

MOVED = (
    "INSERT INTO inventory_movement (at, kind, product_id, warehouse_id, quantity, delta, {bins} actor, cause) "
    "SELECT now(), '{kind}', product_id, warehouse_id, 1, {delta}, {bin} 'mouse', 'night' "
    "FROM inventory_binstock ORDER BY id LIMIT 1"
)
DOUBTED = "UPDATE inventory_binstock SET doubted_at = now() WHERE id = (SELECT min(id) FROM inventory_binstock)"
# How far the company has come, what is done to it, and the words that name the row.
CORRUPTIONS = {
    "catalog.audit_barcodes": (
        "sourced",
        "UPDATE catalog_packsize SET barcode = '9520000000011' WHERE level = 'inner'",
        "and of the inner of product",
    ),
    "catalog.audit_kits_apart": (
        "sourced",
        "UPDATE catalog_packsize SET product_id = (SELECT id FROM catalog_product WHERE sku = 'SET') "
        "WHERE level = 'inner'",
        "has packs",
    ),
    "catalog.audit_packs": (
        "sourced",
        "UPDATE catalog_packsize SET units = 10 WHERE level = 'case'",
        "case of 10 does not hold whole inners of 4",
    ),
    "inventory.audit_on_hand": (
        "sourced",
        MOVED.format(kind="adjusted", delta=1, bins="", bin=""),
        "on hand 10, the ledger says 11",
    ),
    "inventory.audit_bins": (
        "sourced",
        MOVED.format(kind="moved", delta=0, bins="to_bin_id,", bin="bin_id,"),
        "MUG in bin A1 of LDS: 10, the ledger says 11",
    ),
    "inventory.audit_allocated": (
        "sourced",
        "UPDATE inventory_stocklevel SET allocated = allocated + 1 WHERE on_hand = 20 AND allocated = 0",
        "allocated 1, the open allocations say 0",
    ),
    "inventory.audit_planned": (
        "sourced",
        "UPDATE inventory_binstock SET planned = 3 WHERE id = (SELECT min(id) FROM inventory_binstock)",
        "planned 3, the allocations say 0",
    ),
    "inventory.audit_not_oversold": (
        "sourced",
        "SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE inventory_stocklevel DROP CONSTRAINT level_not_oversold;"
        "UPDATE inventory_stocklevel SET reserved = 99 WHERE id = (SELECT min(id) FROM inventory_stocklevel)",
        "on hand 10, allocated 0, reserved 99",
    ),
    "inventory.audit_reserved": (
        "sourced",
        "UPDATE inventory_stocklevel SET reserved = 2 WHERE id = (SELECT min(id) FROM inventory_stocklevel)",
        "reserved 2, the reservations say 0",
    ),
    "inventory.audit_places": (
        "sourced",
        "WITH bin AS (UPDATE inventory_binstock SET quantity = quantity + 5 "
        "WHERE id = (SELECT min(id) FROM inventory_binstock) RETURNING *) "
        "INSERT INTO inventory_movement (at, kind, product_id, warehouse_id, quantity, delta, to_bin_id, actor, cause)"
        "SELECT now(), 'moved', product_id, warehouse_id, 5, 0, bin_id, 'mouse', 'night' FROM bin",
        "on hand 10, in bins 15, picked 0",
    ),
    "inventory.audit_belongs": (
        "sourced",
        "UPDATE inventory_lot SET product_id = (SELECT id FROM catalog_product WHERE sku = 'MUG') WHERE code = 'P1'",
        "PAINT in bin B2 of LDS is of lot P1, which is of another product",
    ),
    "inventory.audit_blocked": (
        "sourced",
        "UPDATE inventory_stocklevel SET blocked = 1 WHERE on_hand = 20 AND allocated = 0",
        "blocked 1, the bins say 0, the ledger 0",
    ),
    "inventory.audit_serials": (
        "sourced",
        "INSERT INTO inventory_serial (product_id, code, state, bin_id, changed_at) "
        "SELECT product_id, 'N1', 'in_stock', bin_id, now() FROM inventory_binstock WHERE quantity = 3",
        ": 3 units, 1 numbered ones",
    ),
    "inventory.audit_snapshots": (
        "sourced",
        "INSERT INTO inventory_stocksnapshot (product_id, warehouse_id, at, on_hand, blocked) "
        "SELECT product_id, warehouse_id, now(), 77, 0 FROM inventory_stocklevel ORDER BY id LIMIT 1",
        "77 on hand and 0 blocked, the ledger says 10 and 0",
    ),
    "inventory.audit_doubted": ("sourced", DOUBTED, "0 units are blocked as in doubt, it should be 10"),
    "counting.audit_doubts": ("sourced", DOUBTED, "and has no count"),
    "counting.audit_counts": (
        "counted",
        "UPDATE counting_countedline SET booked = 0",
        "BOOK in bin A2 of BRS: -2 approved, 0 noted as booked, the ledger says -2",
    ),
    "inbound.audit_in_transit": (
        "received",
        "UPDATE inbound_deliveryline SET received = received - 1 WHERE sent = 2",
        "sent 2, received 0, the ledger says 2 and 1",
    ),
    "inbound.audit_purchases": (
        "received",
        "UPDATE inbound_purchaseline SET received = 5",
        "received 5, its deliveries brought 4",
    ),
    "inbound.audit_transfers": ("received", "UPDATE inbound_deliveryline SET lost = 0", "sent 2, received 1, lost 0"),
    "outbox.audit_set_aside": (
        "sourced",
        "INSERT INTO outbox_delivery (event_id, handler, attempts, next_try_at, error, set_aside_at) "
        "SELECT min(id), 'x.y', 5, now(), 'gave up', now() FROM outbox_event WHERE order_id IS NULL",
        "set aside after 5 tries: gave up",
    ),
    "placing.audit_kit_stock": (
        "sourced",
        "INSERT INTO catalog_kitpart (kit_id, part_id, units) SELECT level.product_id, product.id, 1 "
        "FROM inventory_stocklevel AS level JOIN catalog_product AS kit ON kit.id = level.product_id, "
        "catalog_product AS product WHERE product.sku = 'PAINT' AND kit.sku = 'LAMP' ORDER BY level.id LIMIT 1",
        "2 on hand",
    ),
    "placing.audit_kits": (
        "kit",
        "UPDATE placing_orderkit SET quantity = quantity + 1, unit_price_minor = unit_price_minor / 2",
        "2 kits at line 1: 2 units each, line 1 of order",
    ),
    "placing.audit_lines": ("backordered", "UPDATE placing_orderline SET sourced = 1", "sourced 1, stock says 9"),
    "placing.audit_no_more_than_wanted": (
        "sourced",
        "UPDATE placing_orderline SET cancelled = 1; UPDATE placing_order SET state = 'cancelled'",
        "quantity 1, cancelled 1, sourced 1",
    ),
    "placing.audit_states": ("sourced", "UPDATE placing_order SET goods_minor = goods_minor + 1", "its lines say 500"),
    "sourcing.audit_holders": (
        "sourced",
        "UPDATE sourcing_fulfillmentorder SET state = 'cancelled'",
        "is cancelled",
    ),
    "sourcing.audit_waiting": ("backordered", "DELETE FROM sourcing_waitingorder", "0 units wait, 99 are lacking"),
    "picking.audit_picked": ("picked", "UPDATE picking_picktask SET picked = 0", "no pick task took it"),
    "picking.audit_ledger": (
        "picked",
        "INSERT INTO inventory_movement (at, kind, product_id, warehouse_id, quantity, delta, actor, cause, cause_id) "
        "SELECT at, kind, product_id, warehouse_id, 1, 0, 'mouse', cause, cause_id FROM inventory_movement "
        "WHERE kind = 'picked'",
        "picked 1, the ledger says 2",
    ),
    "picking.audit_fills": (
        "filled",
        "UPDATE picking_fillup SET moved = moved - 1",
        "MUG from bin C3 to bin A1 of BRS is done: moved 11, the ledger says 12",
    ),
    "picking.audit_waves": (
        "picked",
        "INSERT INTO picking_wave (warehouse_id, state, planned_by, released_by, orders, late, by_hand) "
        "SELECT warehouse_id, 'planned', '', '', 0, 0, false FROM picking_wave; "
        "INSERT INTO picking_waveorder (fulfillment_id, wave_id, order_id, late) "
        "SELECT fulfillment_id, wave.id, order_id, false FROM picking_picktask, picking_wave AS wave "
        "WHERE wave.state = 'planned'",
        "is in planned wave",
    ),
    "picking.audit_tasks": ("picked", "UPDATE picking_picktask SET state = 'cancelled'", "its allocation"),
    "sorting.audit_puts": ("sorted", "UPDATE sorting_put SET quantity = 2", "2 units, its pick task took 1"),
    "sorting.audit_past_wall": (
        "sorted",
        "INSERT INTO sorting_pastwall (fulfillment_id, warehouse_id, pick_list_id, tote, at) "
        "SELECT put.fulfillment_id, list.warehouse_id, list.id, 1, now() FROM sorting_put AS put "
        "JOIN picking_picktask AS task ON task.id = put.task_id JOIN picking_picklist AS list "
        "ON list.id = task.pick_list_id",
        "is at the bench without a slot: 0 of its picks are open, 1 units lie in slots",
    ),
    "sorting.audit_slots": ("sorted", "DELETE FROM sorting_put", "0 units lie in it, 1 were picked"),
    "packing.audit_parcels": (
        "shipped",
        "UPDATE packing_parcelline SET quantity = 2, packed = 2",
        "2 units in parcels, 1 picked",
    ),
    "packing.audit_scans": ("shipped", "UPDATE packing_packscan SET quantity = 7", "1 of 1 packed, 7 scanned"),
    "shipping.audit_ledger": (
        "shipped",
        "INSERT INTO inventory_movement (at, kind, product_id, warehouse_id, quantity, delta, actor, cause, cause_id) "
        "SELECT at, kind, product_id, warehouse_id, 1, -1, 'mouse', cause, cause_id FROM inventory_movement "
        "WHERE kind = 'shipped'",
        "1 units handed over, the ledger says 2",
    ),
    "shipping.audit_purchases": (
        "shipped",
        'INSERT INTO carriers_account (code, kind, address, secrets, form, "on", made_at) '
        "VALUES ('EP', 'easypost', 'https://x', '', 'zpl', true, now());"
        "INSERT INTO shipping_purchase (key, parcel_id, account_id, service_id, quote, rate, ref, price_minor, state, "
        "attempts, said, at) SELECT 'k', parcel_id, account.id, service_id, 'q', 'r', 'ref', 1, 'bought', 0, '', now() "
        "FROM shipping_shipment, carriers_account AS account",
        "a label is paid for, and it is no shipment's",
    ),
    "shipping.audit_units": (
        "shipped",
        "UPDATE shipping_shipment SET unit_id = unit.id, staged_at = NULL FROM shipping_handlingunit AS unit",
        "it was never scanned into a lane",
    ),
    "shipping.audit_shipped": ("shipped", "UPDATE shipping_shipment SET state = 'labelled'", "1 booked as shipped"),
    "shipping.audit_delivered": (
        "delivered",
        "UPDATE shipping_shipment SET delivered_at = NULL",
        "1 units delivered, its parcels say 0",
    ),
}
# Some lies touch two invariants at once: a surplus unit in a parcel was neither picked nor handed over nor scanned.
ALSO = {
    "inventory.audit_not_oversold": {"inventory.audit_reserved"},
    "inventory.audit_doubted": {"counting.audit_doubts"},
    "counting.audit_doubts": {"inventory.audit_doubted"},
    "packing.audit_parcels": {"packing.audit_scans", "shipping.audit_ledger", "shipping.audit_shipped"},
    "picking.audit_picked": {"picking.audit_ledger"},
    "inbound.audit_in_transit": {"inbound.audit_transfers"},
    "placing.audit_no_more_than_wanted": {"sourcing.audit_waiting"},
    "shipping.audit_ledger": {"inventory.audit_on_hand"},
    "shipping.audit_shipped": {"shipping.audit_ledger", "shipping.audit_units"},
    "sorting.audit_puts": {"sorting.audit_slots"},
}


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
    if stage in ("shipped", "delivered"):
        (parcel_id,) = ship("BRS")
    if stage == "delivered":
        deliver(parcel_id)
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
