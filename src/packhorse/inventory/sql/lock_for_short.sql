-- Bins that hold a product in a warehouse and have units for others, with these spots whatever they hold: all that a short
-- pick works on, locked in key order. Columns are those of `lock_bins`, and whether anybody may have them.
SELECT stock.id, stock.bin_id, stock.product_id, stock.lot_id, stock.quantity - stock.planned, lot.expires_on,
       CASE WHEN NOT lot.stale THEN lot.expires_on - coalesce(product.min_days_left, 0) END,
       stock.blocked OR stock.doubted_at IS NOT NULL
FROM inventory_binstock AS stock
LEFT JOIN inventory_lot AS lot ON lot.id = stock.lot_id
LEFT JOIN catalog_product AS product ON product.id = lot.product_id
WHERE stock.warehouse_id = %(warehouse)s AND stock.product_id = %(product)s
      AND (stock.bin_id = ANY(%(bins)s) OR (stock.quantity > stock.planned AND NOT stock.blocked))
ORDER BY stock.id
FOR UPDATE OF stock
