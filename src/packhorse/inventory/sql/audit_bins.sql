-- What lies in a bin is what the ledger brought there and took away, lot by lot.
WITH ledger AS (
    SELECT bin_id, product_id, coalesce(lot_id, 0) AS lot_id, sum(units) AS units
    FROM (
        SELECT to_bin_id AS bin_id, product_id, lot_id, quantity AS units
        FROM inventory_movement WHERE to_bin_id IS NOT NULL
        UNION ALL
        SELECT from_bin_id, product_id, lot_id, -quantity FROM inventory_movement WHERE from_bin_id IS NOT NULL
    ) AS moved
    GROUP BY bin_id, product_id, coalesce(lot_id, 0)
), stock AS (
    SELECT bin_id, product_id, coalesce(lot_id, 0) AS lot_id, quantity FROM inventory_binstock
)
SELECT format('product %s%s in bin %s: %s, the ledger says %s', product_id,
              CASE WHEN lot_id > 0 THEN format(' of lot %s', lot_id) END,
              bin_id, coalesce(stock.quantity, 0), coalesce(ledger.units, 0))
FROM stock
FULL JOIN ledger USING (bin_id, product_id, lot_id)
WHERE coalesce(stock.quantity, 0) <> coalesce(ledger.units, 0)
ORDER BY bin_id, product_id, lot_id
