-- What is on hand lies in a bin or is in a picker's, sorter's or packer's hands.
SELECT format('product %s in warehouse %s: on hand %s, in bins %s, picked %s', product_id, warehouse_id,
              coalesce(level.on_hand, 0), coalesce(bins.units, 0), coalesce(picked.units, 0))
FROM inventory_stocklevel AS level
FULL JOIN (
    SELECT product_id, warehouse_id, sum(quantity) AS units FROM inventory_binstock GROUP BY product_id, warehouse_id
) AS bins USING (product_id, warehouse_id)
FULL JOIN (
    SELECT product_id, warehouse_id, sum(quantity) AS units FROM inventory_allocation
    WHERE state = 'picked' GROUP BY product_id, warehouse_id
) AS picked USING (product_id, warehouse_id)
WHERE coalesce(level.on_hand, 0) <> coalesce(bins.units, 0) + coalesce(picked.units, 0)
ORDER BY product_id, warehouse_id
