-- On hand is the sum of the ledger.
SELECT format('%s in %s: on hand %s, the ledger says %s',
              product.sku, site.code, coalesce(level.on_hand, 0), coalesce(ledger.units, 0)), product.sku, site.code
FROM inventory_stocklevel AS level
FULL JOIN (
    SELECT product_id, warehouse_id, sum(delta) AS units FROM inventory_movement GROUP BY product_id, warehouse_id
) AS ledger USING (product_id, warehouse_id)
JOIN catalog_product AS product ON product.id = product_id
JOIN network_warehouse AS site ON site.id = warehouse_id
WHERE coalesce(level.on_hand, 0) <> coalesce(ledger.units, 0)
ORDER BY product_id, warehouse_id
