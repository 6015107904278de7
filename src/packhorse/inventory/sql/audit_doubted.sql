-- What lies in doubted bins and nobody has a right to is blocked until they are counted: no more, no less.
WITH lying AS (
    SELECT product_id, warehouse_id, sum(quantity - planned) AS units FROM inventory_binstock
    WHERE doubted_at IS NOT NULL AND NOT blocked GROUP BY product_id, warehouse_id
), level AS (
    SELECT product_id, warehouse_id, level.doubted,
           greatest(0, least(coalesce(lying.units, 0),
                             level.on_hand - level.allocated - level.reserved - level.blocked + level.doubted)) AS due
    FROM inventory_stocklevel AS level LEFT JOIN lying USING (product_id, warehouse_id)
)
SELECT format('%s in %s: %s units are blocked as in doubt, it should be %s', product.sku, site.code, level.doubted,
              level.due), product.sku, site.code
FROM level
JOIN catalog_product AS product ON product.id = product_id
JOIN network_warehouse AS site ON site.id = warehouse_id
WHERE level.doubted <> level.due
ORDER BY product_id, warehouse_id
