-- Block nothing of these locked levels for doubts, for a moment; say how many units were blocked.
UPDATE inventory_stocklevel AS level
SET doubted = 0, blocked = level.blocked - level.doubted
FROM (
    SELECT level.id, level.doubted FROM inventory_stocklevel AS level
    JOIN unnest(%(products)s::bigint[], %(warehouses)s::bigint[]) AS wanted (product_id, warehouse_id)
      USING (product_id, warehouse_id)
    WHERE level.doubted > 0
) AS before
WHERE before.id = level.id
RETURNING level.product_id, level.warehouse_id, before.doubted
