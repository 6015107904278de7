-- Bins that hold these products in a warehouse and may be had, with what is not on a pick list yet: to plan, not to take.
SELECT stock.id, stock.bin_id, stock.product_id, stock.lot_id, stock.quantity - stock.planned, lot.expires_on,
       NULL::date
FROM inventory_binstock AS stock
LEFT JOIN inventory_lot AS lot ON lot.id = stock.lot_id
WHERE stock.warehouse_id = %(warehouse)s AND stock.product_id = ANY(%(products)s) AND stock.quantity > stock.planned
      AND NOT stock.blocked AND stock.doubted_at IS NULL
ORDER BY stock.id
