-- The slots of a warehouse's walls.
SELECT id, warehouse_id, wall, code, barcode, state, fulfillment_id
FROM sorting_slot WHERE warehouse_id = %(warehouse)s AND state = ANY(%(states)s)
ORDER BY wall, id
