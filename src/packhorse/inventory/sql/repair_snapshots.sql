-- Snapshots of these products say again what the ledger adds up to before them.
WITH deltas AS (
    SELECT product_id, warehouse_id, at, delta, blocked FROM inventory_movement WHERE product_id = ANY(%(products)s)
    UNION ALL
    SELECT product_id, warehouse_id, at, 0, 0 FROM inventory_stocksnapshot WHERE product_id = ANY(%(products)s)
), sums AS (
    SELECT product_id, warehouse_id, at,
           sum(sum(delta)) OVER before AS on_hand, sum(sum(blocked)) OVER before AS blocked
    FROM deltas GROUP BY product_id, warehouse_id, at
    WINDOW before AS (PARTITION BY product_id, warehouse_id ORDER BY at
                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)
UPDATE inventory_stocksnapshot AS shot
SET on_hand = coalesce(sums.on_hand, 0), blocked = coalesce(sums.blocked, 0)
FROM sums
WHERE sums.product_id = shot.product_id AND sums.warehouse_id = shot.warehouse_id AND sums.at = shot.at
      AND (shot.on_hand <> coalesce(sums.on_hand, 0) OR shot.blocked <> coalesce(sums.blocked, 0))
