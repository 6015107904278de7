-- Lock the stock levels of these products x warehouses in key order and say what nobody holds of each.
SELECT level.id, level.product_id, level.warehouse_id,
       level.on_hand - level.allocated - level.reserved - level.blocked
FROM inventory_stocklevel AS level
JOIN unnest(%(products)s::bigint[], %(warehouses)s::bigint[]) AS wanted (product_id, warehouse_id)
  USING (product_id, warehouse_id)
ORDER BY level.id
FOR UPDATE OF level
