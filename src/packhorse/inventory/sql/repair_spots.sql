-- What lies where of these products, beside what the ledger, the allocations, the bins and the lots say of it.
WITH ledger AS (
    SELECT bin_id, product_id, coalesce(lot_id, 0) AS lot_id, sum(units) AS units
    FROM (
        SELECT to_bin_id AS bin_id, product_id, lot_id, quantity AS units
        FROM inventory_movement WHERE to_bin_id IS NOT NULL AND product_id = ANY(%(products)s)
        UNION ALL
        SELECT from_bin_id, product_id, lot_id, -quantity
        FROM inventory_movement WHERE from_bin_id IS NOT NULL AND product_id = ANY(%(products)s)
    ) AS moved
    GROUP BY bin_id, product_id, coalesce(lot_id, 0)
), sent AS (
    SELECT bin_id, product_id, coalesce(lot_id, 0) AS lot_id, sum(quantity) AS units FROM inventory_allocation
    WHERE state = 'allocated' AND bin_id IS NOT NULL AND product_id = ANY(%(products)s)
    GROUP BY bin_id, product_id, coalesce(lot_id, 0)
), stock AS (
    SELECT id, bin_id, product_id, coalesce(lot_id, 0) AS lot_id, warehouse_id, quantity, planned, blocked
    FROM inventory_binstock WHERE product_id = ANY(%(products)s)
), spot AS (
    SELECT bin_id, product_id, lot_id, stock.id, stock.warehouse_id, coalesce(quantity, 0) AS quantity,
           coalesce(ledger.units, 0)::bigint AS ledger, coalesce(planned, 0) AS planned,
           coalesce(sent.units, 0)::bigint AS sent, coalesce(blocked, false) AS blocked
    FROM stock
    FULL JOIN ledger USING (bin_id, product_id, lot_id)
    FULL JOIN sent USING (bin_id, product_id, lot_id)
)
SELECT spot.bin_id, spot.product_id, lot.id, bin.warehouse_id, spot.id, quantity, ledger, planned, sent, spot.blocked,
       bin.use IN ('quarantine', 'damaged') OR coalesce(lot.blocked, '') <> '',
       coalesce(spot.warehouse_id, bin.warehouse_id), bin.code, coalesce(lot.code, '')
FROM spot
JOIN network_bin AS bin ON bin.id = spot.bin_id
LEFT JOIN inventory_lot AS lot ON lot.id = spot.lot_id
ORDER BY 1, 2, spot.lot_id
