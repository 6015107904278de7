-- The levels of these products, beside what ledger, bins, allocations and reservations say of them.
WITH ledger AS (
    SELECT product_id, warehouse_id, sum(delta) AS units, sum(blocked) AS blocked FROM inventory_movement
    WHERE product_id = ANY(%(products)s) GROUP BY product_id, warehouse_id
), bins AS (
    SELECT stock.product_id, bin.warehouse_id, sum(quantity) AS units,
           sum(quantity - planned) FILTER (WHERE doubted_at IS NOT NULL AND NOT stock.blocked) AS doubted,
           sum(quantity) FILTER (WHERE bin.use IN ('quarantine', 'damaged') OR coalesce(lot.blocked, '') <> '') AS blocked
    FROM inventory_binstock AS stock
    JOIN network_bin AS bin ON bin.id = stock.bin_id
    LEFT JOIN inventory_lot AS lot ON lot.id = stock.lot_id
    WHERE stock.product_id = ANY(%(products)s) GROUP BY stock.product_id, bin.warehouse_id
), held AS (
    SELECT product_id, warehouse_id, sum(quantity) AS units, sum(quantity) FILTER (WHERE state = 'picked') AS picked
    FROM inventory_allocation
    WHERE state IN ('allocated', 'picked') AND product_id = ANY(%(products)s) GROUP BY product_id, warehouse_id
), kept AS (
    SELECT product_id, warehouse_id, sum(held) AS units FROM inventory_reservedunits
    WHERE held > 0 AND product_id = ANY(%(products)s) GROUP BY product_id, warehouse_id
), level AS (
    SELECT product_id, warehouse_id, on_hand, allocated, reserved, blocked, doubted FROM inventory_stocklevel
    WHERE product_id = ANY(%(products)s)
)
SELECT product_id, warehouse_id, coalesce(level.on_hand, 0), coalesce(level.allocated, 0),
       coalesce(level.reserved, 0), coalesce(level.blocked, 0), coalesce(ledger.units, 0)::bigint,
       coalesce(ledger.blocked, 0)::bigint, coalesce(bins.units, 0)::bigint,
       (coalesce(bins.blocked, 0) + least(coalesce(level.doubted, 0), coalesce(bins.doubted, 0)))::bigint,
       coalesce(held.picked, 0)::bigint, coalesce(held.units, 0)::bigint, coalesce(kept.units, 0)::bigint
FROM level
FULL JOIN ledger USING (product_id, warehouse_id)
FULL JOIN bins USING (product_id, warehouse_id)
FULL JOIN held USING (product_id, warehouse_id)
FULL JOIN kept USING (product_id, warehouse_id)
ORDER BY product_id, warehouse_id
