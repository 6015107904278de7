-- On hand and blocked of a product in every warehouse at a moment: its last snapshots, and what moved since.
WITH shot AS (
    SELECT DISTINCT ON (warehouse_id) warehouse_id, at, on_hand, blocked FROM inventory_stocksnapshot
    WHERE product_id = %(product)s AND at <= %(at)s
    ORDER BY warehouse_id, at DESC
), level AS (
    SELECT warehouse_id FROM inventory_stocklevel WHERE product_id = %(product)s
)
SELECT warehouse_id, coalesce(shot.on_hand, 0) + coalesce(moved.on_hand, 0),
       coalesce(shot.blocked, 0) + coalesce(moved.blocked, 0)
FROM level
LEFT JOIN shot USING (warehouse_id)
LEFT JOIN LATERAL (
    SELECT sum(delta) AS on_hand, sum(blocked) AS blocked FROM inventory_movement AS movement
    WHERE movement.product_id = %(product)s AND movement.warehouse_id = level.warehouse_id
          AND movement.at >= coalesce(shot.at, '-infinity') AND movement.at <= %(at)s
) AS moved ON true
ORDER BY warehouse_id
