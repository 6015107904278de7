-- On hand and blocked of a product in every warehouse at a moment: its last snapshots, and what moved since.
SELECT level.warehouse_id, coalesce(shot.on_hand, 0) + coalesce(moved.on_hand, 0),
       coalesce(shot.blocked, 0) + coalesce(moved.blocked, 0)
FROM inventory_stocklevel AS level
LEFT JOIN LATERAL (
    SELECT at, on_hand, blocked FROM inventory_stocksnapshot AS each
    WHERE each.product_id = level.product_id AND each.warehouse_id = level.warehouse_id AND each.at <= %(at)s
    ORDER BY at DESC LIMIT 1
) AS shot ON true
LEFT JOIN LATERAL (
    SELECT sum(delta) AS on_hand, sum(blocked) AS blocked FROM inventory_movement AS movement
    WHERE movement.product_id = level.product_id AND movement.warehouse_id = level.warehouse_id
          AND movement.at >= coalesce(shot.at, '-infinity') AND movement.at <= %(at)s
) AS moved ON true
WHERE level.product_id = %(product)s
ORDER BY level.warehouse_id
