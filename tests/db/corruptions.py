"""One lie for every invariant of the audit: how far the company has come, what is done to it, what names the row."""

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
    "packing.audit_chosen": (
        "shipped",
        "INSERT INTO packing_cartonchange (parcel_id, before_id, carton_id, objection, why, actor, at) "
        "SELECT parcel.id, parcel.carton_id, other.id, '', '', 'mouse', now() FROM packing_parcel AS parcel "
        "JOIN packing_carton AS other ON other.code = 'L'",
        "it has carton S, L was chosen last",
    ),
    "packing.audit_cartons": (
        "sourced",
        "INSERT INTO packing_cartonstock (carton_id, warehouse_id, on_hand, reorder_level, counted) "
        "SELECT carton.id, site.id, 5, 0, true FROM packing_carton AS carton, network_warehouse AS site "
        "WHERE carton.code = 'S' AND site.code = 'LDS'",
        "cartons S in LDS: 5 on hand, the movements say 0",
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
    "returns.audit_returns": (
        "returned",
        "UPDATE returns_returnaccount SET shipped = 2, returned = 2",
        "MUG: 2 are returned, 1 were sent",
    ),
    "returns.audit_came": ("returned", "UPDATE returns_returnitem SET inspected = 0", "0 of 1 units are looked at"),
    "returns.audit_settled": (
        "returned",
        "UPDATE returns_return SET proposed_minor = 501",
        "501 may be refunded, its lines say 500",
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
