-- Bins that hold these products in a warehouse, locked in key order, with what is not on a pick list yet.
SELECT id, bin_id, product_id, quantity - planned
FROM inventory_binstock
WHERE warehouse_id = %(warehouse)s AND product_id = ANY(%(products)s) AND quantity > planned
ORDER BY id
FOR UPDATE
