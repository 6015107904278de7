-- Of a product whose units have numbers, every unit in a bin, a picker's hands or a parcel that left is a numbered one.
WITH numbered AS (SELECT DISTINCT product_id FROM inventory_serial WHERE state <> 'gone')
SELECT format('%s in bin %s of %s: %s units, %s numbered ones', product.sku, bin.code, site.code,
              coalesce(stock.units, 0), coalesce(serials.units, 0)), product.sku, site.code
FROM (
    SELECT product_id, bin_id, coalesce(lot_id, 0) AS lot_id, sum(quantity) AS units
    FROM inventory_binstock JOIN numbered USING (product_id) GROUP BY product_id, bin_id, coalesce(lot_id, 0)
) AS stock
FULL JOIN (
    SELECT product_id, bin_id, coalesce(lot_id, 0) AS lot_id, count(*) AS units FROM inventory_serial
    WHERE state = 'in_stock' GROUP BY product_id, bin_id, coalesce(lot_id, 0)
) AS serials USING (product_id, bin_id, lot_id)
JOIN catalog_product AS product ON product.id = product_id
JOIN network_bin AS bin ON bin.id = bin_id
JOIN network_warehouse AS site ON site.id = bin.warehouse_id
WHERE coalesce(stock.units, 0) <> coalesce(serials.units, 0)
UNION ALL
-- Of what was shipped some may have come back: these are fewer by now, never more.
SELECT format('%s in %s: %s units %s for an order (allocation %s), %s numbered ones', product.sku, site.code,
              allocation.quantity, allocation.state, allocation.id, coalesce(serials.units, 0)), product.sku, site.code
FROM inventory_allocation AS allocation
JOIN numbered USING (product_id)
JOIN catalog_product AS product ON product.id = allocation.product_id
JOIN network_warehouse AS site ON site.id = allocation.warehouse_id
LEFT JOIN (
    SELECT allocation_id, state, count(*) AS units FROM inventory_serial
    WHERE allocation_id IS NOT NULL GROUP BY allocation_id, state
) AS serials ON serials.allocation_id = allocation.id AND serials.state = allocation.state
WHERE (allocation.state = 'picked' AND allocation.quantity <> coalesce(serials.units, 0))
   OR (allocation.state = 'shipped' AND allocation.quantity < coalesce(serials.units, 0))
UNION ALL
SELECT format('%s in %s: ledger line %s shipped %s units, %s numbered ones', product.sku, site.code, movement.id,
              movement.quantity, coalesce(moved.units, 0)), product.sku, site.code
FROM inventory_movement AS movement
JOIN numbered USING (product_id)
JOIN catalog_product AS product ON product.id = movement.product_id
JOIN network_warehouse AS site ON site.id = movement.warehouse_id
LEFT JOIN LATERAL (
    SELECT count(*) AS units FROM inventory_movedserial WHERE movement_id = movement.id
) AS moved ON true
WHERE movement.kind = 'shipped' AND movement.quantity <> coalesce(moved.units, 0)
