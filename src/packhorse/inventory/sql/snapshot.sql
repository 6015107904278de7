-- What the ledger adds up to before a moment, for every level that moved since its last snapshot.
INSERT INTO inventory_stocksnapshot (product_id, warehouse_id, at, on_hand, blocked)
SELECT level.product_id, level.warehouse_id, %(at)s, coalesce(shot.on_hand, 0) + moved.on_hand,
       coalesce(shot.blocked, 0) + moved.blocked
FROM inventory_stocklevel AS level
LEFT JOIN LATERAL (
    SELECT at, on_hand, blocked FROM inventory_stocksnapshot AS each
    WHERE each.product_id = level.product_id AND each.warehouse_id = level.warehouse_id AND each.at <= %(at)s
    ORDER BY at DESC LIMIT 1
) AS shot ON true
JOIN LATERAL (
    SELECT sum(delta) AS on_hand, sum(blocked) AS blocked FROM inventory_movement AS movement
    WHERE movement.product_id = level.product_id AND movement.warehouse_id = level.warehouse_id
          AND movement.at >= coalesce(shot.at, '-infinity') AND movement.at < %(at)s
) AS moved ON moved.on_hand IS NOT NULL
ON CONFLICT DO NOTHING
