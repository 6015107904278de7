-- A snapshot is what the ledger adds up to before it.
WITH deltas AS (
    SELECT product_id, warehouse_id, at, delta, blocked FROM inventory_movement
    UNION ALL
    SELECT product_id, warehouse_id, at, 0, 0 FROM inventory_stocksnapshot
), sums AS (
    SELECT product_id, warehouse_id, at,
           sum(sum(delta)) OVER before AS on_hand, sum(sum(blocked)) OVER before AS blocked
    FROM deltas GROUP BY product_id, warehouse_id, at
    WINDOW before AS (PARTITION BY product_id, warehouse_id ORDER BY at
                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)
SELECT format('%s in %s before %s: %s on hand and %s blocked, the ledger says %s and %s',
              product.sku, site.code, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'), shot.on_hand, shot.blocked,
              coalesce(sums.on_hand, 0), coalesce(sums.blocked, 0)), product.sku, site.code
FROM inventory_stocksnapshot AS shot
JOIN sums USING (product_id, warehouse_id, at)
JOIN catalog_product AS product ON product.id = product_id
JOIN network_warehouse AS site ON site.id = warehouse_id
WHERE shot.on_hand <> coalesce(sums.on_hand, 0) OR shot.blocked <> coalesce(sums.blocked, 0)
ORDER BY product_id, warehouse_id, at
