-- The slots of a warehouse's walls.
SELECT id, warehouse_id, wall, code, barcode, state, fulfillment_id, part, "column", row, width_mm, height_mm, depth_mm
FROM sorting_slot WHERE warehouse_id = %(warehouse)s AND state = ANY(%(states)s)
ORDER BY wall, row, "column", id
