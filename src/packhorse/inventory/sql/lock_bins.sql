-- Bins that hold these products in a warehouse and may be had, locked in key order, with what is not on a pick list
-- yet, its last day, and the last day on which it may arrive (none where a person set free what is too old).
SELECT stock.id, stock.bin_id, stock.product_id, stock.lot_id, stock.quantity - stock.planned, lot.expires_on,
       CASE WHEN NOT lot.stale THEN lot.expires_on - coalesce(product.min_days_left, 0) END
FROM inventory_binstock AS stock
LEFT JOIN inventory_lot AS lot ON lot.id = stock.lot_id
LEFT JOIN catalog_product AS product ON product.id = lot.product_id
WHERE stock.warehouse_id = %(warehouse)s AND stock.product_id = ANY(%(products)s) AND stock.quantity > stock.planned
      AND NOT stock.blocked AND stock.doubted_at IS NULL
ORDER BY stock.id
FOR UPDATE OF stock
