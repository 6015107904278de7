-- What is on hand lies in a bin or is in a picker's, sorter's or packer's hands.
SELECT format('%s in %s: on hand %s, in bins %s, picked %s', product.sku, site.code, coalesce(level.on_hand, 0),
              coalesce(bins.units, 0), coalesce(picked.units, 0)), product.sku, site.code
FROM inventory_stocklevel AS level
FULL JOIN (
    SELECT product_id, warehouse_id, sum(quantity) AS units FROM inventory_binstock GROUP BY product_id, warehouse_id
) AS bins USING (product_id, warehouse_id)
FULL JOIN (
    SELECT product_id, warehouse_id, sum(quantity) AS units FROM inventory_allocation
    WHERE state = 'picked' GROUP BY product_id, warehouse_id
) AS picked USING (product_id, warehouse_id)
JOIN catalog_product AS product ON product.id = product_id
JOIN network_warehouse AS site ON site.id = warehouse_id
WHERE coalesce(level.on_hand, 0) <> coalesce(bins.units, 0) + coalesce(picked.units, 0)
ORDER BY product_id, warehouse_id
