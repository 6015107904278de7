-- Units of these products on no pick list, in lots that are good for no order that arrives after a day: by warehouse and
-- the last day on which they may arrive. Lots that a person set free though they are old are good for everybody.
SELECT stock.product_id, stock.warehouse_id, lot.expires_on - coalesce(product.min_days_left, 0) AS good_until,
       sum(stock.quantity - stock.planned)
FROM inventory_lot AS lot
JOIN catalog_product AS product ON product.id = lot.product_id
JOIN inventory_binstock AS stock ON stock.product_id = lot.product_id AND stock.lot_id = lot.id
WHERE lot.product_id = ANY(%(products)s::bigint[]) AND lot.blocked = '' AND NOT lot.stale
      AND lot.expires_on < %(until)s::date + coalesce(product.min_days_left, 0)
      AND stock.quantity > stock.planned AND NOT stock.blocked AND stock.doubted_at IS NULL
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
