-- Lock the stock levels of these products in every warehouse in key order and say what nobody holds of each.
SELECT product_id, warehouse_id, on_hand - allocated - reserved - blocked
FROM inventory_stocklevel
WHERE product_id = ANY(%(products)s::bigint[])
ORDER BY id
FOR UPDATE
