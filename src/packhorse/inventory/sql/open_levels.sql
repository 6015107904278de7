-- Make sure there is a level row for every product x warehouse that receives goods.
INSERT INTO inventory_stocklevel (product_id, warehouse_id, on_hand, allocated, reserved, blocked)
SELECT DISTINCT product_id, warehouse_id, 0, 0, 0, 0
FROM unnest(%(products)s::bigint[], %(warehouses)s::bigint[]) AS wanted (product_id, warehouse_id)
ORDER BY product_id, warehouse_id
ON CONFLICT (product_id, warehouse_id) DO NOTHING
