-- Allocated is the sum of the open allocations.
SELECT format('%s in %s: allocated %s, the open allocations say %s',
              coalesce(product.sku, 'product ' || product_id), coalesce(site.code, 'warehouse ' || warehouse_id),
              coalesce(level.allocated, 0), coalesce(held.units, 0)), product.sku, site.code
FROM inventory_stocklevel AS level
FULL JOIN (
    SELECT product_id, warehouse_id, sum(quantity) AS units FROM inventory_allocation
    WHERE state IN ('allocated', 'picked') GROUP BY product_id, warehouse_id
) AS held USING (product_id, warehouse_id)
LEFT JOIN catalog_product AS product ON product.id = product_id
LEFT JOIN network_warehouse AS site ON site.id = warehouse_id
WHERE coalesce(level.allocated, 0) <> coalesce(held.units, 0)
ORDER BY product_id, warehouse_id
