-- On hand is the sum of the ledger.
SELECT format('product %s in warehouse %s: on hand %s, the ledger says %s',
              product_id, warehouse_id, coalesce(level.on_hand, 0), coalesce(ledger.units, 0))
FROM inventory_stocklevel AS level
FULL JOIN (
    SELECT product_id, warehouse_id, sum(delta) AS units FROM inventory_movement GROUP BY product_id, warehouse_id
) AS ledger USING (product_id, warehouse_id)
WHERE coalesce(level.on_hand, 0) <> coalesce(ledger.units, 0)
ORDER BY product_id, warehouse_id
