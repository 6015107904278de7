-- On hand, allocated, reserved and blocked of a product in every warehouse before each of these moments, in order.
WITH point AS (
    SELECT nth, at FROM unnest(%(moments)s::timestamptz[]) WITH ORDINALITY AS moment (at, nth)
), level AS (
    SELECT warehouse_id FROM inventory_stocklevel WHERE product_id = %(product)s
), shot AS (
    SELECT DISTINCT ON (warehouse_id) warehouse_id, at, on_hand, blocked FROM inventory_stocksnapshot
    WHERE product_id = %(product)s AND at <= %(first)s
    ORDER BY warehouse_id, at DESC
), promise AS (
    SELECT warehouse_id, quantity, allocated_at AS began,
           CASE WHEN state NOT IN ('allocated', 'picked') THEN changed_at END AS ended
    FROM inventory_allocation
    WHERE product_id = %(product)s AND (state IN ('allocated', 'picked') OR changed_at > %(first)s)
), kept AS (
    SELECT units.warehouse_id, reservation.created_at AS began, reservation.changed_at AS ended, units.quantity,
           units.held
    FROM inventory_reservedunits AS units JOIN inventory_reservation AS reservation ON reservation.id = reservation_id
    WHERE units.product_id = %(product)s AND (units.held > 0 OR reservation.changed_at > %(first)s)
), change AS (
    SELECT warehouse_id, %(first)s::timestamptz - interval '1 second' AS at, on_hand, 0 AS allocated, 0 AS reserved,
           blocked
    FROM shot
    UNION ALL
    SELECT level.warehouse_id, movement.at, movement.delta, 0, 0, movement.blocked
    FROM level
    LEFT JOIN shot USING (warehouse_id)
    JOIN inventory_movement AS movement
      ON movement.product_id = %(product)s AND movement.warehouse_id = level.warehouse_id
         AND movement.at >= coalesce(shot.at, '-infinity') AND movement.at < %(last)s
    UNION ALL
    SELECT warehouse_id, began, 0, quantity, 0, 0 FROM promise
    UNION ALL
    SELECT warehouse_id, ended, 0, -quantity, 0, 0 FROM promise WHERE ended IS NOT NULL
    UNION ALL
    SELECT warehouse_id, began, 0, 0, quantity, 0 FROM kept
    UNION ALL
    SELECT warehouse_id, ended, 0, 0, held - quantity, 0 FROM kept WHERE held < quantity
), bucket AS (
    SELECT warehouse_id, width_bucket(at, %(moments)s::timestamptz[]) + 1 AS nth, sum(on_hand) AS on_hand,
           sum(allocated) AS allocated, sum(reserved) AS reserved, sum(blocked) AS blocked
    FROM change GROUP BY 1, 2
)
SELECT point.at, level.warehouse_id,
       coalesce(sum(bucket.on_hand) OVER so_far, 0), coalesce(sum(bucket.allocated) OVER so_far, 0),
       coalesce(sum(bucket.reserved) OVER so_far, 0), coalesce(sum(bucket.blocked) OVER so_far, 0)
FROM point CROSS JOIN level
LEFT JOIN bucket ON bucket.nth = point.nth AND bucket.warehouse_id = level.warehouse_id
WINDOW so_far AS (PARTITION BY level.warehouse_id ORDER BY point.nth)
ORDER BY point.nth, level.warehouse_id
