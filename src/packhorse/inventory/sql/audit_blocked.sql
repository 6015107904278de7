-- Blocked is what lies in bins or lots that nobody may have, with what is in doubt, and what the ledger blocked and set
-- free.
SELECT format('%s in %s: blocked %s, the bins say %s, the ledger %s', product.sku, site.code,
              coalesce(level.blocked, 0), coalesce(bins.units, 0) + coalesce(level.doubted, 0), coalesce(ledger.units, 0)), product.sku, site.code
FROM inventory_stocklevel AS level
FULL JOIN (
    SELECT product_id, warehouse_id, sum(quantity) AS units FROM inventory_binstock
    WHERE blocked GROUP BY product_id, warehouse_id
) AS bins USING (product_id, warehouse_id)
FULL JOIN (
    SELECT product_id, warehouse_id, sum(blocked) AS units FROM inventory_movement GROUP BY product_id, warehouse_id
) AS ledger USING (product_id, warehouse_id)
JOIN catalog_product AS product ON product.id = product_id
JOIN network_warehouse AS site ON site.id = warehouse_id
WHERE coalesce(level.blocked, 0) <> coalesce(bins.units, 0) + coalesce(level.doubted, 0)
      OR coalesce(level.blocked, 0) <> coalesce(ledger.units, 0)
UNION ALL
SELECT format('%s in bin %s of %s is %s, its bin is for %s goods%s', product.sku, bin.code, site.code,
              CASE WHEN stock.blocked THEN 'blocked' ELSE 'free' END, bin.use,
              CASE WHEN lot.blocked <> '' THEN format(', lot %s is blocked', lot.code) END), product.sku, site.code
FROM inventory_binstock AS stock
JOIN network_bin AS bin ON bin.id = stock.bin_id
JOIN catalog_product AS product ON product.id = stock.product_id
JOIN network_warehouse AS site ON site.id = bin.warehouse_id
LEFT JOIN inventory_lot AS lot ON lot.id = stock.lot_id
WHERE stock.blocked <> (bin.use IN ('quarantine', 'damaged') OR coalesce(lot.blocked, '') <> '')
