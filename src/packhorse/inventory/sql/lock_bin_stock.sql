-- Rows of these bins x products x lots, locked in key order.
SELECT stock.id, stock.bin_id, stock.product_id, stock.lot_id, stock.warehouse_id, stock.quantity, stock.planned,
       stock.blocked
FROM inventory_binstock AS stock
JOIN unnest(%(bins)s::bigint[], %(products)s::bigint[], %(lots)s::bigint[]) AS wanted (bin_id, product_id, lot_id)
  ON wanted.bin_id = stock.bin_id AND wanted.product_id = stock.product_id
     AND wanted.lot_id IS NOT DISTINCT FROM stock.lot_id
ORDER BY stock.id
FOR UPDATE OF stock
