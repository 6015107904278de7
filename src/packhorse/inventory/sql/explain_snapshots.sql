-- The snapshots of a product, beside what its ledger adds up to before each.
WITH deltas AS (
    SELECT warehouse_id, at, delta, blocked FROM inventory_movement WHERE product_id = %(product)s
    UNION ALL
    SELECT warehouse_id, at, 0, 0 FROM inventory_stocksnapshot WHERE product_id = %(product)s
), sums AS (
    SELECT warehouse_id, at, sum(sum(delta)) OVER before AS on_hand, sum(sum(blocked)) OVER before AS blocked
    FROM deltas GROUP BY warehouse_id, at
    WINDOW before AS (PARTITION BY warehouse_id ORDER BY at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)
SELECT warehouse_id, at, shot.on_hand, shot.blocked, coalesce(sums.on_hand, 0)::bigint,
       coalesce(sums.blocked, 0)::bigint
FROM inventory_stocksnapshot AS shot JOIN sums USING (warehouse_id, at)
WHERE shot.product_id = %(product)s
ORDER BY at, warehouse_id
