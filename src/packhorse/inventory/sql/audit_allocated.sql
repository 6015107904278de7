-- Allocated is the sum of the open allocations.
SELECT format('product %s in warehouse %s: allocated %s, the open allocations say %s',
              product_id, warehouse_id, coalesce(level.allocated, 0), coalesce(held.units, 0))
FROM inventory_stocklevel AS level
FULL JOIN (
    SELECT product_id, warehouse_id, sum(quantity) AS units FROM inventory_allocation
    WHERE state IN ('allocated', 'picked') GROUP BY product_id, warehouse_id
) AS held USING (product_id, warehouse_id)
WHERE coalesce(level.allocated, 0) <> coalesce(held.units, 0)
ORDER BY product_id, warehouse_id
